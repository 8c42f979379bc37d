"""What was done in a calendar elsewhere and could not be done here, and the ways out of it."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Literal
from uuid import UUID

from domain.accounts.roles import Permission, Principal
from domain.errors import Conflict
from domain.scheduling.ranges import TimeRange
from services.accounts.access import actor_of
from services.calendars.kinds import want_written
from services.scheduling.bookings import Bookings
from storage.postgres import audit, visits, written_entries
from storage.postgres.bookings import BookingRow
from storage.postgres.database import Database
from storage.postgres.tenant import TenantScope
from storage.postgres.visits import VisitRow
from storage.postgres.written_entries import DisputeRow

Way = Literal["ours", "theirs", "cancel"]


class Disputes:
    """Of all businesses.

    Args:
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

    async def page(
        self,
        principal: Principal,
        *,
        open_only: bool,
        after: tuple[datetime, UUID] | None,
        limit: int,
    ) -> list[DisputeRow]:
        """The latest first. Raises NotPermitted."""
        principal.require(Permission.BOOKINGS_READ)
        async with self._database.tenant(principal.business_id) as scope:
            return await written_entries.disputes(scope, open_only=open_only, after=after, limit=limit)

    async def settle(self, principal: Principal, dispute_id: UUID, way: Way) -> DisputeRow:
        """Keeps our time and writes it back, takes what stands there, or cancels the booking; once.

        Raises:
            NotPermitted, NotFound. Conflict: it is settled, or the booking has been changed meanwhile.
            TimeTaken, TimeClosed: their time cannot be had; it stays open.
        """
        principal.require(Permission.BOOKINGS_WRITE)
        business_id, actor = principal.business_id, actor_of(principal)
        async with self._database.tenant(business_id) as scope:
            dispute = await written_entries.get_dispute(scope, dispute_id)
            self._require_open(dispute)
            if way == "ours":
                await self._done(scope, dispute, "ours", actor)
        if way == "theirs" and dispute.kind == "moved":
            await self._take(business_id, dispute, actor)
        elif way != "ours":
            await self._cancel(business_id, dispute, actor, "theirs" if way == "theirs" else "cancelled")
        async with self._database.tenant(business_id) as scope:
            return await written_entries.get_dispute(scope, dispute_id)

    async def _take(self, business_id: UUID, dispute: DisputeRow, actor: str) -> None:
        begin, end = dispute.theirs_from, dispute.theirs_until
        if begin is None or end is None:
            raise Conflict("it has no time there that a booking can have; keep ours, or cancel")
        theirs = TimeRange(begin, end)

        def check(row: VisitRow) -> None:
            if row.starts_at not in (dispute.ours_from, begin):
                raise Conflict("the booking has been moved meanwhile")

        async def afterwards(scope: TenantScope, _booking: BookingRow) -> None:
            await self._done(scope, dispute, "theirs", actor, theirs)

        await self._bookings.move(
            business_id,
            dispute.booking_id,
            begin,
            self._clock(),
            actor=actor,
            check=check,
            afterwards=afterwards,
        )

    async def _cancel(self, business_id: UUID, dispute: DisputeRow, actor: str, how: str) -> None:
        async def afterwards(scope: TenantScope, _booking: BookingRow) -> None:
            await self._done(scope, dispute, how, actor)

        await self._bookings.cancel(business_id, dispute.booking_id, actor=actor, afterwards=afterwards)

    async def _done(
        self,
        scope: TenantScope,
        dispute: DisputeRow,
        how: str,
        actor: str,
        there: TimeRange | None = None,
    ) -> None:
        """Settled; from here on the entry is known as it stands there, so that it can be written over."""
        current = await written_entries.get_dispute(scope, dispute.id)
        self._require_open(current)
        await written_entries.settle(scope, dispute.id, how, actor)
        known = await written_entries.of_booking(scope, dispute.calendar_id, dispute.booking_id)
        row = await visits.locked(scope, dispute.booking_id)
        if known is not None and how != "cancelled":
            await written_entries.note_written(
                scope,
                dispute.calendar_id,
                dispute.booking_id,
                external_id=known.external_id,
                etag=dispute.etag,
                during=there or TimeRange(row.starts_at, row.ends_at),
                phase="gone" if dispute.kind == "deleted" else "written",
            )
        await want_written(scope, dispute.calendar_id, dispute.booking_id, self._clock())
        await audit.note(
            scope,
            actor=actor,
            action="calendar_dispute.settled",
            subject=f"booking:{dispute.booking_id}",
            after={"how": how, "calendar_id": str(dispute.calendar_id)},
        )

    @staticmethod
    def _require_open(dispute: DisputeRow) -> None:
        if dispute.settled is not None:
            raise Conflict("this is settled already")
