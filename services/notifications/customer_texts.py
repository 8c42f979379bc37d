"""What customers are told of what happens: bookings the business itself makes or changes, calls nobody answered, and by
mail every move and cancellation.

What callers and visitors of the web book is promised in the transaction that books it; those texts have the same keys.
"""

from sqlalchemy import select

from domain.errors import NotFound
from domain.events.catalogue import (
    BookingCancelled,
    BookingCreated,
    BookingMoved,
    CallMissed,
    OfBooking,
    RecordedEvent,
)
from services.accounts.mails import BOOKING_CONFIRMED as MAIL_CONFIRMED
from services.notifications.kinds import CANCELLED_MAIL, MISSED_CALL, MOVED_MAIL
from services.tools.booking_texts import about
from services.tools.context import BOOKING_CANCELLED, BOOKING_CONFIRMED, BOOKING_MOVED
from storage.postgres import bookings, business_facts, businesses, calls, notification_settings, outbox
from storage.postgres.tables import Booking
from storage.postgres.tenant import TenantScope

KINDS = frozenset({BookingCreated.KIND, BookingMoved.KIND, BookingCancelled.KIND, CallMissed.KIND})
_BY_THE_BUSINESS = ("user:", "key:", "calendar:")
"""Whoever moves or deletes a booking in a calendar of the business is one of its people."""


async def plan(scope: TenantScope, recorded: RecordedEvent) -> None:
    """Promises the text an event leads to, if it leads to one."""
    event = recorded.event
    if isinstance(event, CallMissed):
        await _missed(scope, event)
    elif isinstance(event, OfBooking):
        if event.actor.startswith(_BY_THE_BUSINESS):
            await _booked(scope, recorded, event)
        if isinstance(event, BookingMoved | BookingCancelled):
            await _mailed(scope, recorded, event)


async def _booked(scope: TenantScope, recorded: RecordedEvent, event: OfBooking) -> None:
    """To the customer's number; of a series nothing: that would be a text for each of its dates."""
    number = await bookings.phone_of(scope, event.booking_id)
    if number is None or not (await notification_settings.get(scope)).confirms_bookings:
        return
    if await _is_in_series(scope, event):
        return
    try:
        booking = await bookings.get(scope, event.booking_id)
    except NotFound:
        return
    payload = about(await businesses.load_profile(scope), booking, number)
    match event:
        case BookingCreated():
            await outbox.enqueue(scope, BOOKING_CONFIRMED, str(booking.id), payload)
        case BookingMoved():
            changes = {name: payload[name] for name in ("starts_at", "starts_at_local", "staff")}
            # Where the first text has not gone yet, it tells the new time by itself.
            if not await outbox.amend(scope, BOOKING_CONFIRMED, str(booking.id), changes):
                await outbox.enqueue(scope, BOOKING_MOVED, f"{booking.id} {recorded.id}", payload)
        case BookingCancelled():
            await outbox.enqueue(scope, BOOKING_CANCELLED, f"{booking.id} {recorded.id}", payload)
        case _:
            pass


async def _mailed(
    scope: TenantScope, recorded: RecordedEvent, event: BookingMoved | BookingCancelled
) -> None:
    """To the customer's address, whoever moved or cancelled it; of a series nothing."""
    address = await bookings.email_of(scope, event.booking_id)
    if address is None or not (await notification_settings.get(scope)).confirms_bookings:
        return
    if await _is_in_series(scope, event):
        return
    try:
        booking = await bookings.get(scope, event.booking_id)
    except NotFound:
        return
    payload = about(await businesses.load_profile(scope), booking, address)
    if isinstance(event, BookingCancelled):
        await outbox.enqueue(scope, CANCELLED_MAIL, f"{booking.id} {recorded.id}", payload)
        return
    changes = {name: payload[name] for name in ("starts_at", "starts_at_local", "staff")}
    # Where the first mail has not gone yet, it tells the new time by itself.
    if not await outbox.amend(scope, MAIL_CONFIRMED, str(booking.id), changes):
        await outbox.enqueue(scope, MOVED_MAIL, f"{booking.id} {recorded.id}", payload)


async def _is_in_series(scope: TenantScope, event: OfBooking) -> bool:
    series_id = await scope.session.scalar(
        select(Booking.series_id).where(
            Booking.business_id == scope.business_id, Booking.id == event.booking_id
        )
    )
    return series_id is not None


async def _missed(scope: TenantScope, event: CallMissed) -> None:
    """Once for each call, to a number that can be written to, when the business wants it."""
    if not (await notification_settings.get(scope)).texts_missed_calls:
        return
    call = await calls.get(scope, event.call_id)
    if call.from_number is None:
        return
    facts = await business_facts.get(scope)
    payload = {
        "call_id": str(event.call_id),
        "to": call.from_number,
        "business_name": facts.name,
        "language": facts.language,
        "address": facts.address,
    }
    await outbox.enqueue(scope, MISSED_CALL, str(event.call_id), payload)
