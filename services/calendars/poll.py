"""The worker's part: reads calendars kept elsewhere when they are due, and keeps what was known when it cannot."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import structlog

from domain.calendars.polling import Emptied, Failed, Outcome, Well, after, is_believed_empty
from domain.errors import NotFound
from services.accounts.second_factor import Seal
from services.calendars.reading import EXPANDED_EVERY, Known, Read, Unchanged, Web, read
from storage.postgres import places, remote_calendars, written_entries
from storage.postgres.database import Database
from storage.postgres.remote_calendars import CalendarRow
from storage.postgres.tenant import TenantScope

log = structlog.get_logger()

AT_ONCE = 4
MOST_AT_ONCE_DUE = 100
LEASE = timedelta(minutes=3)
"""Longer than a reading with its redirects: a worker that dies gives the calendar back by it."""


class CalendarPoll:
    """Several workers may poll at once: each calendar is claimed by one.

    Args:
        seal: opens addresses.
        loopback_allowed: on a developer's machine.
        clock: now, aware.
    """

    def __init__(
        self,
        database: Database,
        web: Web,
        seal: Seal,
        *,
        loopback_allowed: bool = False,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database = database
        self._web = web
        self._seal = seal
        self._loopback_allowed = loopback_allowed
        self._clock = clock

    async def poll(self, stopping: Callable[[], bool] = lambda: False) -> int:
        """Reads what is due, and returns how many were. Raises StorageError."""
        async with self._database.worker() as session:
            due = await remote_calendars.due(session, self._clock(), MOST_AT_ONCE_DUE)
        room = asyncio.Semaphore(AT_ONCE)

        async def one(business_id: UUID, calendar_id: UUID) -> bool:
            async with room:
                return not stopping() and await self._read(business_id, calendar_id)

        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one(*each), name="calendar.poll") for each in due]
        return sum(task.result() for task in tasks)

    async def _read(self, business_id: UUID, calendar_id: UUID) -> bool:
        """False when another worker has it."""
        now = self._clock()
        async with self._database.tenant(business_id) as scope:
            row = await remote_calendars.claim(scope, calendar_id, now, now + LEASE)
            if row is None:
                return False
            zone = await places.zone(scope, row.location_id)
        expand = row.expanded_at is None or now - row.expanded_at >= EXPANDED_EVERY
        # Waiting for an emptied one to be believed, it has to be read whole each time.
        expand = expand or row.emptied_since is not None
        result = await read(
            self._web,
            self._seal.open(row.url),
            Known(row.etag, row.modified, row.body_digest, expand),
            zone,
            now,
            loopback_allowed=self._loopback_allowed,
        )
        await self._settle(business_id, row, result, now)
        return True

    async def _settle(
        self, business_id: UUID, row: CalendarRow, result: Read | Unchanged | Failed, now: datetime
    ) -> None:
        async with self._database.tenant(business_id) as scope:
            try:
                current = await remote_calendars.calendar(scope, row.id, lock=True)
            except NotFound:
                return
            if current.url != row.url:
                return  # another address since: that is read next
            outcome = await self._outcome(scope, row, result, now)
            polling = after(row.polling, outcome, now)
            if isinstance(result, Read) and isinstance(outcome, Well):
                changed = await remote_calendars.replace_busy(scope, row.id, result.found.busy)
                await written_entries.confirm(scope, row.id, now)
                await remote_calendars.note_polling(
                    scope,
                    row.id,
                    polling,
                    etag=result.etag,
                    modified=result.modified,
                    body_digest=result.digest,
                    notes=list(result.found.notes),
                    expanded_at=now,
                )
            else:
                changed = False
                await remote_calendars.note_polling(scope, row.id, polling)
                if isinstance(outcome, Well):
                    await written_entries.confirm(scope, row.id, now)
        log.info(
            "calendar.read",
            business_id=str(business_id),
            calendar_id=str(row.id),
            phase=polling.phase.value,
            changed=changed,
            failures=polling.failures,
        )

    @staticmethod
    async def _outcome(
        scope: TenantScope, row: CalendarRow, result: Read | Unchanged | Failed, now: datetime
    ) -> Outcome:
        if isinstance(result, Failed):
            return result
        if not isinstance(result, Read) or not result.found.is_empty or is_believed_empty(row.polling, now):
            return Well()
        return Emptied() if await remote_calendars.busy_of(scope, row.id) else Well()
