"""A call in which the recogniser understands our own words."""

import pytest

from domain.call.effects import StopSpeaking
from domain.call.events import CallerHeard, UtteranceEnded
from domain.call.state import CallerTurn, Phase
from tests.unit.domain.call.scripted_call import ScriptedCall, listening_call, speaking_call

OFFER = "I have Tuesday the second at ten in the morning, or Wednesday at half past two."
ECHO = "I have Tuesday the second at 10 in the morning or Wednesday at half past two"


def said(call: ScriptedCall) -> list[str]:
    return [turn.text for turn in call.state.turns if isinstance(turn, CallerTurn)]


def ends(call: ScriptedCall, text: str, *, spoke_ago_ms: float = 300) -> None:
    call.happens(UtteranceEnded(text, 0.9, call.now_ms - spoke_ago_ms))


def test_our_words_coming_back_neither_stop_us_nor_become_a_turn():
    call = speaking_call(OFFER)
    before = said(call)
    words = ECHO.split()
    for count in range(2, len(words) + 1):
        call.waits(250).starts_saying(" ".join(words[:count]))
    ends(call, ECHO)
    assert call.ever(StopSpeaking) == []
    assert call.phase is Phase.SPEAKING
    call.plays()
    assert call.phase is Phase.LISTENING
    assert said(call) == before


def test_text_that_comes_late_and_repeats_the_sentence_is_no_turn():
    call = speaking_call(OFFER).plays()
    before = said(call)
    call.waits(1500)
    ends(call, ECHO, spoke_ago_ms=1400)
    assert call.phase is Phase.LISTENING
    assert said(call) == before


def test_an_echo_of_the_greeting_is_no_turn():
    call = listening_call()
    call.waits(600)
    ends(call, "hello you've reached harbour street hair how can i help")
    assert said(call) == []


@pytest.mark.parametrize(
    "answer", ["Tuesday at ten", "Wednesday", "Tuesday the second", "in the morning please"]
)
def test_words_of_ours_in_an_answer_count(answer: str):
    call = speaking_call(OFFER).plays().waits(300)
    call.starts_saying(answer).waits(900)
    ends(call, answer)
    assert said(call)[-1] == answer
    assert call.phase is Phase.THINKING


def test_they_count_over_our_sentence_too():
    call = speaking_call(OFFER).starts_saying("Tuesday at")
    ends(call, "Tuesday at ten")
    assert call.ever(StopSpeaking) == [StopSpeaking(2)]
    call.falls_silent()
    assert said(call)[-1] == "Tuesday at ten"


def test_a_caller_who_repeats_all_of_it_in_answer_counts():
    answer = "Tuesday the second at ten in the morning"
    call = speaking_call(OFFER).plays().waits(400).voices(480)
    call.waits(900).starts_saying(answer).waits(1200)
    ends(call, answer)
    assert said(call)[-1] == answer


def test_voice_behind_words_that_may_be_ours_stops_us():
    call = speaking_call(OFFER).starts_saying("I have")
    assert call.ever(StopSpeaking) == []
    call.voices(480)
    assert call.ever(StopSpeaking) == [StopSpeaking(2)]


def test_what_the_caller_says_over_the_echo_stops_us_and_is_the_turn():
    call = speaking_call(OFFER).starts_saying("I have Tuesday")
    call.happens(CallerHeard("I have Tuesday the second at ten no wait"))
    assert call.ever(StopSpeaking) == [StopSpeaking(2)]
    ends(call, "I have Tuesday the second at ten no wait I meant Friday")
    call.falls_silent()
    assert said(call)[-1] == "no wait I meant Friday"
