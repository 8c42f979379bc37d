import base64
import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvalidInput
from providers.twilio.media import (
    Dtmf,
    Mark,
    Media,
    Start,
    Stop,
    StreamMessage,
    Unused,
    encode_clear,
    encode_mark,
    encode_media,
    parse,
)
from tests.fakes.carrier import changed
from tests.support.contracts import message_errors, needs_contracts

STREAM_SID = "MZ" + "0a" * 16
CALL_SID = "CA" + "1b" * 16
ACCOUNT_SID = "AC" + "2c" * 16
CONTRACT = "twilio_media_streams.schema.json"
AUDIO = bytes(range(91, 251))

CONNECTED: dict[str, Any] = {"event": "connected", "protocol": "Call", "version": "1.0.0"}
START: dict[str, Any] = {
    "event": "start",
    "sequenceNumber": "1",
    "streamSid": STREAM_SID,
    "start": {
        "accountSid": ACCOUNT_SID,
        "streamSid": STREAM_SID,
        "callSid": CALL_SID,
        "tracks": ["inbound"],
        "customParameters": {"call_id": "0190"},
        "mediaFormat": {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1},
    },
}
MEDIA: dict[str, Any] = {
    "event": "media",
    "sequenceNumber": "4",
    "streamSid": STREAM_SID,
    "media": {
        "track": "inbound",
        "chunk": "2",
        "timestamp": "40",
        "payload": base64.b64encode(AUDIO).decode(),
    },
}
DTMF: dict[str, Any] = {
    "event": "dtmf",
    "sequenceNumber": "5",
    "streamSid": STREAM_SID,
    "dtmf": {"track": "inbound_track", "digit": "#"},
}
MARK: dict[str, Any] = {
    "event": "mark",
    "sequenceNumber": "6",
    "streamSid": STREAM_SID,
    "mark": {"name": "turn-3"},
}
STOP: dict[str, Any] = {
    "event": "stop",
    "sequenceNumber": "7",
    "streamSid": STREAM_SID,
    "stop": {"accountSid": ACCOUNT_SID, "callSid": CALL_SID},
}


def read(message: dict[str, Any], path: str, value: Any) -> StreamMessage:
    """What is read of the message with the field at the dotted `path` replaced, or removed for `...`."""
    return parse(json.dumps(changed(message, path, value)))


def test_reads_every_message_of_a_stream() -> None:
    assert parse(json.dumps(CONNECTED)) == Unused(None, "connected")
    assert parse(json.dumps(START)) == Start(STREAM_SID, CALL_SID)
    assert parse(json.dumps(MEDIA)) == Media(STREAM_SID, AUDIO)
    assert parse(json.dumps(DTMF).encode()) == Dtmf(STREAM_SID, "#")
    assert parse(json.dumps(MARK)) == Mark(STREAM_SID, "turn-3")
    assert parse(json.dumps(STOP)) == Stop(STREAM_SID)


@needs_contracts
@pytest.mark.parametrize("message", [CONNECTED, START, MEDIA, DTMF, MARK, STOP])
def test_the_messages_read_here_follow_the_contract(message: dict[str, Any]) -> None:
    assert message_errors(CONTRACT, "from_twilio", message) == []


@pytest.mark.parametrize(
    ("message", "path", "value"),
    [
        (MEDIA, "sequenceNumber", ...),
        (MEDIA, "sequenceNumber", 4),
        (MEDIA, "sequenceNumber", "fourth"),
        (MEDIA, "media.timestamp", None),
        (MEDIA, "media.timestamp", 40),
        (MEDIA, "media.chunk", ...),
        (MEDIA, "media.chunk", {"a": [1]}),
        (MEDIA, "media.track", ...),
        (MEDIA, "media.track", "both_tracks"),
        (MEDIA, "media.track", ["inbound"]),
        (MEDIA, "extra", "field"),
        (DTMF, "dtmf.track", ...),
        (DTMF, "sequenceNumber", ...),
        (MARK, "sequenceNumber", 6),
        (MARK, "mark.label", "x"),
        (STOP, "stop.callSid", ...),
        (STOP, "stop", ...),
        (STOP, "stop", "now"),
        (START, "sequenceNumber", ...),
        (START, "start.tracks", "inbound"),
        (START, "start.tracks", ...),
        (START, "start.customParameters", {"a": 1}),
        (START, "start.customParameters", ...),
        (START, "start.accountSid", ...),
        (START, "start.streamSid", ...),
        (START, "start.mediaFormat", ...),
        (START, "start.mediaFormat.sampleRate", "8000"),
        (START, "start.mediaFormat.sampleRate", ...),
        (START, "start.mediaFormat.channels", "1"),
        (START, "start.mediaFormat.encoding", "audio/PCMU"),
        (START, "start.mediaFormat.encoding", ...),
    ],
)
def test_what_is_not_used_may_be_anything(message: dict[str, Any], path: str, value: Any) -> None:
    assert read(message, path, value) == parse(json.dumps(message))


@pytest.mark.parametrize(
    ("message", "path", "value"),
    [
        (MEDIA, "media.payload", base64.b64encode(AUDIO).decode().rstrip("=")),
        (MEDIA, "media.payload", base64.urlsafe_b64encode(AUDIO).decode()),
        (MEDIA, "media.payload", base64.encodebytes(AUDIO).decode()),
        (MEDIA, "media.payload", base64.b64encode(AUDIO).decode() + "=="),
    ],
    ids=["no padding", "alphabet for URLs", "in lines", "too much padding"],
)
def test_base64_is_read_as_it_comes(message: dict[str, Any], path: str, value: Any) -> None:
    assert read(message, path, value) == Media(STREAM_SID, AUDIO)


@pytest.mark.parametrize(
    ("message", "path", "value", "why"),
    [
        (CONNECTED, "event", "resumed", "unknown event"),
        (CONNECTED, "event", 3, "unknown event"),
        (CONNECTED, "event", ["media"], "unknown event"),
        (CONNECTED, "event", ..., "unknown event"),
        (MEDIA, "event", "Media", "unknown event"),
        (MEDIA, "media", ..., "media without audio"),
        (MEDIA, "media", "audio", "media without audio"),
        (MEDIA, "media.payload", ..., "media without audio"),
        (MEDIA, "media.payload", "", "media without audio"),
        (MEDIA, "media.payload", "====", "media without audio"),
        (MEDIA, "media.payload", 7, "media without audio"),
        (MEDIA, "media.payload", "a", "audio that is no base64"),
        (MEDIA, "media.payload", "\u00e9\u00e9\u00e9\u00e9", "audio that is no base64"),
        (MEDIA, "media.payload", "/w==/w==", "audio that is no base64"),
        (MEDIA, "media.track", "outbound", "outbound audio"),
        (MEDIA, "media.track", "outbound_track", "outbound audio"),
        (DTMF, "dtmf.digit", "12", "no key of a telephone"),
        (DTMF, "dtmf.digit", "", "no key of a telephone"),
        (DTMF, "dtmf.digit", ..., "no key of a telephone"),
        (DTMF, "dtmf.digit", "x", "no key of a telephone"),
        (DTMF, "dtmf.digit", True, "no key of a telephone"),
        (DTMF, "dtmf.track", "outbound_track", "outbound key"),
        (MARK, "mark.name", "", "mark without a name"),
        (MARK, "mark.name", {}, "mark without a name"),
        (MARK, "mark", ..., "mark without a name"),
    ],
)
def test_a_message_nothing_can_be_made_of_is_unused(
    message: dict[str, Any], path: str, value: Any, why: str
) -> None:
    assert read(message, path, value) in (Unused(STREAM_SID, why), Unused(None, why))


@pytest.mark.parametrize(
    "stream_sid", [..., None, "", 'MZ"}', "MZ" + "0" * 80], ids=["none", "null", "empty", "JSON", "long"]
)
def test_a_start_without_a_name_for_its_stream_is_unused(stream_sid: Any) -> None:
    nameless = changed(START, "start.streamSid", ...)
    assert read(nameless, "streamSid", stream_sid) == Unused(None, "start without a streamSid")


def test_the_streams_name_may_stand_in_either_place() -> None:
    assert read(START, "streamSid", ...) == Start(STREAM_SID, CALL_SID)
    assert read(START, "start.streamSid", "MZ" + "9" * 32) == Start(STREAM_SID, CALL_SID)


def test_a_start_may_leave_open_whose_it_is() -> None:
    assert read(START, "start.callSid", ...) == Start(STREAM_SID, None)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("start.mediaFormat.sampleRate", 16000),
        ("start.mediaFormat.sampleRate", "16000"),
        ("start.mediaFormat.encoding", "audio/l16"),
    ],
)
def test_audio_that_cannot_be_understood_is_refused(path: str, value: Any) -> None:
    with pytest.raises(InvalidInput, match=r"start\.mediaFormat"):
        read(START, path, value)


@pytest.mark.parametrize(("written", "key"), [(7, "7"), (0, "0"), ("d", "D"), ("*", "*")])
def test_a_key_may_be_a_number_or_a_small_letter(written: object, key: str) -> None:
    assert read(DTMF, "dtmf.digit", written) == Dtmf(STREAM_SID, key)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "not JSON"),
        ("{", "not JSON"),
        ("[" * 50_000, "not JSON"),
        ("1" * 5000, "not JSON"),
        (b"\xff\xfe", "not JSON"),
        ("[]", "not an object"),
        ("null", "not an object"),
        ('"media"', "not an object"),
    ],
    ids=["empty", "half", "deep", "a long number", "no text", "a list", "null", "a string"],
)
def test_what_is_no_object_is_unused(text: str | bytes, why: str) -> None:
    assert parse(text) == Unused(None, why)


def test_a_byte_that_is_no_text_costs_only_its_field() -> None:
    broken = json.dumps(MEDIA).encode().replace(b'"chunk": "2"', b'"chunk": "\xff"')
    assert parse(broken) == Media(STREAM_SID, AUDIO)


def test_audio_of_any_length_is_taken() -> None:
    minute = bytes(range(256)) * 1875
    assert read(MEDIA, "media.payload", base64.b64encode(minute).decode()) == Media(STREAM_SID, minute)
    assert read(MEDIA, "media.payload", base64.b64encode(b"\x05").decode()) == Media(STREAM_SID, b"\x05")


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(
                st.sampled_from(
                    ["event", "media", "start", "stop", "mark", "payload", "streamSid", "tracks"]
                ),
                inner,
            )
        ),
    )
)
def test_any_json_is_read_or_refused(value: Any) -> None:
    for event in ("connected", "start", "media", "dtmf", "mark", "stop"):
        message = {**value, "event": event} if isinstance(value, dict) else value
        with contextlib.suppress(InvalidInput):
            parse(json.dumps(message))


@needs_contracts
def test_what_is_sent_follows_the_contract() -> None:
    for text in (
        encode_media(STREAM_SID, bytes(range(256))),
        encode_mark(STREAM_SID, 'turn "3" é'),
        encode_clear(STREAM_SID),
    ):
        assert message_errors(CONTRACT, "to_twilio", json.loads(text)) == []


def test_sent_audio_is_the_audio_given() -> None:
    audio = bytes(range(256)) * 3
    assert base64.b64decode(json.loads(encode_media(STREAM_SID, audio))["media"]["payload"]) == audio
    assert json.loads(encode_mark(STREAM_SID, 'a"b\\c\n'))["mark"]["name"] == 'a"b\\c\n'


def test_a_media_message_without_audio_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="needs audio"):
        encode_media(STREAM_SID, b"")
