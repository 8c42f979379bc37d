"""What callers are offered of a profile: on the wall clock's grid, and never more than the calendar holds."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from domain.business import BusinessProfile, Offering, OpeningHours, StaffMember
from domain.dialogue.told_times import nearest, spread
from domain.scheduling.engine.diary import Rules
from domain.scheduling.hours import instant_of, local_days
from domain.scheduling.ranges import TimeRange
from tests.support.businesses import COLOUR, HAIRCUT, LEO, MIA, business
from tests.support.profile_times import Slot, slots

SYDNEY = ZoneInfo("Australia/Sydney")
MONDAY, TUESDAY, SUNDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 29)
EARLY = datetime(2026, 11, 22, 12, tzinfo=UTC)


def local(day: date, hour: int, minute: int = 0, zone: ZoneInfo = SYDNEY) -> datetime:
    return instant_of(datetime.combine(day, time(hour, minute)), zone)


def taken(day: date, start: time, end: time) -> TimeRange:
    return TimeRange(local(day, start.hour, start.minute), local(day, end.hour, end.minute))


def starts(found: tuple[Slot, ...]) -> list[str]:
    return [f"{slot.starts_at_local:%H:%M}" for slot in found]


def on(
    profile: BusinessProfile,
    day: date,
    *busy: TimeRange,
    offering: Offering = HAIRCUT,
    now: datetime = EARLY,
) -> tuple[Slot, ...]:
    return tuple(slots(profile, offering, {MIA.id: busy}, first=day, last=day, now=now))


def test_an_empty_day_is_offered_from_opening_to_the_last_that_ends_by_closing(
    profile: BusinessProfile,
) -> None:
    found = starts(on(profile, MONDAY))
    assert (found[0], found[-1], len(found)) == ("09:00", "16:45", 32)


def test_a_buffer_counts_as_time_needed(profile: BusinessProfile) -> None:
    assert starts(on(profile, MONDAY, offering=COLOUR))[-1] == "15:15"


def test_nothing_offered_overlaps_what_is_busy(profile: BusinessProfile) -> None:
    found = starts(
        on(profile, MONDAY, taken(MONDAY, time(10), time(11)), taken(MONDAY, time(11, 50), time(17)))
    )
    assert found == ["09:00", "09:15", "11:00"]


def test_the_grid_belongs_to_the_wall_clock_not_to_opening() -> None:
    profile = business(opening_hours=(OpeningHours(0, time(9, 10), time(10, 20)),))
    assert starts(on(profile, MONDAY)) == ["09:15", "09:30"]


def test_today_starts_after_the_notice_a_booking_needs(profile: BusinessProfile) -> None:
    now = local(MONDAY, 15, 31)
    assert starts(on(profile, MONDAY, now=now)) == ["16:00", "16:15", "16:30", "16:45"]


def test_closed_and_past_days_and_days_beyond_the_horizon_offer_nothing(profile: BusinessProfile) -> None:
    assert on(profile, SUNDAY) == ()
    assert on(profile, date(2026, 11, 20)) == ()
    assert on(profile, date(2031, 11, 24)) == ()
    assert on(profile, date.max) == ()


def test_days_come_in_order(profile: BusinessProfile) -> None:
    found = list(slots(profile, HAIRCUT, {}, first=MONDAY, last=SUNDAY, now=EARLY))
    assert [s.starts_at for s in found] == sorted({s.starts_at for s in found})
    assert {s.starts_at_local.date() for s in found} == {MONDAY + timedelta(days=n) for n in range(6)}


def test_a_second_person_is_offered_where_the_first_is_busy() -> None:
    profile = business(staff=(MIA, LEO))
    busy = {MIA.id: [taken(MONDAY, time(9), time(10))], LEO.id: [taken(MONDAY, time(9, 30), time(17, 30))]}
    found = list(slots(profile, HAIRCUT, busy, first=MONDAY, last=MONDAY, now=EARLY))
    who: dict[str, StaffMember] = {f"{s.starts_at_local:%H:%M}": s.staff for s in found}
    assert "09:00" not in who
    assert who["10:00"] == MIA
    busy[LEO.id] = []
    found = list(slots(profile, HAIRCUT, busy, first=MONDAY, last=MONDAY, now=EARLY))
    who = {f"{s.starts_at_local:%H:%M}": s.staff for s in found}
    assert (who["09:00"], who["10:00"]) == (LEO, MIA)


def test_nearest_are_around_the_wanted_time_in_order(profile: BusinessProfile) -> None:
    found = on(profile, MONDAY, taken(MONDAY, time(11), time(12)))
    assert starts(nearest(found, local(MONDAY, 11))) == ["10:00", "10:15", "12:00"]
    assert starts(nearest(found, local(MONDAY, 7), 2)) == ["09:00", "09:15"]
    assert nearest((), EARLY) == ()


def test_a_spread_shows_the_range_of_a_day_from_its_first_slot(profile: BusinessProfile) -> None:
    found = on(profile, MONDAY)
    assert starts(spread(found, 4)) == ["09:00", "11:30", "14:00", "16:45"]
    assert spread(found[:3], 4) == found[:3]
    assert starts(spread(found, 1)) == ["09:00"]


def test_the_hour_that_comes_twice_is_offered_once_and_the_skipped_hour_never() -> None:
    profile = business(opening_hours=(OpeningHours(6, time(1), time(5)),))
    back, forward = date(2026, 4, 5), date(2026, 10, 4)
    twice = tuple(slots(profile, HAIRCUT, {}, first=back, last=back, now=datetime(2026, 4, 1, tzinfo=UTC)))
    assert starts(twice) == [f"{h:02}:{m:02}" for h in (1, 2, 3) for m in (0, 15, 30, 45)] + [
        "04:00",
        "04:15",
    ]
    skipped = tuple(
        slots(profile, HAIRCUT, {}, first=forward, last=forward, now=datetime(2026, 10, 1, tzinfo=UTC))
    )
    assert [s for s in starts(skipped) if s.startswith("02")] == []
    before = next(s for s in skipped if f"{s.starts_at_local:%H:%M}" == "01:45")
    assert before.ends_at - before.starts_at == timedelta(minutes=45)


def test_local_days_are_as_long_as_they_really_are() -> None:
    assert local_days(SYDNEY, date(2026, 10, 4), date(2026, 10, 4)).duration == timedelta(hours=23)
    assert local_days(SYDNEY, date(2026, 4, 5), date(2026, 4, 5)).duration == timedelta(hours=25)


def test_rules_of_a_business_change_grid_and_notice(profile: BusinessProfile) -> None:
    rules = Rules(grid_min=60, notice_min=120)
    found = tuple(
        slots(
            profile,
            HAIRCUT,
            {UUID(int=99): []},
            first=MONDAY,
            last=MONDAY,
            now=local(MONDAY, 12),
            rules=rules,
        )
    )
    assert starts(found) == ["14:00", "15:00", "16:00"]
