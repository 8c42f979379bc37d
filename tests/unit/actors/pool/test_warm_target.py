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


def wanted(node: WarmTarget, now_s: float, *, live: int = 10, free: int = 20, busy: bool = False) -> int:
    return node.wanted(now_s, live=live, free=free, busy=busy)


@pytest.mark.parametrize("calls_per_actor", [1, 3, 5])
def test_a_quiet_node_keeps_as_many_actors_as_it_was_told(calls_per_actor: int):
    assert wanted(target(least=3, calls_per_actor=calls_per_actor), 1000.0, live=0) == 3


def test_a_node_told_to_keep_none_keeps_none_while_nobody_calls():
    node = target(least=0)
    node = node.call_arrived(0.0)
    assert wanted(node, 1.0, live=0) == 0


def test_a_node_told_to_keep_none_has_one_for_the_next_while_somebody_calls():
    node = target(least=0)
    node = node.call_arrived(0.0)
    assert 1 <= wanted(node, 10.0, live=1) <= 2
    assert wanted(node, 3600.0, live=1) == 1


def test_a_single_call_on_a_quiet_node_asks_for_one_spare_actor_at_most():
    node = target(least=1)
    node = node.call_arrived(0.0)
    assert wanted(node, 0.0, live=1) <= 2
    assert wanted(node, 5.0, live=1) == 1


@pytest.mark.parametrize(
    ("start_s", "kept"), [(0.2, 1), (2.0, 3)], ids=["actors start at once", "actors start slowly"]
)
def test_beside_live_calls_a_node_keeps_what_it_was_told_only_where_actors_start_slowly(
    start_s: float, kept: int
):
    node = target(least=3)
    for _ in range(20):
        node = node.actor_started(start_s)
    node = node.call_arrived(0.0)
    assert wanted(node, 60.0, live=12) == kept
    assert wanted(node, 60.0, live=0) == 3


def test_a_rush_asks_for_more_and_its_end_for_less_again():
    node = target(least=1)
    node, last_s = rush(node, every_s=0.25, for_s=60)
    assert wanted(node, last_s) >= 5, "four calls a second, actors that take half a second"
    assert wanted(node, last_s + 600) == 1


def test_actors_that_start_slowly_have_to_be_there_earlier():
    quick, slow = target(), target()
    for _ in range(20):
        quick = quick.actor_started(0.5)
        slow = slow.actor_started(6.0)
    quick, last_s = rush(quick, every_s=0.5, for_s=60)
    slow, _ = rush(slow, every_s=0.5, for_s=60)
    assert wanted(slow, last_s) > 2 * wanted(quick, last_s)


@pytest.mark.parametrize("start_s", [0.2, 2.0])
def test_a_busy_node_is_ready_for_what_comes_while_one_starts_and_no_more(start_s: float):
    node = target(least=6)
    for _ in range(20):
        node = node.actor_started(start_s)
    node, last_s = rush(node, every_s=0.5, for_s=10)
    assert 1 <= wanted(node, last_s, busy=True) < wanted(node, last_s)
    assert wanted(node, last_s, busy=True) <= 2 * start_s + 3
    assert wanted(node, last_s + 600, busy=True) == 1, "what it was told to keep is for quieter times"


def test_ten_calls_at_once_ask_for_few_actors_that_nobody_waits_for():
    node = target(least=3)
    for number in range(10):
        node = node.call_arrived(number / 10)
    assert wanted(node, 1.0) == 2
    assert wanted(node, 1.0, busy=True) == 1


@pytest.mark.parametrize(("free", "calls_per_actor", "most"), [(0, 1, 0), (2, 1, 2), (2, 4, 1), (9, 4, 3)])
def test_a_node_keeps_no_more_than_it_has_free_slots_for(free: int, calls_per_actor: int, most: int):
    node = target(least=3, calls_per_actor=calls_per_actor)
    assert wanted(node, 0.0, live=0, free=free) == most


def test_actors_that_serve_several_calls_are_wanted_in_smaller_numbers():
    one, four = target(), target(calls_per_actor=4)
    one, last_s = rush(one, every_s=0.1, for_s=60)
    four, _ = rush(four, every_s=0.1, for_s=60)
    assert wanted(four, last_s) == -(-wanted(one, last_s) // 4)


@pytest.mark.parametrize(("least", "most"), [(5, 2), (0, 1), (1, 1)])
def test_never_more_are_wanted_than_the_node_has_slots_for(least: int, most: int):
    node = target(least=least, most=most)
    node, last_s = rush(node, every_s=0.05, for_s=60)
    assert wanted(node, last_s, live=most) == most
