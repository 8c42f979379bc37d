"""A caller who asks for a moment gets it."""

import pytest

from domain.call.effects import AskModel, TimerName
from domain.call.events import UtteranceEnded
from domain.call.state import CallerTurn, Phase
from domain.call.waiting import CHECK_IN_MS, PAUSE_MS
from tests.unit.domain.call.scripted_call import LINES, ScriptedCall, lines_for, speaking_call

QUESTION = "What name should I put it under?"


def paused_call(words: str = "Hold on a moment please", **changes: str) -> ScriptedCall:
    return speaking_call(QUESTION, **changes).plays().says(words).plays()


def prompts_of(call: ScriptedCall) -> list[str]:
    return call.spoken[call.spoken.index(LINES.take_your_time) + 1 :]


@pytest.mark.parametrize(
    "words",
    ["Just a second", "Bear with me", "let me look in my diary", "I'm just fetching my card", "one sec, sorry",
     "hang on, there's someone at the door"],
)  # fmt: skip
def test_a_wish_for_a_moment_is_granted_without_the_model(words: str):
    call = paused_call(words)
    assert call.spoken[-1] == LINES.take_your_time
    assert len(call.ever(AskModel)) == 1
    assert [turn.text for turn in call.state.turns if isinstance(turn, CallerTurn)][-1] == words


def test_within_the_pause_there_is_one_gentle_check_in_and_no_prompt():
    call = paused_call().waits(45_000)
    assert prompts_of(call) == [LINES.no_rush]
    call.plays().waits(PAUSE_MS - 45_000 - 5000)
    assert prompts_of(call) == [LINES.no_rush]
    assert call.phase is Phase.LISTENING


def test_a_caller_who_comes_back_goes_on_where_the_call_was():
    call = paused_call().waits(CHECK_IN_MS).plays().waits(14_000).says("Sorry. It's Sarah Thompson.")
    assert call.phase is Phase.THINKING
    roles = [role for role, _ in call.last_question]
    assert ("assistant", QUESTION) in call.last_question
    assert call.last_question[-1] == ("user", "Sorry. It's Sarah Thompson.")
    assert roles.count("user") == 3


def test_a_caller_who_has_come_back_is_waited_for_as_usual():
    call = (
        paused_call()
        .waits(20_000)
        .says("It's Sarah")
        .answers("Thank you, Sarah. Which day?")
        .plays()
        .waits(8000)
    )
    assert call.spoken[-1] == LINES.still_there[0]


def test_a_caller_who_does_not_come_back_is_asked_and_let_go():
    call = paused_call()
    while call.phase is not Phase.ENDING_STREAM:
        call.waits(1000).plays()
    assert prompts_of(call) == [LINES.no_rush, *LINES.still_there, LINES.silence_goodbye]
    assert call.now_ms - (call.state.patience.sense_at_ms) < 120_000


def test_noise_in_a_pause_changes_nothing():
    call = paused_call()
    for _ in range(15):
        call.waits(3000).plays().voices(480)
    assert prompts_of(call) == [LINES.no_rush]


def test_a_second_wish_for_a_moment_begins_it_anew():
    call = paused_call().waits(25_000).says("still looking, one moment").plays().waits(25_000)
    assert call.spoken[-2:] == [LINES.take_your_time, LINES.take_your_time]
    assert LINES.still_there[0] not in call.spoken


def test_words_that_only_begin_like_a_wish_to_wait_are_answered():
    call = speaking_call(QUESTION).plays().says("Hold on, what does it cost?")
    assert call.phase is Phase.THINKING
    assert LINES.take_your_time not in call.spoken


def test_a_wish_to_wait_while_the_agent_speaks_stops_it():
    call = speaking_call("We are open from nine until half past five on weekdays.").says("hold on a second")
    assert call.spoken[-1] == LINES.take_your_time


def test_a_wish_to_wait_while_the_model_works_stops_that_and_joins_what_was_said():
    call = speaking_call(QUESTION).plays().says("It's Sarah").says("hang on")
    assert call.state.model.under_way is None
    assert call.spoken[-1] == LINES.take_your_time
    call.plays().says("Thompson").answers("Thank you.")
    assert ("user", "It's Sarah hang on") in call.last_question


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de-DE", "Einen Moment bitte"),
        ("fr-FR", "Ne quittez pas"),
        ("es-ES", "Un momento"),
        ("it-IT", "Un attimo"),
    ],
)
def test_a_moment_is_granted_in_the_language_of_the_call(language: str, words: str):
    call = speaking_call(QUESTION, language=language).plays().says(words)
    assert call.spoken[-1] == lines_for(language).take_your_time


def test_an_emergency_in_the_same_breath_comes_first():
    call = speaking_call(QUESTION).plays()
    call.happens(UtteranceEnded("hold on, call an ambulance", 0.9, call.now_ms))
    assert call.state.emergency


def test_a_process_that_takes_over_keeps_the_pause():
    call = paused_call().waits(20_000).is_taken_over().waits(25_000)
    assert prompts_of(call) == [LINES.no_rush]
    assert TimerName.SILENCE not in call.timers or call.phase is Phase.LISTENING
