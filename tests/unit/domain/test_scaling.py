"""How the number of nodes and waiting actors follows the calls."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.scaling import (
    NodeLoad,
    Scale,
    ScalingPolicy,
    TelephoneLoad,
    next_scale,
    nodes_needed,
    warm_actors_needed,
)

POLICY = ScalingPolicy()


def nodes(*free_of_20: int) -> tuple[NodeLoad, ...]:
    return tuple(NodeLoad(free, 20) for free in free_of_20)


def load(live_calls: int, **more: float) -> TelephoneLoad:
    """Calls spread over as many full nodes as they need."""
    return replace(TelephoneLoad((), live_calls), **more)  # pyright: ignore[reportArgumentType]


node_loads = st.integers(1, 40).flatmap(
    lambda total: st.integers(0, total).map(lambda free: NodeLoad(free, total))
)
loads = st.builds(
    TelephoneLoad,
    nodes=st.lists(node_loads, max_size=30).map(tuple),
    live_calls=st.integers(0, 600),
    pending_calls=st.integers(0, 60),
    arrivals_per_s=st.floats(0, 20),
)
policies = st.builds(
    ScalingPolicy,
    slots_per_node=st.integers(3, 100),
    min_nodes=st.integers(1, 5),
    max_nodes=st.integers(5, 40),
    fill_percent=st.integers(10, 100),
    many_calls=st.integers(0, 200),
    mean_call_s=st.floats(10, 1000),
    node_start_s=st.floats(1, 1000),
)
scales = st.builds(
    Scale,
    nodes=st.integers(1, 40),
    warm_actors=st.integers(0, 20),
    lower_since_s=st.none() | st.floats(0, 10_000),
)


def test_quiet_system_keeps_the_least_nodes():
    assert nodes_needed(load(0), POLICY) == POLICY.min_nodes


def test_a_node_is_added_before_four_fifths_of_the_slots_are_taken():
    two = nodes(5, 4)
    assert nodes_needed(TelephoneLoad(two, 31), POLICY) == 2
    assert nodes_needed(TelephoneLoad(two, 32), POLICY) == 3


def test_from_fifty_calls_on_the_loss_of_a_node_is_provided_for():
    large = replace(POLICY, slots_per_node=100, min_nodes=1)
    one = (NodeLoad(51, 100),)
    assert nodes_needed(TelephoneLoad(one, 49), large) == 1
    assert nodes_needed(TelephoneLoad(one, 50), large) == 2
    largest = (NodeLoad(20, 20), NodeLoad(50, 200))
    assert nodes_needed(TelephoneLoad(largest, 150), replace(POLICY, fill_percent=100)) == 9


def test_rising_arrivals_are_answered_before_their_calls_are_there():
    calm = TelephoneLoad(nodes(10, 10), 20, arrivals_per_s=20 / POLICY.mean_call_s)
    assert nodes_needed(calm, POLICY) == 2
    assert nodes_needed(replace(calm, arrivals_per_s=0.5), POLICY) > 2


def test_a_late_count_does_not_hide_calls():
    assert nodes_needed(TelephoneLoad(nodes(0, 0), 0), POLICY) == 3


def test_calls_that_hold_slots_outweigh_the_limit_of_nodes():
    small = replace(POLICY, max_nodes=2)
    assert nodes_needed(TelephoneLoad(nodes(0, 0, 0, 0), 80), small) == 4
    assert nodes_needed(TelephoneLoad(nodes(3, 2), 35), small) == 2


def test_growth_is_answered_at_once():
    current = Scale(2, 3, lower_since_s=0.0)
    grown = next_scale(TelephoneLoad(nodes(0, 0), 40), current, 1.0, POLICY)
    assert (grown.nodes, grown.lower_since_s) == (3, None)


def test_shrinking_takes_one_node_at_a_time_after_an_unbroken_wait():
    quiet = load(0)
    wait = POLICY.down_after_s
    scale = next_scale(quiet, Scale(5, 3), 0.0, POLICY)
    assert scale.nodes == 5
    assert next_scale(quiet, scale, wait - 1, POLICY).nodes == 5
    scale = next_scale(quiet, scale, wait, POLICY)
    assert scale.nodes == 4
    assert next_scale(quiet, scale, wait + 1, POLICY).nodes == 4
    assert next_scale(quiet, scale, 2 * wait, POLICY).nodes == 3


def test_a_busy_moment_starts_the_wait_anew():
    scale = next_scale(load(0), Scale(3, 3), 0.0, POLICY)
    scale = next_scale(load(40), scale, POLICY.down_after_s - 1, POLICY)
    scale = next_scale(load(0), scale, POLICY.down_after_s + 1, POLICY)
    assert scale == Scale(3, 3, POLICY.down_after_s + 1)


def test_warm_actors_follow_the_calls_that_arrive_during_one_start():
    two = nodes(20, 20)
    assert warm_actors_needed(TelephoneLoad(two, 0), POLICY) == POLICY.min_warm_actors
    assert warm_actors_needed(TelephoneLoad(two, 0, arrivals_per_s=4.0), POLICY) == 10
    assert warm_actors_needed(TelephoneLoad(two, 0, pending_calls=10), POLICY) == 5


@pytest.mark.parametrize(
    "figures",
    [
        {"min_nodes": 0},
        {"min_nodes": 9, "max_nodes": 8},
        {"fill_percent": 0},
        {"fill_percent": 101},
        {"slots_per_node": 0},
        {"slots_per_node": 2},
        {"mean_call_s": 0.0},
        {"down_after_s": -1.0},
    ],
)
def test_figures_that_contradict_each_other_are_refused(figures: dict[str, int]):
    with pytest.raises(ValueError, match="must be"):
        ScalingPolicy(**figures)


@given(loads, policies)
def test_live_calls_always_find_their_slots(given_load: TelephoneLoad, policy: ScalingPolicy):
    """However the wanted nodes are picked from those that run, every call has a slot."""
    wanted = nodes_needed(given_load, policy)
    smallest = sorted(node.total for node in given_load.nodes)[:wanted]
    slots = sum(smallest) + policy.slots_per_node * (wanted - len(smallest))
    held = sum(node.total - node.free for node in given_load.nodes)
    assert slots >= max(given_load.live_calls, held) + given_load.pending_calls


@given(loads, policies)
def test_wanted_nodes_stay_within_bounds_unless_calls_fill_more(
    given_load: TelephoneLoad, policy: ScalingPolicy
):
    wanted = nodes_needed(given_load, policy)
    calls_alone = nodes_needed(
        replace(given_load, arrivals_per_s=0.0),
        replace(policy, max_nodes=policy.min_nodes, many_calls=10**6),
    )
    assert policy.min_nodes <= wanted <= max(policy.max_nodes, calls_alone)
    assert policy.min_warm_actors <= warm_actors_needed(given_load, policy) <= policy.slots_per_node


@given(loads, policies, st.integers(0, 100), st.integers(0, 100), st.floats(0, 10))
def test_more_load_never_wants_less(
    given_load: TelephoneLoad, policy: ScalingPolicy, calls: int, pending: int, arrivals: float
):
    more = replace(
        given_load,
        live_calls=given_load.live_calls + calls,
        pending_calls=given_load.pending_calls + pending,
        arrivals_per_s=given_load.arrivals_per_s + arrivals,
    )
    assert nodes_needed(more, policy) >= nodes_needed(given_load, policy)
    assert warm_actors_needed(more, policy) >= warm_actors_needed(given_load, policy)


@given(loads, policies)
def test_head_room_is_left_wherever_the_limit_allows(given_load: TelephoneLoad, policy: ScalingPolicy):
    wanted = nodes_needed(given_load, policy)
    smallest = sorted(node.total for node in given_load.nodes)[:wanted]
    slots = sum(smallest) + policy.slots_per_node * (wanted - len(smallest))
    held = sum(node.total - node.free for node in given_load.nodes)
    taken = max(given_load.live_calls, held) + given_load.pending_calls
    assert wanted >= policy.max_nodes or taken * 100 < slots * policy.fill_percent


@given(loads, policies, scales, st.floats(0, 100_000))
def test_a_step_down_is_one_node_and_never_below_the_need(
    given_load: TelephoneLoad, policy: ScalingPolicy, current: Scale, now_s: float
):
    following = next_scale(given_load, current, now_s, policy)
    assert following.nodes >= nodes_needed(given_load, policy)
    assert following.nodes >= current.nodes - 1
    if following.nodes < current.nodes:
        assert current.lower_since_s is not None
        assert now_s - current.lower_since_s >= policy.down_after_s
