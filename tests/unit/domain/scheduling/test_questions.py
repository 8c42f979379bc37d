"""Answers to what customers are asked: right by kind, and none forgotten."""

from uuid import UUID

import pytest

from domain.errors import InvalidInput
from domain.scheduling.questions import Kind, Question, checked_answers

OFFERING = UUID(int=1)


def question(kind: Kind, *, n: int = 1, required: bool = True, choices: tuple[str, ...] = ()) -> Question:
    return Question(UUID(int=n), OFFERING, f"Question {n}", kind, required, choices)


@pytest.mark.parametrize(
    ("kind", "right", "wrong"),
    [
        ("text", "  two   words ", "\x07"),
        ("number", "12.5", "a dozen"),
        ("number", "-3", "NaN"),
        ("date", "2026-11-30", "30 November"),
        ("choice", "short", "Short"),
        ("yes_no", "yes", "maybe"),
    ],
    ids=["text", "number", "negative number", "date", "choice", "yes or no"],
)
def test_an_answer_is_of_its_kind(kind: Kind, right: str, wrong: str) -> None:
    asked = question(kind, choices=("short", "long") if kind == "choice" else ())
    kept = checked_answers([asked], {asked.id: right})
    assert kept == ({"question": "Question 1", "answer": " ".join(right.split())},)
    with pytest.raises(InvalidInput, match="answers: "):
        checked_answers([asked], {asked.id: wrong})


def test_what_is_required_is_answered_and_the_rest_may_be_left_out() -> None:
    needed, other = question("text", n=1), question("text", n=2, required=False)
    assert checked_answers([needed, other], {needed.id: "yes"}) == (
        {"question": "Question 1", "answer": "yes"},
    )
    for blank in ({}, {needed.id: "   "}):
        with pytest.raises(InvalidInput, match="'Question 1' has to be answered"):
            checked_answers([needed, other], blank)


def test_an_answer_to_nothing_is_refused() -> None:
    with pytest.raises(InvalidInput, match="is not asked here"):
        checked_answers([question("text", required=False)], {UUID(int=9): "x"})
