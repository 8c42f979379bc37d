"""Opening hours on ordinary days and on the days clocks change.

2026: Sydney and Adelaide go forward on 4 October (02:00 -> 03:00) and back on 5 April (03:00 -> 02:00);
Lord Howe moves by half an hour on the same days at 02:00.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.business import OpeningHours
from domain.errors import InvalidInput
from domain.scheduling.hours import exists, instant_of, opening_ranges, wall_of, zone_named
from domain.scheduling.ranges import TimeRange

SYDNEY, ADELAIDE, LORD_HOWE = (ZoneInfo(f"Australia/{name}") for name in ("Sydney", "Adelaide", "Lord_Howe"))
FORWARD, BACK = date(2026, 10, 4), date(2026, 4, 5)
SUNDAY = 6


def wall(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute))


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("zone", "day", "expected"),
    [
        (SYDNEY, date(2026, 7, 6), (utc(2026, 7, 5, 23), utc(2026, 7, 6, 7, 30))),
        (SYDNEY, date(2026, 11, 23), (utc(2026, 11, 22, 22), utc(2026, 11, 23, 6, 30))),
        (ADELAIDE, date(2026, 7, 6), (utc(2026, 7, 5, 23, 30), utc(2026, 7, 6, 8))),
        (ADELAIDE, date(2026, 11, 23), (utc(2026, 11, 22, 22, 30), utc(2026, 11, 23, 7))),
        (LORD_HOWE, date(2026, 7, 6), (utc(2026, 7, 5, 22, 30), utc(2026, 7, 6, 7))),
        (LORD_HOWE, date(2026, 11, 23), (utc(2026, 11, 22, 22), utc(2026, 11, 23, 6, 30))),
    ],
)
def test_a_monday_opens_by_the_wall_clock_in_winter_and_summer(
    zone: ZoneInfo, day: date, expected: tuple[datetime, datetime]
) -> None:
    assert opening_ranges([OpeningHours(0, time(9), time(17, 30))], zone, day, day) == (TimeRange(*expected),)


@pytest.mark.parametrize(
    ("zone", "day", "hours_open"),
    [
        (SYDNEY, FORWARD, 4.0),
        (SYDNEY, BACK, 6.0),
        (ADELAIDE, FORWARD, 4.0),
        (ADELAIDE, BACK, 6.0),
        (LORD_HOWE, FORWARD, 4.5),
        (LORD_HOWE, BACK, 5.5),
    ],
)
def test_a_night_over_a_clock_change_is_as_long_as_it_really_is(
    zone: ZoneInfo, day: date, hours_open: float
) -> None:
    (night,) = opening_ranges([OpeningHours(SUNDAY, time(0), time(5))], zone, day, day)
    assert night.duration == timedelta(hours=hours_open)


@pytest.mark.parametrize(("zone", "skipped_to"), [(SYDNEY, 3.0), (ADELAIDE, 3.0), (LORD_HOWE, 2.5)])
def test_a_skipped_wall_time_stands_for_the_jump(zone: ZoneInfo, skipped_to: float) -> None:
    jump = instant_of(wall(FORWARD, 0) + timedelta(hours=skipped_to), zone)
    for minute in (0, 1, 15, 29):
        skipped = wall(FORWARD, 2, minute)
        assert not exists(skipped, zone)
        assert instant_of(skipped, zone) == jump
    assert exists(wall(FORWARD, 1, 59), zone)
    assert instant_of(wall(FORWARD, 1, 59), zone) == jump - timedelta(minutes=1)


def test_the_half_hour_after_a_half_hour_jump_exists() -> None:
    assert exists(wall(FORWARD, 2, 30), LORD_HOWE)
    assert not exists(wall(FORWARD, 2, 30), SYDNEY)


@pytest.mark.parametrize(
    ("zone", "twice", "first"),
    [
        (SYDNEY, wall(BACK, 2, 30), utc(2026, 4, 4, 15, 30)),
        (ADELAIDE, wall(BACK, 2, 30), utc(2026, 4, 4, 16)),
        (LORD_HOWE, wall(BACK, 1, 45), utc(2026, 4, 4, 14, 45)),
    ],
)
def test_a_wall_time_that_comes_twice_stands_for_its_first(
    zone: ZoneInfo, twice: datetime, first: datetime
) -> None:
    assert exists(twice, zone)
    assert instant_of(twice, zone) == first
    assert instant_of(twice.replace(fold=1), zone) == first


def test_hours_wholly_inside_the_skipped_hour_do_not_open_that_day() -> None:
    stretch = [OpeningHours(SUNDAY, time(2, 10), time(2, 50))]
    assert opening_ranges(stretch, SYDNEY, FORWARD, FORWARD) == ()


def test_a_shop_opening_in_the_skipped_hour_opens_when_it_is_over() -> None:
    (night,) = opening_ranges([OpeningHours(SUNDAY, time(2, 30), time(4))], SYDNEY, FORWARD, FORWARD)
    assert night == TimeRange(utc(2026, 10, 3, 16), utc(2026, 10, 3, 17))


def test_several_stretches_and_days_come_sorted_and_merged() -> None:
    week = [
        OpeningHours(0, time(13), time(17)),
        OpeningHours(0, time(9), time(12)),
        OpeningHours(1, time(9), time(11)),
        OpeningHours(1, time(11), time(12)),
        OpeningHours(2, time(12), time(12)),
    ]
    found = opening_ranges(week, SYDNEY, date(2026, 11, 23), date(2026, 11, 25))
    assert [(wall_of(r.start, SYDNEY), wall_of(r.end, SYDNEY)) for r in found] == [
        (wall(date(2026, 11, 23), 9), wall(date(2026, 11, 23), 12)),
        (wall(date(2026, 11, 23), 13), wall(date(2026, 11, 23), 17)),
        (wall(date(2026, 11, 24), 9), wall(date(2026, 11, 24), 12)),
    ]


@given(
    st.sampled_from([SYDNEY, ADELAIDE, LORD_HOWE]),
    st.integers(0, 2 * 365 * 24 * 60).map(
        lambda minute: wall(date(2026, 1, 1), 0) + timedelta(minutes=minute)
    ),
    st.integers(1, 200),
)
def test_a_later_wall_time_is_never_an_earlier_instant(
    zone: ZoneInfo, walls: datetime, later_min: int
) -> None:
    later = walls + timedelta(minutes=later_min)
    assert instant_of(walls, zone) <= instant_of(later, zone)
    assert (wall_of(instant_of(walls, zone), zone) == walls) == exists(walls, zone)


def test_an_unknown_zone_is_named_in_the_refusal() -> None:
    with pytest.raises(InvalidInput, match="Mars/Olympus"):
        zone_named("Mars/Olympus")
