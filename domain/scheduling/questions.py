"""What customers are asked when they book, and whether an answer will do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Literal, cast
from uuid import UUID

from domain.errors import InvalidInput
from domain.text_fields import optional_text

LONGEST_ANSWER = 1000
YES_OR_NO = ("yes", "no")

Kind = Literal["text", "number", "choice", "date", "yes_no"]


@dataclass(frozen=True, slots=True)
class Question:
    """Asked with an offering; `choices` of a choice alone."""

    id: UUID
    offering_id: UUID
    label: str
    kind: Kind
    required: bool
    choices: tuple[str, ...] = ()


def checked_answers(
    questions: Iterable[Question], given: Mapping[UUID, str]
) -> tuple[Mapping[str, str], ...]:
    """The answers as they are kept with a booking, in the order of the questions; what was not answered is left out.

    Raises:
        InvalidInput: something that must be answered is not, an answer is of another kind, or answers no question.
    """
    asked = {each.id: each for each in questions}
    for question_id in given:
        if question_id not in asked:
            raise InvalidInput(f"answers: {question_id} is not asked here")
    found: list[Mapping[str, str]] = []
    for question in asked.values():
        answer = _checked(question, given.get(question.id, ""))
        if answer:
            found.append({"question": question.label, "answer": answer})
        elif question.required:
            raise InvalidInput(f"answers: {question.label!r} has to be answered")
    return tuple(found)


def _checked(question: Question, typed: str) -> str:
    answer = optional_text("answers", " ".join(typed.split()), longest=LONGEST_ANSWER)
    if not answer:
        return ""
    refused = f"answers: {question.label!r} is answered with "
    match question.kind:
        case "number":
            try:
                is_number = Decimal(answer).is_finite()
            except InvalidOperation:
                is_number = False
            if not is_number:
                raise InvalidInput(f"{refused}a number, like 12.5")
        case "date":
            try:
                date.fromisoformat(answer)
            except ValueError:
                raise InvalidInput(f"{refused}a date, like 2026-11-30") from None
        case "choice" if answer not in question.choices:
            raise InvalidInput(f"{refused}one of {', '.join(question.choices)}")
        case "yes_no" if answer not in YES_OR_NO:
            raise InvalidInput(f"{refused}yes or no")
        case _:
            pass
    return answer


def kind_named(text: str) -> Kind:
    """As it is stored; the database lets no other in."""
    return cast(Kind, text)
