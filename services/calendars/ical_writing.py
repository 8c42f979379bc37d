"""Bookings as an iCalendar document (RFC 5545, 7986): what it says depends on nothing but the bookings.

No clock is in it: DTSTAMP is when a booking last changed, so the same bookings are the same bytes. UTC times need no
VTIMEZONE.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from icalendar import Calendar, Event, vText

UID_DOMAIN = "bookings.receptionist"
"""Of every UID, for ever: a calendar that is given to us and holds our own bookings is told by it."""
REFRESH = timedelta(minutes=15)
BOOKED = "Booked"


@dataclass(frozen=True, slots=True)
class Entry:
    """A booking, or a session of a group.

    Attributes:
        revision: rises with every change; SEQUENCE.
        changed_at: when it last did, or was made.
    """

    id: UUID
    starts_at: datetime
    ends_at: datetime
    summary: str
    cancelled: bool
    revision: int
    changed_at: datetime
    place: str = ""


def calendar_text(name: str, entries: Iterable[Entry]) -> bytes:
    """The document; lines end in CRLF and are folded."""
    calendar: Any = Calendar()
    calendar.add("prodid", "-//Receptionist//Bookings//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", _line(name))
    calendar.add("x-wr-calname", _line(name))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT15M")
    for entry in sorted(entries, key=lambda each: (each.starts_at, each.id)):
        calendar.add_component(_event(entry))
    return calendar.to_ical()


def _event(entry: Entry) -> Event:
    event: Any = Event()
    event.add("uid", f"{entry.id}@{UID_DOMAIN}")
    event.add("dtstamp", _second(entry.changed_at))
    event.add("last-modified", _second(entry.changed_at))
    event.add("sequence", entry.revision)
    event.add("dtstart", _second(entry.starts_at))
    event.add("dtend", _second(entry.ends_at))
    event.add("summary", _line(entry.summary))
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if entry.cancelled else "OPAQUE")
    if entry.place:
        event.add("location", _line(entry.place))
    return event


def _line(text: str) -> vText:
    """On one line: the library escapes what names hold, but refuses line breaks in some properties."""
    return vText(" ".join(text.split()))


def _second(instant: datetime) -> datetime:
    return instant.astimezone(UTC).replace(microsecond=0)
