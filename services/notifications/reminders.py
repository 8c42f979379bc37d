"""Reminders that ask: promised when an appointment is made or moved, at the hours before it that the business chose."""

from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from domain.errors import NotFound
from domain.events.catalogue import BookingCreated, BookingMoved, BookingRestored, OfBooking, RecordedEvent
from domain.notifications.quiet_hours import QuietHours, next_allowed
from domain.scheduling.hours import zone_named
from services.notifications.kinds import REMINDER
from services.tools.booking_texts import about
from storage.postgres import bookings, businesses, notification_settings, outbox
from storage.postgres.tenant import TenantScope

KINDS = frozenset({BookingCreated.KIND, BookingMoved.KIND, BookingRestored.KIND})
LATEST = timedelta(minutes=30)
"""Before an appointment: a reminder that could go no earlier is none."""


async def plan(scope: TenantScope, recorded: RecordedEvent) -> None:
    """Promises the reminders of a booking. One of another time than it has when it falls due is not sent."""
    event = recorded.event
    if isinstance(event, OfBooking):
        await promise(scope, event.booking_id, datetime.now(UTC))


async def promise(scope: TenantScope, booking_id: UUID, now: datetime) -> None:
    """The same reminder is promised once, however often this is asked."""
    try:
        booking = await bookings.get(scope, booking_id)
    except NotFound:
        return
    number = await bookings.phone_of(scope, booking_id)
    settings = await notification_settings.get(scope)
    if number is None or booking.status != "confirmed" or not settings.reminder_hours:
        return
    payload = about(await businesses.load_profile(scope), booking, number)
    zone = zone_named(str(payload["timezone"]))
    for hours in settings.reminder_hours:
        due_at = due(booking.starts_at, hours, settings.quiet, zone, now)
        if due_at is not None:
            key = f"{booking_id} {booking.starts_at.astimezone(UTC).isoformat()} {hours}"
            await outbox.enqueue(scope, REMINDER, key, payload, due_at=due_at)


def due(
    starts_at: datetime, hours: int, quiet: QuietHours | None, zone: ZoneInfo, now: datetime
) -> datetime | None:
    """When to remind somebody of an appointment; None where it is pointless.

    What was booked later than that needs no reminder: the booking was one.
    """
    at = starts_at - timedelta(hours=hours)
    if at <= now:
        return None
    allowed = next_allowed(at, quiet, zone)
    return allowed if allowed <= starts_at - LATEST else None
