"""Finding and booking appointments in a call: the engine decides, one transaction makes it so."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from domain.business import BusinessProfile
from domain.caller_limits import DEFAULT_LIMITS, CallerLimits
from domain.conduct import conduct
from domain.dialogue.intents import PLAIN, BookAppointment, FindSlots, MoveAppointment, folded, intent_key
from domain.dialogue.told_times import alternatives_among, find_among, search_days
from domain.dialogue.tool_results import Booked, SlotsFound, ToolRefused, refusal
from domain.dialogue.weekdays import check_weekday, check_weekday_of_start
from domain.errors import DomainError, LimitReached, NotPermitted, OutsideHours, SlotTaken
from domain.scheduling.engine.diary import Rules
from domain.scheduling.engine.obstacles import Closed, DayFull, Obstacle, TooFarAhead
from domain.scheduling.hours import instant_of, local_days, wall_of
from domain.scheduling.profile_place import Unbooked, place_of
from services.events import bookings as telling
from services.scheduling.availability import DEFAULT_RULES, agent_words, why_not
from services.scheduling.bookings import Bookings
from services.scheduling.engine_times import EngineTimes
from services.scheduling.holding import hold_told
from services.scheduling.looking import Look, Question, look, wanted_of
from services.scheduling.waiting_list import WaitingList, note_freed
from services.scheduling.wishes import Held, Who, Wish, refused
from services.tools.booking_texts import about, to_confirm_with
from services.tools.callers import Callers
from services.tools.changes import question_of_booking
from services.tools.context import BOOKING_CONFIRMED, CallContext
from services.tools.groups import Groups, SeatsWanted, group_of
from services.tools.wishes import name_of, question_of, start_at, whereabouts, zone_at
from storage.postgres import bookings, customer_attendance, customers, outbox, visits, waiting
from storage.postgres.bookings import BookingRow
from storage.postgres.database import Database
from storage.postgres.tenant import TenantScope

NOT_BY_PHONE = (
    "Appointments cannot be made by phone from this number. Say that the team will call back about it, take a message,"
    " and give no other reason."
)


class Appointments:
    """Appointments of any business; `profile` says whose in each call.

    Args:
        rules: of offerings that have none of their own.
    """

    def __init__(
        self, database: Database, rules: Rules = DEFAULT_RULES, limits: CallerLimits = DEFAULT_LIMITS
    ) -> None:
        self._database = database
        self._rules = rules
        self._limits = limits
        self._bookings = Bookings(database, rules, freed=note_freed)
        self._waiting = WaitingList(database, self._bookings, rules)
        self._callers = Callers(database)
        self._groups = Groups(database, rules, self._bookings.let_go)

    async def find(
        self, profile: BusinessProfile, intent: FindSlots, now: datetime, call: CallContext | None = None
    ) -> SlotsFound:
        """Free times that answer the caller; those they are told of are held for their call, in the same transaction.

        What the call held before is let go. Reads the primary: a replica that lags would offer what this caller has
        just booked.

        Raises:
            InvalidInput: no such offering, person or place; DayUnclear: the date is not the weekday they said.
            OutsideHours: the day asked for is over, or too far ahead.
            NotPermitted: it is not booked by phone, or the appointment to be moved is not theirs.
            StorageError: Postgres cannot be reached.
        """
        moves = call is not None and intent.booking_id is not None
        question = question_of(profile, intent.offering, intent.details, anywhere=moves)
        name = name_of(profile, intent.offering, intent.details)
        horizon = self._rules.horizon_days
        group = group_of(profile, question)
        if not moves:  # an impossible day is refused even while Postgres is away
            _days_asked(profile, question, intent, now, horizon)
        async with self._database.tenant(profile.id) as scope:
            without = None
            if call is not None:
                await self._bookings.let_go(scope, call.call_id)
                if intent.booking_id is not None:
                    question, name = await self._of_moved(scope, call, intent, question)
                    without = intent.booking_id
                elif group is None:
                    without = await _kept_for(scope, call, question)
            first, last = _days_asked(profile, question, intent, now, horizon)
            if group_of(profile, question) is not None:
                told = await self._groups.find(scope, question, name, intent, now, call)
                return replace(told, place=whereabouts(profile, question.location_id))
            found = await look(scope, question, first, last, now, self._rules, without=without)
            told = find_among(EngineTimes(found), name, intent, now, horizon)
            place = whereabouts(profile, question.location_id)
            told = replace(told, why=_why(found, told), place=place)
            if call is None:
                return told
            keys = _hold_keys(call, intent, told, found.place.zone)
            held = await hold_told(scope, found, keys, call.call_id)
        if keys and not held and without is None:
            told, held = await self._held_alone(profile, call, question, told, keys, now)
        walls = tuple(sorted(wall_of(each, found.place.zone) for each in held))
        return replace(told, held=walls)

    async def book(
        self,
        profile: BusinessProfile,
        call_id: UUID | None,
        intent: BookAppointment,
        *,
        intent_key: str,
        caller_number: str | None,
        now: datetime,
    ) -> Booked | ToolRefused:
        """Makes the booking, once for each `intent_key` however often and from wherever it is asked.

        The booking, its customer and, where the number is known, the promise of a text message commit together. Asked
        again under another name, the booking gets that name; asked again for other staff or extras, it is changed.
        Where somebody else is faster, the next of the staff who is free takes it; where the time cannot be had, the
        refusal names other ones. A time that is kept for the caller from the waiting list is taken off it.

        Args:
            call_id: the call it came from; None when there is no row of it.
            caller_number: E.164, None when withheld.

        Raises:
            InvalidInput: no such offering, or a time the clocks skip; DayUnclear: it is not the weekday they said.
            LimitReached: the caller has as many appointments as one may have.
            NotPermitted: the booking of this key was cancelled since, the offering is not booked by phone, or the
                caller has let too many appointments pass.
            StorageError: Postgres cannot be reached, or broke off; whether it is booked is then unknown, and asking
                again with the same key is safe.
        """
        wish = _wish(profile, call_id, intent, intent_key, caller_number, now)
        check_weekday_of_start(intent.weekday, intent.starts_at_local, wall_of(now, wish.zone).date())
        async with self._database.tenant(profile.id) as scope:
            booking = await _own(scope, wish)
            kept = None if booking is not None else await _kept_then(scope, wish)
        try:
            if kept is not None:
                booking = await self._take_kept(wish, kept)
            elif booking is None:
                booking = await self._make(wish)
            elif (
                booking.status == "confirmed"
                and booking.intent_key != intent_key
                and intent.details != PLAIN
                and not wish.is_group
            ):
                booking = await self._changed(wish, booking)
            if wish.is_group:
                booking = await self._with_seats(wish, booking)
        except (SlotTaken, OutsideHours) as error:
            return await self._refused(wish, error)
        if booking.status != "cancelled" and booking.customer_name != intent.customer_name:
            async with self._database.tenant(profile.id) as scope:
                booking = await _renamed(scope, wish, booking)
        return await self._booked(wish, booking)

    def check(self, profile: BusinessProfile, intent: BookAppointment, now: datetime) -> None:
        """Whether it could be booked if nothing else was, as far as the profile says; needs no store.

        Raises:
            InvalidInput: no such offering, or a time the clocks skip; DayUnclear: it is not the weekday they said.
            OutsideHours: closed then, over, too soon or too far ahead.
        """
        question = question_of(profile, intent.offering, intent.details)
        zone = zone_at(profile, question.location_id)
        check_weekday_of_start(intent.weekday, intent.starts_at_local, wall_of(now, zone).date())
        starts_at = start_at(intent.starts_at_local, zone)
        place = place_of(profile, self._rules, question.location_id)
        day = intent.starts_at_local.date()
        if group_of(profile, question) is not None:  # when sessions are held stands in the store
            if starts_at <= now:
                raise OutsideHours("that time is already over")
            return
        if not place.offerings:
            raise OutsideHours(f"{profile.name} has nobody who takes bookings")
        unbooked = Unbooked.of(place, wanted_of(place, question), day, day, now)
        if not unbooked.availability.is_free(starts_at):
            raise refused(unbooked, starts_at)

    async def _of_moved(
        self, scope: TenantScope, call: CallContext, intent: FindSlots, question: Question
    ) -> tuple[Question, str]:
        """What is looked for when an appointment is to be moved: the same once more."""
        known = await self._callers.known(scope, call)
        booking_id = intent.booking_id or UUID(int=0)
        row = await bookings.of_caller(scope, booking_id, known.numbers, call.call_id)
        if row is None:
            raise NotPermitted("no appointment of this caller has that booking_id: call list_my_appointments")
        asked = await question_of_booking(scope, row, question.asks[0].staff_id)
        return asked, row.offering_name

    async def _held_alone(
        self,
        profile: BusinessProfile,
        call: CallContext,
        question: Question,
        told: SlotsFound,
        keys: dict[datetime, str],
        now: datetime,
    ) -> tuple[SlotsFound, frozenset[datetime]]:
        """The first of what is told, held by itself: an expired hold was in the way, or a limit per day is counted."""
        starts_at, key = next(iter(keys.items()))
        wish = Wish(question, starts_at, key, call_id=call.call_id, actor="call")
        try:
            held = await self._bookings.hold(profile.id, wish, now)
        except DomainError:  # gone between looking and holding
            wall = wall_of(starts_at, zone_at(profile, question.location_id))
            left = tuple(slot for slot in told.slots if slot != wall)
            is_free = False if told.requested_local == wall else told.requested_is_free
            return replace(told, slots=left, requested_is_free=is_free), frozenset()
        return told, frozenset({starts_at}) if isinstance(held, Held) else frozenset()

    async def _make(self, wish: "_Wish") -> BookingRow:
        """Raises SlotTaken when nobody is free, OutsideHours, LimitReached."""
        if wish.is_group:
            return await self._take_seats(wish)
        engine_wish = Wish(
            wish.question,
            wish.starts_at,
            wish.intent_key,
            call_id=wish.call_id,
            notes=wish.intent.notes,
            actor="call",
        )

        async def promise(scope: TenantScope, booking: BookingRow) -> None:
            await _promise(scope, wish, booking)

        return await self._bookings.book(
            wish.profile.id,
            engine_wish,
            Who(wish.intent.customer_name, wish.caller_number),
            wish.now,
            within=lambda scope: self._check_limits(scope, wish),
            afterwards=promise,
        )

    async def _take_seats(self, wish: "_Wish") -> BookingRow:
        """Raises as `_make`."""
        seats = SeatsWanted(
            wish.profile.id,
            wish.question,
            wish.starts_at,
            wish.zone,
            wish.intent.details.seats,
            wish.intent_key,
            wish.call_id,
            wish.intent.notes,
            Who(wish.intent.customer_name, wish.caller_number),
        )

        async def promise(scope: TenantScope, booking: BookingRow) -> None:
            await _promise(scope, wish, booking)

        return await self._groups.book(
            seats, wish.now, within=lambda scope: self._check_limits(scope, wish), afterwards=promise
        )

    async def _with_seats(self, wish: "_Wish", booking: BookingRow) -> BookingRow:
        """With as many seats as are wanted now: the caller has said another number before. Raises SlotTaken."""
        if booking.status != "confirmed":
            return booking
        try:
            return await self._groups.change_seats(wish.profile.id, booking.id, wish.intent.details.seats)
        except SlotTaken:
            raise SlotTaken("there are not as many seats left; what is booked stays as it is") from None

    async def _take_kept(self, wish: "_Wish", entry_id: UUID) -> BookingRow:
        booking = await self._waiting.accept(wish.profile.id, entry_id, wish.now)
        async with self._database.tenant(wish.profile.id) as scope:
            if wish.call_id is not None:
                await self._bookings.let_go(scope, wish.call_id)
            await _promise(scope, wish, booking)
        return booking

    async def _changed(self, wish: "_Wish", booking: BookingRow) -> BookingRow:
        """The booking of this call with other people or extras, at its time. Raises SlotTaken, OutsideHours."""
        return await self._bookings.move(
            wish.profile.id,
            booking.id,
            booking.starts_at,
            wish.now,
            asks=wish.question.asks,
            channel=wish.question.channel,
            actor="call",
            call_id=wish.call_id,
        )

    async def _check_limits(self, scope: TenantScope, wish: "_Wish") -> None:
        caller = wish.caller_number or (str(wish.call_id) if wish.call_id is not None else None)
        if caller is None:
            return
        await bookings.hold_limits(scope, caller)
        by_call = await bookings.count_for_call(scope, wish.call_id) if wish.call_id is not None else 0
        if by_call >= self._limits.bookings_per_call:
            raise LimitReached(
                f"one call books {self._limits.bookings_per_call} appointments at the most; for more, take a message"
            )
        number = wish.caller_number
        most = conduct(wish.profile).callers.most_no_shows
        if number and most is not None and await customer_attendance.no_shows_of(scope, number) >= most:
            raise NotPermitted(NOT_BY_PHONE)
        if number and await bookings.count_upcoming(scope, number, wish.now) >= self._limits.open_bookings:
            raise LimitReached(
                f"this number has {self._limits.open_bookings} appointments to come, which is the most; take a message"
            )

    async def _refused(self, wish: "_Wish", error: SlotTaken | OutsideHours) -> Booked | ToolRefused:
        """The refusal with what is free instead, unless the time was taken by this very intent meanwhile."""
        profile, wanted = wish.profile, wish.intent.starts_at_local
        async with self._database.tenant(profile.id) as scope:
            booking = await _own(scope, wish)
        if booking is not None and not wish.is_group:
            return await self._booked(wish, booking)
        if wish.is_group:
            near = await self._groups.alternatives(
                profile.id, wish.question, wanted, wish.now, wish.intent.details.seats
            )
            return refusal(error, near)
        try:
            first, last = search_days(wish.zone, wanted.date(), wish.now, self._rules.horizon_days)
        except OutsideHours:
            return refusal(error)
        async with self._database.tenant(profile.id) as scope:
            times = EngineTimes(await look(scope, wish.question, first, last, wish.now, self._rules))
        return refusal(error, alternatives_among(times.on_days(first, last), times.zone, wanted))

    async def _booked(self, wish: "_Wish", booking: BookingRow) -> Booked:
        if booking.status == "cancelled":
            raise NotPermitted("this appointment was booked in this call and has been cancelled since")
        name, staff = booking.offering_name, booking.staff_name
        async with self._database.tenant(wish.profile.id) as scope:
            if wish.intent.details != PLAIN:
                sold = await visits.sold(scope, (booking.id,))
                name, staff = sold.get(booking.id, (name, staff))
            in_doubt = await to_confirm_with(scope, booking.id)
        return Booked(
            booking.id,
            name,
            wall_of(booking.starts_at, wish.zone),
            staff,
            booking.customer_name,
            wish.intent.details.seats if wish.is_group else 0,
            whereabouts(wish.profile, booking.location_id),
            in_doubt,
        )


@dataclass(frozen=True, slots=True)
class _Wish:
    """What one call of `book` was asked."""

    profile: BusinessProfile
    call_id: UUID | None
    intent: BookAppointment
    intent_key: str
    caller_number: str | None
    now: datetime
    question: Question
    zone: ZoneInfo
    starts_at: datetime
    is_group: bool


def _wish(
    profile: BusinessProfile,
    call_id: UUID | None,
    intent: BookAppointment,
    intent_key: str,
    caller_number: str | None,
    now: datetime,
) -> _Wish:
    question = question_of(profile, intent.offering, intent.details)
    zone = zone_at(profile, question.location_id)
    starts_at = start_at(intent.starts_at_local, zone)
    is_group = group_of(profile, question) is not None
    return _Wish(
        profile, call_id, intent, intent_key, caller_number, now, question, zone, starts_at, is_group
    )


async def _own(scope: TenantScope, wish: _Wish) -> BookingRow | None:
    """What this wish has led to before, also under another key: told of otherwise, or by an earlier release.

    The same caller may book for somebody else at the same time, with somebody else: that is another appointment.
    """
    booking = await bookings.by_intent(scope, wish.intent_key)
    if booking is not None or wish.call_id is None:
        return booking
    offering_id, details = wish.question.asks[0].offering_id, wish.intent.details
    for made in await bookings.for_call(scope, wish.call_id):
        if (made.offering_id, made.starts_at) != (offering_id, wish.starts_at) or made.status == "cancelled":
            continue
        same_name = folded(made.customer_name) == folded(wish.intent.customer_name)
        wanted = wish.question.asks[0].staff_id
        if same_name or details.staff is None or wanted == made.staff_id:
            return made
    return None


async def _kept_then(scope: TenantScope, wish: _Wish) -> UUID | None:
    """The entry of the waiting list this time is kept for, if it is the caller's."""
    if wish.caller_number is None:
        return None
    offering_id = wish.question.asks[0].offering_id
    for kept in await waiting.offered_to(scope, (wish.caller_number,)):
        if (kept.offering_id, kept.starts_at) == (offering_id, wish.starts_at):
            return kept.entry_id
    return None


async def _kept_for(scope: TenantScope, call: CallContext, question: Question) -> UUID | None:
    """The hold that is kept for the caller from the waiting list: for them it is free."""
    if call.caller_number is None:
        return None
    offering_id = question.asks[0].offering_id
    kept = await waiting.offered_to(scope, (call.caller_number,))
    return next((each.booking_id for each in kept if each.until and each.offering_id == offering_id), None)


def _days_asked(
    profile: BusinessProfile, question: Question, intent: FindSlots, now: datetime, horizon_days: int
) -> tuple[date, date]:
    """The first and last day to look at, by the clocks of where it is to be. Raises DayUnclear or OutsideHours."""
    zone = zone_at(profile, question.location_id)
    check_weekday(intent.weekday, intent.date, wall_of(now, zone).date())
    return search_days(zone, intent.date, now, horizon_days, until=intent.until)


def _hold_keys(call: CallContext, intent: FindSlots, told: SlotsFound, zone: ZoneInfo) -> dict[datetime, str]:
    """What is worth holding, under the keys it would be booked or moved under."""
    found: dict[datetime, str] = {}
    for wall in told.worth_holding:
        if intent.booking_id is not None:
            wish: BookAppointment | MoveAppointment = MoveAppointment(intent.booking_id, wall)
        else:
            wish = BookAppointment(intent.offering, wall, "", intent.details)
        found[instant_of(wall, zone)] = intent_key(call.call_id, wish)
    return found


def _why(found: Look, told: SlotsFound) -> tuple[str, ...]:
    """What a caller may be told of why their time, or their day, cannot be had."""
    zone = found.place.zone
    if told.requested_local is not None and told.requested_is_free is False:
        starts_at = instant_of(told.requested_local, zone)
        obstacles = why_not(found, starts_at)
    elif told.date is not None and not told.slots and told.requested_local is None:
        day = local_days(zone, told.date, told.date)
        opens = (max(stretch.start, day.start) for stretch in found.diary.opening if stretch.overlaps(day))
        starts_at = next(opens, day.start)
        obstacles = tuple(each for each in why_not(found, starts_at) if _is_of_the_day(each))
    else:
        return ()
    return agent_words(found, obstacles, starts_at)


def _is_of_the_day(obstacle: Obstacle) -> bool:
    """Not of its first minute alone."""
    return isinstance(obstacle, DayFull | TooFarAhead) or (
        isinstance(obstacle, Closed) and not obstacle.opening
    )


async def _renamed(scope: TenantScope, wish: _Wish, booking: BookingRow) -> BookingRow:
    """The booking in the name that is told now; so is its text message, unless that has gone out."""
    customer_id = await customers.find_or_create(scope, wish.intent.customer_name, wish.caller_number)
    booking = await bookings.give_to(scope, booking, customer_id)
    await telling.changed(scope, booking, "call", ("customer",))
    changes = {"customer_name": booking.customer_name}
    await outbox.amend(scope, BOOKING_CONFIRMED, str(booking.id), changes)
    return booking


async def _promise(scope: TenantScope, wish: _Wish, booking: BookingRow) -> None:
    if wish.caller_number is not None:
        payload = about(wish.profile, booking, wish.caller_number, seats=wish.intent.details.seats)
        await outbox.enqueue(scope, BOOKING_CONFIRMED, str(booking.id), payload)
