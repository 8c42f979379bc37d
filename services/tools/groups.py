"""Group sessions in a call: which can be joined, seats for callers and whom they bring, and moving to another one."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from domain.business import BusinessProfile, Offering
from domain.day_names import spoken_day
from domain.dialogue.intents import BookAppointment, FindSlots, MoveAppointment, intent_key
from domain.dialogue.told_times import alternatives_among, find_among, search_days
from domain.dialogue.tool_results import MOST_HELD, SlotsFound
from domain.errors import InvalidInput, OutsideHours, SlotTaken
from domain.scheduling.catalogue import Channel
from domain.scheduling.engine.diary import Rules
from domain.scheduling.hours import wall_of
from services.scheduling.bookings import HOLD_KEY, Afterwards, Within
from services.scheduling.looking import Question
from services.scheduling.session_times import SessionTimes, sessions_for
from services.scheduling.sessions import SeatWish, Sessions, seats_left_words
from services.scheduling.wishes import Who
from services.tools.context import CallContext
from storage.postgres import places, sessions, visits
from storage.postgres.bookings import BookingRow
from storage.postgres.database import Database
from storage.postgres.sessions import SessionRow
from storage.postgres.tenant import TenantScope


def group_of(profile: BusinessProfile, question: Question) -> Offering | None:
    """The offering, where it is one for groups.

    Raises:
        InvalidInput: it is wanted together with others, or with what only a visit of one's own can have.
    """
    by_id = {each.id: each for each in profile.offerings}
    asked = [by_id[ask.offering_id] for ask in question.asks if ask.offering_id in by_id]
    group = next((each for each in asked if each.seats is not None), None)
    if group is None:
        return None
    first = question.asks[0]
    if len(question.asks) > 1 or first.variant_id is not None or first.add_on_ids:
        raise InvalidInput(f"{group.name} is a group session: look for it, and book it, by itself.")
    return group


@dataclass(frozen=True, slots=True)
class SeatsWanted:
    """Seats of a session at a time, as a caller said yes to them."""

    business_id: UUID
    question: Question
    starts_at: datetime
    zone: ZoneInfo
    seats: int
    intent_key: str
    call_id: UUID | None
    notes: str
    who: Who


class Groups:
    """Group sessions of any business, for callers."""

    def __init__(
        self,
        database: Database,
        rules: Rules,
        let_go: Callable[[TenantScope, UUID], Awaitable[int]],
    ) -> None:
        self._database = database
        self._rules = rules
        self._sessions = Sessions(database, rules, let_go=let_go)

    async def find(
        self,
        scope: TenantScope,
        question: Question,
        name: str,
        intent: FindSlots,
        now: datetime,
        call: CallContext | None,
    ) -> SlotsFound:
        """Sessions that answer the caller, and how many seats of each are left; seats of those told are held.

        For a booking that is to be moved those with as many seats as it has, but its own.

        Raises as `Appointments.find`.
        """
        without, seats = None, intent.details.seats
        if intent.booking_id is not None:
            has = await sessions.of_booking(scope, intent.booking_id)
            without, seats = has if has is not None else (None, seats)
        times, told = await self._told(scope, question, name, intent, now, seats=seats, without=without)
        if call is None:
            return told
        wishes: dict[UUID, SeatWish] = {}
        for wall in told.worth_holding[:MOST_HELD]:
            session = times.at(wall)[0]
            wishes[session.id] = SeatWish(
                session.id, _key(call, intent, wall), seats, Channel.PHONE, call.call_id, actor="call"
            )
        held = await self._sessions.hold_in(scope, list(wishes.values()), now)
        by_id = {each.id: each for each in times.sessions}
        gone = {wall_of(by_id[each].starts_at, times.zone) for each in wishes.keys() - held}
        return replace(_without(told, gone), held=_walls((by_id[each] for each in held), times.zone))

    async def _told(
        self,
        scope: TenantScope,
        question: Question,
        name: str,
        intent: FindSlots,
        now: datetime,
        *,
        seats: int,
        without: UUID | None,
    ) -> tuple[SessionTimes, SlotsFound]:
        horizon = self._rules.horizon_days
        times = await self._times(
            scope, question, intent.date, now, seats=seats, without=without, until=intent.until
        )
        told = find_among(times, name, intent, now, horizon)
        left = tuple((wall, times.free_at(wall)) for wall in told.slots)
        return times, replace(told, why=_why(times, told, name), seats_left=left)

    async def book(
        self, wanted: SeatsWanted, now: datetime, *, within: Within, afterwards: Afterwards
    ) -> BookingRow:
        """Books the seats, those that are held under the same key first.

        Raises:
            SlotTaken: there are not as many left, which the message says; OutsideHours: there is none at that time.
            NotPermitted, LimitReached, StorageError.
        """
        async with self._database.tenant(wanted.business_id) as scope:
            held = await visits.hold_of(scope, HOLD_KEY + wanted.intent_key)
            day = wall_of(wanted.starts_at, wanted.zone).date()
            times = await self._times(scope, wanted.question, day, now, seats=wanted.seats)
        there = list(times.at(wall_of(wanted.starts_at, wanted.zone)))
        there.sort(key=lambda each: held is None or each.id != held.session_id)
        if not there:
            raise OutsideHours("there is none at that time")
        taken: SlotTaken | None = None
        for session in there:
            wish = SeatWish(
                session.id,
                wanted.intent_key,
                wanted.seats,
                Channel.PHONE,
                wanted.call_id,
                wanted.notes,
                actor="call",
            )
            try:
                return await self._sessions.book(
                    wanted.business_id, wish, wanted.who, now, within=within, afterwards=afterwards
                )
            except SlotTaken as refused:
                taken = taken or refused
        raise SlotTaken(await self._left(wanted, now)) from taken

    async def change_seats(self, business_id: UUID, booking_id: UUID, seats: int) -> BookingRow:
        """Raises SlotTaken: there are not as many left; it keeps what it has."""
        return await self._sessions.change_seats(business_id, booking_id, seats, actor="call")

    async def move(
        self,
        business_id: UUID,
        row: BookingRow,
        starts_at: datetime,
        now: datetime,
        call: CallContext,
        afterwards: Afterwards,
    ) -> BookingRow:
        """Raises as `Sessions.move`."""
        return await self._sessions.move(
            business_id,
            row.id,
            starts_at,
            now,
            channel=Channel.PHONE,
            actor="call",
            call_id=call.call_id,
            afterwards=afterwards,
        )

    async def alternatives(
        self, business_id: UUID, question: Question, wanted: datetime, now: datetime, seats: int
    ) -> tuple[datetime, ...]:
        """Wall times of other sessions with as many seats; none where the day is over."""
        async with self._database.tenant(business_id) as scope:
            try:
                times = await self._times(scope, question, wanted.date(), now, seats=seats)
            except OutsideHours:
                return ()
        coming = times.on_days(wanted.date(), date.max)
        return alternatives_among(coming, times.zone, wanted)

    async def _left(self, wanted: SeatsWanted, now: datetime) -> str:
        async with self._database.tenant(wanted.business_id) as scope:
            day = wall_of(wanted.starts_at, wanted.zone).date()
            times = await self._times(scope, wanted.question, day, now)
        return seats_left_words(times.free_at(wall_of(wanted.starts_at, wanted.zone)))

    async def _times(
        self,
        scope: TenantScope,
        question: Question,
        day: date | None,
        now: datetime,
        *,
        seats: int = 1,
        without: UUID | None = None,
        until: date | None = None,
    ) -> SessionTimes:
        """Raises OutsideHours: the day is over, or too far ahead."""
        zone = await places.zone(scope, question.location_id)
        first, last = search_days(zone, day, now, self._rules.horizon_days, until=until)
        return await sessions_for(
            scope,
            question.asks[0],
            question.location_id,
            first,
            last,
            now,
            self._rules,
            question.channel,
            seats=seats,
            without=without,
        )


def _key(call: CallContext, intent: FindSlots, wall: datetime) -> str:
    if intent.booking_id is not None:
        return intent_key(call.call_id, MoveAppointment(intent.booking_id, wall))
    return intent_key(call.call_id, BookAppointment(intent.offering, wall, "", intent.details))


def _without(told: SlotsFound, gone: set[datetime]) -> SlotsFound:
    """Without the sessions whose last seats went to somebody else between looking and holding."""
    if not gone:
        return told
    return replace(
        told,
        slots=tuple(each for each in told.slots if each not in gone),
        seats_left=tuple((wall, left) for wall, left in told.seats_left if wall not in gone),
        requested_is_free=False if told.requested_local in gone else told.requested_is_free,
    )


def _walls(held: Iterable[SessionRow], zone: ZoneInfo) -> tuple[datetime, ...]:
    return tuple(sorted(wall_of(each.starts_at, zone) for each in held))


def _why(times: SessionTimes, told: SlotsFound, name: str) -> tuple[str, ...]:
    """What a caller may be told of why the session they asked for cannot be joined."""
    wanted = told.requested_local
    if wanted is not None and told.requested_is_free is False:
        if times.at(wanted):
            return (f"That {name} can be had no more: {seats_left_words(times.free_at(wanted))}.",)
        if not told.slots:
            return (f"There is no {name} on {spoken_day(wanted)}.",)
        return (f"There is no {name} at that time.",)
    if told.date is not None and not told.slots:
        if times.on(told.date):
            return (f"Every {name} on {spoken_day(told.date)} is full.",)
        return (f"There is no {name} on {spoken_day(told.date)}.",)
    return ()
