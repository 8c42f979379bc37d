"""Finding and booking appointments: the domain decides, one transaction makes it so."""

from datetime import date, datetime
from uuid import UUID

from domain.business import BusinessProfile
from domain.dialogue.intents import BookAppointment, FindSlots
from domain.dialogue.tool_results import Booked, SlotsFound, ToolRefused, refusal
from domain.dialogue.tools import match_offering
from domain.errors import NotPermitted, OutsideHours, SlotTaken
from domain.ids import new_id
from domain.scheduling.booking import Placement, place
from domain.scheduling.hours import wall_of, zone_named
from domain.scheduling.ranges import TimeRange
from domain.scheduling.search import alternatives, find, search_days
from domain.scheduling.slots import DEFAULT_RULES, BookingRules, Busy, local_days
from storage.postgres import bookings, customers, outbox
from storage.postgres.bookings import BookingRow, NewBooking
from storage.postgres.database import Database
from storage.postgres.tenant import TenantScope

BOOKING_CONFIRMED = "sms.booking_confirmed"
"""Outbox kind: tell the customer by text message. The key is the booking's id."""


class Appointments:
    """Appointments of any business; `profile` says whose in each call."""

    def __init__(self, database: Database, rules: BookingRules = DEFAULT_RULES) -> None:
        self._database = database
        self._rules = rules

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
            busy = await _busy(scope, profile, first, last)
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

        The booking, its customer and, where the number is known, the promise of a text message commit together.
        Where the time cannot be had the refusal names free ones.

        Args:
            call_id: the call it came from; None when there is no row of it.
            caller_number: E.164, None when withheld.

        Raises:
            InvalidInput: no such offering, or a time the clocks skip.
            NotPermitted: the booking of this key was cancelled since.
            StorageError: Postgres cannot be reached, or broke off; whether it is booked is then unknown, and asking
                again with the same key is safe.
        """
        try:
            async with self._database.tenant(profile.id) as scope:
                booking = await bookings.by_intent(scope, intent_key)
                if booking is None:
                    placement = await self._place(scope, profile, intent, now)
                    customer_id = await customers.find_or_create(scope, intent.customer_name, caller_number)
                    booking = await bookings.insert(
                        scope, _new_booking(placement, customer_id, call_id, intent_key, now)
                    )
                    if caller_number is not None:
                        payload = _confirmation(profile, booking, caller_number)
                        await outbox.enqueue(scope, BOOKING_CONFIRMED, str(booking.id), payload)
        except (SlotTaken, OutsideHours) as refused:
            return await self._refused(profile, intent, intent_key, now, refused)
        return _booked(profile, booking)

    def check(self, profile: BusinessProfile, intent: BookAppointment, now: datetime) -> None:
        """Whether it could be booked if nothing else was; needs no store.

        Raises:
            InvalidInput: no such offering, or a time the clocks skip.
            OutsideHours: nobody takes bookings then.
        """
        offering = match_offering(profile, intent.offering)
        place(profile, offering, intent.starts_at_local, {}, now, rules=self._rules)

    async def _place(
        self, scope: TenantScope, profile: BusinessProfile, intent: BookAppointment, now: datetime
    ) -> Placement:
        offering = match_offering(profile, intent.offering)
        day, _ = search_days(profile, intent.starts_at_local.date(), now, self._rules)
        busy = await _busy(scope, profile, day, day)
        return place(profile, offering, intent.starts_at_local, busy, now, rules=self._rules)

    async def _refused(
        self,
        profile: BusinessProfile,
        intent: BookAppointment,
        intent_key: str,
        now: datetime,
        refused: SlotTaken | OutsideHours,
    ) -> Booked | ToolRefused:
        """The refusal with what is free instead, unless the time was taken by this very intent meanwhile."""
        offering = match_offering(profile, intent.offering)
        async with self._database.tenant(profile.id) as scope:
            booking = await bookings.by_intent(scope, intent_key)
            if booking is not None:
                return _booked(profile, booking)
            wanted = intent.starts_at_local
            try:
                first, last = search_days(profile, wanted.date(), now, self._rules)
            except OutsideHours:
                return refusal(refused)
            busy = await _busy(scope, profile, first, last)
        return refusal(refused, alternatives(profile, offering, wanted, busy, now, rules=self._rules))


async def _busy(scope: TenantScope, profile: BusinessProfile, first: date, last: date) -> Busy:
    window = local_days(zone_named(profile.timezone), first, last)
    return {
        member.id: tuple(
            TimeRange(begin, end)
            for begin, end in await bookings.busy(scope, member.id, window.start, window.end)
        )
        for member in profile.staff
    }


def _new_booking(
    placement: Placement, customer_id: UUID, call_id: UUID | None, intent_key: str, now: datetime
) -> NewBooking:
    return NewBooking(
        id=new_id(now),
        staff_id=placement.staff.id,
        offering_id=placement.offering.id,
        customer_id=customer_id,
        call_id=call_id,
        starts_at=placement.starts_at,
        ends_at=placement.ends_at,
        until=placement.until,
        intent_key=intent_key,
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
