"""When a customer is reminded of an appointment."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.notifications.quiet_hours import QuietHours
from services.notifications.reminders import due

SYDNEY = ZoneInfo("Australia/Sydney")
NIGHT = QuietHours(time(21), time(8))
NOW = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SYDNEY)


@pytest.mark.parametrize(
    ("starts_at", "hours", "reminded_at"),
    [
        ("2026-11-24T10:00", 24, "2026-11-23T10:00"),
        ("2026-11-24T07:00", 24, "2026-11-23T08:00"),
        ("2026-11-24T09:00", 2, "2026-11-24T08:00"),
        ("2026-11-24T08:15", 2, None),
        ("2026-11-20T20:00", 24, None),
    ],
    ids=[
        "a day before",
        "after the night",
        "later than wanted",
        "no sense any more",
        "booked too late for it",
    ],
)
def test_a_reminder_waits_for_the_morning_and_is_dropped_when_that_is_too_late(
    starts_at: str, hours: int, reminded_at: str | None
) -> None:
    found = due(local(starts_at), hours, NIGHT, SYDNEY, NOW)
    assert found == (local(reminded_at) if reminded_at else None)


def test_without_quiet_hours_it_is_on_the_hour() -> None:
    starts_at = local("2026-11-24T03:00")
    assert due(starts_at, 24, None, SYDNEY, NOW) == starts_at - timedelta(hours=24)
