"""Short words over the agent's: a listener's noise, or the answer to the question that is just being asked."""

import pytest

from domain.call.effects import StopSpeaking
from domain.call.events import CallerHeard, SpeechPlayed, UtteranceEnded
from domain.call.state import CallerTurn, Phase
from tests.unit.domain.call.scripted_call import ScriptedCall, speaking_call

STATEMENT = "A cut takes half an hour, and we are open until six."
QUESTION = "That is Thursday at ten for John Smith. Shall I book that?"


def turns_of(call: ScriptedCall) -> list[str]:
    return [turn.text for turn in call.state.turns if isinstance(turn, CallerTurn)][1:]


def overlaps(call: ScriptedCall, words: str, *, before_end_ms: int) -> ScriptedCall:
    """Says so over the sentence under way; the speech ends `before_end_ms` before the sentence does."""
    call.happens(CallerHeard(words))
    call.happens(UtteranceEnded(words, 0.9, call.now_ms))
    call.waits(before_end_ms)
    call.happens(SpeechPlayed(call.state.turn_id, 0))
    return call


@pytest.mark.parametrize("before_end_ms", [0, 500, 1300, 1900])
@pytest.mark.parametrize("words", ["Yeah.", "Okay", "mm-hm", "perfect, yeah"])
def test_an_answer_over_the_end_of_a_question_is_the_answer(words: str, before_end_ms: int):
    call = overlaps(speaking_call(QUESTION), words, before_end_ms=before_end_ms)
    assert call.phase is Phase.THINKING
    assert call.last_question[-1] == ("user", words)
    assert call.last_question[-2] == ("assistant", QUESTION), "the question was heard whole"
    assert call.ever(StopSpeaking) == []


def test_a_noise_long_before_the_end_of_a_question_is_none():
    call = overlaps(speaking_call(QUESTION), "mm-hm", before_end_ms=4000)
    assert call.phase is Phase.LISTENING
    assert turns_of(call) == []


def test_a_noise_over_the_end_of_a_statement_is_none():
    call = overlaps(speaking_call(STATEMENT), "okay", before_end_ms=300)
    assert call.phase is Phase.LISTENING
    assert turns_of(call) == []


def test_a_sound_of_hesitation_over_a_question_answers_nothing():
    call = overlaps(speaking_call(QUESTION), "um", before_end_ms=300)
    assert call.phase is Phase.LISTENING


def test_an_answer_that_began_over_the_question_and_ends_after_it_counts():
    call = speaking_call(QUESTION).starts_saying("okay").plays()
    call.waits(300)
    call.happens(UtteranceEnded("okay", 0.9, call.now_ms - 250))
    assert call.last_question[-1] == ("user", "okay")


def test_a_noise_that_began_over_a_statement_and_ends_after_it_is_no_turn():
    call = speaking_call(STATEMENT).starts_saying("right").plays()
    call.waits(500)
    call.happens(UtteranceEnded("right", 0.9, call.now_ms - 300))
    assert call.phase is Phase.LISTENING
    assert turns_of(call) == []


def test_an_okay_when_the_agent_has_been_silent_for_a_while_is_a_turn():
    call = speaking_call(STATEMENT).plays().waits(2000).says("okay")
    assert turns_of(call) == ["okay"]


@pytest.mark.parametrize("count", [1, 5, 12])
def test_any_number_of_noises_neither_stops_the_agent_nor_becomes_a_turn(count: int):
    call = speaking_call(STATEMENT)
    for number in range(count):
        words = " ".join(["yeah", "right", "I see", "mm-hm", "okay"][: number % 5 + 1])
        call.starts_saying(words).voices(480).voices(900)
        call.happens(UtteranceEnded(words, 0.9, call.now_ms))
    call.waits(2500)
    call.happens(SpeechPlayed(2, 0))
    assert call.ever(StopSpeaking) == []
    assert turns_of(call) == []


def test_one_long_row_of_noises_does_not_take_the_floor():
    call = (
        speaking_call(STATEMENT)
        .starts_saying("yeah yeah okay right I see yeah mm-hm got it yeah")
        .voices(900)
    )
    assert call.ever(StopSpeaking) == []


def test_a_noise_whose_voice_stopped_the_agent_has_it_go_on_at_once():
    """The words of "yeah yeah yeah" came later than the limit for voice alone."""
    call = speaking_call(STATEMENT).voices(480)
    call.falls_silent(played_ms=300)
    call.happens(CallerHeard("yeah yeah"))
    call.happens(UtteranceEnded("yeah yeah yeah", 0.9, call.now_ms))
    assert call.spoken.count(STATEMENT) == 2
    assert turns_of(call) == []
    call.plays()
    assert call.phase is Phase.LISTENING


def test_a_noise_whose_voice_stopped_a_question_answers_it():
    call = speaking_call(QUESTION).voices(480)
    call.falls_silent(played_ms=2500)
    call.happens(UtteranceEnded("yeah yeah yeah", 0.9, call.now_ms))
    assert turns_of(call) == ["yeah yeah yeah"]


def test_a_noise_over_the_first_half_of_a_longer_answer_waits_for_its_question():
    call = speaking_call(STATEMENT, "Shall I book that?")
    call.starts_saying("okay")
    call.happens(UtteranceEnded("okay", 0.9, call.now_ms))
    call.waits(2500)
    call.happens(SpeechPlayed(2, 0))
    call.waits(900)
    call.happens(SpeechPlayed(2, 1))
    assert call.phase is Phase.LISTENING, "it was said long before the question"


def test_words_after_a_noise_over_a_question_take_the_floor_as_ever():
    call = speaking_call(QUESTION)
    call.happens(UtteranceEnded("okay", 0.9, call.now_ms))
    call.says("no, make it Friday")
    assert turns_of(call) == ["no, make it Friday"]
    assert call.state.held is None


@pytest.mark.parametrize(
    ("language", "noise"), [("de-DE", "genau"), ("fr", "d'accord"), ("es", "vale"), ("it", "va bene")]
)
def test_noises_are_known_in_the_language_of_the_call(language: str, noise: str):
    call = speaking_call(STATEMENT, language=language).starts_saying(noise)
    call.happens(UtteranceEnded(noise, 0.9, call.now_ms))
    assert call.ever(StopSpeaking) == []


def test_a_process_that_takes_over_still_holds_the_answer():
    call = speaking_call(QUESTION)
    call.happens(UtteranceEnded("okay", 0.9, call.now_ms))
    call.is_taken_over()
    call.happens(SpeechPlayed(2, 0))
    assert call.last_question[-1] == ("user", "okay")
