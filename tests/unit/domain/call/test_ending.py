"""What is kept of a call that ended with its caller being put through."""

import pytest

from domain.call.effects import EndStream, NextStepKind
from domain.call.ending import MAX_REASON_CHARS, PUT_THROUGH, for_the_row, transfer_reason
from domain.call.events import SpeechFailed, ToolsRequested
from tests.unit.domain.call.scripted_call import ScriptedCall, thinking_call


def put_through(reason: object = "wants a refund") -> ScriptedCall:
    call = thinking_call().writes("I'll put you through.")
    call.happens(ToolsRequested(call.generation, (("t1", "transfer_call", {"reason": reason}),)))
    return call.finishes().tool_answers("t1", effect="transfer")


def test_a_transfer_is_no_transfer_until_somebody_has_taken_it():
    call = put_through().plays().hangs_up()
    assert for_the_row(call.state, "transferred", "completed") == ("failed", PUT_THROUGH)


@pytest.mark.parametrize("outcome", ["emergency", "booked", "message", "failed", "answered", "abandoned"])
def test_other_outcomes_are_kept_as_they_are(outcome: str):
    assert for_the_row(thinking_call().state, outcome, "completed") == (outcome, "completed")


def test_the_reason_is_the_agents():
    assert transfer_reason(put_through(" wants a\n refund ").state) == "wants a refund"
    assert transfer_reason(put_through("x" * 500).state) == "x" * MAX_REASON_CHARS


@pytest.mark.parametrize("reason", [None, 7, ["a"]])
def test_a_reason_that_is_none_is_left_out(reason: object):
    assert transfer_reason(put_through(reason).state) == ""


def test_without_a_transfer_there_is_no_reason():
    assert transfer_reason(thinking_call().state) == ""


def test_words_before_a_transfer_that_our_voice_cannot_say_are_the_carriers_to_say():
    call = put_through()
    call.happens(SpeechFailed(call.state.turn_id, 0, "no voice", 0))
    assert call.ever(EndStream)[-1] == EndStream(NextStepKind.TRANSFER, "I'll put you through.")
