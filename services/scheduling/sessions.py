"""Group sessions: planned with trainer and room by the engine, booked by the seat."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import Range

from domain.errors import InvalidInput, NotPermitted, OutsideHours, SlotTaken
from domain.ids import new_id
from domain.scheduling.balance import order_for
from domain.scheduling.catalogue import Channel, check_channel
from domain.scheduling.engine.diary import Rules
from domain.scheduling.hours import wall_of
from domain.scheduling.place import Place
from domain.scheduling.ranges import TimeRange
from services.events import bookings as telling
from services.scheduling.availability import DEFAULT_RULES
from services.scheduling.bookings import HOLD, HOLD_KEY, Afterwards, Check, Within
from services.scheduling.looking import Ask, Question, look, place_for, wanted_of
from services.scheduling.transactions import in_transaction
from services.scheduling.wishes import Who, customer_of, refused
from storage.postgres import bookings, histories, places, sessions, visits
from storage.postgres.bookings import BookingRow
from storage.postgres.database import Database
from storage.postgres.sessions import SessionRow
from storage.postgres.tenant import TenantScope
from storage.postgres.visits import VisitRow

MOST_SEATS = 500


@dataclass(frozen=True, slots=True)
class SeatWish:
    """Seats of one session; the same key never makes a second booking, nor a second hold.

    `answers` are those to what is asked with the offering: `question` and `answer`.
    """

    session_id: UUID
    intent_key: str
    seats: int = 1
    channel: Channel = Channel.STAFF
    call_id: UUID | None = None
    notes: str = ""
    actor: str = "system"
    answers: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class HeldSeats:
    booking_id: UUID
    until: datetime
    seats: tuple[int, ...]


class Sessions:
    """The group sessions of any business. StorageError as in `Bookings`.

    Args:
        let_go: gives back what else a call holds, which may be in the way of what its caller takes
            (`Bookings.let_go`).
    """

    def __init__(
        self,
        database: Database,
        rules: Rules = DEFAULT_RULES,
        *,
        let_go: Callable[[TenantScope, UUID], Awaitable[int]] | None = None,
    ) -> None:
        self._database = database
        self._rules = rules
        self._let_go = let_go

    async def plan(
        self,
        business_id: UUID,
        ask: Ask,
        starts_at: datetime,
        now: datetime,
        *,
        session_id: UUID | None = None,
        location_id: UUID | None = None,
        seats: int | None = None,
    ) -> SessionRow:
        """A session with a trainer and a room that are free then; the one of this id where there is one.

        Args:
            seats: other than the offering's.

        Raises:
            InvalidInput: the offering is not for groups, or no such number of seats.
            TimeTaken, TimeClosed: nobody, or no room, is free then.
        """
        chosen = session_id or new_id()

        async def work(scope: TenantScope) -> SessionRow:
            zone = await places.zone(scope, location_id)
            day = wall_of(starts_at, zone).date()
            question = Question((ask,), location_id)
            found = await look(scope, question, day, day, now, self._rules, group=True)
            count = seats or found.place.offering(ask.offering_id).seats or 0
            if not 0 < count <= MOST_SEATS:
                raise InvalidInput(f"a session has 1 to {MOST_SEATS} seats")
            offer = found.availability.offer(
                starts_at, order_for(found.place.balance, found.diary, starts_at)
            )
            if offer is None:
                if session_id is not None and await sessions.exists(scope, session_id):
                    return await sessions.get(scope, session_id)
                raise refused(found, starts_at)
            during = TimeRange(offer.starts_at, offer.ends_at)
            if await sessions.insert_session(scope, chosen, ask.offering_id, location_id, during, count):
                await visits.claim(scope, found.segments(offer), session_id=chosen)
            return await sessions.get(scope, chosen)

        return await in_transaction(self._database, business_id, work)

    async def cancel_session(
        self, business_id: UUID, session_id: UUID, *, actor: str = "system"
    ) -> tuple[BookingRow, ...]:
        """Calls the session off; the bookings that were cancelled with it, whose people are to be told."""

        async def work(scope: TenantScope) -> tuple[BookingRow, ...]:
            await sessions.get(scope, session_id)
            await sessions.cancel(scope, session_id)
            gone: list[BookingRow] = []
            for booking_id, status in await visits.of_session(scope, session_id):
                if status == "held":
                    await visits.release_hold(scope, booking_id)
                elif status == "confirmed":
                    gone.append(await bookings.cancel(scope, booking_id))
                    await visits.free_seats(scope, booking_id)
                    await histories.note(scope, booking_id, "cancelled", actor, reason="session called off")
                    await telling.cancelled(scope, gone[-1], actor)
            return tuple(gone)

        return await in_transaction(self._database, business_id, work)

    async def hold(
        self, business_id: UUID, wish: SeatWish, now: datetime, *, for_: timedelta = HOLD
    ) -> HeldSeats | BookingRow:
        """Keeps the seats; under the same key again those of before, longer. Raises as `book`."""

        async def work(scope: TenantScope) -> HeldSeats | BookingRow:
            booked = await bookings.by_intent(scope, wish.intent_key)
            if booked is not None:
                return booked
            until = await visits.server_time(scope) + for_
            held = await visits.hold_of(scope, HOLD_KEY + wish.intent_key)
            if held is not None:
                await visits.release_hold(scope, held.id)
            booking_id, seats = await self._claim(scope, wish, now, hold_until=until)
            return HeldSeats(booking_id, until, tuple(seats))

        return await self._once(business_id, wish, work)

    async def hold_in(
        self, scope: TenantScope, wishes: Sequence[SeatWish], now: datetime, *, for_: timedelta = HOLD
    ) -> frozenset[UUID]:
        """Keeps, in the transaction that found them free, the seats of as many of these as can be had; their sessions.

        Raises as `book`, but for seats that are taken.
        """
        until = await visits.server_time(scope) + for_ if wishes else None
        held: set[UUID] = set()
        for wish in wishes:
            savepoint = await scope.session.begin_nested()
            try:
                await self._claim(scope, wish, now, hold_until=until)
            except (SlotTaken, OutsideHours):
                await savepoint.rollback()
            else:
                await savepoint.commit()
                held.add(wish.session_id)
        return frozenset(held)

    async def book(
        self,
        business_id: UUID,
        wish: SeatWish,
        who: Who,
        now: datetime,
        *,
        within: Within | None = None,
        afterwards: Afterwards | None = None,
    ) -> BookingRow:
        """Books the seats, those of the hold under the same key where it has not expired.

        Args:
            within, afterwards: as in `Bookings.book`.

        Raises:
            NotFound: no such session.
            SlotTaken: there are not enough seats left.
            OutsideHours: it has begun, or was called off, or begins too soon.
            NotPermitted: not by this channel.
        """

        async def work(scope: TenantScope) -> BookingRow:
            booked = await bookings.by_intent(scope, wish.intent_key)
            if booked is not None:
                return booked
            if within is not None:
                await within(scope)
            customer_id = await customer_of(scope, who)
            booking_id = await self._confirmed(scope, wish, customer_id)
            await self._free_call(scope, wish.call_id)
            if booking_id is None:
                booking_id, _ = await self._claim(scope, wish, now, customer_id=customer_id)
            await histories.note(scope, booking_id, "booked", wish.actor, seats=wish.seats)
            booking = await bookings.get(scope, booking_id)
            await telling.created(scope, booking, wish.actor)
            if afterwards is not None:
                await afterwards(scope, booking)
            return booking

        return await self._once(business_id, wish, work)

    async def change_seats(
        self, business_id: UUID, booking_id: UUID, seats: int, *, actor: str = "system"
    ) -> BookingRow:
        """The booking has so many seats of its session; harmless when it has.

        Raises:
            SlotTaken: there are not as many left; it keeps what it has.
            NotFound: no such booking; NotPermitted: it is not to come, or of no group session.
        """

        async def work(scope: TenantScope) -> BookingRow:
            row = await visits.locked(scope, booking_id)
            if row.status != "confirmed" or row.session_id is None:
                raise NotPermitted("only seats of a group session that is to come can be changed")
            has = len(await sessions.seats_of(scope, booking_id))
            if has < seats:
                await sessions.claim_seats(scope, row.session_id, booking_id, seats - has, None)
            elif has > seats:
                await sessions.give_back(scope, booking_id, has - seats)
            if has != seats:
                await self._price(scope, await sessions.get(scope, row.session_id), booking_id, seats)
                await histories.note(scope, booking_id, "booked", actor, seats=seats)
            booking = await bookings.get(scope, booking_id)
            if has != seats:
                await telling.changed(scope, booking, actor, ("seats",))
            return booking

        return await in_transaction(self._database, business_id, work)

    async def move(
        self,
        business_id: UUID,
        booking_id: UUID,
        starts_at: datetime,
        now: datetime,
        *,
        channel: Channel = Channel.STAFF,
        actor: str = "system",
        call_id: UUID | None = None,
        afterwards: Afterwards | None = None,
        check: Check | None = None,
    ) -> BookingRow:
        """Gives a booking as many seats of the session of the same offering that begins then, at the same location.

        Args: as in `Bookings.move`.

        Raises:
            SlotTaken: there are not enough seats left; OutsideHours: none is held then, or it can no longer be joined.
                It stays where it is.
            NotFound: no such booking; NotPermitted: it is not to come, or of no group session.
        """

        async def work(scope: TenantScope) -> BookingRow:
            row = await visits.locked(scope, booking_id)
            if check is not None:
                check(row)
            if row.status != "confirmed" or row.session_id is None:
                raise NotPermitted("only a booking that is to come can be moved")
            if row.starts_at == starts_at:
                return await bookings.get(scope, booking_id)
            seats = len(await sessions.seats_of(scope, booking_id))
            await self._free_call(scope, call_id)
            session = await self._joinable(scope, row, starts_at, seats)
            self._check(
                await self._place_of(scope, session),
                session,
                SeatWish(session.id, row.intent_key, seats, channel),
                now,
            )
            await visits.free_seats(scope, booking_id)
            await sessions.claim_seats(scope, session.id, booking_id, seats, None)
            trainer = await sessions.trainer(scope, session.id)
            await visits.place_at(scope, booking_id, {**_when(session), "staff_id": trainer})
            await self._price(scope, session, booking_id, seats)
            before, after = row.starts_at.isoformat(), starts_at.isoformat()
            await histories.note(scope, booking_id, "moved", actor, before=before, after=after)
            moved = await bookings.get(scope, booking_id)
            await telling.moved(scope, moved, actor, row)
            if afterwards is not None:
                await afterwards(scope, moved)
            return moved

        return await in_transaction(self._database, business_id, work)

    @staticmethod
    async def _joinable(scope: TenantScope, row: VisitRow, starts_at: datetime, seats: int) -> SessionRow:
        """The one with the most free seats. Raises OutsideHours, SlotTaken."""
        then = TimeRange(starts_at, starts_at + timedelta(seconds=1))
        found = [
            each
            for each in await sessions.within(scope, then, row.offering_id)
            if each.location_id == row.location_id and each.starts_at == starts_at
        ]
        if not found:
            raise OutsideHours("there is none at that time")
        best = max(found, key=lambda each: each.free)
        if best.free < seats:
            raise SlotTaken(seats_left_words(best.free))
        return best

    async def _free_call(self, scope: TenantScope, call_id: UUID | None) -> None:
        if call_id is not None and self._let_go is not None:
            await self._let_go(scope, call_id)

    async def _price(self, scope: TenantScope, session: SessionRow, booking_id: UUID, seats: int) -> None:
        """The one item of a booking of seats, as it is now."""
        place = await self._place_of(scope, session)
        await visits.forget_items(scope, booking_id)
        trainer = await sessions.trainer(scope, session.id)
        await visits.insert_items(scope, booking_id, [_item(place, session, trainer, seats)])

    async def _once(
        self, business_id: UUID, wish: SeatWish, work: Callable[[TenantScope], Awaitable[Any]]
    ) -> Any:
        """The work; anew when the same wish was at it at the same moment."""
        try:
            return await in_transaction(self._database, business_id, work)
        except SlotTaken:
            async with self._database.tenant(business_id) as scope:
                booked = await bookings.by_intent(scope, wish.intent_key)
                held = await visits.hold_of(scope, HOLD_KEY + wish.intent_key)
            if booked is None and held is None:
                raise
        return await in_transaction(self._database, business_id, work)

    async def _confirmed(self, scope: TenantScope, wish: SeatWish, customer_id: UUID) -> UUID | None:
        held = await visits.hold_of(scope, HOLD_KEY + wish.intent_key)
        if held is None:
            return None
        values = {
            "intent_key": wish.intent_key,
            "notes": wish.notes,
            "answers": [dict(each) for each in wish.answers],
        }
        async with scope.session.begin_nested() as savepoint:
            if (
                held.session_id == wish.session_id
                and await visits.confirm(scope, held.id, customer_id, values)
                and await sessions.confirm_seats(scope, held.id) == wish.seats
            ):
                return held.id
            await savepoint.rollback()  # a seat went to somebody else as the hold expired
        await visits.release_hold(scope, held.id)
        return None

    async def _claim(
        self,
        scope: TenantScope,
        wish: SeatWish,
        now: datetime,
        *,
        hold_until: datetime | None = None,
        customer_id: UUID | None = None,
    ) -> tuple[UUID, list[int]]:
        session = await sessions.get(scope, wish.session_id)
        place = await self._place_of(scope, session)
        self._check(place, session, wish, now)
        booking_id = new_id()
        trainer = await sessions.trainer(scope, session.id)
        made = await visits.insert_booking(
            scope,
            {
                "id": booking_id,
                "customer_id": customer_id,
                "call_id": wish.call_id,
                "status": "confirmed" if hold_until is None else "held",
                "hold_until": hold_until,
                "intent_key": wish.intent_key if hold_until is None else HOLD_KEY + wish.intent_key,
                "location_id": session.location_id,
                "source": wish.channel.value,
                "notes": wish.notes,
                "answers": [dict(each) for each in wish.answers],
                "staff_id": trainer,
                "offering_id": session.offering_id,
                "segmented": True,
                **_when(session),
            },
        )
        if not made:
            raise SlotTaken("the same is being booked at this moment")
        await visits.insert_items(scope, booking_id, [_item(place, session, trainer, wish.seats)])
        return booking_id, await sessions.claim_seats(scope, session.id, booking_id, wish.seats, hold_until)

    async def _place_of(self, scope: TenantScope, session: SessionRow) -> Place:
        zone = await places.zone(scope, session.location_id)
        day = wall_of(session.starts_at, zone).date()
        return await place_for(scope, session.location_id, day, day, self._rules)

    @staticmethod
    def _check(place: Place, session: SessionRow, wish: SeatWish, now: datetime) -> None:
        if not 0 < wish.seats <= session.seats:
            raise InvalidInput(f"{session.offering_name} has {session.seats} seats")
        wanted = wanted_of(place, Question((Ask(session.offering_id),), channel=Channel.STAFF))
        check_channel(wanted, wish.channel)
        notice = wanted[0].offering.notice_min
        least = timedelta(minutes=place.rules.notice_min if notice is None else notice)
        if session.status != "planned":
            raise OutsideHours(f"this {session.offering_name} was called off")
        if session.starts_at < now + (timedelta() if wish.channel is Channel.STAFF else least):
            raise OutsideHours(f"this {session.offering_name} can no longer be booked")


def seats_left_words(free: int) -> str:
    """Why seats cannot be had."""
    if not free:
        return "all seats of it are taken"
    return f"only {free} {'seat is' if free == 1 else 'seats are'} left"


def _when(session: SessionRow) -> dict[str, object]:
    return {
        "session_id": session.id,
        "starts_at": session.starts_at,
        "ends_at": session.ends_at,
        "during": Range(session.starts_at, session.ends_at, bounds="[)"),
    }


def _item(place: Place, session: SessionRow, trainer: UUID | None, seats: int) -> dict[str, object]:
    return {
        "offering_id": session.offering_id,
        "staff_id": trainer,
        "name": session.offering_name,
        "price_cents": place.offering(session.offering_id).price_cents * seats,
    }
