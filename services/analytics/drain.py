"""Counting the days of which something has changed, by the worker."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from uuid import UUID

import structlog

from domain.errors import NotFound, StorageError
from services.analytics.changes import COUNT_DAY, when_over
from services.analytics.recount import recount, where_it_is
from services.item_failures import reason_of
from services.outbox.due_items import DueItems
from storage.postgres import outbox
from storage.postgres.database import Database
from storage.postgres.outbox import OutboxItem

log = structlog.get_logger()

AT_ONCE = 50
"""Days claimed together; those of one business are counted in one transaction."""


class DayDrain:
    """Drains the outbox of days to be counted; several workers may do so at once."""

    def __init__(self, database: Database, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._database = database
        self._clock = clock
        self._due = DueItems(database, (COUNT_DAY,), at_once=AT_ONCE)
        self.kinds = self._due.kinds

    def due_in_s(self, longest_s: float) -> float:
        """How long nothing falls due, at most `longest_s`, as the last `drain` saw it."""
        return self._due.due_in_s(longest_s)

    async def drain(self) -> int:
        """Counts what is due, some days at a time, and returns how many were asked for. Raises StorageError."""
        items = await self._due.claim()
        theirs: dict[UUID, list[OutboxItem]] = defaultdict(list)
        for item in items:
            theirs[item.tenant].append(item)
        for business_id, of_it in theirs.items():
            try:
                await self._count(business_id, of_it)
            except StorageError as error:
                log.warning("analytics.not_counted", days=len(of_it), reason=str(error))
            except Exception as error:
                # The root of one business's days: they must not take others' with them, and die in the end.
                log.exception("analytics.counting_failed", business=str(business_id))
                await self._failed(of_it, reason_of(error))
        return len(items)

    async def _count(self, business_id: UUID, items: Sequence[OutboxItem]) -> None:
        now = self._clock()
        async with self._database.tenant(business_id) as scope:
            try:
                where = await where_it_is(scope)
            except NotFound:
                return  # erased since, and its items with it
            days: dict[UUID, date] = {}
            for item in items:
                try:
                    days[item.id] = date.fromisoformat(item.payload["day"])
                except (KeyError, ValueError) as malformed:
                    await outbox.bury(scope.session, item, f"malformed: {type(malformed).__name__}")
            await recount(scope, days.values(), now)
            today, counted = where.today(now), list[OutboxItem]()
            for item in items:
                if item.id in days and days[item.id] < today:
                    counted.append(item)
                elif item.id in days:
                    # The business is in another time zone since, where the day ends later.
                    due_at = when_over(where.zone, days[item.id])
                    await outbox.postpone(scope.session, item, "the day is not over", due_at)
            if counted:
                await outbox.all_done(scope.session, counted, now)

    async def _failed(self, items: Sequence[OutboxItem], reason: str) -> None:
        async with self._database.worker() as session:
            for item in items:
                await outbox.failed(session, item, reason, datetime.now(UTC))
