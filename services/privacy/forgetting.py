"""Customers nobody has heard of for as long as their business keeps people: erased as if they had asked for it."""

from datetime import datetime, timedelta
from uuid import UUID

import structlog

from domain.errors import ReceptionistError
from services.privacy.erasing import SYSTEM, Digests, Subject, promise_erasure_of
from storage.postgres import audit, call_retention, persons, receptionist_versions
from storage.postgres.database import Database

log = structlog.get_logger()

AT_ONCE = 50
"""Of one business in a sweep; the rest has its turn an hour later."""


class ForgottenCustomers:
    """Of every business; several workers may sweep at once."""

    def __init__(self, database: Database, digests: Digests) -> None:
        self._database = database
        self._digests = digests

    async def sweep(self, now: datetime) -> int:
        """Promises the erasure of those whose time is over; how many.

        Raises:
            StorageError: it cannot be asked which businesses limit anything.
        """
        async with self._database.worker() as session:
            businesses = await call_retention.limited(session)
        count = 0
        for business_id in businesses:
            try:
                count += await self._sweep(business_id, now)
            except ReceptionistError as error:
                log.warning("forgotten_customers.later", business_id=str(business_id), reason=str(error))
        return count

    async def _sweep(self, business_id: UUID, now: datetime) -> int:
        async with self._database.tenant(business_id) as scope:
            days = (await receptionist_versions.published(scope)).content.retention.customer_days
            if days is None:
                return 0
            over = await persons.not_heard_of_since(scope, now - timedelta(days=days), AT_ONCE)
            for customer_id in over:
                await promise_erasure_of(
                    scope, self._digests, Subject(None, None), SYSTEM, customer_id=customer_id
                )
            if over:
                await audit.note(
                    scope,
                    actor=SYSTEM,
                    action="retention.removed",
                    subject=f"business:{business_id}",
                    after={"customers": len(over)},
                )
        return len(over)
