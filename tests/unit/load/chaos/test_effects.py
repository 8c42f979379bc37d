"""How much a fault disturbed a caller, from what was heard and said."""

import pytest

from load.chaos.effects import disturbance_ms, lost_at, ordered, repeated_at, speech_gaps, usual_delays_s
from tests.unit.load.chaos.ended_calls import FRAMES, GREETING, LEAD, QUESTION, call, injection, run, said

USUAL = {"yes": 0.8, "": 0.9}


def gaps_ms(*runs, utterances=(), ended_at=100.0) -> list[float]:
    return [round(gap.ms) for gap in speech_gaps(call(runs, utterances, ended_at=ended_at))]


def test_a_silence_inside_a_sentence_is_a_gap_and_the_pause_behind_a_question_is_none():
    assert gaps_ms(run(QUESTION, 1.0, last=49), run(QUESTION, 2.04, first=50), run(LEAD, 9.0)) == [40, 89_000]
    assert gaps_ms(run(QUESTION, 1.0)) == []


def test_a_silence_between_two_sentences_of_a_turn_is_a_gap():
    assert gaps_ms(run(LEAD, 1.0), run(QUESTION, 3.25)) == [250]
    assert gaps_ms(run(LEAD, 1.0), run(QUESTION, 3.0)) == []


def test_a_broken_sentence_nobody_went_on_with_lasts_until_the_caller_speaks_or_the_call_ends():
    broken = run(QUESTION, 1.0, last=49)
    assert gaps_ms(broken, utterances=[said(7.0, 8.0, None)], ended_at=9.0) == [5000]
    assert gaps_ms(broken, ended_at=5.0) == [3000]


def test_a_kill_while_speaking_is_measured_by_the_gap_around_it():
    heard = call([run(LEAD, 1.0, last=49), run(LEAD, 2.06, first=50), run(QUESTION, 3.06)])
    assert disturbance_ms(heard, injection(1.9, "speech"), USUAL) == pytest.approx(60)
    assert disturbance_ms(heard, injection(2.5, "speech"), USUAL) == 0.0


def test_sound_the_carrier_had_already_hides_the_kill():
    heard = call([run(QUESTION, 1.0)], [said(4.0, 5.0, 5.8)])
    assert disturbance_ms(heard, injection(2.0, "speech"), USUAL) == 0.0


def test_a_kill_while_thinking_costs_what_the_answer_takes_longer_than_usual():
    heard = call([run(GREETING, 1.0), run(QUESTION, 6.1)], [said(4.0, 5.0, 6.1)])
    assert disturbance_ms(heard, injection(5.4, "answer"), USUAL) == pytest.approx(300)
    assert disturbance_ms(heard, injection(4.5, "answer"), USUAL) == pytest.approx(300)
    assert disturbance_ms(heard, injection(7.0, "answer"), USUAL) is None


def test_an_answer_that_never_came_is_late_until_the_call_ends():
    heard = call([run(GREETING, 1.0)], [said(4.0, 5.0, None)], ended_at=20.0)
    assert disturbance_ms(heard, injection(5.4, "answer"), USUAL) == pytest.approx(14_200)


def test_a_fault_for_everybody_counts_the_worse_of_gap_and_delay():
    heard = call([run(GREETING, 1.0), run(LEAD, 6.3), run(QUESTION, 8.4)], [said(4.0, 5.0, 6.3)])
    assert disturbance_ms(heard, injection(5.4, "both"), USUAL) == pytest.approx(500)
    assert disturbance_ms(heard, injection(7.0, "both"), USUAL) == pytest.approx(100)
    assert disturbance_ms(heard, injection(30.0, "both"), USUAL) == 0.0


@pytest.mark.parametrize(
    ("at", "spoken", "silent_ms"),
    [(1.5, (), 4500), (2.5, ((3.0, 4.0),), 2000), (2.5, ((5.5, 7.0),), 3500)],
    ids=["in the middle of speech", "the caller spoke meanwhile", "the caller spoke later"],
)
def test_a_lost_node_is_silent_until_the_agent_sounds_again(at, spoken, silent_ms: float):
    utterances = [said(begin, end, None) for begin, end in spoken]
    heard = call([run(LEAD, 1.0, last=24), run(LEAD, 6.0)], utterances)
    assert disturbance_ms(heard, injection(at, "return"), USUAL) == pytest.approx(silent_ms)


def test_sentences_in_the_carriers_buffer_are_no_return():
    heard = call([run(LEAD, 1.0), run(QUESTION, 3.0), run(LEAD, 9.0)])
    assert disturbance_ms(heard, injection(2.0, "return"), USUAL) == pytest.approx(4000)
    assert disturbance_ms(heard, injection(5.5, "return"), USUAL) == pytest.approx(3500)
    assert disturbance_ms(heard, injection(12.0, "return"), USUAL) is None


def test_what_is_usual_comes_from_turns_no_fault_touched():
    calls = [call([], [said(1.0, 2.0, 2.0 + delay)]) for delay in (0.7, 0.8, 0.9)]
    disturbed = call([], [said(31.0, 32.0, 37.0)])
    usual = usual_delays_s([*calls, disturbed], [injection(32.5)])
    assert usual == {"yes": pytest.approx(0.8), "": pytest.approx(0.8)}


def test_what_was_said_again_into_a_silence_is_not_usual():
    assert usual_delays_s([call([], [said(1.0, 2.0, 9.0, again=True)])], []) == {}


def test_a_sentence_heard_twice_in_full_is_repeated_unless_the_caller_asked_again():
    twice = [run(QUESTION, 1.0), run(QUESTION, 8.0)]
    assert list(repeated_at(call(twice))) == [pytest.approx(10.0)]
    assert list(repeated_at(call(twice, [said(4.0, 5.0, 8.0)]))) == [pytest.approx(10.0)]
    assert list(repeated_at(call(twice, [said(4.0, 5.0, 8.0, again=True)]))) == []
    assert list(repeated_at(call([run(QUESTION, 1.0, last=FRAMES // 2), run(QUESTION, 8.0)]))) == []


def test_an_utterance_is_lost_when_it_was_neither_written_down_nor_answered():
    ignored = [
        said(4.0, 5.0, 20.0, text="My name is Ada."),
        said(15.0, 16.0, 20.0, text="My name is Ada.", again=True),
    ]
    heard = call([run(QUESTION, 20.0)], ignored)
    assert lost_at(heard, ["My name is Ada."]) == [5.0]
    assert lost_at(heard, []) == [5.0]
    assert lost_at(heard, None) == [5.0]
    assert lost_at(heard, ["My name", "is Ada. My name is Ada."]) == []


def test_an_answered_utterance_is_not_lost_though_it_was_written_down_otherwise():
    heard = call([run(QUESTION, 6.0)], [said(4.0, 5.0, 6.0, text="My name is Ada.")])
    assert lost_at(heard, ["name is"]) == []
    assert lost_at(call([], ()), []) == []


def test_effects_end_where_the_next_fault_begins():
    first, second = injection(1.0, until=30.0), injection(10.0)
    assert [it.until for it in ordered([second, first])] == [10.0, 16.0]
