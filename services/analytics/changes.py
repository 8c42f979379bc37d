"""Which days of a business have to be counted, or counted again: those of which something has changed."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from domain.analytics.days import LocalDays, day_of, touched
from domain.business_settings import served_timezone
from domain.events.catalogue import (
    BookingMoved,
    BusinessEvent,
    CallEnded,
    CallMissed,
    MessageTaken,
    OfBooking,
    RecordedEvent,
)
from domain.scheduling.hours import zone_named
from storage.postgres import analytics_facts, outbox
from storage.postgres.tenant import TenantScope

COUNT_DAY = "analytics.day"
"""Outbox kind: count the local day `day` of the payload."""

EVERY_S = 5
"""A day that is over is counted once in so many seconds, however much of it changes."""

KINDS = frozenset(
    {
        "booking.created",
        "booking.moved",
        "booking.changed",
        "booking.cancelled",
        "booking.restored",
        "booking.no_show",
        "call.ended",
        "call.missed",
        "message.taken",
    }
)


Stretch = tuple[datetime, datetime]
"""From when to when something went on: the days between are touched."""


async def plan(scope: TenantScope, event: RecordedEvent) -> None:
    """A subscriber of business events."""
    await changed(scope, await _stretches(scope, event.event), datetime.now(UTC))


async def changed(scope: TenantScope, stretches: Sequence[Stretch], now: datetime) -> None:
    """Has the days counted on which this was: one that is not over when it is, another one in a moment."""
    place = await analytics_facts.place(scope) if stretches else None
    if place is None:
        return
    zone = zone_named(served_timezone(place.timezone, place.country))
    today = day_of(now, zone)
    for day in sorted({day for began, ended in stretches for day in touched(zone, began, ended)}):
        due_at = when_over(zone, day) if day >= today else now + timedelta(seconds=EVERY_S)
        name = day.isoformat()
        await outbox.enqueue_again(scope, COUNT_DAY, name, {"day": name}, due_at=due_at)


def when_over(zone: ZoneInfo, day: date) -> datetime:
    """When a day that goes on is counted."""
    return LocalDays.of(zone, day, day).end + timedelta(seconds=EVERY_S)


async def _stretches(scope: TenantScope, event: BusinessEvent) -> list[Stretch]:
    if isinstance(event, CallEnded | CallMissed):
        return [(event.started_at, event.ended_at)]
    if isinstance(event, MessageTaken):
        return await _of_call(scope, event.call_id)
    if not isinstance(event, OfBooking):
        return []
    instants = [event.starts_at]
    made_at = await analytics_facts.of_booking(scope, event.booking_id)
    if made_at is not None:
        instants.append(made_at)
    if isinstance(event, BookingMoved):
        instants.append(event.was_starts_at)
    return [(at, at) for at in instants] + await _of_call(scope, event.call_id)


async def _of_call(scope: TenantScope, call_id: UUID | None) -> list[Stretch]:
    """What was done for a call after its end may have changed what it led to."""
    found = None if call_id is None else await analytics_facts.of_call(scope, call_id)
    return [] if found is None else [(found[0], found[1] or found[0])]
