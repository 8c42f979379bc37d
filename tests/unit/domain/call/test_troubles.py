"""How a call goes when its parts fail: slow, broken or empty models, a lost voice, lost hearing, a dead process."""

from collections.abc import Callable

import pytest

from domain.call.effects import (
    AskModel,
    AwaitPlayout,
    CancelModel,
    EndStream,
    Finalise,
    NextStepKind,
    RunTool,
    Speak,
    StopSpeaking,
    TimerName,
)
from domain.call.events import (
    CallResumed,
    CloseRequested,
    HearingLost,
    ModelFailed,
    SpeechBegan,
    SpeechFailed,
    SpeechPlayed,
    SpeechSent,
)
from domain.call.floor import MAX_DURATION_MS
from domain.call.state import Phase
from tests.unit.domain.call.scripted_call import (
    GREETING,
    LINES,
    ScriptedCall,
    listening_call,
    speaking_call,
    thinking_call,
)


# --- a slow model -----------------------------------------------------------------------------------------------
def test_a_filler_is_said_before_the_caller_wonders():
    call = thinking_call().waits(1199)
    assert call.spoken == [GREETING]
    call.waits(1)
    assert call.spoken[-1] in LINES.fillers
    assert call.state.model.under_way is not None


def test_an_answer_whose_audio_has_begun_needs_no_filler():
    call = thinking_call().waits(1000).writes("Sure.").sends().waits(1000)
    assert call.spoken == [GREETING, "Sure."]


def test_silence_after_let_me_check_is_filled():
    """Its audio stops the first filler timer; the tool and the second answer take their time."""
    call = thinking_call().writes("Let me check.").wants(("t1", "find_slots")).finishes().tool_answers("t1")
    call.plays().waits(1200)
    assert call.spoken[-1] in LINES.fillers
    call.answers("Ten or two?").plays()
    assert call.phase is Phase.LISTENING


def test_a_slow_tool_after_the_last_word_is_filled():
    call = thinking_call().writes("Let me check.").wants(("t1", "find_slots")).finishes()
    call.plays().waits(1200)
    assert call.spoken[-1] in LINES.fillers


def test_fillers_bridge_the_time_to_giving_up_and_do_not_repeat():
    call = thinking_call().waits(1200).plays().waits(2400).plays().waits(8000)
    fillers = [text for text in call.spoken if text in LINES.fillers]
    assert len(fillers) == 3
    assert len(set(fillers)) == 3
    assert call.phase is Phase.CLOSING


def test_a_second_request_is_made_and_the_first_to_write_wins():
    call = thinking_call().waits(1800)
    assert [ask.generation for ask in call.ever(AskModel)] == [1, 2]
    call.writes("From the second.", generation=2)
    assert call.asked(CancelModel) == [CancelModel(1)]
    assert call.writes("From the first.", generation=1).effects == ()
    call.finishes(2).plays()
    assert "From the first." not in call.spoken
    assert call.phase is Phase.LISTENING


def test_the_first_request_can_still_win():
    call = thinking_call().waits(1800).wants(("t1", "find_slots"), generation=1)
    assert call.asked(CancelModel) == [CancelModel(2)]
    assert call.wants(("t2", "find_slots"), generation=2).effects == ()
    assert call.tools_begun == ["t1"]


def test_there_is_one_second_request():
    call = thinking_call().waits(1800)
    call.fires(TimerName.HEDGE)
    assert len(call.ever(AskModel)) == 2


def test_one_of_two_requests_may_fail():
    call = thinking_call().waits(1800).fails(generation=1)
    assert call.state.model.failures == 0
    call.answers("From the second.").plays()
    assert call.phase is Phase.LISTENING


def test_a_model_that_stays_silent_is_given_up_with_words():
    call = thinking_call().waits(8000)
    assert call.spoken[-1] == LINES.model_failed_transfer
    assert call.asked(CancelModel) == [CancelModel(1), CancelModel(2)]
    call.plays()
    assert call.asked(EndStream) == [EndStream(NextStepKind.TRANSFER)]
    call.hangs_up()
    assert call.final == Finalise("transferred", "the language model failed: no answer in time")


def test_where_nobody_can_be_put_through_the_call_ends_with_an_apology():
    call = thinking_call(can_transfer=False).waits(8000)
    assert call.spoken[-1] == LINES.model_failed_goodbye
    call.plays().hangs_up()
    assert call.final == Finalise("failed", "the language model failed: no answer in time")


def test_a_model_that_breaks_off_after_asking_for_a_tool_gets_its_answer_first():
    call = thinking_call().wants(("t1", "find_slots")).fails()
    assert call.asked(AskModel) == []
    call.tool_answers("t1", "slots")
    assert call.last_question[-1] == ("tool", "slots")


# --- voice and hearing ------------------------------------------------------------------------------------------
def test_a_lost_voice_closes_the_stream_and_the_carrier_speaks():
    call = thinking_call(can_transfer=False).writes("Sure.", "When?")
    call.happens(SpeechFailed(2, 0, "status 500", 0))
    call.happens(SpeechFailed(2, 1, "status 500", 0))
    assert call.asked(StopSpeaking) == [StopSpeaking(2)]
    assert call.asked(EndStream) == [EndStream(NextStepKind.SAY_AND_HANG_UP, LINES.model_failed_goodbye)]
    call.hangs_up()
    assert call.final == Finalise("failed", "speech synthesis failed: status 500")


def test_a_lost_voice_puts_the_caller_through_where_that_is_possible():
    call = thinking_call().writes("Sure.", "When?")
    call.happens(SpeechFailed(2, 0, "status 500", 0))
    call.happens(SpeechFailed(2, 1, "status 500", 0))
    assert call.asked(EndStream)[0].next_step is NextStepKind.TRANSFER


def test_a_voice_lost_during_the_goodbye_does_not_put_a_finished_caller_through():
    call = thinking_call().wants(("t1", "end_call")).finishes().tool_answers("t1", effect="end_call")
    call.happens(SpeechFailed(2, 0, "status 500", 0))
    assert call.asked(EndStream) == [EndStream(NextStepKind.SAY_AND_HANG_UP, LINES.goodbye)]


def test_a_voice_lost_before_a_transfer_still_transfers():
    call = thinking_call().wants(("t1", "transfer_call")).finishes().tool_answers("t1", effect="transfer")
    call.happens(SpeechFailed(2, 0, "status 500", 0))
    assert call.asked(EndStream)[0].next_step is NextStepKind.TRANSFER


def test_a_voice_lost_while_the_stream_is_ending_does_not_end_it_twice():
    call = speaking_call()
    call.happens(CloseRequested("operator"))
    call.happens(SpeechFailed(2, 0, "closed", 0))
    assert len(call.ever(EndStream)) == 1


@pytest.mark.parametrize("build", [listening_call, thinking_call, speaking_call])
def test_lost_hearing_is_told_to_the_caller(build: Callable[[], ScriptedCall]):
    call = build()
    call.happens(HearingLost("closed"))
    call.plays().hangs_up()
    assert call.spoken[-1] == LINES.model_failed_transfer
    assert call.final == Finalise("transferred", "speech recognition failed: closed")


def test_hearing_lost_before_the_stream_began_is_not_forgotten():
    """The recogniser refuses within milliseconds, the carrier's start message takes longer."""
    call = ScriptedCall()
    call.happens(HearingLost("status 401"))
    call.is_answered()
    assert call.spoken == [LINES.model_failed_transfer]
    call.plays().hangs_up()
    assert call.final == Finalise("transferred", "speech recognition failed: status 401")


def test_hearing_lost_during_the_goodbye_does_not_matter():
    call = thinking_call().wants(("t1", "end_call")).finishes().tool_answers("t1", effect="end_call")
    call.happens(HearingLost("closed"))
    call.plays().hangs_up()
    assert call.final == Finalise("answered", "completed")


# --- another process takes over ---------------------------------------------------------------------------------
def test_taken_over_while_listening_it_listens():
    call = listening_call().is_taken_over()
    assert call.asked(Speak) == []
    assert call.phase is Phase.LISTENING
    call.waits(8000)
    assert call.spoken[-1] == LINES.still_there[0]


def test_taken_over_in_mid_utterance_both_halves_are_answered_as_one():
    call = listening_call().starts_saying("I would like").is_taken_over()
    assert call.state.utterance.words == "", "the new recogniser has not heard them"
    call.says("a haircut please")
    [ask] = call.asked(AskModel)
    assert ask.messages[-1].content == "I would like a haircut please"
    assert call.state.utterance.kept_words == ""


def test_taken_over_at_the_end_of_an_utterance_what_is_known_of_it_is_answered():
    call = listening_call().starts_saying("a haircut please").is_taken_over()
    call.waits(2500)
    [ask] = call.asked(AskModel)
    assert ask.messages[-1].content == "a haircut please"


def test_taken_over_while_thinking_the_question_is_asked_again():
    call = thinking_call().is_taken_over()
    assert [ask.generation for ask in call.asked(AskModel)] == [2]
    assert {TimerName.FILLER, TimerName.HEDGE, TimerName.GIVE_UP} <= call.timers.keys()
    call.answers("Sure.").plays()
    assert call.phase is Phase.LISTENING


def test_taken_over_with_a_tool_running_the_tool_is_read_back_and_the_model_waits():
    call = thinking_call().wants(("t1", "book_appointment")).is_taken_over()
    assert call.asked(RunTool) == [RunTool("t1", "book_appointment", {"a": 1})]
    assert call.asked(AskModel) == []
    call.tool_answers("t1", booking_id="b1")
    assert len(call.asked(AskModel)) == 1


def test_taken_over_while_speaking_only_what_was_not_sent_is_said_again():
    call = thinking_call().answers("One.", "Two.", "Three.")
    call.happens(SpeechBegan(2, 0, call.now_ms, call.now_ms))
    call.happens(SpeechSent(2, 0, 400))
    call.happens(SpeechPlayed(2, 0))
    call.happens(SpeechSent(2, 1, 400))
    call.is_taken_over()
    assert call.asked(AwaitPlayout) == [AwaitPlayout(2, 1, 400)]
    assert call.asked(Speak) == [Speak(2, 2, "Three.", canned=False)]
    call.happens(SpeechPlayed(2, 1))
    call.plays()
    assert call.phase is Phase.LISTENING


def test_taken_over_when_everything_had_sounded_the_caller_has_the_floor():
    call = thinking_call().writes("Sure.").plays().is_taken_over()
    assert len(call.asked(AskModel)) == 1
    call.answers("When?").plays()
    assert call.phase is Phase.LISTENING


def test_taken_over_during_the_goodbye_it_says_goodbye():
    call = thinking_call().wants(("t1", "end_call")).finishes().tool_answers("t1", effect="end_call")
    call.is_taken_over()
    assert call.asked(Speak) == [Speak(2, 0, LINES.goodbye, canned=True)]
    call.plays()
    assert call.asked(EndStream) == [EndStream(NextStepKind.HANG_UP)]


def test_taken_over_while_its_stream_is_ending_a_call_ends_it():
    call = speaking_call()
    call.happens(CloseRequested("operator"))
    call.is_taken_over()
    assert call.asked(EndStream) == [EndStream(NextStepKind.HANG_UP)]


def test_taken_over_after_the_hang_up_it_waits_for_the_tool_and_closes_the_books():
    call = thinking_call().wants(("t1", "book_appointment")).finishes()
    call.hangs_up().is_taken_over()
    assert call.asked(RunTool) == [RunTool("t1", "book_appointment", {"a": 1})]
    assert call.asked(EndStream) == []
    call.tool_answers("t1", booking_id="b1")
    assert call.final == Finalise("booked", "caller hung up")


def test_taken_over_after_the_hang_up_a_tool_that_hangs_does_not_keep_it():
    call = thinking_call().wants(("t1", "book_appointment")).hangs_up().is_taken_over().waits(6000)
    assert call.final.outcome == "answered"


def test_taken_over_after_the_end_the_books_are_closed_again():
    """The first process died between its last step and the rows."""
    call = speaking_call().hangs_up()
    first = call.final
    call.is_taken_over()
    assert call.effects == (first,)


def test_taken_over_after_an_interruption_nobody_waits_for_the_dead_voice():
    call = speaking_call().starts_saying("no wait")
    call.is_taken_over()
    assert not call.state.awaits_stop
    call.happens(CallResumed())
    call.says("Friday")
    assert call.phase is Phase.THINKING


def test_taken_over_after_a_noise_the_cut_sentence_is_said_again():
    call = speaking_call("Ten or two?").voices(480).is_taken_over()
    call.waits(2500)
    assert call.spoken.count("Ten or two?") == 2


def test_the_longest_duration_counts_from_the_answer_across_processes():
    call = listening_call().waits(6000).is_taken_over()
    at_ms, _ = call.timers[TimerName.MAX_DURATION]
    assert call.state.answered_at_ms is not None
    assert at_ms == pytest.approx(call.state.answered_at_ms + MAX_DURATION_MS, abs=1)


def test_a_request_that_fails_after_the_take_over_counts_on():
    call = thinking_call().fails().waits(250).is_taken_over()
    call.happens(ModelFailed(call.generation, "again"))
    assert call.state.model.failures == 2
    call.is_taken_over()
    assert len(call.asked(AskModel)) == 1, "a process that died while it paused leaves no pause behind"
