"""The daily digest comes at its wall time, once a day, and every hour is in one of them."""

import itertools
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.notifications.digest import due_on, named, next_digest, told_on

SYDNEY = ZoneInfo("Australia/Sydney")
EVENING, MORNING = time(18), time(7, 30)


@pytest.mark.parametrize(
    ("after", "day"),
    [
        (datetime(2026, 11, 24, 17, 59, tzinfo=SYDNEY), date(2026, 11, 24)),
        (datetime(2026, 11, 24, 18, 0, tzinfo=SYDNEY), date(2026, 11, 25)),
        (datetime(2026, 11, 24, 23, 30, tzinfo=SYDNEY), date(2026, 11, 25)),
    ],
    ids=["before it", "at it", "after it"],
)
def test_the_next_is_the_first_after_what_happened(after: datetime, day: date) -> None:
    assert next_digest(after, EVENING, SYDNEY) == day


@pytest.mark.parametrize("at", [EVENING, MORNING, time(2, 30)], ids=str)
def test_every_instant_is_told_once_though_clocks_change(at: time) -> None:
    days = [date(2026, 9, 28) + timedelta(days=n) for n in range(14)]
    told = [told_on(day, at, SYDNEY) for day in days]
    assert all(earlier[1] == later[0] for earlier, later in itertools.pairwise(told))
    assert all(since < until for since, until in told)
    assert due_on(date(2026, 10, 4), time(2, 30), SYDNEY) == datetime(2026, 10, 3, 16, tzinfo=UTC)


def test_one_in_the_morning_is_about_the_day_before() -> None:
    day = date(2026, 11, 24)
    assert (named(day, EVENING), named(day, MORNING)) == (day, date(2026, 11, 23))
