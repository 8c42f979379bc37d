"""Wishes and faults come from the seed, and no two wishes are in each other's way."""

from itertools import islice, pairwise

import pytest

from load.chaos.options import ChaosOptions
from load.chaos.plan import call_plans
from load.chaos.schedule import schedule
from tests.unit.sandbox.vendors.openai.salon import MONDAY, SALON, TextCall


def test_no_two_bookings_overlap_and_no_number_or_name_comes_twice():
    plans = list(call_plans(SALON, MONDAY, seed=5))
    assert len(plans) > 1000
    minutes = {offering.name: offering.duration_min for offering in SALON.offerings}
    by_time = sorted(plans, key=lambda plan: plan.starts_at)
    for earlier, later in pairwise(by_time):
        between = (later.starts_at - earlier.starts_at).total_seconds() / 60
        assert between >= minutes[earlier.offering]
    assert len({plan.number for plan in plans}) == len({plan.name for plan in plans}) == len(plans)


def test_the_same_seed_wishes_the_same_and_another_something_else():
    def wishes(seed: int) -> list[str]:
        return [plan.request for plan in islice(call_plans(SALON, MONDAY, seed), 20)]

    assert wishes(3) == wishes(3)
    assert wishes(3) != wishes(4)


@pytest.mark.parametrize("seed", range(3))
def test_the_receptionist_books_what_is_wished_in_one_breath(seed: int):
    for plan in islice(call_plans(SALON, MONDAY, seed), 60):
        call = TextCall()
        read_back = str(call.say(plan.request))
        assert plan.when in read_back
        assert plan.name in read_back
        assert "Shall I book that?" in read_back
        assert "You're all booked" in str(call.say("Yes please."))
        assert "Goodbye" in str(call.say("No thank you, goodbye."))


def test_faults_come_in_rounds_of_every_kind_and_a_node_is_lost_once_after_all_others():
    order = list(islice(schedule(["a", "b", "c", "node"], 7, frozenset({"node"})), 10))
    assert sorted(order[:3]) == ["a", "b", "c"]
    assert order[3] == "node"
    assert sorted(order[4:7]) == sorted(order[7:10]) == ["a", "b", "c"]


def test_the_order_of_faults_is_the_seeds():
    def order(seed: int) -> list[str]:
        return list(islice(schedule("abcdefgh", seed), 40))

    assert order(1) == order(1)
    assert order(1) != order(2)


def test_kinds_that_can_come_only_once_come_to_an_end():
    assert list(schedule(["node"], 1, frozenset({"node"}))) == ["node"]


def test_only_known_kinds_are_taken_and_a_lost_node_asks_for_three():
    with pytest.raises(ValueError, match="kill_actor_speaking"):
        ChaosOptions(calls=1, minutes=1, only=("kill_everything",))
    assert ChaosOptions(calls=1, minutes=1, only=("drop_openai",)).nodes == 1
    assert ChaosOptions(calls=1, minutes=1, only=("kill_node",)).nodes == 3
