"""Journal entries: every event comes back as it went in."""

import json
from dataclasses import fields
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.call import codec
from domain.call.events import CallAnswered, CallBrief, CallResumed, Event, KeyPressed, ToolsRequested
from domain.errors import InvalidInput

CLASSES: tuple[type[Any], ...] = get_args(Event)
NUMBERS = st.integers(-(2**53), 2**53)
TEXT = st.text(st.characters(), max_size=30)
"""Half surrogate pairs included: a model may write one."""
JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "str": TEXT,
    "int": NUMBERS,
    "float": st.floats(allow_nan=False, allow_infinity=False),
    "bool": st.booleans(),
    "str | None": st.none() | TEXT,
    "int | None": st.none() | NUMBERS,
}
BRIEFS = st.builds(CallBrief, TEXT, TEXT, st.none() | TEXT, TEXT, TEXT, TEXT, st.booleans())
ARGUMENTS = st.dictionaries(TEXT, JSON, max_size=3)


def events(cls: type[Any]) -> st.SearchStrategy[Any]:
    if cls is CallAnswered:
        return st.builds(CallAnswered, BRIEFS, TEXT)
    if cls is ToolsRequested:
        return st.builds(
            ToolsRequested,
            NUMBERS,
            st.lists(st.tuples(TEXT, TEXT, ARGUMENTS), max_size=3).map(tuple),
            st.lists(TEXT, max_size=2).map(tuple),
        )
    return st.builds(cls, *(VALUES[_type_name(field.type)] for field in fields(cls)))


def _type_name(annotation: Any) -> str:
    return annotation.__name__ if isinstance(annotation, type) else str(annotation)


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
@settings(max_examples=25, deadline=None)
@given(data=st.data(), at_ms=st.floats(0, 1e13))
def test_an_event_survives_the_journal(cls: type[Any], data: st.DataObject, at_ms: float):
    event = data.draw(events(cls))
    assert codec.decode(codec.encode(event, at_ms)) == (at_ms, event)


def test_fields_of_a_later_version_are_ignored():
    entry = json.loads(codec.encode(KeyPressed("5"), 1.0)) | {"pressure": "hard"}
    assert codec.decode(json.dumps(entry).encode()) == (1.0, KeyPressed("5"))


def test_fields_of_a_later_brief_are_ignored():
    event = CallAnswered(CallBrief("c", "b", None, "en", "AU", "Hello", True), "MZ1")
    entry = json.loads(codec.encode(event, 1.0))
    entry["brief"]["mood"] = "sunny"
    assert codec.decode(json.dumps(entry).encode()) == (1.0, event)


@pytest.mark.parametrize(
    "entry",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"null",
        b"7",
        b"{}",
        b'{"at":1,"event":"Nonsense"}',
        b'{"event":"KeyPressed","digit":"5"}',
        b'{"at":"x","event":"KeyPressed","digit":"5"}',
        b'{"at":1,"event":"KeyPressed"}',
        b'{"at":1,"event":"ToolsRequested","generation":1,"calls":5}',
        b'{"at":1,"event":"CallAnswered","brief":[],"stream_sid":"MZ1"}',
    ],
)
def test_what_is_no_entry_of_ours_is_refused(entry: bytes):
    with pytest.raises(InvalidInput):
        codec.decode(entry)


def test_entries_written_twice_are_read_once():
    """An append that timed out had been carried out; its entries were written again with the next ones."""
    first = [codec.encode(KeyPressed("1"), 1.0), codec.encode(KeyPressed("1"), 2.0)]
    later = [*first, codec.encode(CallResumed(), 3.0)]
    assert codec.decode_journal([*first, *later]) == [
        (1.0, KeyPressed("1")),
        (2.0, KeyPressed("1")),
        (3.0, CallResumed()),
    ]
