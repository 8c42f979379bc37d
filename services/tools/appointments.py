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
from domain.ids import new_id
from domain.scheduling.booking import Placement, place
from domain.scheduling.hours import instant_of, wall_of, zone_named
from domain.scheduling.ranges import TimeRange
from domain.scheduling.search import alternatives, find, search_days
from domain.scheduling.slots import DEFAULT_RULES, BookingRules, Busy, busy_window
from storage.postgres import bookings, customers, outbox
from storage.postgres.bookings import BookingRow, NewBooking
from storage.postgres.database import Database
from storage.postgres.tenant import TenantScope

BOOKING_CONFIRMED = "sms.booking_confirmed"
"""Outbox kind: tell the customer by text message. The key is the booking's id."""

SPARE_ATTEMPTS = 2
"""Beyond one for each of the staff: for what is cancelled and taken again meanwhile."""


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
        self._limits = limits

    async def find(self, profile: BusinessProfile, intent: FindSlots, now: datetime) -> SlotsFound:
        """Free times that answer the caller.

        Reads the primary: a replica that lags would offer what this caller has just booked.

        Raises:
            InvalidInput: no such offering.
            OutsideHours: the day asked for is over, or too far ahead.
            StorageError: Postgres cannot be reached.
        """
        offering = match_offering(profile, intent.offering)
        first, last = search_days(profile, intent.date, now, self._rules)
        async with self._database.tenant(profile.id) as scope:
            busy = await _busy(scope, profile, offering, first, last)
        return find(profile, offering, intent, busy, now, rules=self._rules)

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
            NotPermitted: the booking of this key was cancelled since.
            StorageError: Postgres cannot be reached, or broke off; whether it is booked is then unknown, and asking
                again with the same key is safe.
        """
        wish = _Wish(profile, call_id, intent, intent_key, caller_number, now)
        offering = match_offering(profile, intent.offering)
        attempts = len(profile.staff) + SPARE_ATTEMPTS
        while True:
            attempts -= 1
            try:
                async with self._database.tenant(profile.id) as scope:
                    booking = await _own(scope, wish, offering)
                    if booking is None:
                        booking = await self._make(scope, wish, offering)
                    elif booking.status != "cancelled" and booking.customer_name != intent.customer_name:
                        booking = await _renamed(scope, wish, booking)
                return _booked(profile, booking)
            except _Outrun as outrun:
                # Between our reading and our writing somebody else took that person's time: another may be free.
                if not attempts:
                    return await self._refused(wish, offering, outrun.taken)
            except (SlotTaken, OutsideHours) as refused:
                return await self._refused(wish, offering, refused)

    def check(self, profile: BusinessProfile, intent: BookAppointment, now: datetime) -> None:
        """Whether it could be booked if nothing else was; needs no store.

        Raises:
            InvalidInput: no such offering, or a time the clocks skip.
            OutsideHours: nobody takes bookings then.
        """
        offering = match_offering(profile, intent.offering)
        place(profile, offering, intent.starts_at_local, {}, now, rules=self._rules)

    async def _make(self, scope: TenantScope, wish: "_Wish", offering: Offering) -> BookingRow:
        """Raises SlotTaken when nobody is free, _Outrun when somebody was faster, LimitReached."""
        await self._check_limits(scope, wish)
        profile, wanted = wish.profile, wish.intent.starts_at_local
        day, _ = search_days(profile, wanted.date(), wish.now, self._rules)
        busy = await _busy(scope, profile, offering, day, day)
        placement = place(profile, offering, wanted, busy, wish.now, rules=self._rules)
        customer_id = await customers.find_or_create(scope, wish.intent.customer_name, wish.caller_number)
        try:
            booking = await bookings.insert(scope, _new_booking(wish, placement, customer_id))
        except SlotTaken as taken:
            raise _Outrun(taken) from taken
        if wish.caller_number is not None:
            payload = _confirmation(profile, booking, wish.caller_number)
            await outbox.enqueue(scope, BOOKING_CONFIRMED, str(booking.id), payload)
        return booking

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
            busy = await _busy(scope, profile, offering, first, last)
        return refusal(refused, alternatives(profile, offering, wanted, busy, wish.now, rules=self._rules))


@dataclass(frozen=True, slots=True)
class _Wish:
    """What one call of `book` was asked."""

    profile: BusinessProfile
    call_id: UUID | None
    intent: BookAppointment
    intent_key: str
    caller_number: str | None
    now: datetime


class _Outrun(Exception):
    """The person chosen was booked by somebody else meanwhile; nothing was written."""

    def __init__(self, taken: SlotTaken) -> None:
        super().__init__(taken)
        self.taken = taken


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


async def _busy(
    scope: TenantScope, profile: BusinessProfile, offering: Offering, first: date, last: date
) -> Busy:
    window = busy_window(profile, offering, first, last)
    return {
        member.id: tuple(
            TimeRange(begin, end)
            for begin, end in await bookings.busy(scope, member.id, window.start, window.end)
        )
        for member in profile.staff
    }


def _new_booking(wish: _Wish, placement: Placement, customer_id: UUID) -> NewBooking:
    return NewBooking(
        id=new_id(wish.now),
        staff_id=placement.staff.id,
        offering_id=placement.offering.id,
        customer_id=customer_id,
        call_id=wish.call_id,
        starts_at=placement.starts_at,
        ends_at=placement.ends_at,
        until=placement.until,
        intent_key=wish.intent_key,
    )


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
