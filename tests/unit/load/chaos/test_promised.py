"""What calls promised is there once, or counted as missing, doubled or not done."""

from collections.abc import Mapping
from uuid import UUID

import pytest

from load.chaos.promised import Promised, count_promised
from load.chaos.records import BookingFact, StoredRecords
from tests.unit.load.chaos.ended_calls import call, plan

ADA, BEN = plan(0, "Ada Adams"), plan(1, "Ben Baker")
CALLS = [call([], of=ADA, expected=True), call([], of=BEN)]
ADAS = UUID(int=10)
RECORDS = StoredRecords(
    (BookingFact(ADAS, ADA.name, ADA.starts_at),), {"CA0": ADAS, "CA1": UUID(int=11)}, {}, ()
)


def promised(texts: Mapping[str, int], due: Mapping[str, int] | None = None) -> Promised:
    return Promised(due or {}, {}, texts)


@pytest.mark.parametrize(
    ("texts", "due", "missing", "doubled", "is_well"),
    [
        ({ADA.number: 1}, {}, (), (), True),
        ({}, {}, (ADA.number,), (), False),
        ({ADA.number: 2}, {}, (), (ADA.number,), False),
        ({ADA.number: 1}, {"event.told": 2}, (), (), False),
    ],
    ids=["once", "not at all", "twice", "an event nobody was told of"],
)
def test_who_booked_gets_one_text_and_nothing_stays_undone(
    texts: dict[str, int],
    due: dict[str, int],
    missing: tuple[str, ...],
    doubled: tuple[str, ...],
    is_well: bool,
) -> None:
    count = count_promised(CALLS, RECORDS, promised(texts, due))
    assert (count.expected, count.missing, count.doubled, count.is_well) == (1, missing, doubled, is_well)
