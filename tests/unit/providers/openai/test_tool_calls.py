"""Tool calls from their pieces, as OpenAI and the servers that speak its protocol send them."""

import json
from typing import Any

import pytest

from domain.dialogue.messages import ToolCall
from providers.openai.tool_calls import LONGEST_NAME, ToolCallParts

A = {"offering": "Colour"}
B = {"message": "Please ring back", "caller_name": None}


Piece = tuple[int | None, str, str, str]


def piece(
    index: int | None = 0, id: str | None = None, name: str | None = None, arguments: str | None = None
) -> Piece:
    return index, id or "", name or "", arguments or ""


def put_together(*pieces: Piece) -> tuple[ToolCall, ...]:
    parts = ToolCallParts()
    for each in pieces:
        parts.add(*each)
    return parts.complete()


def streamed(number: int | None, id: str | None, name: str, arguments: dict[str, Any]) -> list[Piece]:
    """A beginning, then the arguments in two pieces."""
    text = json.dumps(arguments)
    return [
        piece(number, id, name, ""),
        piece(number, None, None, text[:9]),
        piece(number, None, None, text[9:]),
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((0, "a"), (1, "b")),
        ((0, "a"), (0, "b")),
        ((0, "a"), (0, "a")),
        ((0, ""), (0, "")),
        ((None, "a"), (None, "b")),
        ((None, None), (None, None)),
        ((0, "a"), (1, "a")),
    ],
    ids=["as documented", "all 0", "all 0 and one id", "all 0 and no ids", "no numbers", "neither", "one id"],
)
def test_two_calls_are_two_however_they_are_numbered(
    first: tuple[int | None, str | None], second: tuple[int | None, str | None]
):
    calls = put_together(*streamed(*first, "find_slots", A), *streamed(*second, "take_message", B))
    assert [(call.name, call.arguments, call.malformed) for call in calls] == [
        ("find_slots", A, False),
        ("take_message", B, False),
    ]


def test_two_calls_of_one_function_are_two():
    calls = put_together(
        *streamed(0, "a", "find_slots", A), *streamed(0, "a", "find_slots", {"offering": "Cut"})
    )
    assert [call.arguments for call in calls] == [A, {"offering": "Cut"}]


def test_whole_calls_in_one_piece_each_are_told_apart():
    calls = put_together(
        piece(0, "", "find_slots", json.dumps(A)),
        piece(0, "", "find_slots", json.dumps(A)),
        piece(0, "", "end_call", "{}"),
    )
    assert [call.name for call in calls] == ["find_slots", "find_slots", "end_call"]


def test_pieces_of_two_calls_may_come_in_turns():
    calls = put_together(
        piece(0, "a", "find_slots", '{"offering": '),
        piece(1, "b", "take_message", '{"message": '),
        piece(0, None, None, '"Colour"}'),
        piece(1, None, None, '"Hi"}'),
    )
    assert [call.arguments for call in calls] == [A, {"message": "Hi"}]


def test_a_beginning_repeated_in_every_piece_begins_no_other_call():
    text = json.dumps(A)
    calls = put_together(
        piece(0, "a", "find_slots", ""),
        piece(0, "a", "find_slots", text[:4]),
        piece(0, "a", "find_slots", text[4:]),
        piece(0, "a", "find_slots", ""),
    )
    assert calls == (ToolCall("a", "find_slots", A),)


@pytest.mark.parametrize("arguments", ["", "null", " {} ", "{}"])
def test_a_function_without_arguments_may_leave_them_out(arguments: str):
    assert put_together(piece(0, "a", "end_call", arguments)) == (ToolCall("a", "end_call", {}),)


@pytest.mark.parametrize(
    "arguments",
    [
        '{"offering": ',
        '{"{"offering": "Cut"}',
        '["Cut"]',
        '"Cut"',
        "7",
        "{}{}",
        '{"a": NaN}',
        '{"a": 1e999}',
        "[" * 5000,
    ],
    ids=["cut", "broken", "list", "text", "number", "two objects", "not a number", "infinite", "deep"],
)
def test_arguments_that_are_no_object_are_malformed(arguments: str):
    assert put_together(piece(0, "a", "find_slots", arguments)) == (
        ToolCall("a", "find_slots", {}, malformed=True),
    )


@pytest.mark.parametrize(
    ("name", "taken"),
    [
        ("functions.find_slots", "functions_find_slots"),
        ("", "unnamed"),
        ("réserver", "r_server"),
        ("x" * 99, "x" * LONGEST_NAME),
    ],
    ids=["dotted", "none", "accented", "long"],
)
def test_a_name_the_vendor_would_refuse_to_read_back_is_made_one_it_takes(name: str, taken: str):
    assert put_together(piece(0, "a", name, "{}"))[0].name == taken
