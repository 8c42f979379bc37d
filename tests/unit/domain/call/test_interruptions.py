"""How the floor changes hands when the two talk over each other."""

import pytest

from domain.call.effects import AskModel, CancelModel, RunTool, Speak, StopSpeaking, TimerName
from domain.call.events import (
    CallerHeard,
    ModelFailed,
    ModelFinished,
    SentenceWritten,
    SpeechPlayed,
    SpeechSent,
    SpeechStopped,
    TimerFired,
    ToolsRequested,
    UtteranceEnded,
)
from domain.call.heard import heard_text
from domain.call.state import AgentTurn, Phase
from domain.call.waiting import SETTLE_MS
from tests.unit.domain.call.call_invariants import conversation
from tests.unit.domain.call.scripted_call import (
    GREETING,
    LINES,
    listening_call,
    speaking_call,
    thinking_call,
)

LONG = "We have ten in the morning or two in the afternoon."


# --- what stops the agent ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("words", ["no", "wait", "yes please", "actually", "how much", "tomorrow at 3"])
def test_words_stop_the_agent_at_once(words: str):
    call = speaking_call().starts_saying(words)
    assert call.asked(StopSpeaking) == [StopSpeaking(2)]
    assert call.phase is Phase.LISTENING


@pytest.mark.parametrize("words", ["mm-hm", "uh huh", "okay", "right, I see", "yeah"])
def test_a_backchannel_does_not_stop_the_agent(words: str):
    call = speaking_call().starts_saying(words)
    call.happens(UtteranceEnded(words, 0.9, call.now_ms))
    assert call.ever(StopSpeaking) == []
    assert call.phase is Phase.SPEAKING
    assert call.state.utterance.words == ""


def test_voice_alone_stops_the_agent_when_it_lasts():
    call = speaking_call().voices(480)
    assert call.asked(StopSpeaking) == [StopSpeaking(2)]


def test_voice_behind_a_backchannel_stops_the_agent_once_its_words_are_known():
    call = speaking_call().starts_saying("okay").voices(480).voices(900)
    assert call.ever(StopSpeaking) == []
    call.starts_saying("okay but")
    assert call.asked(StopSpeaking) == [StopSpeaking(2)]


def test_an_utterance_without_partial_words_stops_the_agent_too():
    call = speaking_call()
    call.happens(UtteranceEnded("stop please", 0.9, call.now_ms - 100))
    assert call.asked(StopSpeaking) == [StopSpeaking(2)]
    call.falls_silent()
    assert call.phase is Phase.THINKING


def test_the_greeting_can_be_talked_over():
    call = listening_call()
    again = type(call)().is_answered().sends().starts_saying("hi can I book")
    assert again.asked(StopSpeaking) == [StopSpeaking(1)]


def test_an_interruption_cancels_the_answer_under_way():
    call = thinking_call().writes("One.").sends().starts_saying("no wait")
    assert call.asked(CancelModel) == [CancelModel(1)]
    assert call.writes("Two.", generation=1).effects == ()
    assert call.spoken == [GREETING, "One."]


# --- what was heard ---------------------------------------------------------------------------------------------
def test_barge_in_keeps_only_heard_text():
    call = speaking_call("Ten or two?", LONG, "Which one?")
    call.happens(SpeechPlayed(2, 0))
    call.starts_saying("two")
    call.falls_silent(sentence=1, played_ms=len(LONG) * 50 // 2)
    call.happens(UtteranceEnded("two please", 0.9, call.now_ms))
    assert call.last_question[-2:] == [
        ("assistant", "Ten or two? We have ten in the …"),
        ("user", "two please"),
    ]


def test_a_sentence_before_the_cut_counts_as_heard_though_its_mark_is_still_under_way():
    call = speaking_call("Ten or two?", LONG)
    call.starts_saying("two")
    call.falls_silent(sentence=1, played_ms=0)
    turn = call.state.agent_turn
    assert turn is not None
    assert heard_text(turn) == "Ten or two?"


def test_an_answer_of_which_nothing_was_heard_is_not_in_the_models_view():
    call = speaking_call(LONG).starts_saying("never mind")
    call.falls_silent(played_ms=0)
    call.happens(UtteranceEnded("never mind", 0.9, call.now_ms))
    assert call.last_question[-2:] == [("user", "I'd like a haircut"), ("user", "never mind")]


def test_the_model_is_asked_when_the_voice_has_told_how_far_it_came():
    """The utterance is over before the voice has answered: both were in one batch."""
    call = speaking_call(LONG)
    call.happens(CallerHeard("two"))
    call.happens(UtteranceEnded("two please", 0.9, call.now_ms))
    assert call.phase is Phase.THINKING
    assert len(call.ever(AskModel)) == 1
    call.happens(SpeechStopped(2, 0, 1000))
    assert call.last_question[-2] == ("assistant", "We have ten in the …")


def test_a_voice_that_does_not_tell_how_far_it_came_leaves_no_dead_line():
    call = speaking_call(LONG)
    call.happens(UtteranceEnded("two please", 0.9, call.now_ms))
    call.waits(8000)
    assert call.phase is Phase.CLOSING


def test_an_interrupted_answer_with_a_tool_keeps_tool_and_words_in_place():
    call = thinking_call().writes("Let me check that for you.").wants(("t1", "find_slots")).finishes().sends()
    call.happens(CallerHeard("actually"))
    call.falls_silent(played_ms=500)
    call.happens(UtteranceEnded("actually make it Friday", 0.9, call.now_ms))
    assert len(call.ever(AskModel)) == 1, "the tool has not answered yet"
    call.tool_answers("t1", "slots")
    assert call.last_question[-3:] == [
        ("assistant", "Let me …"),
        ("tool", "slots"),
        ("user", "actually make it Friday"),
    ]


def test_a_begun_tool_is_never_cancelled_by_a_barge_in():
    call = thinking_call().writes("Booking it.").wants(("t1", "book_appointment")).finishes().sends()
    call.says("wait").tool_answers("t1", booking_id="b1")
    assert call.state.booking_id == "b1"
    assert call.tools_begun == ["t1"]


# --- going on while the agent thinks ----------------------------------------------------------------------------
def test_a_caller_who_goes_on_is_heard_out_and_both_parts_are_one_turn():
    call = thinking_call("I'd like a haircut").starts_saying("on Tuesday")
    assert call.phase is Phase.LISTENING
    assert call.asked(CancelModel) == [CancelModel(1)]
    call.happens(UtteranceEnded("on Tuesday if possible", 0.9, call.now_ms))
    assert conversation(call.state) == [
        ("assistant", GREETING),
        ("user", "I'd like a haircut on Tuesday if possible"),
    ]
    assert [turn.turn_id for turn in call.state.turns if isinstance(turn, AgentTurn)] == [1, 3]


def test_an_uh_huh_while_the_agent_thinks_does_not_start_the_answer_anew():
    call = thinking_call().starts_saying("um")
    call.happens(UtteranceEnded("um okay", 0.9, call.now_ms))
    assert call.ever(CancelModel) == []
    assert call.state.model.generation == 1
    assert call.answers("Sure.").phase is Phase.SPEAKING


def test_words_that_came_to_nothing_bring_the_answer_back():
    call = thinking_call().starts_saying("and")
    assert call.phase is Phase.LISTENING
    call.happens(UtteranceEnded("", 0.0, call.now_ms))
    assert call.phase is Phase.THINKING
    assert call.last_question[-1] == ("user", "I'd like a haircut")


def test_words_that_never_ended_bring_the_answer_back_too():
    call = thinking_call().starts_saying("and then")
    call.waits(8000)
    assert call.phase is Phase.THINKING
    assert len(call.ever(AskModel)) == 2


def test_a_caller_who_goes_on_while_a_tool_runs_is_answered_after_it():
    call = thinking_call().wants(("t1", "find_slots")).finishes().says("or on Friday")
    assert call.phase is Phase.THINKING
    call.tool_answers("t1", "slots")
    assert call.last_question[-2:] == [("tool", "slots"), ("user", "or on Friday")]


def test_a_wait_for_an_earlier_turns_tool_is_filled_and_bounded():
    call = thinking_call().wants(("t1", "find_slots")).finishes().says("or on Friday")
    call.waits(1200)
    assert call.spoken[-1] in LINES.fillers
    call.waits(8000)
    assert call.phase is Phase.CLOSING


# --- false interruptions ----------------------------------------------------------------------------------------
def test_a_noise_is_not_an_interruption_and_the_cut_sentence_is_said_again():
    call = speaking_call("Sure.", LONG)
    call.happens(SpeechPlayed(2, 0))
    call.voices(480)
    call.falls_silent(sentence=1, played_ms=300)
    call.waits(SETTLE_MS)
    assert call.spoken[-1] == LONG
    assert call.spoken.count("Sure.") == 1
    assert call.phase is Phase.SPEAKING
    call.plays()
    assert call.phase is Phase.LISTENING


def test_a_long_noise_is_followed_by_the_cut_sentence_and_not_by_silence():
    call = speaking_call(LONG).voices(480)
    call.falls_silent(played_ms=0)
    call.waits(400).voices(900).waits(SETTLE_MS)
    assert call.spoken[-1] == LONG


def test_words_after_an_interruption_are_waited_for():
    call = speaking_call(LONG).voices(480)
    call.falls_silent(played_ms=0)
    call.starts_saying("hm the thing is").waits(SETTLE_MS)
    assert call.phase is Phase.LISTENING
    assert call.spoken[-1] == LONG
    assert call.spoken.count(LONG) == 1


def test_dropped_words_after_an_interruption_bring_the_cut_sentence_back():
    call = speaking_call(LONG).starts_saying("wha")
    call.falls_silent(played_ms=0)
    call.happens(UtteranceEnded("", 0.0, call.now_ms))
    call.waits(SETTLE_MS)
    assert call.spoken.count(LONG) == 2


def test_dropped_words_of_a_barge_in_do_not_leave_both_waiting():
    """The words stopped the agent, then the recogniser lost them: neither an end nor another word comes."""
    call = speaking_call(LONG).starts_saying("two please")
    call.falls_silent(played_ms=0)
    call.waits(8000)
    assert call.spoken[-1] == LINES.still_there[0]


def test_a_noise_when_everything_had_been_heard_leaves_the_floor_to_the_caller():
    call = speaking_call("Sure.")
    call.voices(480)
    call.falls_silent(played_ms=10_000)
    call.waits(SETTLE_MS)
    assert call.phase is Phase.LISTENING
    call.waits(8000)
    assert call.spoken[-1] == LINES.still_there[0]


def test_a_noise_during_an_unfinished_answer_does_not_cut_the_answer_off_for_good():
    """The model had written one of its sentences when the caller coughed."""
    call = thinking_call().writes(LONG).sends().voices(480)
    call.falls_silent(played_ms=0)
    call.waits(SETTLE_MS)
    assert call.spoken[-1] == LONG
    assert call.last_question[-1] == ("assistant", LONG), "the model goes on from there"
    call.answers("Which one suits you?").plays()
    assert call.phase is Phase.LISTENING
    assert call.spoken[-1] == "Which one suits you?"


def test_a_noise_during_a_filler_does_not_lose_the_question():
    call = thinking_call().waits(1200).sends().voices(480)
    call.falls_silent(played_ms=0)
    call.waits(SETTLE_MS)
    assert call.phase is Phase.THINKING
    assert call.answers("Sure, when?").phase is Phase.SPEAKING


def test_a_noise_while_a_tool_runs_does_not_lose_its_answer():
    call = thinking_call().writes("Let me check.").wants(("t1", "find_slots")).finishes().sends().voices(480)
    call.falls_silent(played_ms=300)
    call.tool_answers("t1", "slots").waits(SETTLE_MS)
    assert call.asked(AskModel) or call.ever(AskModel)[-1].turn_id == call.state.turn_id
    assert ("tool", "slots") in call.last_question
    call.answers("Ten or two?").plays()
    assert call.spoken[-1] == "Ten or two?"
    assert call.phase is Phase.LISTENING


def test_a_noise_while_a_slow_tool_runs_does_not_lose_its_answer_either():
    call = thinking_call().writes("Let me check.").wants(("t1", "find_slots")).finishes().sends().voices(480)
    call.falls_silent(played_ms=0)
    call.waits(SETTLE_MS)
    assert call.spoken[-1] == "Let me check."
    call.plays().tool_answers("t1", "slots")
    assert ("tool", "slots") in call.last_question


# --- late and stale ---------------------------------------------------------------------------------------------
def test_results_of_an_earlier_generation_are_ignored():
    call = thinking_call().says("no, a beard trim")
    before = call.state
    for event in (
        SentenceWritten(1, "late", call.now_ms),
        ToolsRequested(1, (("t1", "book_appointment", {}),)),
        ModelFinished(1),
        ModelFailed(1, "late"),
    ):
        assert call.happens(event) == ()
    assert call.state == before


def test_timers_of_an_earlier_turn_are_ignored():
    call = speaking_call().plays()
    for name in TimerName:
        if name is not TimerName.MAX_DURATION:
            assert call.happens(TimerFired(name.value, 1)) == ()


def test_a_deadline_that_crosses_with_the_answer_does_not_apologise():
    call = thinking_call().writes("Here I am.")
    call.happens(TimerFired("give_up", call.state.turn_id))
    assert call.phase is Phase.SPEAKING
    assert call.state.trouble == ""


def test_speech_reports_about_unknown_sentences_are_ignored():
    call = speaking_call()
    before = call.state
    for event in (SpeechPlayed(9, 0), SpeechPlayed(2, 7), SpeechStopped(9, 0, 1), SpeechSent(2, 7, 10)):
        call.happens(event)
    assert call.state == before


def test_a_mark_after_the_clear_does_not_turn_unheard_words_into_heard_ones():
    call = speaking_call(LONG).starts_saying("no")
    call.happens(SpeechStopped(2, 0, 500))
    call.happens(SpeechPlayed(2, 0))
    turn = call.state.agent_turn
    assert turn is not None
    assert turn.sentences[0].played_ms == 500


def test_a_resumed_sentence_is_spoken_once():
    call = speaking_call(LONG).voices(480)
    call.falls_silent(played_ms=0)
    call.waits(SETTLE_MS)
    assert len([speak for speak in call.ever(Speak) if speak.text == LONG]) == 2
    call.waits(SETTLE_MS)
    assert len([speak for speak in call.ever(Speak) if speak.text == LONG]) == 2
    assert call.ever(RunTool) == []
