import base64
import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvalidInput
from providers.twilio.media import (
    MAX_AUDIO_BYTES,
    MAX_MESSAGE_CHARS,
    Connected,
    Dtmf,
    Mark,
    Media,
    Start,
    Stop,
    encode_clear,
    encode_mark,
    encode_media,
    parse,
)
from tests.support.contracts import message_errors, needs_contracts

STREAM_SID = "MZ" + "0a" * 16
CALL_SID = "CA" + "1b" * 16
ACCOUNT_SID = "AC" + "2c" * 16
CONTRACT = "twilio_media_streams.schema.json"

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
        "payload": base64.b64encode(b"\xff" * 160).decode(),
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


def changed(message: dict[str, Any], path: str, value: Any) -> str:
    """The message as JSON with the field at the dotted `path` replaced, or removed for `...`."""
    copy = json.loads(json.dumps(message))
    *parents, last = path.split(".")
    part = copy
    for parent in parents:
        part = part[parent]
    if value is ...:
        del part[last]
    else:
        part[last] = value
    return json.dumps(copy)


def test_reads_every_message_of_a_stream() -> None:
    assert parse(json.dumps(CONNECTED)) == Connected("1.0.0")
    assert parse(json.dumps(START)) == Start(
        STREAM_SID, CALL_SID, ACCOUNT_SID, 1, ("inbound",), {"call_id": "0190"}
    )
    assert parse(json.dumps(MEDIA)) == Media(STREAM_SID, 4, "inbound", 2, 40, b"\xff" * 160)
    assert parse(json.dumps(DTMF).encode()) == Dtmf(STREAM_SID, 5, "#")
    assert parse(json.dumps(MARK)) == Mark(STREAM_SID, 6, "turn-3")
    assert parse(json.dumps(STOP)) == Stop(STREAM_SID, 7, CALL_SID)


@needs_contracts
@pytest.mark.parametrize("message", [CONNECTED, START, MEDIA, DTMF, MARK, STOP])
def test_the_messages_read_here_follow_the_contract(message: dict[str, Any]) -> None:
    assert message_errors(CONTRACT, "from_twilio", message) == []


@pytest.mark.parametrize(
    ("message", "path", "value"),
    [
        (CONNECTED, "event", "resumed"),
        (CONNECTED, "event", 3),
        (CONNECTED, "version", ...),
        (MEDIA, "media", ...),
        (MEDIA, "media", "audio"),
        (MEDIA, "sequenceNumber", ...),
        (MEDIA, "sequenceNumber", 4),
        (MEDIA, "sequenceNumber", "-4"),
        (MEDIA, "sequenceNumber", "9" * 30),
        (MEDIA, "sequenceNumber", "\u0664"),
        (MEDIA, "media.timestamp", None),
        (MEDIA, "media.chunk", "2.0"),
        (MEDIA, "media.track", "sideways"),
        (MEDIA, "media.track", ["inbound"]),
        (MEDIA, "media.payload", ...),
        (MEDIA, "media.payload", ""),
        (MEDIA, "media.payload", "abc"),
        (MEDIA, "media.payload", "ab c"),
        (MEDIA, "media.payload", "/w==/w=="),
        (MEDIA, "media.payload", "\u00e9\u00e9\u00e9\u00e9"),
        (MEDIA, "media.payload", 7),
        (MEDIA, "streamSid", ...),
        (MEDIA, "streamSid", "MZ1"),
        (START, "start.mediaFormat.sampleRate", 16000),
        (START, "start.mediaFormat.encoding", "audio/l16"),
        (START, "start.callSid", 1),
        (START, "start.streamSid", "MZ" + "0" * 32),
        (START, "start.tracks", "inbound"),
        (START, "start.customParameters", {"a": 1}),
        (DTMF, "dtmf.digit", "12"),
        (DTMF, "dtmf.digit", ""),
        (DTMF, "dtmf.digit", "x"),
        (MARK, "mark.name", ""),
        (MARK, "mark.name", {}),
        (STOP, "stop.callSid", "sip:1"),
    ],
)
def test_refuses_a_missing_or_mistyped_field(message: dict[str, Any], path: str, value: Any) -> None:
    with pytest.raises(InvalidInput):
        parse(changed(message, path, value))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '"media"',
        "[" * 50_000,
        "1" * 5000,
        b"\xff\xfe",
        b'{"event":"media\xff"}',
        '{"event":{}}',
    ],
)
def test_refuses_what_is_not_a_json_object(text: str | bytes) -> None:
    with pytest.raises(InvalidInput):
        parse(text)


def test_ignores_fields_it_does_not_know() -> None:
    assert parse(changed(MARK, "extra", {"a": [1]})) == Mark(STREAM_SID, 6, "turn-3")


def test_takes_audio_up_to_the_limit_and_no_more() -> None:
    largest = base64.b64encode(b"\x01" * MAX_AUDIO_BYTES).decode()
    taken = parse(changed(MEDIA, "media.payload", largest))
    assert isinstance(taken, Media)
    assert len(taken.payload) == MAX_AUDIO_BYTES
    with pytest.raises(InvalidInput, match=r"media\.payload"):
        parse(changed(MEDIA, "media.payload", base64.b64encode(b"\x01" * (MAX_AUDIO_BYTES + 1)).decode()))


def test_refuses_an_oversized_message_without_reading_it() -> None:
    with pytest.raises(InvalidInput, match="longer than"):
        parse("x" * (MAX_MESSAGE_CHARS + 1))


def test_a_refusal_names_the_field_and_not_its_value() -> None:
    with pytest.raises(InvalidInput) as refusal:
        parse(changed(DTMF, "dtmf.digit", "4111 1111"))
    assert "dtmf.digit" in str(refusal.value)
    assert "4111" not in str(refusal.value)


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
