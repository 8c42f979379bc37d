"""What a caller who asks for a time is told."""

from datetime import UTC, date, datetime, time

import pytest

from domain.business import BusinessProfile, Offering, OpeningHours
from domain.dialogue.intents import FindSlots
from domain.dialogue.told_times import search_days
from domain.dialogue.tool_results import MAX_SLOTS, SlotsFound
from domain.errors import OutsideHours
from domain.scheduling.hours import instant_of, zone_named
from domain.scheduling.ranges import TimeRange
from tests.support.businesses import HAIRCUT, MIA, business
from tests.support.profile_times import HORIZON_DAYS, alternatives, find

NOW = datetime(2026, 11, 23, 5, 17, tzinfo=UTC)
"""Monday 23 November 2026 16:17 in Sydney."""
MONDAY, TUESDAY, WEDNESDAY = (date(2026, 11, day) for day in (23, 24, 25))
SUNDAY = date(2026, 11, 29)


def wall(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute))


def held(start: datetime, end: datetime) -> TimeRange:
    zone = zone_named("Australia/Sydney")
    return TimeRange(instant_of(start, zone), instant_of(end, zone))


def ask(
    profile: BusinessProfile, *busy: TimeRange, offering: Offering = HAIRCUT, **intent: object
) -> SlotsFound:
    wanted = FindSlots(offering.name, **intent)  # type: ignore[arg-type]
    return find(profile, offering, wanted, {MIA.id: busy}, NOW)


def test_a_day_is_shown_by_a_spread_of_its_slots(profile: BusinessProfile) -> None:
    found = ask(profile, date=TUESDAY)
    assert len(found.slots) == MAX_SLOTS
    assert (found.slots[0], found.slots[-1]) == (wall(TUESDAY, 9), wall(TUESDAY, 16, 45))
    assert (found.date, found.closed, found.requested_is_free, found.next_free_local) == (
        TUESDAY,
        False,
        None,
        None,
    )


def test_a_free_time_asked_for_is_said_to_be_free(profile: BusinessProfile) -> None:
    found = ask(profile, date=TUESDAY, time=time(10))
    assert (found.requested_local, found.requested_is_free) == (wall(TUESDAY, 10), True)
    assert wall(TUESDAY, 10) in found.slots


def test_a_free_time_off_the_grid_is_said_to_be_free(profile: BusinessProfile) -> None:
    assert ask(profile, date=TUESDAY, time=time(10, 5)).requested_is_free is True


def test_around_a_taken_time_the_nearest_are_told(profile: BusinessProfile) -> None:
    found = ask(profile, held(wall(TUESDAY, 10), wall(TUESDAY, 11)), date=TUESDAY, time=time(10))
    assert found.requested_is_free is False
    assert found.slots == tuple(
        wall(TUESDAY, hour, minute)
        for hour, minute in ((9, 0), (9, 15), (11, 0), (11, 15), (11, 30), (11, 45))
    )


def test_a_full_day_points_to_the_next_free_time(profile: BusinessProfile) -> None:
    found = ask(profile, held(wall(TUESDAY, 8), wall(WEDNESDAY, 10)), date=TUESDAY)
    assert (found.slots, found.closed, found.next_free_local) == ((), False, wall(WEDNESDAY, 10))


def test_a_closed_day_says_so_and_points_to_the_next(profile: BusinessProfile) -> None:
    found = ask(profile, date=SUNDAY, time=time(10))
    assert (found.closed, found.requested_is_free, found.slots) == (True, False, ())
    assert found.next_free_local == wall(date(2026, 11, 30), 9)


def test_any_day_gives_the_next_free_times(profile: BusinessProfile) -> None:
    found = ask(profile)
    assert found.date is None
    assert found.slots[0] == wall(MONDAY, 16, 45)
    assert {slot.date() for slot in found.slots} == {MONDAY, TUESDAY}


def test_a_time_without_a_day_means_the_next_day_it_can_be_had(profile: BusinessProfile) -> None:
    found = ask(profile, time=time(15))
    assert (found.requested_local, found.requested_is_free) == (wall(TUESDAY, 15), True)
    taken = ask(profile, held(wall(TUESDAY, 14), wall(TUESDAY, 16)), time=time(15))
    assert (taken.requested_local, taken.requested_is_free) == (wall(TUESDAY, 15), False)
    assert {slot.date() for slot in taken.slots} == {TUESDAY}


def test_a_time_it_never_opens_at_is_not_free(profile: BusinessProfile) -> None:
    found = ask(profile, time=time(22))
    assert found.requested_is_free is False
    assert found.slots


def test_a_part_of_the_day_narrows_and_gives_way_when_it_has_nothing(profile: BusinessProfile) -> None:
    afternoon = ask(profile, date=TUESDAY, part_of_day="afternoon")
    assert all(12 <= slot.hour < 17 for slot in afternoon.slots)
    morning_anyday = ask(profile, part_of_day="morning")
    assert all(slot.hour < 12 for slot in morning_anyday.slots)
    assert {slot.date() for slot in morning_anyday.slots} == {TUESDAY}
    evening = ask(profile, date=TUESDAY, part_of_day="evening")
    assert evening.slots == ask(profile, date=TUESDAY).slots
    assert ask(profile, part_of_day="evening").slots == ask(profile).slots


def test_nothing_busy_is_told(profile: BusinessProfile) -> None:
    found = ask(profile, held(wall(TUESDAY, 9, 30), wall(TUESDAY, 15)), date=TUESDAY)
    assert found.slots
    assert all(slot >= wall(TUESDAY, 15) for slot in found.slots)


@pytest.mark.parametrize("gone", [date(2026, 11, 22), date(1, 1, 1)])
def test_a_day_that_is_over_is_refused(profile: BusinessProfile, gone: date) -> None:
    with pytest.raises(OutsideHours, match="already over; today is Monday 23 November"):
        ask(profile, date=gone)


@pytest.mark.parametrize("far", [date(2027, 11, 24), date.max])
def test_a_day_too_far_ahead_is_refused(profile: BusinessProfile, far: date) -> None:
    with pytest.raises(OutsideHours, match="up to Saturday 22 May 2027"):
        search_days(zone_named(profile.timezone), far, NOW, HORIZON_DAYS)


def test_without_any_opening_hours_nothing_is_found() -> None:
    found = ask(business(opening_hours=()), date=TUESDAY, time=time(10))
    assert (found.slots, found.closed, found.requested_is_free, found.next_free_local) == (
        (),
        True,
        False,
        None,
    )


def test_a_time_in_the_skipped_hour_is_not_free() -> None:
    profile = business(opening_hours=(OpeningHours(6, time(0), time(6)),))
    forward = date(2026, 10, 4)
    found = find(
        profile,
        HAIRCUT,
        FindSlots("Haircut", forward, None, time(2, 30)),
        {},
        datetime(2026, 10, 1, tzinfo=UTC),
    )
    assert found.requested_is_free is False
    assert not [slot for slot in found.slots if slot.hour == 2]


def test_alternatives_are_that_days_nearest_or_the_next_free_days(profile: BusinessProfile) -> None:
    taken = held(wall(TUESDAY, 10), wall(TUESDAY, 11))
    same_day = alternatives(profile, HAIRCUT, wall(TUESDAY, 10), {MIA.id: [taken]}, NOW)
    assert same_day == (wall(TUESDAY, 9), wall(TUESDAY, 9, 15), wall(TUESDAY, 11))
    full = held(wall(TUESDAY, 0), wall(TUESDAY, 23))
    next_day = alternatives(profile, HAIRCUT, wall(TUESDAY, 10), {MIA.id: [full]}, NOW)
    assert next_day == (wall(WEDNESDAY, 9, 45), wall(WEDNESDAY, 10), wall(WEDNESDAY, 10, 15))
    assert alternatives(profile, HAIRCUT, wall(date(2026, 11, 20), 10), {}, NOW) == ()
    assert alternatives(profile, HAIRCUT, wall(date.max, 10), {}, NOW) == ()
