"""From what a customer wants to what the engine looks for."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from domain.errors import InvalidInput, NotPermitted
from domain.scheduling.catalogue import (
    AddOn,
    BookableOffering,
    Channel,
    Provider,
    Variant,
    Wanted,
    check_channel,
    day_limits,
    doers,
    rules_of,
    ways,
)
from domain.scheduling.engine.assignment import Assignment
from domain.scheduling.engine.diary import Rules
from domain.scheduling.engine.visit import MOST_PARTS, Segment, Span

MIA, LEO, ZOE = UUID(int=1), UUID(int=2), UUID(int=3)
CHAIR, OTHER_CHAIR = UUID(int=11), UUID(int=12)
LONG = Variant(UUID(int=21), "long hair", (Segment(60),), 12_000)
BEARD = AddOn(UUID(int=22), "beard trim", 15, 2_000)
CUT = BookableOffering(
    UUID(int=31),
    "Cut",
    (Segment(45),),
    8_000,
    (Provider(MIA), Provider(LEO, minutes=30, price_cents=9_000)),
    ((CHAIR, OTHER_CHAIR),),
    after_min=5,
    variants=(LONG,),
    add_ons=(BEARD,),
)
COLOUR = BookableOffering(
    UUID(int=32),
    "Colour",
    (Segment(20), Segment(30, processing=True), Segment(10)),
    15_000,
    (Provider(ZOE), Provider(MIA)),
)


def test_who_needs_other_minutes_is_another_way() -> None:
    quick, slow = sorted(ways([Wanted(CUT)]), key=lambda visit: visit.minutes)
    assert (quick.minutes, quick.claims[0].candidates) == (30, (LEO,))
    assert (slow.minutes, slow.claims[0].candidates) == (45, (MIA,))
    assert slow.claims[0].spans == (Span(0, 50),)
    assert slow.claims[1].candidates == (CHAIR, OTHER_CHAIR)


def test_the_person_asked_for_is_the_only_one_looked_for() -> None:
    (visit,) = ways([Wanted(CUT, staff_id=LEO)])
    assert visit.claims[0].candidates == (LEO,)


def test_a_variant_and_add_ons_take_their_time_and_cost_their_price() -> None:
    wanted = Wanted(CUT, LONG.id, (BEARD.id,), MIA)
    (visit,) = ways([wanted])
    assert visit.minutes == 75
    assert wanted.price_cents(MIA) == 14_000
    assert wanted.name == "Cut, long hair with beard trim"


@pytest.mark.parametrize(
    ("wanted", "staff_id", "cents"),
    [
        pytest.param(Wanted(CUT), MIA, 8_000, id="usual"),
        pytest.param(Wanted(CUT), LEO, 9_000, id="their own"),
        pytest.param(Wanted(CUT, LONG.id), LEO, 12_000, id="variant"),
        pytest.param(Wanted(CUT), None, 8_000, id="nobody"),
        pytest.param(Wanted(CUT, add_on_ids=(BEARD.id,)), LEO, 11_000, id="own and add-on"),
    ],
)
def test_prices(wanted: Wanted, staff_id: UUID | None, cents: int) -> None:
    assert wanted.price_cents(staff_id) == cents


def test_processing_time_is_nobodys_and_does_not_shrink_with_ones_own_minutes() -> None:
    quick = replace(COLOUR, providers=(Provider(ZOE, minutes=45),))
    (visit,) = ways([Wanted(quick)])
    assert visit.minutes == 45
    assert visit.claims[0].spans == (Span(0, 10), Span(40, 5))


def test_hands_on_time_never_comes_to_nothing() -> None:
    hurried = replace(COLOUR, providers=(Provider(ZOE, minutes=5),))
    (visit,) = ways([Wanted(hurried)])
    assert [span.minutes for span in visit.claims[0].spans] == [1, 1]


def test_several_offerings_prefer_one_person_for_all() -> None:
    found = tuple(ways([Wanted(replace(CUT, providers=(Provider(MIA), Provider(LEO)))), Wanted(COLOUR)]))
    assert found[0].claims[0].candidates == (MIA,)
    assert [len(visit.claims) for visit in found] == [2, 3]


def test_who_does_what_is_read_off_the_assignment() -> None:
    shampoo = BookableOffering(UUID(int=33), "Steam", (Segment(10, processing=True),), 0)
    found = ways([Wanted(shampoo), Wanted(COLOUR), Wanted(CUT, staff_id=MIA)])
    by_two = next(visit for visit in found if len({c.candidates for c in visit.claims}) == 3)
    chosen = tuple(claim.candidates[0] for claim in by_two.claims)
    assert doers(Assignment(by_two, chosen), found[by_two]) == (None, ZOE, MIA)


@pytest.mark.parametrize(
    "wanted",
    [
        pytest.param([], id="nothing"),
        pytest.param([Wanted(CUT)] * (MOST_PARTS + 1), id="too many"),
        pytest.param([Wanted(CUT, staff_id=ZOE)], id="does not do it"),
        pytest.param([Wanted(CUT, UUID(int=99))], id="no such variant"),
        pytest.param([Wanted(CUT, add_on_ids=(UUID(int=99),))], id="no such add-on"),
        pytest.param([Wanted(replace(CUT, seats=8))], id="group"),
    ],
)
def test_what_cannot_be_meant_is_refused(wanted: list[Wanted]) -> None:
    with pytest.raises(InvalidInput):
        ways(wanted)


def test_of_several_rules_the_strictest_holds() -> None:
    base = Rules(grid_min=15, notice_min=30, horizon_days=90)
    hasty = replace(CUT, notice_min=0, horizon_days=365)
    careful = replace(COLOUR, notice_min=1440, horizon_days=30, per_day=4, grid_min=30)
    assert rules_of(base, [Wanted(hasty)]) == Rules(15, 0, 365)
    assert rules_of(base, [Wanted(hasty), Wanted(careful)]) == Rules(30, 1440, 30, 4)
    assert rules_of(base, [Wanted(CUT)]) == base


def test_a_day_is_full_when_any_offering_has_its_limit() -> None:
    monday, tuesday, wednesday = (date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 2))
    wanted = [Wanted(replace(CUT, per_day=5)), Wanted(replace(COLOUR, per_day=2))]
    counts = {
        (CUT.id, monday): 4,
        (COLOUR.id, monday): 1,
        (COLOUR.id, tuesday): 2,
        (CUT.id, wednesday): 5,
        (UUID(int=99), monday): 50,
    }
    per_day, visits_on = day_limits(wanted, counts)
    assert per_day is not None
    assert {day for day, count in visits_on.items() if count >= per_day} == {tuesday, wednesday}
    assert day_limits([Wanted(CUT)], counts) == (None, {})


def test_channels() -> None:
    by_web = replace(CUT, channels=frozenset({Channel.WEB}))
    check_channel([Wanted(by_web)], Channel.WEB)
    check_channel([Wanted(by_web)], Channel.STAFF)
    with pytest.raises(NotPermitted, match="by phone"):
        check_channel([Wanted(CUT), Wanted(by_web)], Channel.PHONE)
