"""Why a time is not offered, in words: everything for the owner, and for the agent what a caller may know."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from domain.business import OpeningHours
from domain.scheduling.balance import Balance, order_for
from domain.scheduling.calendar import Calendar
from domain.scheduling.engine.availability import Availability
from domain.scheduling.engine.diary import Diary, Resource, Rules, Taken, Taking
from domain.scheduling.engine.obstacles import obstacles
from domain.scheduling.engine.visit import Part, Segment, visits_of
from domain.scheduling.hours import local_days
from domain.scheduling.ranges import TimeRange
from domain.scheduling.why_not import for_agent, for_owner

ZONE = ZoneInfo("Australia/Sydney")
MONDAY = date(2026, 11, 30)
NOW = datetime(2026, 11, 29, 22, tzinfo=UTC)  # Monday 09:00 in Sydney
MIA, LEO, CHAIR = UUID(int=1), UUID(int=2), UUID(int=11)
CUT = (Part((Segment(45),), (MIA,), ((CHAIR,),)),)


def at(hour: int, minute: int = 0, day: date = MONDAY) -> datetime:
    return datetime.combine(day, time(hour, minute), ZONE).astimezone(UTC)


def diary(*taken: tuple[UUID, Taken], **changes: object) -> Diary:
    calendar = Calendar(ZONE, tuple(OpeningHours(weekday, time(9), time(17)) for weekday in range(5)))
    last = MONDAY + timedelta(days=40)
    hours = calendar.opening(MONDAY, last)
    names = {MIA: "Mia", LEO: "Leo", CHAIR: "Chair 2"}
    resources = {
        each: Resource(each, name, hours, tuple(t for who, t in taken if who == each), is_asset=each == CHAIR)
        for each, name in names.items()
    }
    window = local_days(ZONE, MONDAY, last)
    return replace(Diary(ZONE, window, NOW, hours, resources, Rules(15, 15, 30)), **changes)


def booked(start: datetime, end: datetime, by: Taking = Taking.BOOKING, reason: str = "") -> Taken:
    return Taken(TimeRange(start, end), by, reason)


def words(known: Diary, starts_at: datetime, parts: tuple[Part, ...] = CUT) -> tuple[list[str], list[str]]:
    found = obstacles(known, visits_of(parts)[0], starts_at)
    return [for_owner(each, known, starts_at) for each in found], [
        for_agent(each, known, starts_at) for each in found
    ]


@pytest.mark.parametrize(
    ("known", "starts_at", "said"),
    [
        pytest.param(diary(), at(8), "That time is already over.", id="over"),
        pytest.param(diary(), at(9, 10), "It needs at least 15 minutes' notice.", id="notice"),
        pytest.param(
            diary(rules=Rules(15, 2880)), at(12), "It needs at least 2 days' notice.", id="days of notice"
        ),
        pytest.param(
            diary(), at(10, day=date(2026, 12, 31)), "Bookings are taken up to Wednesday 30 December 2026.",
            id="horizon",
        ),
        pytest.param(
            diary(), at(18), "Closed at 18:00; open 09:00 to 17:00 on Monday 30 November.", id="evening"
        ),
        pytest.param(
            diary(), at(10, day=date(2026, 12, 5)), "Closed on Saturday 5 December.", id="closed day"
        ),
        pytest.param(
            diary(closures={date(2026, 12, 5): "renovation"}),
            at(10, day=date(2026, 12, 5)),
            "Closed on Saturday 5 December (renovation).",
            id="closed for a reason",
        ),
        pytest.param(
            diary(), at(16, 30), "Closes at 17:00; the visit would last until 17:15.", id="too short"
        ),
    ],
)  # fmt: skip
def test_hours_and_rules_are_told_to_both(known: Diary, starts_at: datetime, said: str) -> None:
    owner, agent = words(known, starts_at)
    assert owner[0] == agent[0] == said


def test_the_limit_of_a_day_is_the_owners() -> None:
    full = diary(rules=Rules(per_day=3), visits_on={MONDAY: 3})
    owner, agent = words(full, at(12))
    assert owner == ["There are 3 of these on Monday 30 November already, which is the most."]
    assert agent == ["No more of these are taken on that day."]


def test_a_booking_in_the_way_is_named_to_the_owner_and_a_time_to_the_caller() -> None:
    known = diary((MIA, booked(at(12), at(15, 30), reason="Jane Doe, Colour")))
    owner, agent = words(known, at(14))
    assert owner == ["Mia is taken by a booking (Jane Doe, Colour) until 15:30."]
    assert agent == ["Mia is not free then, but again from 15:30."]


@pytest.mark.parametrize("by", list(Taking), ids=str)
def test_no_reason_of_anybody_reaches_the_agent(by: Taking) -> None:
    known = diary((MIA, booked(at(9), at(17), by, "surgery")), (CHAIR, booked(at(9), at(17), by, "surgery")))
    owner, agent = words(known, at(12))
    assert all("surgery" in sentence for sentence in owner)
    assert not any("surgery" in sentence or "Chair" in sentence for sentence in agent)


def test_leave_tells_a_caller_neither_that_it_is_leave_nor_its_end() -> None:
    known = diary((MIA, booked(at(9), at(15), Taking.AWAY, "medical")))
    owner, agent = words(known, at(14))
    assert owner == ["Mia is away (medical) until 15:00."]
    assert agent == ["Mia is not available then."]


def test_a_taken_asset_is_named_to_the_owner_only() -> None:
    owner, agent = words(diary((CHAIR, booked(at(12), at(15, 30)))), at(14))
    assert owner == ["Chair 2 is taken by a booking until 15:30."]
    assert agent == ["What it needs is not free then."]


def test_of_several_who_could_nobody_is_named_to_the_caller() -> None:
    known = diary((MIA, booked(at(12), at(15))), (LEO, booked(at(12), at(16), Taking.AWAY, "leave")))
    owner, agent = words(known, at(14), (Part((Segment(45),), (MIA, LEO)),))
    assert owner == ["Mia is taken by a booking until 15:00; Leo is away (leave) until 16:00."]
    assert agent == ["Nobody who does it is free then."]


def test_someone_who_has_left_has_no_name_any_more() -> None:
    owner, agent = words(diary(), at(14), (Part((Segment(45),), (UUID(int=99),)),))
    assert owner == ["Somebody who could do it does not work here."]
    assert agent == ["Nobody who does it is free then."]


def test_what_needs_two_people_at_once_says_so() -> None:
    known = diary((LEO, booked(at(9), at(17))))
    visit = visits_of((Part((Segment(45),), (MIA, LEO), ((MIA, LEO),)),))[0]
    (found,) = obstacles(known, visit, at(14))
    assert for_owner(found, known, at(14)).startswith("The visit needs two")
    assert "Leo" not in for_agent(found, known, at(14))


def test_the_least_busy_is_chosen_and_of_two_alike_the_first() -> None:
    known = diary((MIA, booked(at(9), at(11))))
    visits = visits_of((Part((Segment(45),), (MIA, LEO)),))
    found = Availability(known, visits, MONDAY, MONDAY)

    def chosen(balance: Balance, first: tuple[UUID, ...] = ()) -> UUID:
        offer = found.offer(at(14), order_for(balance, known, at(14), first))
        assert offer is not None
        return offer.assignment.chosen[0]

    assert chosen(Balance.LISTED) == MIA
    assert chosen(Balance.LOAD) == LEO
    assert chosen(Balance.LOAD, (MIA,)) == MIA
    even = diary()
    offer = Availability(even, visits, MONDAY, MONDAY).offer(at(14), order_for(Balance.LOAD, even, at(14)))
    assert offer is not None
    assert offer.assignment.chosen == (MIA,)


def test_leave_does_not_count_as_load() -> None:
    known = diary((LEO, booked(at(9), at(13), Taking.AWAY)), (MIA, booked(at(9), at(10))))
    assert order_for(Balance.LOAD, known, at(14)).load[LEO] == 0
