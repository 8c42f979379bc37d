"""The usual week, special days and holidays, for a location and for who works there."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.business import OpeningHours
from domain.errors import InvalidInput
from domain.scheduling.calendar import Absence, Calendar, Holiday, Member, SpecialDay, all_day
from domain.scheduling.engine.diary import Taking
from domain.scheduling.hours import wall_of
from domain.scheduling.ranges import TimeRange

ZONE = ZoneInfo("Europe/Berlin")
MONDAY = date(2026, 12, 21)
CHRISTMAS = date(2026, 12, 25)  # a Friday
WEEK = tuple(OpeningHours(weekday, time(9), time(17)) for weekday in range(5))


def spoken(calendar: Calendar, first: date, last: date) -> list[str]:
    return [
        f"{wall_of(r.start, ZONE):%a %H:%M}-{wall_of(r.end, ZONE):%a %H:%M}"
        for r in calendar.opening(first, last)
    ]


def test_the_usual_week_holds_where_nothing_else_is_said() -> None:
    opened = spoken(Calendar(ZONE, WEEK), MONDAY, MONDAY + timedelta(days=6))
    assert opened == [f"{day} 09:00-{day} 17:00" for day in ("Mon", "Tue", "Wed", "Thu", "Fri")]


def test_a_kept_holiday_closes_and_says_its_name() -> None:
    calendar = Calendar(ZONE, WEEK, holidays=(Holiday(CHRISTMAS, "Christmas Day"),))
    assert spoken(calendar, CHRISTMAS, CHRISTMAS) == []
    assert calendar.closures(MONDAY, CHRISTMAS) == {CHRISTMAS: "Christmas Day"}


def test_an_opened_holiday_is_a_usual_day() -> None:
    calendar = Calendar(ZONE, WEEK, holidays=(Holiday(CHRISTMAS, "Christmas Day", opened=True),))
    assert spoken(calendar, CHRISTMAS, CHRISTMAS) == ["Fri 09:00-Fri 17:00"]
    assert calendar.closures(MONDAY, CHRISTMAS) == {}


def test_the_owners_own_day_wins_over_the_holiday_and_over_the_week() -> None:
    special = SpecialDay(CHRISTMAS, ((time(10), time(12)), (time(14), time(15))), "short day")
    calendar = Calendar(ZONE, WEEK, (special,), (Holiday(CHRISTMAS, "Christmas Day"),))
    assert spoken(calendar, CHRISTMAS, CHRISTMAS) == ["Fri 10:00-Fri 12:00", "Fri 14:00-Fri 15:00"]
    assert calendar.closures(CHRISTMAS, CHRISTMAS) == {CHRISTMAS: "short day"}


def test_a_special_day_can_open_a_day_that_is_closed_otherwise() -> None:
    sunday = MONDAY - timedelta(days=1)
    calendar = Calendar(ZONE, WEEK, (SpecialDay(sunday, ((time(0), time(0)),)),))
    assert spoken(calendar, sunday, sunday) == ["Sun 00:00-Mon 00:00"]


def test_a_night_goes_on_into_a_closed_day_and_none_begins_on_it() -> None:
    nights = tuple(OpeningHours(weekday, time(18), time(2)) for weekday in range(7))
    calendar = Calendar(ZONE, nights, holidays=(Holiday(CHRISTMAS, "Christmas Day"),))
    assert spoken(calendar, CHRISTMAS, CHRISTMAS) == ["Fri 00:00-Fri 02:00"]
    assert spoken(calendar, CHRISTMAS + timedelta(days=1), CHRISTMAS + timedelta(days=1)) == [
        "Sat 18:00-Sun 00:00"
    ]


def test_special_hours_are_right_on_the_day_the_clocks_change() -> None:
    day = date(2026, 10, 25)  # 25 hours
    calendar = Calendar(ZONE, (), (SpecialDay(day, ((time(0), time(0)),)),))
    (stretch,) = calendar.opening(day, day)
    assert stretch.duration == timedelta(hours=25)


def test_hours_that_last_no_time_are_refused() -> None:
    with pytest.raises(InvalidInput, match="2026-12-25"):
        SpecialDay(CHRISTMAS, ((time(9), time(9)),))


def test_who_has_no_week_of_their_own_works_as_the_location_opens() -> None:
    location = Calendar(
        ZONE, WEEK, (SpecialDay(MONDAY, (), "stocktaking"),), (Holiday(CHRISTMAS, "Christmas"),)
    )
    assert Member().hours(location, MONDAY, CHRISTMAS) == location.opening(MONDAY, CHRISTMAS)


def test_a_special_day_of_ones_own_wins_over_the_locations() -> None:
    location = Calendar(
        ZONE, WEEK, (SpecialDay(MONDAY, (), "stocktaking"),), (Holiday(CHRISTMAS, "Christmas"),)
    )
    member = Member(
        special=(SpecialDay(MONDAY, ((time(12), time(13)),)), SpecialDay(CHRISTMAS, ((time(8), time(9)),)))
    )
    hours = member.hours(location, MONDAY, CHRISTMAS)
    assert hours[0].start == datetime(2026, 12, 21, 11, tzinfo=UTC)
    assert hours[-1] == TimeRange(
        datetime(2026, 12, 25, 7, tzinfo=UTC), datetime(2026, 12, 25, 8, tzinfo=UTC)
    )


def test_a_week_of_ones_own_replaces_the_locations() -> None:
    location = Calendar(ZONE, WEEK)
    member = Member(weekly=(OpeningHours(0, time(7), time(11)),), special=(SpecialDay(MONDAY, ()),))
    assert member.hours(location, MONDAY, MONDAY) == ()
    assert len(member.hours(location, MONDAY, MONDAY + timedelta(days=13))) == 1


def test_absences_keep_a_person_busy_with_their_reason() -> None:
    during = TimeRange(datetime(2026, 12, 21, tzinfo=UTC), datetime(2026, 12, 28, tzinfo=UTC))
    (taken,) = Member(absences=(Absence(during, "annual leave"),)).taken()
    assert (taken.by, taken.during, taken.reason) == (Taking.AWAY, during, "annual leave")


def test_round_the_clock_is_without_a_gap() -> None:
    (stretch,) = Calendar(ZONE, all_day()).opening(MONDAY, MONDAY + timedelta(days=6))
    assert stretch.duration == timedelta(days=7)
