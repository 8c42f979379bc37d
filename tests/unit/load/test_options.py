import pytest

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
    assert LoadOptions(calls=100, turns=1).generator_count == 1
    assert LoadOptions(calls=101, turns=1).generator_count == 2
    assert LoadOptions(calls=2, turns=1, generators=5).generator_count == 2


def test_contradictory_options_are_refused():
    with pytest.raises(ValueError, match="not both"):
        LoadOptions(calls=1, turns=1, url="http://a", ws_url="ws://a")
    with pytest.raises(ValueError, match="at least one call"):
        LoadOptions(calls=0, turns=1)
