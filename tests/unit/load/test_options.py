import math

import pytest

from load.levels import Arrivals
from load.options import LoadOptions


def test_each_caller_interrupts_once_in_four_turns_but_never_the_greeting():
    options = LoadOptions(calls=9, turns=8)
    for caller in range(9):
        turns = options.barge_in_turns(caller)
        assert len(turns) == 2
        assert 0 not in turns
    assert {options.barge_in_turns(caller)[0] for caller in range(9)} == {1, 2, 3}


def test_barge_ins_can_be_every_turn_or_none():
    assert LoadOptions(calls=1, turns=4, barge_in_every=1).barge_in_turns(0) == (1, 2, 3)
    assert LoadOptions(calls=1, turns=4, barge_in_every=0).barge_in_turns(0) == ()
    assert LoadOptions(calls=1, turns=4, barge_in_every=2).barge_in_turns(3) == (1, 3)


def test_many_calls_are_shared_among_generators():
    options = LoadOptions(calls=1, turns=1)
    assert [options.generator_count(calls) for calls in (1, 100, 101)] == [1, 1, 2]
    assert LoadOptions(calls=2, turns=1, generators=5).generator_count(2) == 2


def test_calls_at_once_are_one_level_with_all_their_processes_there_before():
    options = LoadOptions(calls=10, turns=4)
    [level] = options.levels
    assert (level.calls, level.window, level.last_rings_s) == (10, "all up", pytest.approx(6))
    assert (options.slots, options.warm) == (11, 10)
    assert LoadOptions(calls=300, turns=4).warm == 200


def test_steps_begin_with_one_call_that_the_others_are_held_to():
    options = LoadOptions(calls=1, turns=4, steps=(5, 10), ramp_s=2)
    assert [level.calls for level in options.levels] == [1, 5, 10]
    assert [caller.index for level in options.levels for caller in level.callers] == list(range(16))
    assert options.levels[2].callers[0].hold_s == 22
    assert [level.calls for level in LoadOptions(calls=1, turns=4, steps=(1, 5)).levels] == [1, 5]


@pytest.mark.parametrize(
    ("asked", "slots"),
    [
        ({"burst": True, "calls": 20}, 21),
        ({"steps": (5, 40)}, 41),
        # 10 s of holding and 10 of grace: 20 s of arrivals overlap.
        ({"arrivals": Arrivals(2, 60, "even"), "hold_s": 10}, 41),
    ],
    ids=["burst", "steps", "arrivals"],
)
def test_bursts_steps_and_arrivals_meet_a_node_that_has_room_and_is_otherwise_as_it_is(asked, slots: int):
    options = LoadOptions(**{"calls": 1, "turns": 4, **asked})
    assert options.slots == slots
    assert options.warm is None


def test_a_call_that_is_held_has_turns_as_long_as_there_is_time():
    options = LoadOptions(calls=2, turns=4, hold_s=30)
    assert {caller.turns for caller in options.levels[0].callers} == {15}
    assert options.levels[0].callers[0].barge_in_turns


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"url": "http://a", "ws_url": "ws://a"}, "not both"),
        ({"calls": 0}, "at least one call"),
        ({"calls": -3, "burst": True}, "at least one call"),
        ({"turns": -1}, "no fewer than 0 turns"),
        ({"burst": True, "arrivals": Arrivals(1, 1)}, "give one of them"),
        ({"burst": True, "steps": (1, 2)}, "give one of them"),
        ({"steps": (10, 10)}, "steps go up"),
        ({"steps": (10, 20, 15)}, "steps go up"),
        ({"steps": (0, 5)}, "at least one call"),
        ({"steps": (-5, 5)}, "at least one call"),
        ({"hold_s": 0}, "more than 0 seconds"),
        ({"hold_s": -1}, "more than 0 seconds"),
        ({"hold_s": math.nan}, "more than 0 seconds"),
        ({"ramp_s": -1}, "the ramp cannot be below 0"),
        ({"idle_s": -1}, "the idle time cannot be below 0"),
        ({"idle_s": math.nan}, "the idle time cannot be below 0"),
        ({"starts": -1}, "the number of starts cannot be below 0"),
        ({"burst": True, "ramp_s": 5}, "no ramp"),
        ({"arrivals": Arrivals(1, 1), "ramp_s": 5}, "no ramp"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, dict) else None,
)
def test_contradictory_options_are_refused(asked: dict[str, object], said: str):
    with pytest.raises(ValueError, match=said):
        LoadOptions(**{"calls": 1, "turns": 1, **asked})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "asked",
    [
        {"calls": 1001},
        {"calls": 10**12},
        {"calls": 5000, "burst": True},
        {"steps": (600, 900)},
        {"arrivals": Arrivals(1e9, 1e9)},
        {"hold_s": 4000.0},
        {"arrivals": Arrivals(0.1, 5000)},
        {"turns": 1000},
    ],
    ids=str,
)
def test_a_run_that_looks_like_a_slip_is_refused_at_once(asked: dict[str, object]):
    with pytest.raises(ValueError, match="--yes"):
        LoadOptions(**{"calls": 1, "turns": 1, **asked})  # type: ignore[arg-type]


def test_a_large_run_can_be_meant():
    assert LoadOptions(calls=1001, turns=1, large=True).levels[0].calls == 1001
