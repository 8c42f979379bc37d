"""Tool calls that cannot be run, and the hang-up that waits for what was asked for beside it."""

import json

from domain.call.effects import AskModel, EndStream, NextStepKind, RunTool
from domain.call.state import Phase
from tests.unit.domain.call.scripted_call import LINES, ScriptedCall, thinking_call


def tool_contents(call: ScriptedCall) -> list[dict[str, str]]:
    """What the model was last told of its tools."""
    return [json.loads(m.content) for m in call.ever(AskModel)[-1].messages if m.role == "tool"]


# --- malformed --------------------------------------------------------------------------------------------------
def test_a_call_without_readable_arguments_is_not_run_and_the_model_is_told():
    call = thinking_call().wants(("t1", "find_slots"), malformed=("t1",))
    assert call.asked(RunTool) == []
    call.finishes()
    assert [(told["result"], told["code"]) for told in tool_contents(call)] == [("refused", "invalid_input")]
    call.answers("Which day would suit you?").plays()
    assert call.phase is Phase.LISTENING
    assert not call.state.trouble


def test_beside_one_that_cannot_be_run_the_others_run():
    call = thinking_call().wants(("t1", "find_slots"), ("t2", "find_slots"), malformed=("t1",))
    assert call.tools_begun == ["t2"]
    call.finishes().tool_answers("t2")
    assert [told["result"] for told in tool_contents(call)] == ["refused", "ok"]


def test_a_hang_up_whose_arguments_cannot_be_read_does_not_hang_up():
    call = thinking_call().writes("Goodbye.").wants(("t1", "end_call"), malformed=("t1",)).finishes().plays()
    assert call.ever(EndStream) == []
    assert call.state.model.under_way is not None


def test_two_calls_under_one_id_have_two_results():
    call = thinking_call().wants(("t1", "find_slots"), ("t1", "book_appointment")).finishes()
    call.tool_answers("t1", '{"result":"slots_found"}')
    assert call.asked(AskModel) == []
    call.tool_answers("t1", '{"result":"booked"}', booking_id="b1")
    assert [told["result"] for told in tool_contents(call)] == ["slots_found", "booked"]
    assert call.state.booking_id == "b1"


# --- the hang-up beside other tools -----------------------------------------------------------------------------
def booked_and_goodbye() -> ScriptedCall:
    call = thinking_call().writes("You're all booked. Goodbye!")
    return call.wants(("b", "book_appointment"), ("e", "end_call")).finishes()


def test_beside_a_refused_booking_nobody_is_hung_up_on():
    call = booked_and_goodbye().tool_answers("e", effect="end_call")
    assert call.asked(AskModel) == []
    call.tool_answers("b", '{"result":"refused"}', ok=False)
    assert [told["result"] for told in tool_contents(call)] == ["refused", "refused"]
    call.answers("I'm sorry, we are closed on Sunday.").plays()
    assert call.phase is Phase.LISTENING
    assert call.ever(EndStream) == []


def test_it_does_not_matter_which_of_the_two_finishes_first():
    call = booked_and_goodbye().tool_answers("b", '{"result":"refused"}', ok=False)
    call.tool_answers("e", effect="end_call")
    assert [told["result"] for told in tool_contents(call)] == ["refused", "refused"]
    assert call.plays().ever(EndStream) == []


def test_beside_a_booking_that_was_made_the_call_ends():
    call = (
        booked_and_goodbye().tool_answers("e", effect="end_call").tool_answers("b", booking_id="b1").plays()
    )
    assert call.ever(EndStream) == [EndStream(NextStepKind.HANG_UP)]


def test_the_hang_up_waits_for_a_slow_booking():
    call = booked_and_goodbye().tool_answers("e", effect="end_call").plays().waits(3000)
    assert call.ever(EndStream) == []
    call.tool_answers("b", booking_id="b1").plays()
    assert call.ever(EndStream) == [EndStream(NextStepKind.HANG_UP)]


def test_a_tool_of_an_earlier_answer_that_was_refused_does_not_keep_the_call():
    call = thinking_call().wants(("b", "book_appointment")).finishes()
    call.tool_answers("b", '{"result":"refused"}', ok=False)
    call.writes("Goodbye then.").wants(("e", "end_call")).finishes().tool_answers(
        "e", effect="end_call"
    ).plays()
    assert call.ever(EndStream) == [EndStream(NextStepKind.HANG_UP)]


def test_a_person_can_mend_what_was_refused_so_a_transfer_goes_through():
    call = thinking_call().wants(("b", "book_appointment"), ("p", "transfer_call")).finishes()
    call.tool_answers("p", effect="transfer").tool_answers("b", '{"result":"refused"}', ok=False)
    assert call.spoken[-1] == LINES.transferring
    call.plays()
    assert call.ever(EndStream) == [EndStream(NextStepKind.TRANSFER)]


def test_taken_over_between_the_two_the_hang_up_still_waits():
    call = booked_and_goodbye().tool_answers("e", effect="end_call").is_taken_over()
    call.tool_answers("b", '{"result":"refused"}', ok=False)
    assert [told["result"] for told in tool_contents(call)] == ["refused", "refused"]
    assert call.ever(EndStream) == []
