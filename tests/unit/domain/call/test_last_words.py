"""Yes, and the line is gone: what the caller said just before they hung up."""

import json

import pytest

from domain.call.effects import AskModel, CancelModel, Finalise, RunTool, Speak
from domain.call.events import CallerHeard, CallerHungUp, CallResumed, KeyPressed, ModelFailed, UtteranceEnded
from domain.call.last_words import MODEL_GRACE_MS, Untold, untold
from domain.call.state import CallerTurn, Phase
from domain.dialogue.tool_results import Deferred, SlotsFound, ToolRefused
from tests.unit.domain.call.scripted_call import ScriptedCall, speaking_call, thinking_call

QUESTION = "A haircut on Thursday at ten for John Smith. Shall I book that?"
REFUSED = ToolRefused("slot_taken", "Somebody was faster.").to_content()
WRONG = ToolRefused("invalid_input", "starts_at_local must be written otherwise.").to_content()
DEFERRED = Deferred("book_appointment", True).to_content()


def asked_call() -> ScriptedCall:
    """Times were looked up, and the agent asks whether to book one."""
    call = thinking_call().wants(("s1", "find_slots")).finishes()
    call.tool_answers("s1", SlotsFound("Haircut", None, ()).to_content())
    return call.answers(QUESTION)


def turns_of(call: ScriptedCall) -> list[str]:
    return [turn.text for turn in call.state.turns if isinstance(turn, CallerTurn)]


# --- the words count --------------------------------------------------------------------------------------------
def test_a_yes_that_was_understood_but_not_ended_counts():
    call = asked_call().plays().starts_saying("yes please").hangs_up()
    assert turns_of(call)[-1] == "yes please"
    assert call.last_question[-1] == ("user", "yes please")
    call.wants(("t1", "book_appointment")).finishes()
    assert call.asked(Finalise) == [], "the booking is waited for"
    call.tool_answers("t1", booking_id="b1")
    assert call.final == Finalise("booked", "caller hung up")


def test_a_yes_the_model_was_asked_about_counts():
    call = asked_call().plays().says("yes please").hangs_up()
    assert call.ever(CancelModel) == []
    call.wants(("t1", "book_appointment")).finishes().tool_answers("t1", booking_id="b1")
    assert call.final.outcome == "booked"


def test_a_yes_over_the_end_of_the_question_counts():
    call = asked_call().sends()
    call.happens(UtteranceEnded("yeah okay", 0.9, call.now_ms))
    call.hangs_up()
    assert call.last_question[-1] == ("user", "yeah okay")


def test_a_yes_that_stopped_the_agent_counts_once_it_is_known_how_far_that_came():
    call = asked_call().sends()
    call.happens(CallerHeard("yes"))
    call.happens(CallerHungUp())
    asked = len(call.ever(AskModel))
    call.falls_silent(played_ms=2000)
    assert len(call.ever(AskModel)) == asked + 1


def test_a_message_is_passed_on_although_its_caller_is_gone():
    call = speaking_call("What shall I tell them?").plays()
    call.starts_saying("please tell Mia I am running late").hangs_up()
    call.wants(("t1", "take_message")).finishes().tool_answers("t1", message_id="m1")
    assert call.final.outcome == "message"


def test_a_number_being_typed_counts():
    call = speaking_call("What number can they reach you on?").plays()
    for key in "0491570110":
        call.happens(KeyPressed(key))
    call.hangs_up()
    assert call.last_question[-1] == ("user", "[typed 0491570110]")


def test_times_may_be_looked_up_once_more_on_the_way_to_the_booking():
    call = (
        asked_call().plays().says("yes").hangs_up().wants(("t1", "find_slots")).finishes().tool_answers("t1")
    )
    assert len(call.asked(AskModel)) == 1
    call.wants(("t2", "book_appointment")).finishes().tool_answers("t2", booking_id="b1")
    assert call.final.outcome == "booked"


def test_arguments_that_were_wrong_may_be_mended():
    call = asked_call().plays().says("yes").hangs_up()
    call.wants(("t1", "book_appointment")).finishes().tool_answers("t1", WRONG, ok=False)
    call.wants(("t2", "book_appointment")).finishes().tool_answers("t2", booking_id="b1")
    assert call.final.outcome == "booked"


def test_a_model_that_fails_is_asked_once_more_and_at_once():
    call = asked_call().plays().says("yes").hangs_up().fails()
    assert len(call.asked(AskModel)) == 1
    call.fails()
    assert call.phase is Phase.ENDED


# --- and no more than that --------------------------------------------------------------------------------------
def test_nothing_is_said_to_who_has_hung_up():
    call = asked_call().plays().says("yes please").hangs_up()
    spoken = list(call.spoken)
    call.answers("Wonderful, what is your name?")
    assert call.spoken == spoken
    assert call.ever(Speak)
    assert call.final == Finalise("answered", "caller hung up")


def test_the_line_and_its_row_are_closed_in_time_whatever_the_model_does():
    call = asked_call().plays().says("yes please").hangs_up().waits(MODEL_GRACE_MS)
    assert call.final == Finalise("answered", "caller hung up")
    assert call.asked(CancelModel)


def test_a_tool_that_hangs_does_not_keep_the_call():
    call = (
        asked_call().plays().says("yes").hangs_up().waits(3000).wants(("t1", "book_appointment")).waits(6000)
    )
    assert call.phase is Phase.ENDED


def test_a_booking_that_is_made_is_not_asked_about_again():
    call = asked_call().plays().says("yes").wants(("t1", "book_appointment")).finishes()
    call.tool_answers("t1", booking_id="b1").hangs_up()
    assert call.final.outcome == "booked"


@pytest.mark.parametrize("words", ["um", "hold on a second"])
def test_words_that_want_no_answer_only_stand_in_the_transcript(words: str):
    call = asked_call().plays()
    asked = len(call.ever(AskModel))
    call.starts_saying(words).hangs_up()
    assert len(call.ever(AskModel)) == asked
    assert call.phase is Phase.ENDED


def test_a_farewell_to_who_asked_nothing_is_not_answered():
    call = speaking_call("We are closed on Sundays.").plays().starts_saying("thanks bye").hangs_up()
    assert turns_of(call)[-1] == "thanks bye"
    assert call.final == Finalise("answered", "caller hung up")


def test_an_emergency_is_one_though_nobody_hears_the_answer():
    call = asked_call().plays().starts_saying("oh god call an ambulance").hangs_up()
    assert call.final.outcome == "emergency"


def test_words_in_the_goodbye_stand_in_the_transcript():
    call = thinking_call("That's all").writes("Goodbye.").wants(("t1", "end_call")).finishes()
    call.tool_answers("t1", effect="end_call").sends().starts_saying("thank you bye").hangs_up()
    assert turns_of(call)[-1] == "thank you bye"


def test_words_that_come_after_the_hang_up_stand_in_the_transcript_once():
    call = asked_call().plays().starts_saying("yes").hangs_up()
    call.happens(UtteranceEnded("yes please", 0.9, call.now_ms))
    assert turns_of(call)[-2:] == ["yes", "please"]


def test_the_call_has_ended_when_the_caller_hung_up_though_they_were_heard_out_first():
    call = asked_call().plays().says("yes please")
    call.happens(CallerHungUp(late_ms=900))
    assert call.state.ended_at_ms == call.now_ms - 900


def test_a_process_that_takes_over_after_the_hang_up_asks_the_model_again():
    call = asked_call().plays().says("yes").hangs_up()
    call.timers.clear()
    call.happens(CallResumed())
    assert len(call.asked(AskModel)) == 1
    call.wants(("t1", "book_appointment")).finishes()
    assert call.asked(RunTool) or call.tools_begun == ["s1", "t1"]
    call.tool_answers("t1", booking_id="b1")
    assert call.final.outcome == "booked"


# --- what has to be told by text --------------------------------------------------------------------------------
def agreed_call() -> ScriptedCall:
    return asked_call().plays().says("yes please").hangs_up()


def test_a_booking_made_needs_no_other_text():
    call = agreed_call().wants(("t1", "book_appointment")).finishes().tool_answers("t1", booking_id="b1")
    assert untold(call.state) is None


def test_a_refusal_nobody_heard_is_told():
    call = agreed_call().wants(("t1", "book_appointment")).finishes().tool_answers("t1", REFUSED, ok=False)
    assert call.phase is Phase.ENDED
    assert untold(call.state) == Untold({"a": 1})


def test_a_refusal_the_caller_was_not_told_before_they_hung_up_is_told_too():
    call = asked_call().plays().says("yes").wants(("t1", "book_appointment")).finishes()
    call.tool_answers("t1", REFUSED, ok=False).hangs_up()
    assert untold(call.state) == Untold({"a": 1})


def test_a_refusal_the_caller_heard_is_not_told_again():
    call = asked_call().plays().says("yes").wants(("t1", "book_appointment")).finishes()
    call.tool_answers("t1", REFUSED, ok=False).answers(
        "I'm sorry, that time has just gone."
    ).plays().hangs_up()
    assert untold(call.state) is None


def test_a_deferred_booking_is_told_by_who_makes_it():
    call = agreed_call().wants(("t1", "book_appointment")).finishes().tool_answers("t1", DEFERRED, ok=False)
    assert untold(call.state) is None


def test_a_tool_of_which_nothing_is_known_is_not_reported():
    call = agreed_call().wants(("t1", "book_appointment")).waits(6000)
    assert call.phase is Phase.ENDED
    assert untold(call.state) is None


@pytest.mark.parametrize("end", ["fails", "waits", "answers"])
def test_a_yes_of_which_nothing_came_is_told(end: str):
    call = agreed_call()
    if end == "fails":
        for _ in range(2):
            call.happens(ModelFailed(call.generation, "status 500"))
    elif end == "waits":
        call.waits(MODEL_GRACE_MS)
    else:
        call.answers("And your name?")
    assert call.phase is Phase.ENDED
    assert untold(call.state) == Untold(None)


@pytest.mark.parametrize("words", ["no thanks", "what does it cost", "maybe later"])
def test_who_has_not_agreed_is_told_nothing(words: str):
    call = asked_call().plays().says(words).hangs_up().waits(MODEL_GRACE_MS)
    assert untold(call.state) is None


def test_a_yes_to_something_else_is_no_booking():
    call = speaking_call("We have parking. Is there anything else?").plays().says("yes").hangs_up()
    call.waits(MODEL_GRACE_MS)
    assert untold(call.state) is None


def test_a_yes_after_the_booking_is_made_is_about_something_else():
    call = asked_call().plays().says("yes").wants(("t1", "book_appointment")).finishes()
    call.tool_answers("t1", json.dumps({"result": "booked"}), booking_id="b1")
    call.answers("It's booked. Is there anything else?").plays().says("yes").hangs_up().waits(MODEL_GRACE_MS)
    assert untold(call.state) is None


def test_a_call_under_way_has_told_all_there_is():
    assert untold(asked_call().plays().says("yes").state) is None
