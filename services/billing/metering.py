"""Telling Stripe of calls: each under an identifier of its own, so that telling it again counts nothing twice.

Stripe remembers identifiers for a day at least. From then on a call it was perhaps told of is not reported again: it is
`unsure`, and the nightly reconciliation sees by the sums whether it was counted.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from uuid import UUID

import structlog

from domain.errors import NotFound, ProviderError, StorageError
from providers.payments import Payments
from services.billing.rating import USAGE
from services.outbox.due_items import DueItems
from storage.postgres import billing_accounts, call_ledger, outbox
from storage.postgres.call_ledger import Entry
from storage.postgres.database import Database
from storage.postgres.outbox import OutboxItem

log = structlog.get_logger()

REMEMBERED = timedelta(hours=23)
"""How long an identifier is sure to be known, an hour of doubt taken off."""

NOT_OURS = frozenset({401, 403})
"""Refusals that are about our account: usage can be reported once somebody has mended that."""


def identifier_of(call_id: UUID) -> str:
    """What names the call's usage at Stripe."""
    return f"call_{call_id}"


def call_of(identifier: str) -> UUID | None:
    """The call an identifier names; None for a correction's."""
    with suppress(ValueError):
        if identifier.startswith("call_"):
            return UUID(identifier.removeprefix("call_"))
    return None


class Reports:
    """Reports one call; used as they end, and by the reconciliation for what was left."""

    def __init__(
        self,
        database: Database,
        payments: Payments,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database = database
        self._payments = payments
        self._clock = clock

    async def report(self, business_id: UUID, call_id: UUID) -> str:
        """Reports the call where that is due, and gives what it is then: `sent`, `unsure`, `lost`, ...

        Raises:
            NotFound: there is no such call, or its business is no customer.
            ProviderError: it may be asked again.
            StorageError.
        """
        now = self._clock()
        async with self._database.tenant(business_id) as scope:
            entry = await call_ledger.get(scope, call_id, lock=True)
            if entry.metered != "due" or not entry.billable_s:
                return entry.metered
            account = await billing_accounts.find(scope)
            if account is None or account.customer_id is None:
                raise NotFound("the business is no customer")
            if entry.tried_at is not None and entry.tried_at + REMEMBERED < now:
                await call_ledger.change(scope, call_id, metered="unsure")
                return "unsure"
            if entry.tried_at is None:
                # Before it is asked: whoever finds this knows that it may have been counted.
                await call_ledger.change(scope, call_id, tried_at=now)
        return await self._ask(business_id, account.customer_id, entry)

    async def _ask(self, business_id: UUID, customer_id: str, entry: Entry) -> str:
        metered = "sent"
        try:
            await self._payments.report_usage(
                customer_id, entry.billable_s or 0, identifier_of(entry.call_id), entry.ended_at
            )
        except ProviderError as error:
            if error.retryable or error.status in NOT_OURS:
                raise
            metered = "lost"
            log.error("billing.usage_refused", call_id=str(entry.call_id), reason=str(error))
        async with self._database.tenant(business_id) as scope:
            await call_ledger.change(scope, entry.call_id, metered=metered, metered_at=self._clock())
        return metered


class MeterDrain:
    """Drains the outbox of usage that is to be reported; several workers may do so at once."""

    def __init__(self, database: Database, reports: Reports) -> None:
        self._database = database
        self._reports = reports
        self._due = DueItems(database, (USAGE,))
        self.kinds = self._due.kinds

    def due_in_s(self, longest_s: float) -> float:
        """How long nothing falls due, at most `longest_s`, as the last `drain` saw it."""
        return self._due.due_in_s(longest_s)

    async def drain(self) -> int:
        """Reports what is due, a few at a time, and returns how many it tried. Raises StorageError."""
        return await self._due.handle(self._handle)

    async def _handle(self, item: OutboxItem) -> None:
        error, for_good = "", False
        try:
            await self._reports.report(item.tenant, UUID(item.payload["call_id"]))
        except StorageError as away:
            log.warning("billing.not_reported", item=str(item.id), reason=str(away))
            return
        except ProviderError as refused:
            error = str(refused)
        except (NotFound, KeyError, ValueError) as malformed:
            error, for_good = f"malformed: {type(malformed).__name__}", True
        except Exception:
            # The root of one item: it must not take the others with it. It falls due again and dies in the end.
            log.exception("billing.reporting_failed", item=str(item.id))
            error = "an internal error"
        with suppress(StorageError):
            async with self._database.worker() as session:
                if not error:
                    await outbox.done(session, item, datetime.now(UTC))
                elif for_good:
                    await outbox.bury(session, item, error)
                else:
                    # Dead after its attempts: the nightly reconciliation reports what was not.
                    await outbox.failed(session, item, error, datetime.now(UTC))
