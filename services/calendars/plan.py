"""The subscriber: what happens to a booking is to be seen in the calendars it concerns."""

from datetime import UTC, datetime

from domain.events.catalogue import (
    BookingCancelled,
    BookingChanged,
    BookingCreated,
    BookingMoved,
    BookingRestored,
    OfBooking,
    RecordedEvent,
)
from services.calendars.kinds import want_written
from storage.postgres import written_entries
from storage.postgres.tenant import TenantScope

KINDS = frozenset(
    each.KIND for each in (BookingCreated, BookingMoved, BookingChanged, BookingCancelled, BookingRestored)
)


async def plan(scope: TenantScope, recorded: RecordedEvent) -> None:
    """Whatever was promised before, each of them is brought to what the booking is by then: order means nothing."""
    event = recorded.event
    if isinstance(event, OfBooking):
        for calendar_id in await written_entries.calendars_of(scope, event.booking_id):
            await want_written(scope, calendar_id, event.booking_id, datetime.now(UTC))
