"""The estimated rate of calls, and the waiting actors that follow from it."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.arrivals import WINDOWS_S, Arrivals
from domain.scaling import NodeLoad, ScalingPolicy, TelephoneLoad, warm_actors_needed

POLICY = ScalingPolicy()


def warm_actors(arrivals: Arrivals, now_s: float) -> int:
    """On a node of its own."""
    load = TelephoneLoad((NodeLoad(20, 20),), 0, arrivals_per_s=arrivals.per_s(now_s))
    return warm_actors_needed(load, POLICY)


def test_nothing_has_arrived_yet():
    assert Arrivals().per_s(0.0) == 0.0
    assert warm_actors(Arrivals(), 0.0) == POLICY.min_warm_actors


@pytest.mark.parametrize("rate", [0.2, 1.0, 5.0])
def test_random_arrivals_of_a_steady_rate_are_estimated_near_it(rate: float):
    dice = random.Random(7)
    arrivals, now_s, estimates = Arrivals(), 0.0, list[float]()
    while now_s < 3600:
        now_s += dice.expovariate(rate)
        arrivals = arrivals.seen(now_s)
        if now_s > 3 * max(WINDOWS_S):
            estimates.append(arrivals.per_s(now_s))
    mean = sum(estimates) / len(estimates)
    assert rate <= mean <= rate * 1.3 + 1 / min(WINDOWS_S), "the larger of two is a little above the truth"
    assert max(estimates) < 2.5 * rate + 0.2


def test_a_rush_is_believed_within_seconds():
    arrivals = Arrivals()
    for minute in range(10):
        arrivals = arrivals.seen(minute * 60.0)
    before = arrivals.per_s(600.0)
    for call in range(10):
        arrivals = arrivals.seen(600.0 + call * 0.5)
    assert before < 0.05
    assert arrivals.per_s(605.0) > 0.4
    assert warm_actors(arrivals, 605.0) > POLICY.min_warm_actors


def test_after_a_rush_the_estimate_falls_slowly_and_then_to_nothing():
    arrivals = Arrivals()
    for call in range(120):
        arrivals = arrivals.seen(float(call))
    after = [arrivals.per_s(120.0 + minutes * 60) for minutes in range(30)]
    assert after == sorted(after, reverse=True)
    assert after[1] > after[0] / 4, "a minute later most of it is still expected"
    assert after[-1] < 0.001
    assert warm_actors(arrivals, 120.0) > POLICY.min_warm_actors
    assert warm_actors(arrivals, 30 * 60.0) == POLICY.min_warm_actors


@given(st.lists(st.floats(0, 10_000), max_size=50), st.floats(0, 20_000))
def test_the_estimate_is_never_negative_and_never_more_than_all_calls_at_once(
    instants: list[float], now_s: float
):
    """Whatever the order the instants are told in."""
    arrivals = Arrivals()
    for instant in instants:
        arrivals = arrivals.seen(instant)
    assert 0 <= arrivals.per_s(now_s) <= len(instants) / min(WINDOWS_S) * 1.0001
