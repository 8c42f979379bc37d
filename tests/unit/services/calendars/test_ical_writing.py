"""Bookings as iCalendar: stable bytes, CRLF, folded, UTC, cancelled ones marked."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

from icalendar import Calendar

from services.calendars.ical_writing import UID_DOMAIN, Entry, calendar_text

SYDNEY_SUMMER = timezone(timedelta(hours=11))
ENTRY = Entry(
    id=UUID(int=5),
    starts_at=datetime(2027, 1, 5, 10, tzinfo=SYDNEY_SUMMER),
    ends_at=datetime(2027, 1, 5, 10, 45, tzinfo=SYDNEY_SUMMER),
    summary="Cut, colour; blow-dry: Zoë Ångström " + "é" * 80,
    cancelled=False,
    revision=2,
    changed_at=datetime(2026, 12, 1, 8, 0, 0, 7, tzinfo=UTC),
    place="1 High St, Newtown",
)


def events(document: bytes) -> list[Any]:
    return list(Calendar.from_ical(document.decode()).walk("VEVENT"))


def test_an_entry_is_read_back_as_it_was_meant() -> None:
    (event,) = events(calendar_text("Mia's Hair", [ENTRY]))
    assert event["UID"] == f"{ENTRY.id}@{UID_DOMAIN}"
    assert (event["SUMMARY"], event["LOCATION"]) == (ENTRY.summary, ENTRY.place)
    assert (event.start, event.end) == (ENTRY.starts_at, ENTRY.ends_at)
    assert (event["SEQUENCE"], event["STATUS"]) == (2, "CONFIRMED")


def test_lines_end_in_crlf_and_have_75_bytes_at_most_and_times_are_utc() -> None:
    document = calendar_text("Mia's Hair", [ENTRY])
    assert document.count(b"\n") == document.count(b"\r\n")
    assert max(len(line) for line in document.split(b"\r\n")) <= 75
    assert b"DTSTART:20270104T230000Z\r\n" in document
    assert b"DTSTAMP:20261201T080000Z\r\n" in document
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT15M\r\n" in document


def test_the_same_bookings_are_the_same_bytes_in_whatever_order_they_come() -> None:
    later = replace(ENTRY, id=UUID(int=6), starts_at=ENTRY.starts_at + timedelta(minutes=5))
    assert calendar_text("a", [ENTRY, later]) == calendar_text("a", [later, ENTRY])
    assert calendar_text("a", [ENTRY]) != calendar_text("a", [replace(ENTRY, revision=3)])


def test_a_cancelled_booking_stays_and_takes_no_time() -> None:
    (event,) = events(calendar_text("a", [replace(ENTRY, cancelled=True)]))
    assert (event["STATUS"], event["TRANSP"]) == ("CANCELLED", "TRANSPARENT")


def test_a_name_cannot_add_lines_of_its_own() -> None:
    sly = replace(ENTRY, summary="a\r\nEND:VEVENT\r\nBEGIN:VEVENT\nUID:x")
    assert len(events(calendar_text("a\r\nMETHOD:CANCEL", [sly]))) == 1
