"""Quiet hours: what falls into them waits for their end, by the clock on the wall there."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from domain.notifications.quiet_hours import QuietHours, next_allowed

SYDNEY = ZoneInfo("Australia/Sydney")
NIGHT = QuietHours(time(21), time(8))


def local(text: str, zone: ZoneInfo = SYDNEY) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("at", "allowed"),
    [
        ("2026-11-24T20:59", "2026-11-24T20:59"),
        ("2026-11-24T21:00", "2026-11-25T08:00"),
        ("2026-11-25T00:30", "2026-11-25T08:00"),
        ("2026-11-25T07:59:59", "2026-11-25T08:00"),
        ("2026-11-25T08:00", "2026-11-25T08:00"),
        ("2026-10-03T22:00", "2026-10-04T08:00"),
        ("2027-04-03T22:00", "2027-04-04T08:00"),
    ],
    ids=["before", "the first minute", "after midnight", "the last second", "over",
         "the night clocks go on", "the night they go back"],
)  # fmt: skip
def test_it_waits_for_the_end_of_the_night(at: str, allowed: str) -> None:
    assert next_allowed(local(at), NIGHT, SYDNEY) == local(allowed)


def test_an_end_the_clocks_skip_comes_as_much_later() -> None:
    ends = next_allowed(local("2026-10-04T00:30"), QuietHours(time(22), time(2, 30)), SYDNEY)
    assert ends == datetime(2026, 10, 3, 16, 30, tzinfo=UTC)
    assert ends.astimezone(SYDNEY).time() == time(3, 30)


def test_an_end_that_comes_twice_is_the_first_and_never_before_now() -> None:
    quiet = QuietHours(time(22), time(2, 30))
    assert next_allowed(local("2027-04-04T00:30"), quiet, SYDNEY) == datetime(2027, 4, 3, 15, 30, tzinfo=UTC)
    second = datetime(2027, 4, 3, 16, 10, tzinfo=UTC)  # 02:10 for the second time
    assert next_allowed(second, quiet, SYDNEY) >= second


def test_quiet_hours_within_a_day_and_a_zone_of_half_an_hour() -> None:
    kolkata = ZoneInfo("Asia/Kolkata")
    noon = QuietHours(time(12), time(14))
    assert next_allowed(local("2026-11-24T13:15", kolkata), noon, kolkata) == local(
        "2026-11-24T14:00", kolkata
    )


def test_without_any_nothing_waits() -> None:
    at = local("2026-11-24T23:00")
    assert next_allowed(at, None, SYDNEY) == at
    assert next_allowed(at, QuietHours(time(9), time(9)), SYDNEY) == at
