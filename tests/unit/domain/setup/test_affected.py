"""Which visits that are booked a place would not take as it is set up."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from domain.business import OpeningHours
from domain.scheduling.calendar import Absence, Calendar, Holiday, Member, SpecialDay
from domain.scheduling.catalogue import BookableOffering, Provider
from domain.scheduling.engine.visit import Segment
from domain.scheduling.place import Bookable, Place
from domain.scheduling.ranges import TimeRange
from domain.setup.affected import BookingsAffected, UpcomingVisit, clipped, fitting

MIA, LEO, CHAIR, CUT = (UUID(int=number) for number in range(1, 5))
MONDAY = date(2026, 11, 30)
HOURS = (OpeningHours(0, time(9), time(17)), OpeningHours(5, time(20), time(2)))


def span(hour: float, hours: float = 1) -> TimeRange:
    start = datetime(2026, 11, 30, tzinfo=UTC) + timedelta(hours=hour)
    return TimeRange(start, start + timedelta(hours=hours))


def visit(hour: float, hours: float = 1) -> UpcomingVisit:
    during = span(hour, hours)
    return UpcomingVisit(UUID(int=99), None, during, (CUT,), ((MIA, during), (CHAIR, during)))


PLACE = Place(
    None,
    Calendar(ZoneInfo("Africa/Accra"), HOURS),
    {
        each.id: each
        for each in (Bookable(MIA, "Mia"), Bookable(LEO, "Leo"), Bookable(CHAIR, "Chair", is_asset=True))
    },
    {CUT: BookableOffering(CUT, "Cut", (Segment(60),), 0, (Provider(MIA), Provider(LEO)))},
)


def with_mia(member: Member) -> Place:
    return replace(PLACE, bookables={**PLACE.bookables, MIA: Bookable(MIA, "Mia", member)})


def test_a_visit_within_hours_fits_also_one_over_midnight() -> None:
    night = visit(5 * 24 + 23, 2)
    assert fitting(PLACE, [visit(9), replace(night, id=UUID(int=98))]) == {UUID(int=99), UUID(int=98)}


@pytest.mark.parametrize(
    ("place", "when"),
    [
        (PLACE, visit(16.5)),
        (PLACE, visit(33)),
        (replace(PLACE, calendar=replace(PLACE.calendar, special=(SpecialDay(MONDAY),))), visit(9)),
        (replace(PLACE, calendar=replace(PLACE.calendar, holidays=(Holiday(MONDAY, "Day"),))), visit(9)),
        (with_mia(Member((OpeningHours(0, time(12), time(17)),))), visit(9)),
        (with_mia(Member(absences=(Absence(span(9.5, 0.1)),))), visit(9)),
        (with_mia(Member(special=(SpecialDay(MONDAY),))), visit(9)),
        (replace(PLACE, bookables={LEO: PLACE.bookables[LEO], CHAIR: PLACE.bookables[CHAIR]}), visit(9)),
        (replace(PLACE, bookables={MIA: PLACE.bookables[MIA]}), visit(9)),
        (replace(PLACE, offerings={}), visit(9)),
        (
            replace(PLACE, offerings={CUT: replace(PLACE.offerings[CUT], providers=(Provider(LEO),))}),
            visit(9),
        ),
        (None, visit(9)),
    ],
    ids=[
        "past closing",
        "on a day without hours",
        "on a closure",
        "on a holiday",
        "outside her hours",
        "on leave",
        "on her day off",
        "she is gone",
        "the chair is gone",
        "no longer offered",
        "she does it no longer",
        "no place any more",
    ],
)
def test_a_visit_does_not_fit(place: Place | None, when: UpcomingVisit) -> None:
    assert fitting(place, [when]) == frozenset()


def test_buffers_do_not_count() -> None:
    assert clipped(span(8.75, 1.5), span(9)) == span(9)
    assert clipped(span(10), span(9)) is None


def test_who_insists_is_told_how() -> None:
    error = BookingsAffected("Mia is to be removed", (visit(9),))
    assert str(error).startswith("Mia is to be removed, and 1 booking to come needs it.")
    assert "force=true" in str(error)
