"""Finding and booking appointments: the domain decides, one transaction makes it so."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from domain.business import BusinessProfile, Offering
from domain.caller_limits import DEFAULT_LIMITS, CallerLimits
from domain.dialogue.intents import BookAppointment, FindSlots
from domain.dialogue.tool_results import Booked, SlotsFound, ToolRefused, refusal
from domain.dialogue.tools import match_offering
from domain.errors import LimitReached, NotPermitted, OutsideHours, SlotTaken
from domain.scheduling.booking import place
from domain.scheduling.catalogue import Channel
from domain.scheduling.engine.diary import Rules
from domain.scheduling.hours import instant_of, wall_of, zone_named
from domain.scheduling.search import alternatives_among, find_among, search_days
from domain.scheduling.slots import DEFAULT_RULES, BookingRules
from services.scheduling.bookings import Bookings, Who, Wish
from services.scheduling.engine_times import EngineTimes
from services.scheduling.looking import Ask, Question, look
from services.scheduling.waiting_list import note_freed
from storage.postgres import bookings, customers, outbox
from storage.postgres.bookings import BookingRow
from storage.postgres.database import Database
from storage.postgres.tenant import TenantScope

BOOKING_CONFIRMED = "sms.booking_confirmed"
"""Outbox kind: tell the customer by text message. The key is the booking's id."""


class Appointments:
    """Appointments of any business; `profile` says whose in each call."""

    def __init__(
        self,
        database: Database,
        rules: BookingRules = DEFAULT_RULES,
        limits: CallerLimits = DEFAULT_LIMITS,
    ) -> None:
        self._database = database
        self._rules = rules
        self._engine_rules = Rules(rules.grid_min, rules.lead_min, rules.horizon_days)
        self._limits = limits
        self._bookings = Bookings(database, self._engine_rules, freed=note_freed)

    async def find(self, profile: BusinessProfile, intent: FindSlots, now: datetime) -> SlotsFound:
        """Free times that answer the caller.

        Reads the primary: a replica that lags would offer what this caller has just booked.

        Raises:
            InvalidInput: no such offering.
            OutsideHours: the day asked for is over, or too far ahead.
            NotPermitted: it is not booked by phone.
            StorageError: Postgres cannot be reached.
        """
        offering = match_offering(profile, intent.offering)
        first, last = search_days(profile, intent.date, now, self._rules)
        async with self._database.tenant(profile.id) as scope:
            times = await self._times(scope, offering, first, last, now)
        return find_among(times, profile, offering.name, intent, now, rules=self._rules)

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
        again under another name, the booking gets that name. Where somebody else is faster, the next of the staff who
        is free takes it; where the time cannot be had, the refusal names other ones.

        Args:
            call_id: the call it came from; None when there is no row of it.
            caller_number: E.164, None when withheld.

        Raises:
            InvalidInput: no such offering, or a time the clocks skip.
            LimitReached: the caller has as many appointments as one may have.
            NotPermitted: the booking of this key was cancelled since, or the offering is not booked by phone.
            StorageError: Postgres cannot be reached, or broke off; whether it is booked is then unknown, and asking
                again with the same key is safe.
        """
        wish = _Wish(profile, call_id, intent, intent_key, caller_number, now)
        offering = match_offering(profile, intent.offering)
        async with self._database.tenant(profile.id) as scope:
            booking = await _own(scope, wish, offering)
        try:
            if booking is None:
                booking = await self._make(wish, offering)
        except (SlotTaken, OutsideHours) as refused:
            return await self._refused(wish, offering, refused)
        if booking.status != "cancelled" and booking.customer_name != intent.customer_name:
            async with self._database.tenant(profile.id) as scope:
                booking = await _renamed(scope, wish, booking)
        return _booked(profile, booking)

    def check(self, profile: BusinessProfile, intent: BookAppointment, now: datetime) -> None:
        """Whether it could be booked if nothing else was; needs no store.

        Raises:
            InvalidInput: no such offering, or a time the clocks skip.
            OutsideHours: nobody takes bookings then.
        """
        offering = match_offering(profile, intent.offering)
        place(profile, offering, intent.starts_at_local, {}, now, rules=self._rules)

    async def _make(self, wish: "_Wish", offering: Offering) -> BookingRow:
        """Raises SlotTaken when nobody is free, OutsideHours, LimitReached."""
        profile, wanted = wish.profile, wish.intent.starts_at_local
        placement = place(profile, offering, wanted, {}, wish.now, rules=self._rules)
        engine_wish = Wish(
            _question(offering), placement.starts_at, wish.intent_key, call_id=wish.call_id, actor="call"
        )

        async def promise(scope: TenantScope, booking: BookingRow) -> None:
            if wish.caller_number is not None:
                payload = _confirmation(profile, booking, wish.caller_number)
                await outbox.enqueue(scope, BOOKING_CONFIRMED, str(booking.id), payload)

        return await self._bookings.book(
            profile.id,
            engine_wish,
            Who(wish.intent.customer_name, wish.caller_number),
            wish.now,
            within=lambda scope: self._check_limits(scope, wish),
            afterwards=promise,
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
        if number and await bookings.count_upcoming(scope, number, wish.now) >= self._limits.open_bookings:
            raise LimitReached(
                f"this number has {self._limits.open_bookings} appointments to come, which is the most; take a message"
            )

    async def _refused(
        self, wish: "_Wish", offering: Offering, refused: SlotTaken | OutsideHours
    ) -> Booked | ToolRefused:
        """The refusal with what is free instead, unless the time was taken by this very intent meanwhile."""
        profile, wanted = wish.profile, wish.intent.starts_at_local
        async with self._database.tenant(profile.id) as scope:
            booking = await _own(scope, wish, offering)
            if booking is not None:
                return _booked(profile, booking)
            try:
                first, last = search_days(profile, wanted.date(), wish.now, self._rules)
            except OutsideHours:
                return refusal(refused)
            times = await self._times(scope, offering, first, last, wish.now)
        zone = zone_named(profile.timezone)
        return refusal(refused, alternatives_among(times.on_days(first, last), zone, wanted))

    async def _times(
        self, scope: TenantScope, offering: Offering, first: date, last: date, now: datetime
    ) -> EngineTimes:
        return EngineTimes.of(await look(scope, _question(offering), first, last, now, self._engine_rules))


@dataclass(frozen=True, slots=True)
class _Wish:
    """What one call of `book` was asked."""

    profile: BusinessProfile
    call_id: UUID | None
    intent: BookAppointment
    intent_key: str
    caller_number: str | None
    now: datetime


async def _own(scope: TenantScope, wish: _Wish, offering: Offering) -> BookingRow | None:
    """What this wish has led to before; also when an earlier release made its key in another way."""
    booking = await bookings.by_intent(scope, wish.intent_key)
    if booking is None and wish.call_id is not None:
        try:
            starts_at = instant_of(wish.intent.starts_at_local, zone_named(wish.profile.timezone))
        except OverflowError:  # a year no call can have booked
            return None
        booking = await bookings.of_call_at(scope, wish.call_id, offering.id, starts_at)
    return booking


async def _renamed(scope: TenantScope, wish: _Wish, booking: BookingRow) -> BookingRow:
    """The booking in the name that is told now; so is its text message, unless that has gone out."""
    customer_id = await customers.find_or_create(scope, wish.intent.customer_name, wish.caller_number)
    booking = await bookings.give_to(scope, booking, customer_id)
    changes = {"customer_name": booking.customer_name}
    await outbox.amend(scope, BOOKING_CONFIRMED, str(booking.id), changes)
    return booking


def _question(offering: Offering) -> Question:
    return Question((Ask(offering.id),), channel=Channel.PHONE)


def _booked(profile: BusinessProfile, booking: BookingRow) -> Booked:
    if booking.status == "cancelled":
        raise NotPermitted("this appointment was booked in this call and has been cancelled since")
    return Booked(
        booking_id=booking.id,
        offering=booking.offering_name,
        starts_at_local=wall_of(booking.starts_at, zone_named(profile.timezone)),
        staff=booking.staff_name,
        customer_name=booking.customer_name,
    )


def _confirmation(profile: BusinessProfile, booking: BookingRow, to: str) -> dict[str, str | None]:
    """What the text message is made of; `starts_at` is UTC."""
    return {
        "booking_id": str(booking.id),
        "call_id": str(booking.call_id) if booking.call_id else None,
        "to": to,
        "business_name": profile.name,
        "address": profile.address,
        "language": profile.language,
        "timezone": profile.timezone,
        "customer_name": booking.customer_name,
        "offering": booking.offering_name,
        "staff": booking.staff_name,
        "starts_at": booking.starts_at.isoformat(),
        "starts_at_local": wall_of(booking.starts_at, zone_named(profile.timezone)).isoformat(
            timespec="minutes"
        ),
    }
