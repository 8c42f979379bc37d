"""What can be booked, as the owner describes it."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from domain.errors import InvalidInput, LimitReached
from domain.scheduling.catalogue import Channel
from domain.scheduling.engine.visit import Segment
from domain.setup import limits
from domain.setup.offerings import (
    AddOnSetting,
    DoneBy,
    OfferingSettings,
    Question,
    QuestionKind,
    VariantSetting,
)

CUT = OfferingSettings("Cut", (Segment(45),), 8_000)
COLOUR = OfferingSettings("Colour", (Segment(20), Segment(30, processing=True), Segment(10)), 15_000)
MIA, CHAIR = UUID(int=1), UUID(int=2)


def test_an_offering_with_everything_is_kept_as_it_is() -> None:
    full = replace(
        COLOUR,
        before_min=5,
        after_min=10,
        channels=frozenset({Channel.PHONE}),
        notice_min=0,
        horizon_days=365,
        per_day=3,
        grid_min=15,
        staff=(DoneBy(MIA, 31, 20_000),),
        asset_needs=((CHAIR,),),
        variants=(VariantSetting("Langes Haar", (Segment(90),), 20_000),),
        add_ons=(AddOnSetting("مساج", 15, 0),),
        questions=(Question("Colour?", QuestionKind.CHOICE, True, ("Red", "Blue")),),
    )
    assert full.checked() == full


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"name": " "}, "name: must not be empty"),
        ({"name": "Cut\x00"}, "name: holds a control character"),
        ({"segments": ()}, "segments: at least one"),
        ({"segments": (Segment(0),)}, r"segments\.0\.minutes: from 1 to 1440 minutes, not 0"),
        ({"segments": (Segment(-5), Segment(20))}, r"segments\.0\.minutes"),
        ({"segments": (Segment(30, processing=True),)}, "somebody has to be there"),
        ({"segments": (Segment(800), Segment(800))}, "1440 minutes at most in all, not 1600"),
        ({"segments": (Segment(1),) * 11}, "segments: at most 10, not 11"),
        ({"price_cents": -1}, "price_cents: from 0"),
        ({"price_cents": 10**30}, "price_cents: from 0"),
        ({"before_min": -1}, "before_min: from 0 to 480 minutes"),
        ({"after_min": 481}, "after_min: from 0 to 480 minutes"),
        ({"notice_min": -1}, "notice_min"),
        ({"horizon_days": 0}, "horizon_days: from 1 to 730 days"),
        ({"per_day": 0}, "per_day"),
        ({"grid_min": 7}, "grid_min: minutes between starts that divide a day"),
        ({"grid_min": 25}, "grid_min"),
        ({"seats": 0}, "seats: from 1 to 500"),
        ({"position": -1}, "position"),
        ({"channels": frozenset({Channel.STAFF})}, "channels: phone and web"),
        ({"staff": ()}, "staff: name at least one, or null for everybody"),
        ({"staff": (DoneBy(MIA), DoneBy(MIA, 30))}, "staff: somebody is named twice"),
        ({"staff": (DoneBy(MIA, 0),)}, r"staff\.0\.minutes: from 1"),
        ({"staff": (DoneBy(MIA, None, -1),)}, r"staff\.0\.price_cents"),
        ({"asset_needs": ((),)}, r"asset_needs\.0: name at least one"),
        ({"asset_needs": ((CHAIR, CHAIR),)}, r"asset_needs\.0: an asset is named twice"),
        ({"asset_needs": ((CHAIR,),) * 11}, "asset_needs: at most 10"),
        ({"variants": (VariantSetting("Long", (), 1),)}, r"variants\.0\.segments: at least one"),
        (
            {
                "variants": (
                    VariantSetting("Long", (Segment(5),), 1),
                    VariantSetting("LONG", (Segment(6),), 1),
                )
            },
            "variants: 'Long' stands there twice",
        ),
        ({"variants": (VariantSetting("L", (Segment(5),), 1, id=MIA),) * 2}, "variants: the same id"),
        ({"add_ons": (AddOnSetting("Wash", 0, 1),)}, r"add_ons\.0\.minutes"),
        ({"add_ons": (AddOnSetting("Wash", 1400, 1),)}, "add_ons: with all of them a visit is longer"),
        ({"add_ons": tuple(AddOnSetting(f"{n}", 1, 1) for n in range(31))}, "add_ons: at most 30, not 31"),
        ({"questions": (Question("Which?", QuestionKind.CHOICE),)}, r"questions\.0\.choices: from 2 to 30"),
        ({"questions": (Question("Why?", choices=("a", "b")),)}, "only a question of the kind choice"),
        (
            {"questions": (Question("Which?", QuestionKind.CHOICE, choices=("a", "A")),)},
            "'a' stands there twice",
        ),
        ({"questions": (Question("Why?"), Question("why?"))}, "questions: 'Why\\?' stands there twice"),
        ({"questions": tuple(Question(f"{n}?") for n in range(21))}, "questions: at most 20"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else "",
)
def test_what_cannot_be_done_is_refused_by_its_field(changes: dict[str, Any], says: str) -> None:
    with pytest.raises(InvalidInput, match=says):
        replace(CUT, **changes).checked()


def test_minutes_of_ones_own_leave_something_beside_the_processing_time() -> None:
    with pytest.raises(InvalidInput, match=r"staff\.0\.minutes: from 31 to 1440"):
        replace(COLOUR, staff=(DoneBy(MIA, 30),)).checked()


def test_there_is_a_most_of_everything_and_archived_ones_count_in_the_end() -> None:
    limits.check_count("offerings", 499, 500)
    with pytest.raises(LimitReached, match="there can be 500 offerings"):
        limits.check_count("offerings", 500, 500)
    with pytest.raises(LimitReached, match="too many archived"):
        limits.check_count("offerings", 10, 500, archived=1990)
