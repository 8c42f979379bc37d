"""What others did to our bookings in a linked calendar, brought back: deleted, moved, or something to be decided."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import structlog

from domain.calendars.agreement import (
    Booked,
    Cancelled,
    Disagreed,
    Moved,
    Same,
    There,
    Verdict,
    judge,
)
from domain.calendars.labels import label_of
from domain.errors import DomainError
from domain.scheduling.ranges import TimeRange
from providers.calendars import Entry
from services.calendars.kinds import actor_for
from services.calendars.telling import tell_of_dispute
from services.scheduling.bookings import Bookings
from storage.postgres import linked_calendars, written_entries
from storage.postgres.bookings import BookingRow
from storage.postgres.database import Database
from storage.postgres.linked_calendars import Busy, LinkRow
from storage.postgres.tenant import TenantScope
from storage.postgres.written_entries import BookingToWrite, WrittenRow

log = structlog.get_logger()

MOST_DELETED = 10
"""Deletions of one reading that are taken for meant; more of them are asked about."""

_MANY_DELETED = "it was deleted there together with many others, perhaps by mistake"


class Returning:
    """Of all businesses.

    Args:
        bookings: the one path bookings are changed by.
        clock: now, aware.
    """

    def __init__(
        self,
        database: Database,
        bookings: Bookings,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database = database
        self._bookings = bookings
        self._clock = clock

    async def take(
        self, business_id: UUID, link: LinkRow, found: list[tuple[WrittenRow, Entry | None]], reading: UUID
    ) -> None:
        """Acts on each of ours that was met in a reading; None for what is not there.

        Safe to be done again: what was taken over before is as we know it.
        """
        deleted = sum(
            1 for row, entry in found if row.phase == "written" and (entry is None or entry.is_gone)
        )
        for row, entry in found:
            await self.take_one(business_id, link, row, entry, reading, ask=deleted > MOST_DELETED)

    async def take_one(
        self,
        business_id: UUID,
        link: LinkRow,
        row: WrittenRow,
        entry: Entry | None,
        reading: UUID,
        *,
        ask: bool = False,
    ) -> None:
        """Args:
        ask: a deletion is asked about rather than followed.
        """
        gone = entry is None or entry.is_gone
        if row.phase == "gone":
            return
        async with self._database.tenant(business_id) as scope:
            if row.phase == "removing":
                if gone:
                    await written_entries.set_phase(scope, link.calendar_id, row.booking_id, "gone")
                return
            booking = await written_entries.to_write(scope, link.calendar_id, row.booking_id)
        if booking is None:
            return
        verdict = self._judged(booking, row, None if gone else entry)
        if isinstance(verdict, Cancelled) and ask:
            verdict = Disagreed(_MANY_DELETED)
        await self._carry_out(business_id, link, row, booking, entry, reading, verdict)

    def _judged(self, booking: BookingToWrite, row: WrittenRow, entry: Entry | None) -> Verdict:
        stands = booking.status == "confirmed" and booking.belongs and booking.starts_at > self._clock()
        there = None
        if entry is not None and entry.during is not None:
            there = There(None if entry.whole_days else entry.during, entry.etag)
        return judge(row.written, Booked(booking.during, stands), there)

    async def _carry_out(
        self,
        business_id: UUID,
        link: LinkRow,
        row: WrittenRow,
        booking: BookingToWrite,
        entry: Entry | None,
        reading: UUID,
        verdict: Verdict,
    ) -> None:
        match verdict:
            case Same(written, longer):
                async with self._database.tenant(business_id) as scope:
                    if written != row.written:
                        await written_entries.note_written(
                            scope,
                            link.calendar_id,
                            row.booking_id,
                            external_id=row.external_id,
                            etag=written.etag,
                            during=written.during,
                            digest=row.digest,
                        )
                    await self._keep_longer(scope, link, row, _after(longer, booking.until), reading)
                    await _settle_open(scope, link, row.booking_id, "overtaken")
            case Cancelled():
                await self._cancel(business_id, link, row)
            case Moved(starts_at) if entry is not None and entry.during is not None:
                await self._move(business_id, link, row, booking, entry, entry.during, starts_at)
            case Disagreed(why):
                await self._dispute(business_id, link, booking, entry, why)
            case _:
                pass

    @staticmethod
    async def _keep_longer(
        scope: TenantScope, link: LinkRow, row: WrittenRow, longer: tuple[TimeRange, ...], reading: UUID
    ) -> None:
        """What an entry of ours takes beyond the booking blocks like any other."""
        if longer and link.blocks:
            pieces = [Busy(row.external_id, None, each) for each in longer]
            await linked_calendars.keep_entries(scope, link.calendar_id, reading, pieces)
        else:
            await linked_calendars.forget_entries(scope, link.calendar_id, (row.external_id,))

    async def _cancel(self, business_id: UUID, link: LinkRow, row: WrittenRow) -> None:
        async def afterwards(scope: TenantScope, _booking: BookingRow) -> None:
            await written_entries.set_phase(scope, link.calendar_id, row.booking_id, "gone")
            await _settle_open(scope, link, row.booking_id, "overtaken")

        await self._bookings.cancel(
            business_id,
            row.booking_id,
            actor=actor_for(link.kind),
            reason=f"deleted in {label_of(link.kind, link.name)}",
            afterwards=afterwards,
        )
        log.info("calendar.booking_cancelled", business_id=str(business_id), booking_id=str(row.booking_id))

    async def _move(
        self,
        business_id: UUID,
        link: LinkRow,
        row: WrittenRow,
        booking: BookingToWrite,
        entry: Entry,
        during: TimeRange,
        starts_at: datetime,
    ) -> None:
        async def afterwards(scope: TenantScope, _booking: BookingRow) -> None:
            await written_entries.note_written(
                scope,
                link.calendar_id,
                row.booking_id,
                external_id=row.external_id,
                etag=entry.etag,
                during=during,
            )
            await _settle_open(scope, link, row.booking_id, "theirs")

        try:
            await self._bookings.move(
                business_id,
                row.booking_id,
                starts_at,
                self._clock(),
                actor=actor_for(link.kind),
                afterwards=afterwards,
            )
        except DomainError as refused:
            await self._dispute(business_id, link, booking, entry, str(refused))
            return
        log.info("calendar.booking_moved", business_id=str(business_id), booking_id=str(row.booking_id))

    async def _dispute(
        self, business_id: UUID, link: LinkRow, booking: BookingToWrite, entry: Entry | None, why: str
    ) -> None:
        gone = entry is None or entry.is_gone
        async with self._database.tenant(business_id) as scope:
            opened = await written_entries.dispute(
                scope,
                link.calendar_id,
                booking.id,
                kind="deleted" if gone else "moved",
                why=why,
                ours_from=booking.starts_at,
                theirs=None if entry is None or entry.whole_days else entry.during,
                etag="" if entry is None else entry.etag,
            )
            if opened is not None:
                await tell_of_dispute(scope, str(opened), link, booking, why, self._clock())
        log.warning("calendar.disputed", business_id=str(business_id), booking_id=str(booking.id))


def _after(ranges: tuple[TimeRange, ...], instant: datetime) -> tuple[TimeRange, ...]:
    """What of them is later: time to clean up is taken already."""
    return tuple(TimeRange(max(each.start, instant), each.end) for each in ranges if each.end > instant)


async def _settle_open(scope: TenantScope, link: LinkRow, booking_id: UUID, how: str) -> None:
    """What was disputed is no more: the calendar and we agree."""
    dispute = await written_entries.open_dispute(scope, link.calendar_id, booking_id)
    if dispute is not None:
        await written_entries.settle(scope, dispute.id, how, actor_for(link.kind))
