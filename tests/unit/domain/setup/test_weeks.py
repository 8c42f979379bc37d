"""Hours as people write them."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from domain.business import OpeningHours
from domain.errors import InvalidInput
from domain.setup.weeks import check_wall, checked_day, checked_week, clock, clock_text

MELBOURNE, SANTIAGO, LORD_HOWE = (
    ZoneInfo(name) for name in ("Australia/Melbourne", "America/Santiago", "Australia/Lord_Howe")
)


def week(*stretches: tuple[int, str, str]) -> list[OpeningHours]:
    return [
        OpeningHours(weekday, clock("opens", opens), clock("closes", closes))
        for weekday, opens, closes in stretches
    ]


@pytest.mark.parametrize(
    ("text", "at"), [("09:30", time(9, 30)), ("9:05", time(9, 5)), ("00:00", time()), ("24:00", time())]
)
def test_times_of_day_are_read_as_people_write_them(text: str, at: time) -> None:
    assert clock("opens", text) == at


@pytest.mark.parametrize(
    "text",
    ["", "9", "24:01", "25:00", "9:60", "-1:00", "09:30:00", "9.30", "٠٩:٣٠", "9:5", "1e1:00", " 9:00"],
)
def test_what_is_no_time_of_day_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput, match="opens: write a time of day as 09:30"):
        clock("opens", text)


def test_midnight_at_the_end_is_written_as_24() -> None:
    assert clock_text(time(18), time()) == ("18:00", "24:00")
    assert clock_text(time(), time(6)) == ("00:00", "06:00")


@pytest.mark.parametrize(
    "stretches",
    [
        [],
        [(0, "9:00", "12:00"), (0, "13:00", "17:30")],
        [(0, "9:00", "12:00"), (0, "12:00", "17:30")],
        [(4, "18:00", "02:00"), (5, "02:00", "06:00")],
        [(6, "18:00", "02:00"), (0, "02:00", "06:00")],
        [(6, "18:00", "24:00"), (0, "00:00", "06:00")],
        [(day, "00:00", "24:00") for day in range(7)],
    ],
    ids=["closed", "split shift", "touching", "past midnight", "into Monday", "to 24:00", "round the clock"],
)
def test_weeks_that_can_be_kept(stretches: list[tuple[int, str, str]]) -> None:
    in_order = sorted(week(*stretches), key=lambda one: (one.weekday, one.opens))
    assert list(checked_week(reversed(week(*stretches)))) == in_order


@pytest.mark.parametrize(
    ("stretches", "says"),
    [
        ([(0, "9:00", "12:00"), (0, "11:59", "17:00")], "Monday 09:00-12:00 and Monday 11:59-17:00 overlap"),
        ([(0, "9:00", "12:00"), (0, "9:00", "12:00")], "overlap"),
        ([(4, "18:00", "02:00"), (5, "01:00", "06:00")], "Friday 18:00-02:00 .* and Saturday .* overlap"),
        ([(6, "18:00", "02:00"), (0, "01:00", "06:00")], "Sunday .* and Monday .* overlap"),
        ([(0, "18:00", "17:00"), (1, "00:00", "24:00")], "overlap"),
        ([(2, "9:00", "9:00")], "Wednesday ends as it begins"),
        ([(0, f"{hour:02}:00", f"{hour:02}:30") for hour in range(11)], "at most 10 stretches on Monday"),
    ],
    ids=["a minute", "twice", "over midnight", "from Sunday", "a whole day on", "no length", "too many"],
)
def test_weeks_that_cannot(stretches: list[tuple[int, str, str]], says: str) -> None:
    with pytest.raises(InvalidInput, match=says):
        checked_week(week(*stretches))


def test_a_single_stretch_may_last_longer_than_a_day_less_a_minute_and_not_meet_itself() -> None:
    assert checked_week(week((6, "10:00", "09:59")))


def test_a_date_is_in_order_and_may_end_on_the_next_day() -> None:
    day = date(2026, 12, 31)
    hours = [(time(20), time(3)), (time(9), time(12))]
    assert checked_day(day, hours, [MELBOURNE]) == ((time(9), time(12)), (time(20), time(3)))
    with pytest.raises(InvalidInput, match="two stretches of 2026-12-31 overlap at 11:00"):
        checked_day(day, [(time(9), time(12)), (time(11), time(13))], [])


@pytest.mark.parametrize(
    ("day", "opens", "closes", "zone"),
    [
        (date(2026, 10, 4), time(2, 30), time(9), MELBOURNE),
        (date(2026, 10, 3), time(22), time(2, 30), MELBOURNE),
        (date(2026, 10, 4), time(2, 15), time(9), LORD_HOWE),
        (date(2026, 9, 6), time(0, 30), time(9), SANTIAGO),
    ],
    ids=["opens in the gap", "closes in the next day's", "half an hour", "after a midnight there is not"],
)
def test_times_the_clocks_skip_are_refused_on_that_date(
    day: date, opens: time, closes: time, zone: ZoneInfo
) -> None:
    with pytest.raises(InvalidInput, match=r"does not exist in .*: the clocks go forward"):
        checked_day(day, [(opens, closes)], [zone])


def test_a_day_begins_although_its_midnight_is_skipped_and_a_time_that_comes_twice_is_one() -> None:
    assert checked_day(date(2026, 9, 6), [(time(), time())], [SANTIAGO])
    check_wall(datetime.combine(date(2026, 4, 5), time(2, 30)), MELBOURNE)
