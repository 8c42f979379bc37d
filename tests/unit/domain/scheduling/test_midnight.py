"""Places that are open until midnight, or over it."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.business import BusinessProfile, Offering, OpeningHours
from domain.dialogue.intents import FindSlots
from domain.errors import OutsideHours, SlotTaken
from domain.scheduling.hours import instant_of, open_on, wall_of
from domain.scheduling.place import window_of
from domain.scheduling.ranges import TimeRange
from tests.support.businesses import HAIRCUT, MIA, business
from tests.support.profile_times import alternatives, find, place, slots

SYDNEY = ZoneInfo("Australia/Sydney")
NOW = datetime(2026, 11, 23, 0, tzinfo=UTC)
THURSDAY, FRIDAY, SATURDAY = date(2026, 11, 26), date(2026, 11, 27), date(2026, 11, 28)
TABLE = Offering(HAIRCUT.id, "Table", 90, 0)

ONE_NIGHT = (OpeningHours(4, time(18), time(2)),)
TWO_STRETCHES = (OpeningHours(4, time(18), time(0)), OpeningHours(5, time(0), time(2)))
OLD_WORDING = (OpeningHours(4, time(18), time(23, 59)), OpeningHours(5, time(0), time(2)))
ALL_WEEK = tuple(OpeningHours(weekday, time(0), time(0)) for weekday in range(7))


def bar(*hours: OpeningHours) -> BusinessProfile:
    return business(name="Late Bar", offerings=(TABLE,), opening_hours=hours)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute))


@pytest.mark.parametrize(
    "hours", [ONE_NIGHT, TWO_STRETCHES, OLD_WORDING], ids=["one night", "until midnight", "until 23:59"]
)
@pytest.mark.parametrize(
    ("start", "fits"),
    [
        (at(FRIDAY, 18), True),
        (at(FRIDAY, 22, 30), True),
        (at(FRIDAY, 23, 15), True),
        (at(SATURDAY, 0), True),
        (at(SATURDAY, 0, 30), True),
        (at(SATURDAY, 0, 45), False),
        (at(SATURDAY, 1, 59), False),
        (at(FRIDAY, 0, 15), False),
        (at(FRIDAY, 17, 45), False),
    ],
    ids=str,
)
def test_a_night_is_one_stretch_however_it_is_written(
    hours: tuple[OpeningHours, ...], start: datetime, fits: bool
) -> None:
    profile = bar(*hours)
    offered = [s.starts_at_local for s in slots(profile, TABLE, {}, first=THURSDAY, last=SATURDAY, now=NOW)]
    assert (start in offered) is fits
    if fits:
        assert place(profile, TABLE, start, {}, NOW).starts_at_local == start
    else:
        with pytest.raises(OutsideHours):
            place(profile, TABLE, start, {}, NOW)


def test_what_is_open_around_the_clock_takes_every_start() -> None:
    offered = list(slots(bar(*ALL_WEEK), TABLE, {}, first=FRIDAY, last=FRIDAY, now=NOW))
    assert len(offered) == 24 * 4
    assert (offered[0].starts_at_local, offered[-1].starts_at_local) == (at(FRIDAY, 0), at(FRIDAY, 23, 45))


def test_a_night_over_a_clock_change_is_as_long_as_it_really_is() -> None:
    saturday = (OpeningHours(5, time(20), time(4)),)
    for change, hours in ((date(2026, 10, 4), 7), (date(2026, 4, 5), 9)):
        day = change - timedelta(days=1)
        evening, morning = open_on(saturday, SYDNEY, day), open_on(saturday, SYDNEY, change)
        assert (evening[0].duration + morning[0].duration) == timedelta(hours=hours)


def test_a_booking_that_began_before_midnight_is_in_the_way_after_it() -> None:
    profile = bar(*ONE_NIGHT)
    held = TimeRange(instant_of(at(SATURDAY, 0), SYDNEY), instant_of(at(SATURDAY, 1), SYDNEY))
    window = window_of(SYDNEY, FRIDAY, FRIDAY)
    assert window.overlaps(held), "who books on Friday has to know of it"
    with pytest.raises(SlotTaken):
        place(profile, TABLE, at(FRIDAY, 23), {MIA.id: [held]}, NOW)
    assert place(profile, TABLE, at(FRIDAY, 22, 30), {MIA.id: [held]}, NOW).ends_at == held.start


def test_the_refusal_says_the_night_as_it_is() -> None:
    profile = bar(*ONE_NIGHT)
    with pytest.raises(OutsideHours, match=r"open 18:00 to 24:00 on Friday 27 November\.$"):
        place(profile, TABLE, at(FRIDAY, 12), {}, NOW)
    with pytest.raises(OutsideHours, match="Closes at 02:00; the visit would last until 02:30"):
        place(profile, TABLE, at(SATURDAY, 1), {}, NOW)
    with pytest.raises(OutsideHours, match="Closed on Thursday"):
        place(profile, TABLE, at(THURSDAY, 19), {}, NOW)
    with pytest.raises(OutsideHours, match="Closes at 00:00; the visit would last until 00:30"):
        place(bar(OpeningHours(4, time(18), time(0))), TABLE, at(FRIDAY, 23), {}, NOW)


def test_a_time_after_midnight_is_found_on_its_own_day() -> None:
    profile = bar(*ONE_NIGHT)
    found = find(profile, TABLE, FindSlots("Table", SATURDAY, None, time(0, 30)), {}, NOW)
    assert (found.requested_is_free, found.closed) == (True, False)
    late = find(profile, TABLE, FindSlots("Table", FRIDAY, "evening", time(23, 30)), {}, NOW)
    assert late.requested_is_free
    assert at(FRIDAY, 23, 30) in late.slots


def test_what_is_refused_is_never_offered_instead() -> None:
    profile = bar(*ONE_NIGHT)
    assert at(FRIDAY, 20) not in alternatives(profile, TABLE, at(FRIDAY, 20), {}, NOW)


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (OpeningHours(0, time(9), time(17, 30)), "09:00-17:30"),
        (OpeningHours(0, time(18), time(0)), "18:00-24:00"),
        (OpeningHours(0, time(18), time(23, 59)), "18:00-24:00"),
        (OpeningHours(0, time(18), time(2)), "18:00-02:00 (next day)"),
        (OpeningHours(0, time(0), time(0)), "00:00-24:00"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_hours_are_said_as_people_write_them(hours: OpeningHours, said: str) -> None:
    assert hours.spoken == said


def test_a_day_ends_where_the_next_begins() -> None:
    (friday,) = open_on(ALL_WEEK, SYDNEY, FRIDAY)
    assert wall_of(friday.start, SYDNEY) == at(FRIDAY, 0)
    assert wall_of(friday.end, SYDNEY) == at(SATURDAY, 0)
