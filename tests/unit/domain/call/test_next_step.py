"""The next step as releases side by side tell it to each other."""

import json

import pytest

from domain.call.effects import NextStepKind
from domain.call.next_step import NextStep


@pytest.mark.parametrize("kind", NextStepKind)
@pytest.mark.parametrize("words", ["", "Good night, and „danke“."])
def test_a_step_survives_json(kind: NextStepKind, words: str) -> None:
    step = NextStep(kind, words)
    assert NextStep.from_json(step.to_json()) == step
    assert NextStep.from_json(step.to_json().encode()) == step
    assert json.loads(step.to_json()) == {"kind": kind.value, "words": words}


def test_a_reason_is_told_where_there_is_one() -> None:
    step = NextStep(NextStepKind.TRANSFER, reason="wants a refund")
    assert NextStep.from_json(step.to_json()) == step


def test_a_kind_of_a_newer_release_hangs_up() -> None:
    told = json.dumps({"kind": "hold-music", "words": "Please hold.", "seconds": 30})
    assert NextStep.from_json(told) == NextStep(NextStepKind.HANG_UP)


def test_a_step_may_leave_its_words_out() -> None:
    assert NextStep.from_json('{"kind": "transfer"}') == NextStep(NextStepKind.TRANSFER)
