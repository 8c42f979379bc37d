"""How a call goes when all goes well: greeting, turns, tools, farewells."""

import pytest

from domain.call.effects import (
    AskModel,
    EndStream,
    Finalise,
    NextStepKind,
    RunTool,
    Speak,
    StartTimer,
    StopSpeaking,
    TimerName,
)
from domain.call.events import (
    CallAnswered,
    CallerHungUp,
    CallerVoiced,
    CloseRequested,
    KeyPressed,
    ModelFinished,
    SpeechPlayed,
    TimerFired,
    ToolFinished,
    UtteranceEnded,
)
from domain.call.floor import MAX_TOOL_ROUNDS
from domain.call.state import AgentTurn, CallerTurn, Phase
from tests.unit.domain.call.call_invariants import conversation
from tests.unit.domain.call.scripted_call import (
    GREETING,
    LINES,
    ScriptedCall,
    brief,
    listening_call,
    speaking_call,
    thinking_call,
)


# --- greeting and turns -----------------------------------------------------------------------------------------
def test_the_greeting_is_said_as_soon_as_the_stream_is_open():
    call = ScriptedCall().is_answered()
    assert call.asked(Speak) == [Speak(1, 0, GREETING, canned=True)]
    assert call.phase is Phase.SPEAKING


def test_the_caller_has_the_floor_once_the_greeting_has_sounded():
    call = ScriptedCall().is_answered().sends()
    assert call.phase is Phase.SPEAKING
    call.plays()
    assert call.phase is Phase.LISTENING
    assert TimerName.SILENCE in call.timers


def test_the_stream_is_answered_once():
    call = listening_call()
    assert call.happens(CallAnswered(brief(greeting="Again"), "MZ1")) == ()
    assert call.spoken == [GREETING]


def test_a_normal_turn_goes_from_the_caller_to_the_model_to_the_voice_and_back():
    call = listening_call().says("Do you have parking?")
    assert call.phase is Phase.THINKING
    assert call.last_question == [("assistant", GREETING), ("user", "Do you have parking?")]
    call.writes("Yes, there is free parking.")
    assert call.phase is Phase.SPEAKING
    assert call.asked(Speak) == [Speak(2, 0, "Yes, there is free parking.", canned=False)]
    call.writes("Anything else?").finishes().plays()
    assert call.phase is Phase.LISTENING
    assert conversation(call.state)[-1] == ("assistant", "Yes, there is free parking. Anything else?")


def test_the_agent_keeps_the_floor_until_the_model_has_finished():
    call = thinking_call().writes("One sentence.").plays()
    assert call.phase is Phase.SPEAKING
    call.finishes()
    assert call.phase is Phase.LISTENING


def test_latencies_of_a_turn_are_noted_with_it():
    call = thinking_call()
    call.now_ms += 400
    call.writes("Sure.")
    call.now_ms += 200
    call.sends()
    turn = call.state.agent_turn
    assert turn is not None
    assert turn.latency_ms["end_of_turn_ms"] == 250
    assert turn.latency_ms["first_sentence_ms"] == 400
    assert turn.latency_ms["voice_to_voice_ms"] == 250 + 400 + 200


def test_an_utterance_that_begins_as_the_agent_finishes_is_a_turn_of_its_own():
    call = speaking_call().starts_saying("okay").plays()
    assert call.phase is Phase.LISTENING
    call.says("okay tomorrow at ten")
    assert call.phase is Phase.THINKING
    assert call.last_question[-1] == ("user", "okay tomorrow at ten")


# --- tools ------------------------------------------------------------------------------------------------------
def test_a_tool_is_run_and_its_answer_goes_back_to_the_model():
    call = thinking_call().writes("Let me check.").wants(("t1", "find_slots"))
    assert call.asked(RunTool) == [RunTool("t1", "find_slots", {"a": 1})]
    call.finishes()
    assert call.asked(AskModel) == []
    call.tool_answers("t1", '{"result":"slots_found"}')
    (ask,) = call.asked(AskModel)
    assert [(m.role, m.content) for m in ask.messages[-2:]] == [
        ("assistant", "Let me check."),
        ("tool", '{"result":"slots_found"}'),
    ]
    assert ask.messages[-2].tool_calls[0].id == "t1"
    call.answers("Ten or eleven?").plays()
    assert call.phase is Phase.LISTENING


def test_the_model_is_asked_once_all_tools_of_its_answer_have_answered():
    call = thinking_call().wants(("t1", "find_slots"), ("t2", "find_slots")).finishes()
    call.tool_answers("t2")
    assert call.asked(AskModel) == []
    call.tool_answers("t1")
    (ask,) = call.asked(AskModel)
    assert [m.tool_call_id for m in ask.messages if m.role == "tool"] == ["t1", "t2"]


def test_a_tool_faster_than_the_end_of_the_answer_waits_for_it():
    call = thinking_call().wants(("t1", "find_slots")).tool_answers("t1")
    assert call.asked(AskModel) == []
    call.finishes()
    assert len(call.asked(AskModel)) == 1


def test_sentences_around_several_rounds_of_tools_stay_in_their_places():
    call = thinking_call().writes("First.").wants(("t1", "find_slots")).finishes().tool_answers("t1")
    call.writes("Second.").wants(("t2", "book_appointment")).finishes().tool_answers("t2").answers("Third.")
    shape = [(m.role, m.content, len(m.tool_calls)) for m in _messages(call)[2:]]
    assert shape == [
        ("assistant", "First.", 1),
        ("tool", '{"result":"ok"}', 0),
        ("assistant", "Second.", 1),
        ("tool", '{"result":"ok"}', 0),
        ("assistant", "Third.", 0),
    ]


def test_a_request_for_no_tools_does_not_leave_the_caller_waiting():
    call = thinking_call().wants().finishes()
    assert call.phase is Phase.THINKING
    assert len(call.asked(AskModel)) == 1  # an empty answer counts as a failed one


def test_an_answer_of_a_tool_twice_or_of_an_unknown_one_changes_nothing():
    call = thinking_call().wants(("t1", "find_slots")).finishes().tool_answers("t1", "first")
    before = call.state
    assert call.tool_answers("t1", "second").effects == ()
    assert call.tool_answers("t9", "other").effects == ()
    assert call.state == before


def test_a_tool_call_id_used_again_does_not_rewrite_the_earlier_answer():
    call = thinking_call().wants(("call_0", "find_slots")).finishes().tool_answers("call_0", "old")
    call.wants(("call_0", "book_appointment")).finishes().tool_answers("call_0", "new")
    contents = [m.content for m in _messages(call) if m.role == "tool"]
    assert contents == ["old", "new"]


def test_a_model_that_never_stops_asking_for_tools_is_given_up():
    call = thinking_call()
    for number in range(MAX_TOOL_ROUNDS + 1):
        assert call.phase is Phase.THINKING
        call.wants((f"t{number}", "find_slots")).finishes().tool_answers(f"t{number}")
    assert call.phase is Phase.CLOSING
    assert call.state.trouble == "the language model kept asking for tools"


def test_the_deadlines_of_one_answer_are_not_put_off_by_each_round_of_tools():
    call = thinking_call()
    for number in range(3):
        call.waits(450).wants((f"t{number}", "find_slots")).finishes().tool_answers(f"t{number}")
    assert call.spoken[-1] in LINES.fillers


# --- farewells --------------------------------------------------------------------------------------------------
def test_end_call_hangs_up_after_the_last_words_have_sounded():
    call = speaking_call("Goodbye then.")  # the answer before
    call.plays().says("That is all, thanks")
    call.writes("Thank you, goodbye.").wants(("t1", "end_call")).finishes()
    call.tool_answers("t1", effect="end_call")
    assert call.phase is Phase.CLOSING
    assert call.ever(EndStream) == []
    call.plays()
    assert call.asked(EndStream) == [EndStream(NextStepKind.HANG_UP)]
    assert call.phase is Phase.ENDING_STREAM
    call.hangs_up()
    assert call.final == Finalise("answered", "completed")


@pytest.mark.parametrize(
    ("tool", "effect", "line", "next_step"),
    [
        ("end_call", "end_call", LINES.goodbye, NextStepKind.HANG_UP),
        ("transfer_call", "transfer", LINES.transferring, NextStepKind.TRANSFER),
    ],
)
def test_a_wordless_farewell_gets_words(tool: str, effect: str, line: str, next_step: NextStepKind):
    call = thinking_call().wants(("t1", tool)).finishes().tool_answers("t1", effect=effect)
    assert call.spoken[-1] == line
    call.plays()
    assert call.asked(EndStream) == [EndStream(next_step)]


def test_a_transfer_that_took_place_is_the_outcome():
    call = thinking_call().writes("I'll put you through.").wants(("t1", "transfer_call")).finishes()
    call.tool_answers("t1", effect="transfer").plays().hangs_up()
    assert call.final == Finalise("transferred", "completed")


def test_a_caller_who_hangs_up_before_the_transfer_was_not_transferred():
    call = thinking_call().writes("I'll put you through.").wants(("t1", "transfer_call")).finishes()
    call.tool_answers("t1", effect="transfer").sends().hangs_up()
    assert call.final == Finalise("answered", "caller hung up")


def test_a_refused_transfer_is_told_to_the_model():
    call = thinking_call().wants(("t1", "transfer_call")).finishes()
    call.tool_answers("t1", '{"result":"refused"}', ok=False)
    assert call.state.farewell is None
    assert len(call.asked(AskModel)) == 1


def test_a_message_taken_in_the_same_answer_as_the_goodbye_is_waited_for():
    call = thinking_call().writes("I'll pass that on. Goodbye.")
    call.wants(("t1", "take_message"), ("t2", "end_call")).finishes().tool_answers("t2", effect="end_call")
    call.plays()
    assert call.ever(EndStream) == []
    call.tool_answers("t1", message_id="m1")
    assert call.asked(EndStream) == [EndStream(NextStepKind.HANG_UP)]
    call.hangs_up()
    assert call.final.outcome == "message"


def test_a_caller_who_speaks_up_during_the_goodbye_is_not_hung_up_on_after_their_answer():
    """The goodbye still waits for another tool when the caller takes the floor."""
    call = thinking_call().writes("I'll pass that on. Goodbye.")
    call.wants(("t1", "take_message"), ("t2", "end_call")).finishes().tool_answers("t2", effect="end_call")
    call.says("Wait, one more thing")
    call.tool_answers("t1", message_id="m1").answers("Of course, what is it?").plays()
    assert call.phase is Phase.LISTENING
    assert call.ever(EndStream) == []


def test_an_end_call_of_an_interrupted_turn_does_not_hang_up_on_the_next_one():
    call = thinking_call().writes("Goodbye.").sends().wants(("t1", "end_call")).finishes()
    call.says("No wait, I have a question")
    call.tool_answers("t1", effect="end_call")
    assert call.phase is Phase.THINKING
    assert call.state.farewell is None
    assert call.last_question[-1] == ("user", "No wait, I have a question")


def test_what_is_said_during_the_goodbye_is_kept_but_does_not_stop_it():
    call = thinking_call().wants(("t1", "end_call")).finishes().tool_answers("t1", effect="end_call").sends()
    call.says("Thanks, bye")
    assert call.ever(StopSpeaking) == []
    assert call.state.turns[-1] == CallerTurn("Thanks, bye", call.now_ms - 400, call.now_ms, 250)
    call.plays()
    assert call.phase is Phase.ENDING_STREAM


# --- keys, emergencies, silence, duration -----------------------------------------------------------------------
def test_an_emergency_is_answered_at_once_and_without_the_model():
    call = listening_call().says("please help he is having a heart attack")
    assert call.ever(AskModel) == []
    assert "triple zero" in call.spoken[-1]
    call.plays().hangs_up()
    assert call.final.outcome == "emergency"


def test_an_emergency_told_in_two_halves_is_recognised():
    call = listening_call().says("I need to call an")
    assert call.phase is Phase.THINKING
    call.says("ambulance")
    assert call.state.emergency


def test_a_silent_caller_is_asked_twice_and_then_let_go():
    call = listening_call().waits(8000)
    assert call.spoken[-1] == LINES.still_there[0]
    call.plays().waits(8000)
    assert call.spoken[-1] == LINES.still_there[1]
    call.plays().waits(8000)
    assert call.spoken[-1] == LINES.silence_goodbye
    call.plays().hangs_up()
    assert call.final == Finalise("failed", "the caller fell silent")


def test_an_utterance_begins_the_count_of_silences_anew():
    call = listening_call().waits(8000).plays().says("I am here").answers("Good.").plays()
    call.waits(8000)
    assert call.spoken[-1] == LINES.still_there[0]


def test_a_caller_who_is_speaking_is_not_taken_for_silent():
    call = listening_call()
    for number in range(6):
        call.waits(3000).starts_saying("I would like" + " to" * number)
    assert call.spoken == [GREETING]


def test_an_utterance_that_a_prompt_spoke_over_began_where_it_began():
    call = listening_call()
    began_at_ms = call.now_ms
    call.starts_saying("I'd").waits(8000)
    assert call.phase is Phase.SPEAKING
    assert call.state.utterance.words == ""
    call.happens(UtteranceEnded("I'd like a haircut", 0.9, call.now_ms))
    turn = next(turn for turn in call.state.turns if isinstance(turn, CallerTurn))
    assert turn.started_at_ms == began_at_ms


def test_a_backchannel_over_the_agent_is_no_part_of_the_next_utterance():
    call = speaking_call("A haircut is eighty-five dollars.").starts_saying("okay").plays()
    assert call.phase is Phase.LISTENING
    call.waits(1000)
    next_at_ms = call.now_ms
    call.starts_saying("Tomorrow")
    call.happens(UtteranceEnded("Tomorrow", 0.9, call.now_ms))
    turn = [turn for turn in call.state.turns if isinstance(turn, CallerTurn)][-1]
    assert (turn.text, turn.started_at_ms) == ("Tomorrow", next_at_ms)


def test_an_utterance_the_recogniser_dropped_does_not_leave_both_waiting():
    call = listening_call().starts_saying("I would")
    call.happens(UtteranceEnded("", 0.0, call.now_ms))
    call.waits(8000)
    assert call.spoken[-1] == LINES.still_there[0]


def test_the_longest_call_is_ended_with_words():
    call = speaking_call()
    call.fires(TimerName.MAX_DURATION)
    assert call.asked(StopSpeaking) == [StopSpeaking(2)]
    call.falls_silent().plays().hangs_up()
    assert call.spoken[-1] == LINES.time_is_up
    assert call.final == Finalise("failed", "the call reached its longest duration")


# --- the end ----------------------------------------------------------------------------------------------------
def test_a_booking_begun_before_the_hang_up_still_counts():
    call = thinking_call().wants(("t1", "book_appointment")).finishes().hangs_up()
    assert call.ever(Finalise) == []
    call.tool_answers("t1", booking_id="b1")
    assert call.final == Finalise("booked", "caller hung up")


def test_a_tool_that_never_answers_does_not_keep_an_ended_call():
    call = thinking_call().wants(("t1", "book_appointment")).hangs_up().waits(6000)
    assert call.final == Finalise("answered", "caller hung up")


def test_hanging_up_after_the_goodbye_stops_the_timers():
    call = thinking_call().wants(("t1", "end_call")).finishes().tool_answers("t1", effect="end_call").sends()
    call.happens(CallerHungUp())
    assert call.timers.keys() <= {TimerName.GIVE_UP}


def test_what_was_heard_when_the_caller_hung_up_in_mid_sentence_is_kept():
    call = speaking_call("We are open from nine until half past five.")
    call.happens(CallerHungUp())
    assert call.asked(StopSpeaking) == [StopSpeaking(2)]
    call.falls_silent(played_ms=1000)
    assert call.final == Finalise("answered", "caller hung up")
    turn = call.state.agent_turn
    assert turn is not None
    assert turn.sentences[0].played_ms == 1000


def test_a_call_ended_from_outside_ends_its_stream_at_once():
    call = speaking_call()
    call.happens(CloseRequested("an operator ended it"))
    assert call.asked(EndStream) == [EndStream(NextStepKind.HANG_UP)]
    call.hangs_up()
    assert call.final == Finalise("failed", "an operator ended it")


def test_a_call_ended_from_outside_before_its_stream_began_does_not_begin():
    call = ScriptedCall()
    call.happens(CloseRequested("shutting down"))
    assert call.asked(EndStream) == [EndStream(NextStepKind.HANG_UP)]
    call.is_answered()
    assert call.spoken == []
    call.hangs_up()
    assert call.final == Finalise("failed", "shutting down")


def test_a_stream_that_never_started_is_an_abandoned_call():
    call = ScriptedCall().hangs_up()
    assert call.final == Finalise("abandoned", "the media stream ended before it started")


def test_a_caller_who_said_nothing_abandoned_the_call():
    assert listening_call().hangs_up().final == Finalise("abandoned", "caller hung up")


def test_a_broken_stream_is_a_failed_call():
    call = speaking_call().plays().hangs_up("media stream closed with 1006")
    assert call.final == Finalise("failed", "media stream closed with 1006")


def test_the_weightiest_outcome_wins():
    call = listening_call().says("call an ambulance").plays().says("and book me in")
    call.wants(("t1", "book_appointment"), ("t2", "take_message")).finishes()
    call.tool_answers("t1", booking_id="b").tool_answers("t2", message_id="m")
    call.hangs_up("socket broke")
    assert call.final == Finalise("emergency", "socket broke")
    booked = thinking_call().wants(("t1", "book_appointment"), ("t2", "transfer_call")).finishes()
    booked.tool_answers("t1", booking_id="b").tool_answers("t2", effect="transfer").plays().hangs_up()
    assert booked.final == Finalise("booked", "completed")


def test_nothing_happens_after_the_end():
    call = thinking_call().wants(("t1", "book_appointment")).hangs_up().waits(6000)
    ended = call.state
    for event in (
        CallAnswered(brief(), "MZ1"),
        UtteranceEnded("hello?", 1.0, call.now_ms),
        ModelFinished(1),
        ToolFinished("t1", "{}", True, booking_id="b"),
        SpeechPlayed(2, 0),
        CallerVoiced(480),
        CallerHungUp("again"),
        CloseRequested("late"),
        KeyPressed("0"),
        *(TimerFired(name.value, ended.turn_id) for name in TimerName),
    ):
        assert call.happens(event) == ()
    assert call.state == ended
    assert len(call.ever(Finalise)) == 1


def test_nothing_happens_before_the_answer():
    call = ScriptedCall()
    for event in (
        UtteranceEnded("hello?", 1.0, call.now_ms),
        KeyPressed("0"),
        CallerVoiced(480),
        ModelFinished(1),
        TimerFired("silence", 0),
    ):
        assert call.happens(event) == ()
    assert call.phase is Phase.WAITING


def _messages(call: ScriptedCall):
    from domain.call.conversation import messages

    return messages(call.state)


def test_only_one_turn_is_open_at_a_time():
    call = speaking_call().plays().says("And on Sunday?").answers("We are closed.").plays()
    agent_turns = [turn for turn in call.state.turns if isinstance(turn, AgentTurn)]
    assert [turn.turn_id for turn in agent_turns] == [1, 2, 3]
    assert any(isinstance(effect, StartTimer) for effect in call.effects)
