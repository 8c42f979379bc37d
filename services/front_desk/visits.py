"""Bookings as a business's own people and programs see, make and change them: the phone's path, with permissions."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from domain.accounts.roles import Permission, Principal
from domain.errors import InvalidInput, NotFound
from domain.ids import new_id
from domain.scheduling.catalogue import Channel
from services.accounts.access import actor_of
from services.events import bookings as telling
from services.scheduling.bookings import HOLD, HOLD_KEY, Bookings, Check
from services.scheduling.looking import Ask, Question
from services.scheduling.series import RecurringBookings, Series
from services.scheduling.sessions import HeldSeats, SeatWish, Sessions
from services.scheduling.wishes import Held, Who, Wish
from storage.postgres import booking_lists, bookings, histories, places, sessions, visits
from storage.postgres.booking_lists import Filter, ListedBooking, SegmentRow
from storage.postgres.database import Database
from storage.postgres.histories import Entry

SHORTEST_HOLD, LONGEST_HOLD = timedelta(seconds=30), timedelta(minutes=15)
KEY = "api:"


@dataclass(frozen=True, slots=True)
class Whole:
    """A booking with what it takes and what became of it. `seats` of a group session, else None."""

    booking: ListedBooking
    segments: tuple[SegmentRow, ...]
    history: tuple[Entry, ...]
    seats: int | None


@dataclass(frozen=True, slots=True)
class VisitWish:
    """A visit at a time, as a person or a program asks for it.

    Attributes:
        channel: whose rules hold; the business itself is bound by none of a channel.
        intent_key: the same never makes a second booking; None for a fresh one.
    """

    asks: tuple[Ask, ...]
    starts_at: datetime
    location_id: UUID | None = None
    channel: Channel = Channel.STAFF
    notes: str = ""
    answers: tuple[Mapping[str, str], ...] = ()
    intent_key: str | None = None


class Visits:
    def __init__(self, database: Database, bookings: Bookings, sessions: Sessions) -> None:
        self._database = database
        self._bookings = bookings
        self._sessions = sessions
        self._series = RecurringBookings(database, bookings)

    async def page(
        self,
        principal: Principal,
        wanted: Filter,
        *,
        after: tuple[datetime, UUID] | None,
        limit: int,
        latest_first: bool = False,
    ) -> list[ListedBooking]:
        """Raises NotPermitted."""
        principal.require(Permission.BOOKINGS_READ)
        async with self._database.tenant(principal.business_id, read_only=True) as scope:
            found = await booking_lists.page(
                scope, wanted, after=after, limit=limit, latest_first=latest_first
            )
        return [shown_to(principal, each) for each in found]

    async def get(self, principal: Principal, booking_id: UUID) -> Whole:
        """Raises NotPermitted, NotFound; also for a hold that has run out."""
        principal.require(Permission.BOOKINGS_READ)
        return await self._whole(principal, booking_id, read_only=True)

    async def after_write(self, principal: Principal, booking_id: UUID) -> Whole:
        """A booking as it was written a moment ago, for who wrote it. Raises NotFound."""
        return await self._whole(principal, booking_id)

    async def hold(
        self, principal: Principal, wish: VisitWish, now: datetime, *, for_: timedelta = HOLD
    ) -> Held:
        """Keeps a slot for a while.

        Raises:
            TimeTaken, TimeClosed: with why and with alternatives.
            NotPermitted, NotFound, InvalidInput: as `Bookings.hold`, or how long it is to be kept.
        """
        principal.require(Permission.BOOKINGS_WRITE)
        self._check_length(for_)
        asked = await self._wish(principal, wish)
        held = await self._bookings.hold(principal.business_id, asked, now, for_=for_)
        if isinstance(held, Held):
            return held
        raise InvalidInput("intent_key: this is booked already")

    async def hold_seats(
        self,
        principal: Principal,
        session_id: UUID,
        seats: int,
        now: datetime,
        *,
        for_: timedelta = HOLD,
    ) -> HeldSeats:
        """Keeps seats of a group session. Raises as `Sessions.hold`."""
        principal.require(Permission.BOOKINGS_WRITE)
        self._check_length(for_)
        wish = SeatWish(session_id, f"{KEY}{new_id()}", seats, actor=actor_of(principal))
        held = await self._sessions.hold(principal.business_id, wish, now, for_=for_)
        if isinstance(held, HeldSeats):
            return held
        raise InvalidInput("intent_key: this is booked already")

    async def release(self, principal: Principal, hold_id: UUID) -> None:
        """Gives a hold back. Raises NotPermitted, NotFound: there is none any more."""
        principal.require(Permission.BOOKINGS_WRITE)
        key = await self._hold_key(principal.business_id, hold_id)
        if not await self._bookings.release(principal.business_id, key):
            raise NotFound("no such hold; it may have run out")

    async def confirm(
        self,
        principal: Principal,
        hold_id: UUID,
        who: Who,
        now: datetime,
        *,
        notes: str = "",
        answers: tuple[Mapping[str, str], ...] = (),
    ) -> Whole:
        """Turns a hold into a booking; one that ran out does, if the time is still free. Again, the same booking.

        Raises:
            TimeTaken, TimeClosed: it ran out and the time is gone.
            NotPermitted, NotFound: no such hold, or it ran out and was cleared away.
        """
        principal.require(Permission.BOOKINGS_WRITE)
        async with self._database.tenant(principal.business_id) as scope:
            held = await booking_lists.get(scope, hold_id)
            seats = (await booking_lists.seats(scope, [hold_id])).get(hold_id, 0)
        if held.status == "held":
            key = held.intent_key.removeprefix(HOLD_KEY)
            await self._confirm(principal, held, key, seats, who, now, notes, answers)
        return await self._whole(principal, hold_id)

    async def _confirm(
        self,
        principal: Principal,
        held: ListedBooking,
        key: str,
        seats: int,
        who: Who,
        now: datetime,
        notes: str,
        answers: tuple[Mapping[str, str], ...],
    ) -> None:
        actor = actor_of(principal)
        if held.session_id is not None:
            seat_wish = SeatWish(held.session_id, key, max(seats, 1), notes=notes, actor=actor)
            await self._sessions.book(principal.business_id, seat_wish, who, now)
            return
        wish = Wish(
            Question(asks_of(held), held.location_id, Channel(held.channel)),
            held.starts_at,
            key,
            notes=notes,
            answers=answers,
            actor=actor,
        )
        await self._bookings.book(principal.business_id, wish, who, now)

    async def book(self, principal: Principal, wish: VisitWish, who: Who, now: datetime) -> Whole:
        """Raises as `Bookings.book`."""
        principal.require(Permission.BOOKINGS_WRITE)
        asked = await self._wish(principal, wish)
        made = await self._bookings.book(principal.business_id, asked, who, now)
        return await self._whole(principal, made.id)

    async def book_series(
        self, principal: Principal, wish: VisitWish, who: Who, now: datetime, *, every_days: int, count: int
    ) -> tuple[Series, list[ListedBooking]]:
        """Every date that can be had is booked, the others are named. Raises as `RecurringBookings.book`."""
        principal.require(Permission.BOOKINGS_WRITE)
        asked = await self._wish(principal, wish)
        made = await self._series.book(
            principal.business_id, asked, who, now, every_days=every_days, count=count
        )
        return made, await self._of_series(principal, made.id)

    async def cancel_series(
        self, principal: Principal, series_id: UUID, since: datetime
    ) -> list[ListedBooking]:
        """Cancels what of it begins at `since` or later; gives the whole series.

        Raises:
            NotPermitted. NotFound: there is no booking of such a series.
        """
        principal.require(Permission.BOOKINGS_WRITE)
        await self._series.cancel(principal.business_id, series_id, since, actor=actor_of(principal))
        found = await self._of_series(principal, series_id)
        if not found:
            raise NotFound("no such series")
        return found

    async def move(
        self,
        principal: Principal,
        booking_id: UUID,
        starts_at: datetime,
        now: datetime,
        *,
        asks: tuple[Ask, ...] | None = None,
        check: Check | None = None,
    ) -> Whole:
        """Raises as `Bookings.move`, for seats of a group session as `Sessions.move`, and what `check` does."""
        principal.require(Permission.BOOKINGS_WRITE)
        if asks is None:
            async with self._database.tenant(principal.business_id) as scope:
                in_group = await sessions.of_booking(scope, booking_id) is not None
            if in_group:
                await self._sessions.move(
                    principal.business_id,
                    booking_id,
                    starts_at,
                    now,
                    actor=actor_of(principal),
                    check=check,
                )
                return await self._whole(principal, booking_id)
        await self._bookings.move(
            principal.business_id,
            booking_id,
            starts_at,
            now,
            asks=asks,
            actor=actor_of(principal),
            check=check,
        )
        return await self._whole(principal, booking_id)

    async def cancel(
        self, principal: Principal, booking_id: UUID, reason: str, *, check: Check | None = None
    ) -> Whole:
        """Raises as `Bookings.cancel`, and what `check` does."""
        principal.require(Permission.BOOKINGS_WRITE)
        await self._bookings.cancel(
            principal.business_id, booking_id, actor=actor_of(principal), reason=reason, check=check
        )
        return await self._whole(principal, booking_id)

    async def restore(self, principal: Principal, booking_id: UUID) -> Whole:
        """Raises as `Bookings.restore`."""
        principal.require(Permission.BOOKINGS_WRITE)
        await self._bookings.restore(principal.business_id, booking_id, actor=actor_of(principal))
        return await self._whole(principal, booking_id)

    async def no_show(self, principal: Principal, booking_id: UUID, now: datetime) -> Whole:
        """Raises as `Bookings.no_show`."""
        principal.require(Permission.BOOKINGS_WRITE)
        await self._bookings.no_show(principal.business_id, booking_id, now, actor=actor_of(principal))
        return await self._whole(principal, booking_id)

    async def note(
        self, principal: Principal, booking_id: UUID, notes: str, *, check: Check | None = None
    ) -> Whole:
        """Writes what people want to remember about it.

        Raises:
            NotPermitted, NotFound, and what `check` does.
        """
        principal.require(Permission.BOOKINGS_WRITE)
        async with self._database.tenant(principal.business_id) as scope:
            row = await visits.locked(scope, booking_id)
            if check is not None:
                check(row)
            if row.notes != notes:
                await visits.place_at(scope, booking_id, {"notes": notes})
                await histories.note(scope, booking_id, "noted", actor_of(principal))
                if row.status != "held":
                    booking = await bookings.get(scope, booking_id)
                    await telling.changed(scope, booking, actor_of(principal), ("notes",))
        return await self._whole(principal, booking_id)

    async def _of_series(self, principal: Principal, series_id: UUID) -> list[ListedBooking]:
        async with self._database.tenant(principal.business_id) as scope:
            found = await booking_lists.page(scope, Filter(series_id=series_id), after=None, limit=200)
        return [shown_to(principal, each) for each in found]

    async def _wish(self, principal: Principal, wish: VisitWish) -> Wish:
        location_id = wish.location_id
        if location_id is None:
            async with self._database.tenant(principal.business_id) as scope:
                location_id = await places.location_of(scope, None)
        return Wish(
            Question(wish.asks, location_id, wish.channel),
            wish.starts_at,
            f"{KEY}{wish.intent_key or new_id()}",
            notes=wish.notes,
            answers=wish.answers,
            actor=actor_of(principal),
        )

    async def _hold_key(self, business_id: UUID, hold_id: UUID) -> str:
        async with self._database.tenant(business_id) as scope:
            row = await visits.locked(scope, hold_id)
        if row.status != "held":
            raise NotFound("no such hold: it was booked, or has run out")
        return row.intent_key.removeprefix(HOLD_KEY)

    async def _whole(self, principal: Principal, booking_id: UUID, *, read_only: bool = False) -> Whole:
        async with self._database.tenant(principal.business_id, read_only=read_only) as scope:
            booking = await booking_lists.get(scope, booking_id)
            segments = await booking_lists.segments(scope, booking_id)
            history = await histories.of_booking(scope, booking_id)
            grouped = booking.session_id is not None
            seats = (await booking_lists.seats(scope, [booking_id])).get(booking_id) if grouped else None
        return Whole(shown_to(principal, booking), tuple(segments), tuple(history), seats)

    @staticmethod
    def _check_length(for_: timedelta) -> None:
        if not SHORTEST_HOLD <= for_ <= LONGEST_HOLD:
            raise InvalidInput(
                f"seconds: a slot is held for {SHORTEST_HOLD.seconds} to {LONGEST_HOLD.seconds} seconds"
            )


def asks_of(booking: ListedBooking) -> tuple[Ask, ...]:
    """What the booking was asked for with."""
    return tuple(
        Ask(item.offering_id, item.variant_id, item.add_on_ids, item.wanted_staff_id)
        for item in booking.items
    )


def shown_to(principal: Principal, booking: ListedBooking) -> ListedBooking:
    """Without the customer's number and address, where the principal may not read customers."""
    if Permission.CUSTOMERS_READ in principal.permissions:
        return booking
    return replace(booking, customer_phone=None, customer_email=None)
