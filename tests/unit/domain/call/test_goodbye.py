"""What is said while the agent says goodbye."""

import pytest

from domain.call.effects import EndStream, NextStepKind, StopSpeaking, TimerName
from domain.call.events import CallerHeard, UtteranceEnded
from domain.call.floor import MAX_DURATION_MS
from domain.call.state import CallerTurn, Phase
from domain.call.waiting import SETTLE_MS
from tests.unit.domain.call.scripted_call import LINES, ScriptedCall, listening_call, thinking_call


def closing_call(tool: str = "end_call", effect: str = "end_call") -> ScriptedCall:
    """The agent's goodbye is sounding."""
    call = (
        thinking_call("That's all").writes("Thank you for calling, goodbye.").wants(("t1", tool)).finishes()
    )
    return call.tool_answers("t1", effect=effect).sends()


def said_by_caller(call: ScriptedCall) -> list[str]:
    return [turn.text for turn in call.state.turns if isinstance(turn, CallerTurn)]


@pytest.mark.parametrize(
    "words",
    ["Oh wait, when do you open on Monday?", "Actually, can I come an hour later", "One more question", "Yes",
     "And my brother needs a haircut as well"],
)  # fmt: skip
def test_a_new_matter_takes_the_farewell_back_and_is_answered(words: str):
    call = closing_call().says(words)
    assert call.phase is Phase.THINKING
    assert call.last_question[-1] == ("user", words)
    call.answers("From nine. Anything else?").plays().waits(3000)
    assert call.phase is Phase.LISTENING
    assert call.ever(EndStream) == []


def test_the_agent_falls_silent_with_the_first_words_of_a_new_matter():
    call = closing_call()
    call.happens(CallerHeard("oh"))
    assert call.ever(StopSpeaking) == []
    call.happens(CallerHeard("oh wait"))
    assert call.asked(StopSpeaking) == [StopSpeaking(2)]


@pytest.mark.parametrize(
    "words", ["Thanks, bye", "you too", "okay", "Thank you very much, see you Thursday", "mm-hm"]
)
def test_a_farewell_or_a_noise_lets_the_call_end(words: str):
    call = closing_call().says(words)
    assert call.ever(StopSpeaking) == []
    call.plays()
    assert call.asked(EndStream) == [EndStream(NextStepKind.HANG_UP)]


def test_a_farewell_stands_in_the_transcript_and_a_noise_does_not():
    assert said_by_caller(closing_call().says("Thanks, bye")) == ["That's all", "Thanks, bye"]
    assert said_by_caller(closing_call().says("okay")) == ["That's all"]


def test_a_transfer_can_be_taken_back_too():
    call = closing_call("transfer_call", "transfer").says("Actually no, just take a message")
    assert call.phase is Phase.THINKING
    call.hangs_up()
    call.fails().fails()
    assert call.final.outcome == "answered"


def test_after_it_was_taken_back_the_next_goodbye_ends_the_call():
    call = (
        closing_call()
        .says("wait, where are you?")
        .answers("In Harbour Street.")
        .plays()
        .says("Thank you, bye")
    )
    call.writes("Goodbye!").wants(("t2", "end_call")).finishes().tool_answers("t2", effect="end_call").plays()
    assert call.asked(EndStream) == [EndStream(NextStepKind.HANG_UP)]
    call.hangs_up()
    assert call.final.reason == "completed"


def test_speech_under_way_at_the_end_of_the_goodbye_is_heard_out():
    call = closing_call().voices(480).plays()
    assert call.ever(EndStream) == []
    call.starts_saying("oh hang on when")
    call.happens(UtteranceEnded("oh hang on, when do you close", 0.9, call.now_ms))
    assert call.phase is Phase.THINKING
    assert call.last_question[-1] == ("user", "oh hang on, when do you close")


def test_a_farewell_under_way_at_the_end_of_the_goodbye_ends_the_call_when_it_is_out():
    call = closing_call().starts_saying("thanks").plays()
    assert call.ever(EndStream) == []
    call.happens(UtteranceEnded("thanks bye", 0.9, call.now_ms))
    assert call.asked(EndStream) == [EndStream(NextStepKind.HANG_UP)]
    assert said_by_caller(call)[-1] == "thanks bye"


def test_noise_at_the_end_of_the_goodbye_holds_the_line_for_a_moment_only():
    call = closing_call().voices(480).plays().waits(SETTLE_MS)
    assert len(call.ever(EndStream)) == 1


def test_what_is_said_while_the_stream_is_closing_stands_in_the_transcript():
    call = closing_call().plays()
    call.happens(UtteranceEnded("oh one more thing", 0.9, call.now_ms))
    assert said_by_caller(call)[-1] == "oh one more thing"
    assert len(call.ever(EndStream)) == 1


def test_an_emergency_during_the_goodbye_is_answered_and_the_line_stays():
    call = closing_call().says("oh god call an ambulance")
    assert "triple zero" in call.spoken[-1]
    call.plays()
    assert call.ever(EndStream) == []
    assert call.phase is Phase.LISTENING


@pytest.mark.parametrize("words", ["wait, one more thing", "no", "call me back please"])
def test_the_longest_call_ends_whatever_is_said(words: str):
    call = listening_call()
    call.now_ms += MAX_DURATION_MS
    call.fires(TimerName.MAX_DURATION).sends().says(words)
    assert call.spoken[-1] == LINES.time_is_up
    assert said_by_caller(call) == [words]
    call.plays()
    assert len(call.ever(EndStream)) == 1


def test_an_emergency_is_told_what_to_do_even_in_a_goodbye_that_cannot_be_taken_back():
    call = listening_call()
    call.fires(TimerName.MAX_DURATION).sends().says("oh god call an ambulance")
    assert "triple zero" in call.spoken[-1]
    call.plays()
    assert len(call.ever(EndStream)) == 1


def test_a_wish_for_a_moment_during_the_goodbye_is_granted():
    call = closing_call().says("Hang on a second")
    assert call.spoken[-1] == LINES.take_your_time
    call.plays()
    assert call.ever(EndStream) == []


def test_a_process_that_takes_over_during_the_goodbye_can_take_it_back_as_well():
    call = closing_call().is_taken_over().says("wait, what does it cost")
    assert call.phase is Phase.THINKING
