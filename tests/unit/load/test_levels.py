"""Which calls a run makes: when each rings and how long it lasts."""

import math
from itertools import pairwise

import pytest

from load.levels import Arrivals, Level, arrivals_level, burst_level, held_level


def no_barge_ins(_caller: int, _turns: int | None) -> tuple[int, ...]:
    return ()


def starts(level: Level) -> list[float]:
    return [round(caller.starts_after_s, 3) for caller in level.callers]


def test_a_burst_rings_within_a_second():
    level = burst_level(20, no_barge_ins, turns=4)
    assert level.calls == 20
    assert starts(level)[0] == 0
    assert all(after > before for before, after in pairwise(starts(level)))
    assert level.last_rings_s < 1
    assert {caller.hold_s for caller in level.callers} == {None}


def test_even_arrivals_follow_each_other_at_the_rate():
    level = arrivals_level(Arrivals(2, 3, "even"), 10, no_barge_ins)
    assert starts(level) == [0, 0.5, 1, 1.5, 2, 2.5]
    assert {caller.hold_s for caller in level.callers} == {10}
    assert level.name == "2/s for 3 s"


@pytest.mark.parametrize("per_s", [0.1, 3, 29], ids=str)
def test_a_rate_that_is_no_binary_fraction_loses_no_call(per_s: float):
    assert len(Arrivals(per_s, 10, "even").times()) == round(per_s * 10)


def test_poisson_arrivals_keep_the_rate_in_the_mean_and_are_those_of_their_seed():
    times = Arrivals(5, 400).times()
    assert Arrivals(5, 400).times() == times
    assert Arrivals(5, 400, seed=2).times() != times
    assert all(0 < at < 400 for at in times)
    assert list(times) == sorted(times)
    assert len(times) == pytest.approx(2000, rel=0.1)
    gaps = [after - before for before, after in pairwise(times)]
    mean = sum(gaps) / len(gaps)
    # Of an exponential distribution the standard deviation is the mean.
    assert math.sqrt(sum((gap - mean) ** 2 for gap in gaps) / len(gaps)) == pytest.approx(mean, rel=0.1)


@pytest.mark.parametrize("spacing", ["poisson", "even"])
def test_however_rarely_calls_come_there_is_one(spacing):
    assert len(Arrivals(0.001, 1, spacing).times()) == 1


@pytest.mark.parametrize(
    ("per_s", "seconds"), [(0, 10), (-1, 10), (1, 0), (1, -5), (math.nan, 1), (1, math.inf)], ids=str
)
def test_arrivals_without_rate_or_end_are_refused(per_s: float, seconds: float):
    with pytest.raises(ValueError, match="a rate and a time above 0"):
        Arrivals(per_s, seconds)


def test_calls_of_a_held_level_end_together():
    level = held_level(5, 8, no_barge_ins, hold_s=20, first=3)
    assert starts(level) == [0, 2, 4, 6, 8]
    assert [caller.starts_after_s + (caller.hold_s or 0) for caller in level.callers] == [28] * 5
    assert [caller.index for caller in level.callers] == [3, 4, 5, 6, 7]
    assert held_level(1, 8, no_barge_ins, hold_s=20).callers[0].hold_s == 28


def test_every_caller_of_a_run_has_a_number_of_their_own():
    first, second = held_level(3, 0, no_barge_ins, turns=1), held_level(4, 0, no_barge_ins, turns=1, first=3)
    assert len({caller.number for level in (first, second) for caller in level.callers}) == 7


def test_how_many_calls_overlap_is_known_beforehand():
    level = arrivals_level(Arrivals(2, 30, "even"), 10, no_barge_ins)
    assert level.most_at_once(0) == 20
    assert level.most_at_once(5) == 30
    assert arrivals_level(Arrivals(1, 5, "even"), 0.5, no_barge_ins).most_at_once(0) == 1
    assert burst_level(7, no_barge_ins, hold_s=0.1).most_at_once(1) == 7
    # Calls that last as long as their turns take may all be there at once.
    assert held_level(9, 60, no_barge_ins, turns=1).most_at_once(0) == 9
