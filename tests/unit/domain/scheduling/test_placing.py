"""Where a booking goes, and why it is refused."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.business import BusinessProfile, Offering, OpeningHours, StaffMember
from domain.errors import InvalidInput, NotFound, OutsideHours, SlotTaken
from domain.scheduling.hours import instant_of
from domain.scheduling.ranges import TimeRange
from tests.support.businesses import business
from tests.support.profile_times import place

SYDNEY = ZoneInfo("Australia/Sydney")
NOW = datetime(2026, 11, 23, 5, 17, tzinfo=UTC)
"""Monday 23 November 2026 16:17 in Sydney."""
TUESDAY = date(2026, 11, 24)


def wall(hour: int, minute: int = 0, day: date = TUESDAY) -> datetime:
    return datetime.combine(day, time(hour, minute))


def held(start: datetime, end: datetime) -> TimeRange:
    return TimeRange(instant_of(start, SYDNEY), instant_of(end, SYDNEY))


def test_a_free_time_is_placed_with_its_buffer_after_it(
    profile: BusinessProfile, colour: Offering, mia: StaffMember
) -> None:
    placement = place(profile, colour, wall(10), {}, NOW)
    assert placement.staff == mia
    assert placement.starts_at == datetime(2026, 11, 23, 23, tzinfo=UTC)
    assert placement.ends_at - placement.starts_at == timedelta(minutes=120)
    assert placement.until - placement.ends_at == timedelta(minutes=15)


def test_a_time_off_the_grid_is_placed_when_free(profile: BusinessProfile, haircut: Offering) -> None:
    assert place(profile, haircut, wall(10, 5), {}, NOW).starts_at_local == wall(10, 5)


def test_back_to_back_is_free_and_one_minute_of_overlap_is_not(
    profile: BusinessProfile, haircut: Offering, mia: StaffMember
) -> None:
    busy = {mia.id: [held(wall(9), wall(10)), held(wall(10, 45), wall(12))]}
    assert place(profile, haircut, wall(10), busy, NOW).staff == mia
    with pytest.raises(SlotTaken, match="Mia is not free then, but again from 12:00"):
        place(profile, haircut, wall(10, 1), busy, NOW)


def test_a_buffer_that_would_run_into_the_next_booking_is_taken(
    profile: BusinessProfile, colour: Offering, mia: StaffMember
) -> None:
    with pytest.raises(SlotTaken):
        place(profile, colour, wall(10), {mia.id: [held(wall(12), wall(13))]}, NOW)


def test_of_several_staff_the_first_who_is_free_takes_it(
    haircut: Offering, mia: StaffMember, leo: StaffMember
) -> None:
    profile = business(staff=(mia, leo))
    taken = [held(wall(10), wall(11))]
    assert place(profile, haircut, wall(10), {}, NOW).staff == mia
    assert place(profile, haircut, wall(10), {mia.id: taken}, NOW).staff == leo
    with pytest.raises(SlotTaken):
        place(profile, haircut, wall(10), {mia.id: taken, leo.id: taken}, NOW)


def test_without_staff_nothing_can_be_booked(haircut: Offering) -> None:
    with pytest.raises(NotFound, match="cannot be booked here"):
        place(business(staff=()), haircut, wall(10), {}, NOW)


def test_a_past_time_is_refused_however_long_past(profile: BusinessProfile, haircut: Offering) -> None:
    for past in (wall(16, 0, date(2026, 11, 23)), wall(10, 0, date(2026, 11, 20)), datetime(1, 1, 1, 10)):  # noqa: DTZ001
        with pytest.raises(OutsideHours, match="already over"):
            place(profile, haircut, past, {}, NOW)


def test_too_short_notice_is_refused(profile: BusinessProfile, haircut: Offering) -> None:
    with pytest.raises(OutsideHours, match="15 minutes' notice"):
        place(profile, haircut, wall(16, 31, date(2026, 11, 23)), {}, NOW)
    assert place(profile, haircut, wall(16, 32, date(2026, 11, 23)), {}, NOW)


def test_too_far_ahead_is_refused_with_the_last_day(profile: BusinessProfile, haircut: Offering) -> None:
    for far in (wall(10, 0, date(2027, 11, 24)), datetime(9999, 12, 31, 10)):  # noqa: DTZ001
        with pytest.raises(OutsideHours, match="up to Saturday 22 May 2027"):
            place(profile, haircut, far, {}, NOW)


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        (wall(8), "Closed at 08:00; open 09:00 to 17:30 on Tuesday 24 November"),
        (wall(17), "Closes at 17:30; the visit would last until 17:45"),
        (wall(17, 30), "open 09:00 to 17:30"),
        (wall(10, 0, date(2026, 11, 29)), "Closed on Sunday 29 November"),
    ],
)
def test_outside_hours_says_when_it_is_open(
    profile: BusinessProfile, haircut: Offering, wanted: datetime, why: str
) -> None:
    with pytest.raises(OutsideHours, match=why):
        place(profile, haircut, wanted, {}, NOW)


def test_being_closed_counts_before_being_taken(
    profile: BusinessProfile, haircut: Offering, mia: StaffMember
) -> None:
    with pytest.raises(OutsideHours):
        place(profile, haircut, wall(17), {mia.id: [held(wall(9), wall(18))]}, NOW)


@pytest.mark.parametrize(
    ("timezone", "skipped"),
    [("Australia/Sydney", (2, 45)), ("Australia/Adelaide", (2, 0)), ("Australia/Lord_Howe", (2, 15))],
)
def test_a_time_the_clocks_skip_cannot_be_booked(
    haircut: Offering, timezone: str, skipped: tuple[int, int]
) -> None:
    profile = business(timezone=timezone, opening_hours=(OpeningHours(6, time(0), time(6)),))
    day = date(2026, 10, 4)
    now = datetime(2026, 10, 1, tzinfo=UTC)
    with pytest.raises(InvalidInput, match="clocks go forward"):
        place(profile, haircut, wall(*skipped, day), {}, now)
    after = place(profile, haircut, wall(3, 0, day), {}, now)
    before = place(profile, haircut, wall(1, 45, day), {}, now)
    assert after.starts_at - before.starts_at == timedelta(minutes=45 if "Lord_Howe" in timezone else 15)


@pytest.mark.parametrize(
    "odd",
    [
        datetime(2026, 11, 24, 10, 0, 30),  # noqa: DTZ001
        datetime(2026, 11, 24, 10, tzinfo=UTC),
    ],
)
def test_only_a_whole_wall_minute_is_understood(
    profile: BusinessProfile, haircut: Offering, odd: datetime
) -> None:
    with pytest.raises(InvalidInput, match="starts_at_local"):
        place(profile, haircut, odd, {}, NOW)
