"""The carrier's messages: what is right is passed on, what is wrong closes this one stream with the right code."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
import structlog

from actors.call.carrier_stream import QUIET_TIMEOUT_S, START_TIMEOUT_S, CarrierStream
from actors.call.media_socket import CLOSE_TIMEOUT_S
from domain.audio import SILENCE_FRAME
from tests.fakes.call import CALL_SID, STREAM_SID, call_sid
from tests.fakes.carrier import FakeCarrier, media_message, start_message, tcp_pair
from tests.support.virtual_time import until

OTHER_SID = "MZ" + "9" * 32
POLICY, INVALID, AWAY, UNSUPPORTED, TOO_BIG = 1008, 1007, 1001, 1003, 1009


@dataclass(slots=True)
class Listener:
    started: list[str] = field(default_factory=list[str])
    audio: bytearray = field(default_factory=bytearray)
    marks: list[str] = field(default_factory=list[str])
    keys: list[str] = field(default_factory=list[str])
    ended: list[str] = field(default_factory=list[str])
    lost: list[bool] = field(default_factory=list[bool])

    def stream_started(self, stream_sid: str) -> None:
        self.started.append(stream_sid)

    def audio_received(self, ulaw: bytes) -> None:
        self.audio += ulaw

    def mark_returned(self, name: str) -> None:
        self.marks.append(name)

    def key_pressed(self, digit: str) -> None:
        self.keys.append(digit)

    def stream_ended(self, reason: str, *, lost: bool) -> None:
        self.ended.append(reason)
        self.lost.append(lost)


@dataclass(slots=True)
class Line:
    listener: Listener
    stream: CarrierStream
    carrier: FakeCarrier
    logs: list[Any]
    server_side: socket.socket

    async def is_refused(self, code: int, reason: str) -> None:
        await until(lambda: self.listener.ended, within_s=40)
        assert self.listener.ended == [f"media stream: {reason}"]
        await until(self.carrier.gone.is_set)
        assert self.carrier.close_code == code
        refusals = [entry for entry in self.logs if entry["event"] == "media_stream.refused"]
        assert len(refusals) == 1
        assert self.listener.lost == [code == AWAY]
        assert [entry for entry in self.logs if entry["log_level"] == "error"] == []


@asynccontextmanager
async def line(*, start: bool = True) -> AsyncIterator[Line]:
    near, far = tcp_pair()
    listener = Listener()
    stream = CarrierStream(listener, call_sid=CALL_SID)
    carrier = FakeCarrier(near)
    with structlog.testing.capture_logs() as logs:
        await stream.attach(far)
        await carrier.connect()
        await until(carrier.upgraded.is_set)
        if start:
            await carrier.start()
            await until(lambda: listener.started)
        yield Line(listener, stream, carrier, logs, far)
        stream.abort()
        if not carrier.gone.is_set():
            carrier.deaf = False
        await until(carrier.gone.is_set)
    near.close()
    far.close()


async def test_a_stream_from_start_to_stop():
    async with line() as call:
        call.carrier.speak(b"\x01" * 160)
        call.carrier.speak(b"\x02" * 160)
        call.carrier.press("#")
        call.carrier.hang_up()
        await until(lambda: call.listener.ended)
        assert call.listener.started == [STREAM_SID]
        assert bytes(call.listener.audio) == b"\x01" * 160 + b"\x02" * 160
        assert call.listener.keys == ["#"]
        assert (call.listener.ended, call.listener.lost) == ([""], [False])
        await until(call.carrier.gone.is_set)
        assert call.carrier.close_code == 1000


async def test_what_we_send_is_what_the_carrier_gets():
    async with line() as call:
        call.stream.send_audio(b"\x10" * 400)
        call.stream.send_mark("1.0")
        await until(lambda: call.listener.marks)
        call.stream.clear()
        await until(lambda: call.carrier.clears)
        assert [message["event"] for message in call.carrier.received] == ["media", "mark", "clear"]
        assert all(message["streamSid"] == STREAM_SID for message in call.carrier.received)
        assert call.listener.marks == ["1.0"]


async def test_nothing_is_sent_before_the_stream_has_a_name():
    async with line(start=False) as call:
        call.stream.send_audio(SILENCE_FRAME)
        call.stream.send_mark("1.0")
        call.stream.clear()
        await call.carrier.start()
        await until(lambda: call.listener.started)
        await asyncio.sleep(0.1)
        assert call.carrier.received == []


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        (media_message(), "media for a stream that was not started"),
        (start_message(call_sid(7)), "a start for another call"),
        (
            {"event": "mark", "streamSid": STREAM_SID, "sequenceNumber": "1", "mark": {"name": "1.0"}},
            "a message for a stream that was not started",
        ),
        (
            {
                "event": "stop",
                "streamSid": STREAM_SID,
                "sequenceNumber": "1",
                "stop": {"accountSid": "AC", "callSid": CALL_SID},
            },
            "a message for a stream that was not started",
        ),
    ],
    ids=["media", "start for another call", "mark", "stop"],
)
async def test_nothing_but_our_own_start_comes_first(message: dict[str, Any], reason: str):
    async with line(start=False) as call:
        call.carrier.send(message)
        await call.is_refused(POLICY, reason)
        assert call.listener.started == []


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        (start_message(), "a second start"),
        (start_message(stream_sid=OTHER_SID), "a second start"),
        (media_message(stream_sid=OTHER_SID), "media for a stream that was not started"),
        (
            {"event": "mark", "streamSid": OTHER_SID, "sequenceNumber": "1", "mark": {"name": "1.0"}},
            "a message for a stream that was not started",
        ),
        (
            {
                "event": "dtmf",
                "streamSid": OTHER_SID,
                "sequenceNumber": "1",
                "dtmf": {"track": "inbound_track", "digit": "1"},
            },
            "a message for a stream that was not started",
        ),
    ],
    ids=["start twice", "start of another stream", "media", "mark", "dtmf"],
)
async def test_messages_of_another_stream_are_refused(message: dict[str, Any], reason: str):
    async with line() as call:
        call.carrier.send(message)
        await call.is_refused(POLICY, reason)
        assert bytes(call.listener.audio) == b""


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "stream message: not JSON"),
        ("", "stream message: not JSON"),
        ("[]", "stream message: not an object"),
        ("[" * 30_000, "stream message: not JSON"),
        ('{"event":"applause"}', "event: must be one of connected, start, media, dtmf, mark, stop"),
        ('{"event":7}', "event: must be one of connected, start, media, dtmf, mark, stop"),
        (json.dumps({"event": "media", "streamSid": STREAM_SID}), "media: must be an object"),
        (
            json.dumps({**media_message(), "media": {**media_message()["media"], "payload": "!!"}}),
            "media.payload: not base64",
        ),
    ],
    ids=["half", "empty", "a list", "deep", "unknown", "no name", "no media", "no base64"],
)
async def test_what_cannot_be_understood_is_refused(text: str, reason: str):
    async with line() as call:
        call.carrier.send_text(text)
        await call.is_refused(INVALID, reason)


async def test_what_comes_behind_a_refused_message_is_not_passed_on():
    async with line() as call:
        call.carrier.send_text("{")
        call.carrier.speak()
        call.carrier.press("1")
        await call.is_refused(INVALID, "stream message: not JSON")
        assert (bytes(call.listener.audio), call.listener.keys) == (b"", [])


async def test_a_stream_that_does_not_start_in_time_is_refused():
    async with line(start=False) as call:
        began_s = asyncio.get_running_loop().time()
        await call.is_refused(POLICY, "no start message in time")
        assert asyncio.get_running_loop().time() - began_s == pytest.approx(START_TIMEOUT_S, abs=0.2)


async def test_a_connection_that_never_says_a_word_is_ended_with_its_reason():
    near, far = tcp_pair()
    listener = Listener()
    stream = CarrierStream(listener, call_sid=CALL_SID)
    await stream.attach(far)
    await until(lambda: listener.ended)
    assert listener.ended == ["media stream: no start message in time"]
    await asyncio.sleep(0)
    near.setblocking(False)
    assert near.recv(100) == b""
    near.close()
    far.close()


async def test_a_stream_without_audio_is_dead():
    async with line() as call:
        began_s = asyncio.get_running_loop().time()
        await call.is_refused(AWAY, "no audio from the carrier")
        assert asyncio.get_running_loop().time() - began_s == pytest.approx(QUIET_TIMEOUT_S, abs=0.2)


async def test_audio_keeps_a_stream_alive():
    async with line() as call:
        for _ in range(10):
            await asyncio.sleep(QUIET_TIMEOUT_S - 0.1)
            call.carrier.speak()
        assert call.listener.ended == []


async def test_a_connection_that_breaks_is_told_once():
    async with line() as call:
        call.carrier.vanish()
        await until(lambda: call.listener.ended)
        assert call.listener.ended == ["media stream closed with 1006"]
        assert call.listener.lost == [True]
        await asyncio.sleep(QUIET_TIMEOUT_S + 1)
        call.stream.close()
        assert len(call.listener.ended) == 1


async def test_our_close_is_an_orderly_end():
    async with line() as call:
        call.stream.close()
        await until(lambda: call.listener.ended)
        assert call.listener.ended == [""]
        assert call.carrier.close_code == 1000


async def test_a_carrier_that_does_not_answer_our_close_is_cut_off():
    async with line() as call:
        call.carrier.deaf = True
        began_s = asyncio.get_running_loop().time()
        call.stream.close()
        await until(lambda: call.listener.ended)
        assert asyncio.get_running_loop().time() - began_s == pytest.approx(CLOSE_TIMEOUT_S, abs=0.1)
        assert call.listener.ended == [""]


async def test_a_carrier_that_does_not_read_is_cut_off_too():
    """Megabytes wait in the transport when we close; nobody will ever take them."""
    async with line() as call:
        call.carrier.deaf = True
        for _ in range(2000):
            call.stream.send_audio(b"\x10" * 4000)
        call.stream.close()
        await until(lambda: call.listener.ended)
        await asyncio.sleep(2 * CLOSE_TIMEOUT_S)
        assert call.server_side.fileno() == -1, "the transport still holds on to its socket"


async def test_the_trouble_of_one_stream_does_not_touch_another():
    async with line() as good, line() as bad:
        bad.carrier.send_text("{")
        await until(lambda: bad.listener.ended)
        good.carrier.speak()
        await until(lambda: good.listener.audio)
        assert good.listener.ended == []
