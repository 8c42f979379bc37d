"""Local days, right when clocks change, and the periods they make up."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.analytics.days import LocalDays, a_year_before, periods, runs, touched

SYDNEY = ZoneInfo("Australia/Sydney")
NEW_YORK = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        pytest.param(SYDNEY, date(2025, 10, 5), 23, id="Sydney, forward"),
        pytest.param(SYDNEY, date(2026, 4, 5), 25, id="Sydney, back"),
        pytest.param(NEW_YORK, date(2026, 3, 8), 23, id="New York, forward"),
        pytest.param(NEW_YORK, date(2025, 11, 2), 25, id="New York, back"),
        pytest.param(ZoneInfo("Asia/Kathmandu"), date(2025, 11, 2), 24, id="no change"),
        pytest.param(ZoneInfo("America/Santiago"), date(2025, 9, 7), 23, id="a day that begins at one"),
    ],
)
def test_every_instant_lies_on_one_day(zone: ZoneInfo, day: date, hours: int) -> None:
    days = LocalDays.of(zone, day - timedelta(days=1), day + timedelta(days=1))
    assert days.bounds[2] - days.bounds[1] == timedelta(hours=hours)
    at = days.start
    while at < days.end:
        index = days.index(at)
        assert index is not None
        assert list(days)[index] == at.astimezone(zone).date()
        at += timedelta(minutes=15)
    assert days.index(days.end) is None
    assert days.index(days.start - timedelta(microseconds=1)) is None


def test_a_call_touches_the_days_it_goes_on_and_no_later_than_it_can() -> None:
    began = datetime(2026, 5, 1, 13, 59, tzinfo=UTC)  # 23:59 in Sydney
    assert touched(SYDNEY, began, began + timedelta(minutes=2)) == {date(2026, 5, 1), date(2026, 5, 2)}
    assert touched(SYDNEY, began, began) == {date(2026, 5, 1)}
    assert touched(SYDNEY, began, began + timedelta(days=9)) == {date(2026, 5, 1), date(2026, 5, 2)}
    assert touched(SYDNEY, began, began - timedelta(days=9)) == {date(2026, 5, 1)}


def test_weeks_begin_on_monday_and_outer_periods_are_cut_off() -> None:
    first, last = date(2026, 1, 28), date(2026, 3, 2)
    assert periods(first, last, "month") == [
        (date(2026, 1, 28), date(2026, 1, 31)),
        (date(2026, 2, 1), date(2026, 2, 28)),
        (date(2026, 3, 1), date(2026, 3, 2)),
    ]
    weeks = periods(first, last, "week")
    assert weeks[0] == (date(2026, 1, 28), date(2026, 2, 1))
    assert weeks[-1] == (date(2026, 3, 2), date(2026, 3, 2))
    assert all(begins.weekday() == 0 for begins, _ in weeks[1:])
    assert len(periods(first, last, "day")) == 34


def test_days_near_each_other_are_counted_together() -> None:
    days = [date(2026, 1, day) for day in (9, 1, 2, 5)]
    assert runs(days) == [
        (date(2026, 1, 1), date(2026, 1, 2)),
        (date(2026, 1, 5), date(2026, 1, 5)),
        (date(2026, 1, 9), date(2026, 1, 9)),
    ]
    assert runs(days, gap=2) == [
        (date(2026, 1, 1), date(2026, 1, 5)),
        (date(2026, 1, 9), date(2026, 1, 9)),
    ]


def test_a_year_before_a_leap_day_is_the_day_before_march() -> None:
    assert a_year_before(date(2028, 2, 29)) == date(2027, 2, 28)
    assert a_year_before(date(2026, 3, 1)) == date(2025, 3, 1)
