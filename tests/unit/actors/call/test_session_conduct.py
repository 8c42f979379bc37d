"""What a version holds acts in the call that it serves."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from domain.call.effects import NextStepKind
from domain.conduct import Target, conduct
from domain.dialogue.messages import ToolCall
from domain.receptionist.content import (
    Consent,
    Eagerness,
    Recording,
    TransferRule,
    Transfers,
)
from services.tools.runner import ToolOutcome
from tests.fakes.call import CALL_SID, Surroundings
from tests.fakes.vendors import FakeLanguageModel
from tests.support.businesses import GREETING, business
from tests.unit.actors.call.live_call import live_call


@pytest.fixture
def around(tmp_path: Path) -> Surroundings:
    return Surroundings(tmp_path)


def served_by(around: Surroundings, **changes: Any) -> None:
    plain = business()
    around.profile = replace(plain, receptionist=replace(conduct(plain), **changes), receptionist_version=7)


async def test_callers_are_told_of_the_recording_and_listened_to_patiently(around: Surroundings):
    served_by(around, eagerness=Eagerness.PATIENT, recording=Recording(consent=Consent.NOTICE))
    async with live_call(around) as call:
        await call.until_quiet()
        assert " ".join(around.voice.said) == f"{GREETING} This call is recorded."
        assert around.ears.eagerness is Eagerness.PATIENT
        assert call.session.state.brief is not None
        assert call.session.state.brief.eagerness == "patient"


async def test_a_rule_decides_whom_the_carrier_rings(around: Surroundings):
    rules = (TransferRule("Invoices", "+61280001111", warm=False, ring_s=30),)
    served_by(around, transfers=Transfers("+61280009999", rules=rules))
    arguments = {"reason": "a bill", "topic": "Invoices"}
    around.model = FakeLanguageModel(["I'll put you through.", ToolCall("t1", "transfer_call", arguments)])
    around.tools.outcomes["transfer_call"] = ToolOutcome('{"result":"ok"}', True, "transfer")
    async with live_call(around) as call:
        await call.until_quiet()
        await call.hears("I have a question about my bill.")
        await call.is_over()
    step = around.next_steps.decided[CALL_SID]
    assert (step.kind, step.reason) == (NextStepKind.TRANSFER, "a bill")
    assert step.whom == Target("+61280001111", warm=False, ring_s=30)
    assert type(step).from_json(step.to_json()) == step


async def test_a_call_that_is_not_to_be_recorded_leaves_no_recording(around: Surroundings):
    served_by(around, recording=Recording(on=False))
    async with live_call(around) as call:
        await call.until_quiet()
    assert around.records.recorded == []
    assert around.records.finished
