"""A number is read back before it is used; a name is kept as it was spelled."""

from typing import Any

import pytest

from domain.call.editions import Edition
from domain.call.effects import AskModel, RunTool, Speak
from domain.call.events import ToolsRequested
from tests.unit.domain.call.scripted_call import ScriptedCall, listening_call

SAID = "it's oh four nine one five seven oh one five six"
READ_BACK = "zero four nine one, five seven zero, one five six."


def wants(call: ScriptedCall, tool: str, tool_call_id: str = "t1", **arguments: Any) -> ScriptedCall:
    call.happens(ToolsRequested(call.generation, ((tool_call_id, tool, arguments),)))
    return call


def test_a_number_that_was_said_is_read_back_digit_by_digit_and_the_model_asked():
    call = listening_call().says(SAID)
    assert call.spoken[-1] == READ_BACK
    assert not call.ever(Speak)[-1].canned  # or its audio would be kept
    assert len(call.asked(AskModel)) == 1


@pytest.mark.parametrize(
    "said",
    ["two people at half past two", "on the twenty fourth", "one thousand two hundred dollars", "yes please"],
)
def test_other_figures_are_not(said: str):
    before = listening_call()
    spoken = list(before.spoken)
    assert before.says(said).spoken == spoken


def test_a_number_is_read_back_once():
    call = listening_call().says(SAID).writes("Is that right?").finishes().sends().plays()
    spoken = list(call.spoken)
    call.says(f"yes, {SAID}")
    assert call.spoken == spoken


@pytest.mark.parametrize(
    "number", ["0491570156", "0491 570 156", "+61491570156", "oh four nine one five seven oh one five six"]
)
def test_a_number_that_was_read_back_is_used_however_the_model_writes_it(number: str):
    call = listening_call(caller_number=None).says(SAID)
    wants(call, "take_message", message="Call me.", callback_number=number)
    assert len(call.asked(RunTool)) == 1
    assert (
        call.asked(RunTool)[0].arguments["callback_number"].lstrip("+61").lstrip("0").replace(" ", "")
        == "491570156"
    )


def test_a_number_the_caller_never_heard_is_not_used_and_the_model_told_why():
    call = listening_call(caller_number=None).says("please ask him to call me")
    wants(call, "take_message", message="Call me.", callback_number="0491570999").finishes()
    assert call.asked(RunTool) == []
    told = call.asked(AskModel)[-1].messages[-1]
    assert told.role == "tool"
    assert "zero four nine one, five seven zero, nine nine nine" in told.content


def test_it_is_used_once_the_agent_has_said_it():
    call = listening_call(caller_number=None).says("please ask him to call me")
    wants(call, "take_message", message="Call me.", callback_number="0491570999").finishes()
    call.writes(
        "I have zero four nine one, five seven zero, nine nine nine, is that right?"
    ).finishes().sends().plays()
    call.says("yes")
    wants(call, "take_message", "t2", message="Call me.", callback_number="0491570999")
    assert [run.tool_call_id for run in call.asked(RunTool)] == ["t2"]


def test_a_model_that_insists_is_not_refused_for_ever():
    call = listening_call(caller_number=None).says("please ask him to call me")
    wants(call, "take_message", message="Call me.", callback_number="0491570999").finishes()
    wants(call, "take_message", "t2", message="Call me.", callback_number="0491570999")
    assert [run.tool_call_id for run in call.asked(RunTool)] == ["t2"]


def test_the_number_the_caller_rings_from_needs_no_reading_back():
    call = listening_call(caller_number="+61400000001").says("ask him to call me")
    wants(call, "take_message", message="Call me.", callback_number="0400 000 001")
    assert len(call.asked(RunTool)) == 1


def test_a_name_is_booked_as_it_was_spelled():
    call = listening_call().says("Anna Smith, that's s m y t h e").says("yes please")
    wants(
        call,
        "book_appointment",
        offering="Trim",
        starts_at_local="2026-12-01T10:00",
        customer_name="Anna Smith",
    )
    assert call.asked(RunTool)[0].arguments["customer_name"] == "Anna Smythe"


def test_other_arguments_are_left_alone():
    arguments = {"offering": "Trim", "customer_name": 7, "callback_number": None}
    call = wants(listening_call().says("a b c d"), "book_appointment", **arguments)
    assert call.asked(RunTool)[0].arguments == arguments


def test_an_earlier_edition_reads_nothing_back():
    call = listening_call(rules=Edition.PATIENT)
    spoken = list(call.spoken)
    call.says(SAID)
    assert call.spoken == spoken
    wants(call, "take_message", message="Call me.", callback_number="0491570999")
    assert len(call.asked(RunTool)) == 1


def test_a_number_in_another_language_is_read_back_in_it():
    call = listening_call(language="de-DE", country="DE").says("null eins sieben zwo drei vier fünf sechs")
    assert call.spoken[-1] == "null eins, sieben zwei drei, vier fünf sechs."


def test_a_code_that_was_texted_is_neither_read_back_nor_left_in_words():
    call = listening_call(caller_number="+61491570156").says("cancel it please")
    wants(call, "text_code", "c1", phone_number="0491570156").finishes().tool_answers("c1")
    call.answers("Could you read the code out?").plays()
    spoken = list(call.spoken)
    call.says("oh four two one three seven")
    assert call.spoken == spoken
    wants(call, "check_code", "c2", code="oh four two one three seven")
    assert call.asked(RunTool)[-1].arguments == {"code": "042137"}


def test_the_number_a_code_goes_to_is_read_back_first():
    call = listening_call(caller_number=None).says("cancel it please")
    wants(call, "text_code", phone_number="0491570156")
    assert call.asked(RunTool) == []
