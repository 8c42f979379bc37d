"""How many actors wait for calls: as many as was asked for, and more while calls come fast."""

import pytest

from actors.pool.warm_target import WarmTarget


def target(*, least: int = 1, most: int = 20, calls_per_actor: int = 1) -> WarmTarget:
    return WarmTarget(least=least, most=most, calls_per_actor=calls_per_actor)


def rush(node: WarmTarget, *, every_s: float, for_s: float) -> tuple[WarmTarget, float]:
    """Calls that come regularly from second 0 on; with the instant of the last one."""
    now_s = 0.0
    while now_s < for_s:
        node = node.call_arrived(now_s)
        now_s += every_s
    return node, now_s - every_s


@pytest.mark.parametrize("calls_per_actor", [1, 3, 20])
def test_a_quiet_node_keeps_as_many_actors_as_it_was_told(calls_per_actor: int):
    assert target(least=3, calls_per_actor=calls_per_actor).wanted(1000.0, live=0, pending=0) == 3


def test_a_node_told_to_keep_none_keeps_none_while_nobody_calls():
    node = target(least=0)
    node = node.call_arrived(0.0)
    assert node.wanted(1.0, live=0, pending=0) == 0


def test_a_node_told_to_keep_none_has_one_for_the_next_while_somebody_calls():
    node = target(least=0)
    node = node.call_arrived(0.0)
    assert 1 <= node.wanted(10.0, live=1, pending=0) <= 2
    assert node.wanted(3600.0, live=1, pending=0) == 1


def test_a_single_call_on_a_quiet_node_asks_for_one_spare_actor_at_most():
    node = target(least=1)
    node = node.call_arrived(0.0)
    assert node.wanted(0.0, live=1, pending=0) <= 2
    assert node.wanted(5.0, live=1, pending=0) == 1
    assert target(least=3).wanted(0.0, live=1, pending=0) == 3


def test_a_rush_asks_for_more_and_its_end_for_less_again():
    node = target(least=1)
    node, last_s = rush(node, every_s=0.5, for_s=60)
    busy = node.wanted(last_s, live=10, pending=0)
    assert busy >= 8, "two calls a second, actors that take two seconds"
    assert node.wanted(last_s + 600, live=10, pending=0) == 1


def test_actors_that_start_slowly_have_to_be_there_earlier():
    quick, slow = target(), target()
    for _ in range(20):
        quick = quick.actor_started(0.5)
        slow = slow.actor_started(6.0)
    quick, last_s = rush(quick, every_s=0.5, for_s=60)
    slow, _ = rush(slow, every_s=0.5, for_s=60)
    assert slow.wanted(last_s, live=10, pending=0) > 2 * quick.wanted(last_s, live=10, pending=0)


def test_actors_that_serve_several_calls_are_wanted_in_smaller_numbers():
    one, four = target(), target(calls_per_actor=4)
    one, last_s = rush(one, every_s=0.5, for_s=60)
    four, _ = rush(four, every_s=0.5, for_s=60)
    wanted = one.wanted(last_s, live=10, pending=0)
    assert four.wanted(last_s, live=10, pending=0) == -(-wanted // 4)


@pytest.mark.parametrize(("least", "most"), [(5, 2), (0, 1), (1, 1)])
def test_never_more_are_wanted_than_the_node_has_slots_for(least: int, most: int):
    node = target(least=least, most=most)
    node, last_s = rush(node, every_s=0.05, for_s=60)
    assert node.wanted(last_s, live=most, pending=9) == most
