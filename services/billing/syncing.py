"""Bringing a business's bill up to what Stripe says: asked for anew each time, whatever it was that came in."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import structlog

from domain.billing.plans import Catalogue
from domain.billing.subscription import subscription_document, that_counts
from domain.errors import Outdated
from providers.payments import Payments
from services.billing.standing import Now, settle
from storage.postgres import billing_accounts
from storage.postgres.database import Database

log = structlog.get_logger()

ATTEMPTS = 5
"""Each is a question to Stripe whose answer somebody else's overtook."""


class Syncing:
    """One for each process."""

    def __init__(
        self,
        database: Database,
        payments: Payments,
        catalogue: Catalogue,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database = database
        self._payments = payments
        self._catalogue = catalogue
        self._clock = clock

    async def sync(self, business_id: UUID) -> Now | None:
        """Fetches what the business has bought and lets it hold; None for one that is no customer of Stripe's.

        Raises:
            ProviderError, StorageError: nothing was changed.
            Outdated: somebody else keeps being faster.
        """
        for _ in range(ATTEMPTS):
            async with self._database.tenant(business_id) as scope:
                account = await billing_accounts.find(scope)
            if account is None or account.customer_id is None:
                return None
            bought = await self._payments.subscriptions(account.customer_id)
            one = that_counts(bought, self._catalogue)
            now = self._clock()
            async with self._database.tenant(business_id) as scope:
                locked = await billing_accounts.opened(scope, now, lock=True)
                if locked.revision != account.revision:
                    # Stored since we asked: ours may be the older answer.
                    continue
                document = None if one is None else subscription_document(one)
                await billing_accounts.keep_subscription(scope, document, locked.revision + 1, now)
                fresh = await billing_accounts.opened(scope, now, lock=True)
                found = await settle(scope, fresh, self._catalogue, now)
            log.info("billing.synced", business_id=str(business_id), state=found.standing.state.value)
            return found
        raise Outdated("somebody else is reading this bill from Stripe; ask again")

    async def sync_customer(self, customer_id: str) -> bool:
        """As `sync`; False for a customer of somebody else's, or of no business any more."""
        async with self._database.billing_customer(customer_id) as session:
            business_id = await billing_accounts.business_of(session, customer_id)
        if business_id is None:
            return False
        await self.sync(business_id)
        return True
