"""What Deepgram says, as the parts that read it use it."""

import json

import pytest

from providers.deepgram.message import read

TURN = {"type": "TurnInfo", "transcript": "hello", "words": [{"word": "hello", "end": 1.5}]}


def test_fields_are_attributes_however_deep_and_missing_ones_are_none():
    message = read(json.dumps(TURN))
    assert (message.type, message.words[0].end) == ("TurnInfo", 1.5)
    assert message.turn_index is None
    assert message.words[0].confidence is None


@pytest.mark.parametrize("sent", ["[1, 2]", '"TurnInfo"', "null", "3"])
def test_what_is_no_object_has_no_type(sent: str):
    assert getattr(read(sent), "type", None) is None


def test_binary_messages_are_left_as_they_are():
    assert read(b"\x00\x01") == b"\x00\x01"


@pytest.mark.parametrize("sent", ["", "{", "TurnInfo", '{"type": '])
def test_what_is_no_json_is_an_error(sent: str):
    with pytest.raises(json.JSONDecodeError):
        read(sent)
