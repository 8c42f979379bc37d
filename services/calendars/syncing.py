"""One reading of a linked calendar: what changed since the last one, or all of it; then what that means for us.

Pages are kept before anything is made of them, and the token that says how far we are only when all of it was: a worker
that dies in between reads the same once more.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

import structlog

from domain.calendars.event_ids import booking_in
from domain.calendars.polling import Well, after
from domain.errors import NotFound, UnusableAnswer
from domain.ids import new_id
from domain.scheduling.ranges import TimeRange, clip, merge
from providers.calendars import Changes, Entry, EntryGone, SyncLost
from services.calendars.accounts import Account
from services.calendars.channels import Channels
from services.calendars.reading import AHEAD, EXPANDED_EVERY
from services.calendars.returning import Returning
from services.calendars.telling import tell_of_dispute
from storage.postgres import linked_calendars, places, remote_calendars, written_entries
from storage.postgres.database import Database
from storage.postgres.linked_calendars import Busy, LinkRow
from storage.postgres.tenant import TenantScope
from storage.postgres.written_entries import WrittenRow

log = structlog.get_logger()

MOST_PAGES = 200
CLASHES = "something else stands there at that time, which was not known when it was booked"
BEHIND = timedelta(days=1)


@dataclass(slots=True)
class _Reading:
    """What a reading has met so far."""

    id: UUID
    window: TimeRange
    zone: str
    whole: bool
    ours: dict[UUID, tuple[WrittenRow, Entry | None]] = field(
        default_factory=dict[UUID, tuple[WrittenRow, "Entry | None"]]
    )


class Syncing:
    """Of all businesses.

    Args:
        channels: opened and renewed after a reading.
        clock: now, aware.
    """

    def __init__(
        self,
        database: Database,
        returning: Returning,
        channels: Channels,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database = database
        self._returning = returning
        self._channels = channels
        self._clock = clock

    async def read(self, account: Account, link: LinkRow) -> None:
        """Raises LeaseLost, ProviderError, StorageError: what was known is still known."""
        began = self._clock()
        async with self._database.tenant(account.business_id) as scope:
            row = await remote_calendars.calendar(scope, link.calendar_id)
            zone = await places.zone(scope, link.location_id)
            link = await linked_calendars.link(scope, link.calendar_id)
        is_old = row.expanded_at is None or began - row.expanded_at >= EXPANDED_EVERY
        reading = self._new(began, zone.key, whole=is_old or not link.sync_token)
        try:
            token = await self._pages(account, link, reading)
        except SyncLost:
            reading = self._new(began, zone.key, whole=True)
            token = await self._pages(account, link, reading)
        if reading.whole:
            await self._find_missing(account, link, reading)
        await self._settle_busy(account.business_id, link, reading)
        found = list(reading.ours.values())
        await self._returning.take(account.business_id, link, found, reading.id)
        await self._done(account.business_id, link, reading, token, began)
        await self._channels.tend(account, link)

    @staticmethod
    def _new(now: datetime, zone: str, *, whole: bool) -> _Reading:
        today = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        return _Reading(new_id(), TimeRange(today - BEHIND, today + AHEAD), zone, whole)

    async def _pages(self, account: Account, link: LinkRow, reading: _Reading) -> str:
        """Keeps every page; gives the token for the next time."""
        since, page = "" if reading.whole else link.sync_token, ""
        for _ in range(MOST_PAGES):
            asked = page

            async def one(token: str, page: str = asked) -> Changes:
                return await account.vendor.changes(
                    token,
                    link.external_id,
                    since=since,
                    page=page,
                    window=reading.window,
                    zone=reading.zone,
                )

            found = await account.ask(one)
            await self._keep(account.business_id, link, reading, found.entries)
            if not found.more:
                return found.token
            page = found.more
        raise UnusableAnswer(link.kind, "events.list", "it has no end", True)

    async def _keep(
        self, business_id: UUID, link: LinkRow, reading: _Reading, entries: tuple[Entry, ...]
    ) -> None:
        async with self._database.tenant(business_id) as scope:
            ours = await self._ours(scope, link, entries)
            busy: list[Busy] = []
            gone: list[str] = []
            for entry in entries:
                row = ours.get(entry.id)
                if row is not None:
                    reading.ours[row.booking_id] = (row, entry)
                elif entry.during is not None and entry.blocks and link.blocks:
                    busy.append(Busy(entry.id, entry.series_id, entry.during))
                else:
                    gone.append(entry.id)
            await linked_calendars.forget_entries(scope, link.calendar_id, gone)
            await linked_calendars.keep_entries(scope, link.calendar_id, reading.id, busy)

    @staticmethod
    async def _ours(scope: TenantScope, link: LinkRow, entries: tuple[Entry, ...]) -> dict[str, WrittenRow]:
        """Those that are bookings of this business, also where it is not known that they were written."""
        known = await written_entries.by_external_ids(
            scope, link.calendar_id, [entry.id for entry in entries]
        )
        for entry in entries:
            booking_id = booking_in(entry.id)
            if entry.id in known or booking_id is None or entry.during is None:
                continue
            if await written_entries.to_write(scope, link.calendar_id, booking_id) is None:
                continue
            await written_entries.note_written(
                scope,
                link.calendar_id,
                booking_id,
                external_id=entry.id,
                etag="",
                during=entry.during,
            )
            row = await written_entries.of_booking(scope, link.calendar_id, booking_id)
            if row is not None:
                known[entry.id] = row
        return known

    async def _find_missing(self, account: Account, link: LinkRow, reading: _Reading) -> None:
        """Asks for each of ours that a reading of everything has not met, before it is believed to be gone."""
        async with self._database.tenant(account.business_id) as scope:
            await linked_calendars.forget_unseen(scope, link.calendar_id, reading.id)
            standing = await written_entries.standing(scope, link.calendar_id, self._clock())
        for row in standing:
            if row.booking_id in reading.ours or not row.etag:
                continue
            if row.starts_at >= reading.window.end:
                continue
            try:
                entry = await account.ask(
                    lambda token, row=row: account.vendor.entry(
                        token, link.external_id, row.external_id, reading.zone
                    )
                )
            except EntryGone:
                entry = None
            reading.ours[row.booking_id] = (row, entry)

    async def _settle_busy(self, business_id: UUID, link: LinkRow, reading: _Reading) -> None:
        async with self._database.tenant(business_id) as scope:
            ranges = await linked_calendars.busy_ranges(scope, link.calendar_id, reading.window.start)
            busy = clip(merge(ranges), reading.window)
            await remote_calendars.replace_busy(scope, link.calendar_id, busy)

    async def _done(
        self, business_id: UUID, link: LinkRow, reading: _Reading, token: str, began: datetime
    ) -> None:
        now = self._clock()
        # Entries of ours that became longer block from now on.
        await self._settle_busy(business_id, link, reading)
        async with self._database.tenant(business_id) as scope:
            try:
                row = await remote_calendars.calendar(scope, link.calendar_id, lock=True)
            except NotFound:
                return
            polling = after(row.polling, Well(), now)
            expanded = {"expanded_at": began} if reading.whole else {}
            await remote_calendars.note_polling(scope, link.calendar_id, polling, **expanded)
            await linked_calendars.change_link(scope, link.calendar_id, sync_token=token)
            confirmed = await written_entries.confirm(scope, link.calendar_id, began)
            for each in confirmed:
                booking = await written_entries.to_write(scope, link.calendar_id, each.booking_id)
                if each.clashes and booking is not None:
                    key = f"{link.calendar_id} {each.booking_id} {booking.starts_at.isoformat()}"
                    await tell_of_dispute(scope, key, link, booking, CLASHES, now)
        log.info(
            "calendar.synced",
            business_id=str(business_id),
            calendar_id=str(link.calendar_id),
            whole=reading.whole,
            ours=len(reading.ours),
            confirmed=len(confirmed),
            clashes=sum(each.clashes for each in confirmed),
        )
