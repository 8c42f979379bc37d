"""Group sessions as a business's own people and programs plan them and sell their seats."""

from datetime import datetime
from uuid import UUID

from domain.accounts.roles import Permission, Principal
from domain.ids import new_id
from services.accounts.access import actor_of
from services.front_desk.visits import KEY, shown_to
from services.scheduling.looking import Ask
from services.scheduling.sessions import SeatWish, Sessions
from services.scheduling.wishes import Who
from storage.postgres import audit, booking_lists, places, sessions
from storage.postgres.booking_lists import Filter, ListedBooking
from storage.postgres.database import Database
from storage.postgres.sessions import SessionRow

MOST_ATTENDEES = 500


class GroupSessions:
    def __init__(self, database: Database, planned: Sessions) -> None:
        self._database = database
        self._sessions = planned

    async def page(
        self,
        principal: Principal,
        *,
        since: datetime | None,
        until: datetime | None,
        offering_id: UUID | None,
        statuses: tuple[str, ...],
        after: tuple[datetime, UUID] | None,
        limit: int,
    ) -> list[SessionRow]:
        """By when they begin. Raises NotPermitted."""
        principal.require(Permission.BOOKINGS_READ)
        async with self._database.tenant(principal.business_id, read_only=True) as scope:
            return await sessions.page(
                scope,
                since=since,
                until=until,
                offering_id=offering_id,
                statuses=statuses or ("planned", "cancelled"),
                after=after,
                limit=limit,
            )

    async def get(self, principal: Principal, session_id: UUID) -> SessionRow:
        """Raises NotPermitted, NotFound."""
        principal.require(Permission.BOOKINGS_READ)
        async with self._database.tenant(principal.business_id, read_only=True) as scope:
            return await sessions.get(scope, session_id)

    async def attendees(self, principal: Principal, session_id: UUID) -> list[tuple[ListedBooking, int]]:
        """Bookings and holds that are not cancelled, with how many seats each has. Raises NotPermitted, NotFound."""
        principal.require(Permission.BOOKINGS_READ)
        async with self._database.tenant(principal.business_id, read_only=True) as scope:
            await sessions.get(scope, session_id)
            wanted = Filter(session_id=session_id, statuses=("held", "confirmed", "no_show"))
            found = await booking_lists.page(scope, wanted, after=None, limit=MOST_ATTENDEES)
            seats = await booking_lists.seats(scope, [each.id for each in found])
        return [(shown_to(principal, each), seats.get(each.id, 0)) for each in found]

    async def plan(
        self,
        principal: Principal,
        ask: Ask,
        starts_at: datetime,
        now: datetime,
        *,
        location_id: UUID | None,
        seats: int | None,
    ) -> SessionRow:
        """Raises as `Sessions.plan`, and NotPermitted."""
        principal.require(Permission.BOOKINGS_WRITE)
        if location_id is None:
            async with self._database.tenant(principal.business_id) as scope:
                location_id = await places.location_of(scope, None)
        planned = await self._sessions.plan(
            principal.business_id, ask, starts_at, now, location_id=location_id, seats=seats
        )
        await self._note(principal, "session.planned", planned.id)
        return planned

    async def cancel(self, principal: Principal, session_id: UUID) -> list[UUID]:
        """Calls it off; gives the bookings that were cancelled with it. Raises NotPermitted, NotFound."""
        principal.require(Permission.BOOKINGS_WRITE)
        gone = await self._sessions.cancel_session(
            principal.business_id, session_id, actor=actor_of(principal)
        )
        await self._note(principal, "session.cancelled", session_id)
        return [each.id for each in gone]

    async def book(
        self,
        principal: Principal,
        session_id: UUID,
        who: Who,
        now: datetime,
        *,
        seats: int,
        notes: str,
        intent_key: str | None,
    ) -> UUID:
        """The booking of these seats. Raises as `Sessions.book`, and NotPermitted."""
        principal.require(Permission.BOOKINGS_WRITE)
        wish = SeatWish(
            session_id,
            f"{KEY}{intent_key or new_id()}",
            seats,
            notes=notes,
            actor=actor_of(principal),
        )
        return (await self._sessions.book(principal.business_id, wish, who, now)).id

    async def _note(self, principal: Principal, action: str, session_id: UUID) -> None:
        async with self._database.tenant(principal.business_id) as scope:
            await audit.note(scope, actor=actor_of(principal), action=action, subject=f"session:{session_id}")
