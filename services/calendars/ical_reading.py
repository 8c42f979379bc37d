"""The busy times an iCalendar document tells of within a window.

What somebody else publishes may be anything: a document is bounded before it is expanded, and what cannot be read is
left out and noted, never guessed silently. Titles are not looked at: that somebody is busy is all a calendar needs.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import recurring_ical_events  # pyright: ignore[reportMissingTypeStubs] - it is typed, without the marker
from icalendar import Calendar

from domain.scheduling.ranges import Ranges, TimeRange, clip, merge
from services.calendars.ical_writing import UID_DOMAIN

MOST_EVENTS = 10_000
MOST_BUSY = 5_000
MOST_STEPS = 200_000
"""Repetitions that may be walked through from each rule's beginning, all rules together: about 1 s."""

_STEP_DAYS = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 28, "YEARLY": 365}
_SPLITTING = ("BYHOUR", "BYMINUTE", "BYSECOND", "BYSETPOS")
_SKIPPED = "Some entries could not be read and are left out."
_TOO_OFTEN = "Entries that repeat more often than daily, or for too long, are left out."
_FLOATING = "Some times name no time zone we know; they are read as times in {zone}."
_TOO_MANY = f"There are more busy times than the {MOST_BUSY:,} that are kept; the latest are left out."


class NoCalendar(Exception):
    """What was read is no iCalendar document; says why, without anything of it."""


@dataclass(frozen=True, slots=True)
class BusyTimes:
    """What was found.

    Attributes:
        busy: within the window, merged.
        is_empty: the document holds no events at all.
        notes: sentences for the owner.
    """

    busy: Ranges
    is_empty: bool
    notes: tuple[str, ...] = ()


def busy_times(document: bytes, window: TimeRange, zone: ZoneInfo) -> BusyTimes:
    """Reads a document.

    Args:
        window: which time is looked at; rules may be endless.
        zone: for times without one that is known, unless the document names its own.

    Raises:
        NoCalendar.
    """
    calendar: Any = _parsed(document)
    zone = _zone_of(calendar) or zone
    events: list[Any] = list(calendar.walk("VEVENT"))
    if len(events) > MOST_EVENTS:
        raise NoCalendar(f"it holds more than {MOST_EVENTS:,} entries")
    notes: dict[str, None] = {}
    steps = MOST_STEPS
    by_uid: dict[str, list[Any]] = {}
    for number, event in enumerate(events):
        if getattr(event, "errors", ()):
            notes[_SKIPPED] = None
        uid = str(event.get("UID", f"none-{number}"))
        if not uid.endswith(f"@{UID_DOMAIN}"):
            by_uid.setdefault(uid, []).append(event)
    found: list[TimeRange] = []
    for group in by_uid.values():
        try:
            needed = sum(_steps(event, window) for event in group)
            if needed > steps:
                notes[_TOO_OFTEN] = None
                continue
            steps -= needed
            for during, floating in _of_group(group, window, zone):
                if floating:
                    notes[_FLOATING.format(zone=zone.key)] = None
                found.append(during)
        except Exception:
            notes[_SKIPPED] = None
    busy = clip(merge(found), window)
    if len(busy) > MOST_BUSY:
        notes[_TOO_MANY] = None
    return BusyTimes(busy[:MOST_BUSY], not events, tuple(notes))


def _parsed(document: bytes) -> Calendar:
    text = document.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not text[:15].upper().startswith(b"BEGIN:VCALENDAR"):
        raise NoCalendar("what it answers is no calendar, but perhaps a page for people")
    try:
        parsed: Any = Calendar.from_ical(text.decode("utf-8", "replace"))
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
        raise NoCalendar("its calendar cannot be read: it breaks off or holds errors") from None
    if not isinstance(parsed, Calendar):
        raise NoCalendar("what it answers is no calendar")
    return parsed


def _zone_of(calendar: Calendar) -> ZoneInfo | None:
    named = str(calendar.get("X-WR-TIMEZONE", "")).strip()
    try:
        return ZoneInfo(named) if named else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _steps(event: Any, window: TimeRange) -> int:
    """How many repetitions the library walks through for this entry; beyond all bounds when it must not."""
    rules: Any = event.get("RRULE", [])
    steps = 1
    every_rule: list[Any] = list(rules) if isinstance(rules, list) else [rules]  # pyright: ignore[reportUnknownArgumentType]
    for rule in every_rule:
        every = _STEP_DAYS.get(str((rule.get("FREQ") or [""])[0]).upper())
        if every is None or any(name in rule for name in _SPLITTING):
            return MOST_STEPS + 1
        begin: Any = getattr(event.get("DTSTART"), "dt", None)
        year = begin.year if isinstance(begin, date) else 1
        days = max(0, (window.end.year + 1 - year) * 366)
        in_each = max(1, len(rule.get("BYDAY") or ()) * max(1, every // 7), len(rule.get("BYMONTHDAY") or ()))
        steps += days // every * (in_each if every > 1 else 1)
    return steps


def _of_group(group: list[Any], window: TimeRange, zone: ZoneInfo) -> Iterator[tuple[TimeRange, bool]]:
    """An entry with its repetitions and the exceptions from them; whether a time had no zone that is known."""
    alone = Calendar()
    for event in group:
        alone.add_component(event)
    # A day more on either side: what has no zone is placed afterwards.
    occurrences: Any = recurring_ical_events.of(alone).between(
        window.start - timedelta(days=1), window.end + timedelta(days=1)
    )
    for one in occurrences:
        if str(one.get("STATUS", "")).upper() == "CANCELLED":
            continue
        if str(one.get("TRANSP", "")).upper() == "TRANSPARENT":
            continue
        begin, end = one.start, one.end
        start_at, start_floats = _instant(begin, zone)
        end_at, end_floats = _instant(end, zone)
        if start_at < end_at:
            yield TimeRange(start_at, end_at), start_floats or end_floats


def _instant(value: date, zone: ZoneInfo) -> tuple[datetime, bool]:
    """Days begin at midnight of the zone; whether a time had none of its own."""
    if not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day, tzinfo=zone).astimezone(UTC), False
    if value.tzinfo is None:
        return value.replace(tzinfo=zone).astimezone(UTC), True
    return value.astimezone(UTC), False
