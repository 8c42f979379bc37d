"""The engine against the definition of a free time, read off minute by minute and person by person."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import product
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.scheduling.engine.availability import Availability
from domain.scheduling.engine.diary import Diary, Resource, Rules, Taken, Taking, all_taken
from domain.scheduling.engine.obstacles import obstacles
from domain.scheduling.engine.visit import Part, Segment, Visit, visits_of
from domain.scheduling.hours import local_days
from domain.scheduling.ranges import TimeRange, subtract

MINUTE = timedelta(minutes=1)
IDS = [UUID(int=number) for number in range(1, 6)]
DAYS = (
    ("Australia/Sydney", date(2026, 11, 30)),
    ("Australia/Sydney", date(2026, 10, 4)),  # the clocks go forward at 02:00
    ("Australia/Sydney", date(2026, 4, 5)),  # and back at 03:00
    ("Australia/Lord_Howe", date(2026, 4, 5)),  # by half an hour
    ("Australia/Eucla", date(2026, 7, 1)),  # eight hours and three quarters
    ("America/Santiago", date(2026, 9, 6)),  # there is no midnight
)


@st.composite
def ranges_on(
    draw: st.DrawFn, window: TimeRange, most: int, longest_min: int, unit: int
) -> tuple[TimeRange, ...]:
    count = int(window.duration / MINUTE) // unit
    found: list[TimeRange] = []
    for _ in range(draw(st.integers(0, most))):
        first = draw(st.integers(0, count - 1))
        length = draw(st.integers(1, max(1, min(count - first, longest_min // unit))))
        start = window.start + first * unit * MINUTE
        found.append(TimeRange(start, start + length * unit * MINUTE))
    return tuple(found)


@st.composite
def hours_on(draw: st.DrawFn, window: TimeRange, unit: int) -> tuple[TimeRange, ...]:
    """The whole window but for some stretches."""
    return subtract((window,), draw(ranges_on(window, 3, 700, unit)))


@st.composite
def parts(draw: st.DrawFn, unit: int) -> tuple[Part, ...]:
    some = st.lists(st.sampled_from(IDS), unique=True, max_size=3).map(tuple)
    segment = st.builds(Segment, st.integers(1, 4).map(lambda n: n * unit), st.booleans())
    part = st.builds(
        Part,
        segments=st.lists(segment, min_size=1, max_size=3).map(tuple),
        people=some,
        assets=st.lists(some.filter(bool), max_size=1).map(tuple),
        before_min=st.sampled_from((0, unit)),
        after_min=st.sampled_from((0, unit, 2 * unit)),
    )
    return tuple(draw(st.lists(part, min_size=1, max_size=3)))


@st.composite
def questions(draw: st.DrawFn) -> tuple[Diary, tuple[Visit, ...], date]:
    zone_name, day = draw(st.sampled_from(DAYS))
    zone, unit = ZoneInfo(zone_name), draw(st.sampled_from((1, 5, 15)))
    window = local_days(zone, day - timedelta(days=1), day + timedelta(days=1))
    resources = {
        identity: Resource(
            identity,
            "",
            draw(hours_on(window, unit)),
            tuple(Taken(r, Taking.BOOKING) for r in draw(ranges_on(window, 3, 300, unit))),
            busy=[
                (int(r.start.timestamp()) // 60, int(r.end.timestamp()) // 60)
                for r in draw(ranges_on(window, 3, 300, unit))
            ],
        )
        for identity in draw(st.sets(st.sampled_from(IDS), min_size=2))
    }
    diary = Diary(
        zone=zone,
        window=window,
        now=window.start + draw(st.integers(0, 2400)) * MINUTE,
        opening=draw(hours_on(window, unit)),
        resources=resources,
        rules=Rules(
            grid_min=draw(st.sampled_from((15, 20, 30, 60))),
            notice_min=draw(st.sampled_from((0, 60))),
            horizon_days=draw(st.sampled_from((2, 1, 0))),
            per_day=draw(st.sampled_from((None, 1))),
        ),
        visits_on={day: draw(st.sampled_from((0, 0, 1)))},
    )
    return diary, visits_of(draw(parts(unit))), day


def minutes_of(ranges: tuple[TimeRange, ...]) -> set[datetime]:
    return {r.start + count * MINUTE for r in ranges for count in range(int(r.duration / MINUTE))}


def can_begin(
    diary: Diary, visit: Visit, at: datetime, free: dict[UUID, set[datetime]], opened: set[datetime]
) -> bool:
    """Read off the definition."""
    if any(at + count * MINUTE not in opened for count in range(visit.minutes)):
        return False
    wanted = [
        {
            at + minute * MINUTE
            for span in claim.spans
            for minute in range(span.begins_min, span.begins_min + span.minutes)
        }
        for claim in visit.claims
    ]
    fitting = [
        [who for who in claim.candidates if minutes <= free.get(who, set())]
        for claim, minutes in zip(visit.claims, wanted, strict=True)
    ]
    return any(
        not any(
            one == other and wanted[i] & wanted[j]
            for i, one in enumerate(chosen)
            for j, other in enumerate(chosen)
            if i < j
        )
        for chosen in product(*fitting)
    )


def walls(diary: Diary, day: date) -> Iterator[datetime]:
    """Every instant of that local day whose wall time is on the rules' grid, the first where it comes twice."""
    seen: set[datetime] = set()
    at = local_days(diary.zone, day - timedelta(days=1), day + timedelta(days=1)).start
    for _ in range(4 * 24 * 60):
        local = at.astimezone(diary.zone).replace(tzinfo=None, fold=0)
        if (
            local.date() == day
            and local not in seen
            and (local.hour * 60 + local.minute) % diary.rules.grid_min == 0
        ):
            seen.add(local)
            yield at
        at += MINUTE


@settings(max_examples=60)
@given(questions())
def test_the_starts_are_those_of_the_definition(question: tuple[Diary, tuple[Visit, ...], date]) -> None:
    diary, visits, day = question
    free = {
        one.id: minutes_of(one.hours) - minutes_of(tuple(taken.during for taken in all_taken(one)))
        for one in diary.resources.values()
    }
    opened = minutes_of(diary.opening)
    rules = diary.rules
    today = diary.now.astimezone(diary.zone).date()
    allowed = today <= day <= today + timedelta(days=rules.horizon_days) and (
        rules.per_day is None or diary.visits_on[day] < rules.per_day
    )
    expected: list[datetime] = []
    found = Availability(diary, visits, day, day)
    for at in walls(diary, day):
        fits = allowed and at >= diary.now + rules.notice_min * MINUTE
        possible = fits and any(can_begin(diary, visit, at, free, opened) for visit in visits)
        if possible:
            expected.append(at)
        assert found.is_free(at) == possible
        assert possible == any(not obstacles(diary, visit, at) for visit in visits)
    assert list(found.starts()) == expected
    for at in expected:
        offer = found.offer(at)
        assert offer is not None
        taken = [
            (who, span)
            for who, claim in zip(offer.assignment.chosen, offer.assignment.visit.claims, strict=True)
            for span in claim.spans
        ]
        for who, span in taken:
            minutes = {at + count * MINUTE for count in range(span.begins_min, span.ends_min)}
            assert minutes <= free[who]
        for place, (who, span) in enumerate(taken):
            assert not any(who == other and span.overlaps(theirs) for other, theirs in taken[place + 1 :])
