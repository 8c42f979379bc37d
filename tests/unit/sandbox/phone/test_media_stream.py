"""Twilio's side of a stream, without a socket and on virtual time."""

import json
from base64 import b64decode, b64encode
from typing import Any

import pytest
from twilio.request_validator import RequestValidator

from domain.audio import SILENCE_FRAME
from sandbox.phone.events import CallEvent
from sandbox.phone.media_stream import MediaStream, StreamInfo, upgrade_signature
from tests.support.contracts import message_errors, needs_contracts

LOUD = bytes([0x10, 0x90]) * 80
INFO = StreamInfo(
    url="wss://example.com/media/1/t",
    account_sid="AC" + "0" * 32,
    call_sid="CA" + "1" * 32,
    stream_sid="MZ" + "2" * 32,
    parameters={"call_id": "c-1"},
)


class Sink:
    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []
        self.congested = False

    def send_text(self, message: str) -> None:
        self.messages.append(json.loads(message))

    def of(self, event: str) -> list[dict[str, Any]]:
        return [message for message in self.messages if message["event"] == event]


class Bench:
    """A stream under test with the far end's words at hand."""

    def __init__(self) -> None:
        self.sink = Sink()
        self.events: list[CallEvent] = []
        self.stream = MediaStream(INFO, self.sink, self.events.append)
        self.stream.start()

    def media(self, audio: bytes, **changes: Any) -> None:
        body = {
            "event": "media",
            "streamSid": INFO.stream_sid,
            "media": {"payload": b64encode(audio).decode()},
        }
        self.stream.take_text(json.dumps(body | changes))

    def mark(self, name: str) -> None:
        body = {"event": "mark", "streamSid": INFO.stream_sid, "mark": {"name": name}}
        self.stream.take_text(json.dumps(body))

    def clear(self) -> None:
        self.stream.take_text(json.dumps({"event": "clear", "streamSid": INFO.stream_sid}))

    def marks(self) -> list[str]:
        return [message["mark"]["name"] for message in self.sink.of("mark")]


@needs_contracts
def test_every_message_keeps_the_contract():
    bench = Bench()
    bench.stream.send_audio(SILENCE_FRAME)
    bench.stream.send_audio(LOUD)
    bench.stream.send_dtmf("5")
    bench.mark("m")
    bench.stream.stop()
    for message in bench.sink.messages:
        assert message_errors("twilio_media_streams.schema.json", "from_twilio", message) == []
    assert {message["event"] for message in bench.sink.messages} == {
        "connected",
        "start",
        "media",
        "dtmf",
        "mark",
        "stop",
    }


def test_numbers_count_up_as_strings():
    bench = Bench()
    for _ in range(3):
        bench.stream.send_audio(LOUD)
    bench.stream.send_dtmf("#")
    assert [message.get("sequenceNumber") for message in bench.sink.messages] == [
        None,
        "1",
        "2",
        "3",
        "4",
        "5",
    ]
    media = [message["media"] for message in bench.sink.of("media")]
    assert [(m["chunk"], m["timestamp"]) for m in media] == [("1", "0"), ("2", "20"), ("3", "40")]
    assert b64decode(media[0]["payload"]) == LOUD
    assert bench.sink.of("start")[0]["start"]["customParameters"] == {"call_id": "c-1"}


def test_marks_come_back_with_the_play_out():
    bench = Bench()
    bench.mark("now")
    assert bench.marks() == ["now"]
    bench.media(LOUD * 2)
    bench.mark("greeting")
    assert bench.stream.play(0.0) == LOUD
    assert bench.stream.play(0.02) == LOUD
    assert bench.marks() == ["now"]
    assert bench.stream.play(0.04) is None
    assert bench.marks() == ["now", "greeting"]


def test_clear_returns_marks_and_reports_what_was_cut():
    bench = Bench()
    bench.media(LOUD * 100)
    bench.mark("a")
    bench.mark("b")
    bench.stream.play(0.0)
    bench.clear()
    assert bench.marks() == ["a", "b"]
    assert bench.stream.play(0.02) is None
    assert [(event.kind, event.data["cut_ms"]) for event in bench.events] == [("agent.cleared", 1980)]


@pytest.mark.parametrize(
    "text",
    [
        "{not json",
        "[]",
        '"media"',
        json.dumps({"event": "media", "media": {"payload": "/////w=="}}),
        json.dumps({"event": "media", "streamSid": "MZ" + "9" * 32, "media": {"payload": "/////w=="}}),
        json.dumps({"event": "media", "streamSid": INFO.stream_sid, "media": {"payload": "not base64!"}}),
        json.dumps({"event": "media", "streamSid": INFO.stream_sid, "media": {"payload": ""}}),
        json.dumps({"event": "media", "streamSid": INFO.stream_sid, "media": {}}),
        json.dumps(
            {"event": "media", "streamSid": INFO.stream_sid, "media": {"payload": "/w==", "track": "x"}}
        ),
        json.dumps({"event": "mark", "streamSid": INFO.stream_sid, "mark": {"name": 1}}),
        json.dumps({"event": "stop", "streamSid": INFO.stream_sid}),
    ],
)
def test_what_twilio_would_not_accept_is_dropped_and_counted(text: str):
    bench = Bench()
    bench.stream.take_text(text)
    assert bench.stream.warnings == {31951: 1}
    assert bench.stream.playout.received_bytes == 0
    assert bench.sink.of("mark") == []


def test_binary_messages_are_refused_and_warned_of_once():
    bench = Bench()
    for _ in range(3):
        bench.stream.take_binary(b"\xff")
    assert bench.stream.warnings == {31950: 3}
    assert [event.data["code"] for event in bench.events] == [31950]


def test_a_reader_that_is_too_slow_loses_audio_but_not_its_numbering():
    bench = Bench()
    bench.stream.send_audio(LOUD)
    bench.sink.congested = True
    bench.stream.send_audio(LOUD)
    bench.stream.send_audio(LOUD)
    bench.sink.congested = False
    bench.stream.send_audio(LOUD)
    assert [m["media"]["chunk"] for m in bench.sink.of("media")] == ["1", "4"]
    assert [m["sequenceNumber"] for m in bench.sink.of("media")] == ["2", "3"]
    assert (bench.stream.frames_sent, bench.stream.frames_dropped) == (2, 2)
    assert bench.stream.warnings == {31930: 2}


def test_nothing_follows_stop():
    bench = Bench()
    bench.stream.stop()
    bench.stream.stop()
    bench.stream.send_audio(LOUD)
    bench.stream.send_dtmf("1")
    assert [message["event"] for message in bench.sink.messages] == ["connected", "start", "stop"]


@pytest.mark.parametrize("url", ["ws://example.com:8001/media/1/t", "wss://example.com/media/1/t"])
def test_the_upgrade_is_signed_over_the_portless_wss_url(url: str):
    signature = upgrade_signature("token", url)
    validator = RequestValidator("token")
    assert validator.validate("wss://example.com/media/1/t", {}, signature)
    assert validator.validate("wss://example.com:8001/media/1/t", {}, signature)
    assert not validator.validate("wss://example.com/media/2/t", {}, signature)
