"""Google's events as entries, and our bookings as Google's events.

Source: https://developers.google.com/workspace/calendar/api/v3/reference/events
"""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from domain.scheduling.ranges import TimeRange
from providers.calendars import Entry, OurEntry

_NEVER_BLOCKING = frozenset({"workingLocation", "birthday"})
BOOKING = "booking"
"""The private property that names ours."""


def entry_of(event: dict[str, Any], zone: ZoneInfo) -> Entry | None:
    """An event as it stands there; None for one nothing can be made of.

    Args:
        zone: of the calendar, whose days entries of whole days are.
    """
    event_id = event.get("id")
    if not isinstance(event_id, str):
        return None
    etag, series = str(event.get("etag", "")), event.get("recurringEventId")
    series_id = series if isinstance(series, str) else None
    if event.get("status") == "cancelled":
        return Entry(event_id, etag, series_id)
    begin, end = _instant(event.get("start"), zone), _instant(event.get("end"), zone)
    if begin is None or end is None or end < begin:
        return None
    if end == begin:
        return Entry(event_id, etag, series_id)  # a reminder without a length takes nobody's time
    return Entry(
        event_id,
        etag,
        series_id,
        TimeRange(begin, end),
        "date" in event["start"],
        _blocks(event),
    )


def _blocks(event: dict[str, Any]) -> bool:
    if event.get("eventType", "default") in _NEVER_BLOCKING or event.get("transparency") == "transparent":
        return False
    attendees: list[dict[str, Any]] = event.get("attendees") or []
    return not any(each.get("self") and each.get("responseStatus") == "declined" for each in attendees)


def _instant(stated: Any, zone: ZoneInfo) -> datetime | None:
    """UTC. Days begin at midnight of the calendar's zone; a time without an offset is of the zone it names."""
    try:
        if "date" in stated:
            day = date.fromisoformat(stated["date"])
            return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)
        found = datetime.fromisoformat(stated["dateTime"])
        if found.tzinfo is None:
            found = found.replace(tzinfo=zone_of(stated.get("timeZone"), zone))
        return found.astimezone(UTC)
    except (KeyError, TypeError, ValueError, OverflowError):
        return None


def zone_of(name: Any, otherwise: ZoneInfo) -> ZoneInfo:
    try:
        return ZoneInfo(name) if isinstance(name, str) and name else otherwise
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return otherwise


def body_of(entry: OurEntry) -> dict[str, Any]:
    """A whole event; without its id, which a change may not hold."""
    zone = ZoneInfo(entry.zone)

    def at(instant: datetime) -> dict[str, str]:
        return {"dateTime": instant.astimezone(zone).isoformat(), "timeZone": entry.zone}

    return {
        "summary": entry.title,
        "description": entry.text,
        "location": entry.place,
        "start": at(entry.during.start),
        "end": at(entry.during.end),
        "status": "confirmed",
        "transparency": "opaque",
        "extendedProperties": {"private": {BOOKING: entry.booking}},
    }
