"""The carrier's messages: what can be used is passed on, the rest counted; what is not this call's ends the stream."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
import structlog

from actors.call.carrier_stream import PIECE_BYTES, QUIET_TIMEOUT_S, START_TIMEOUT_S, CarrierStream
from actors.call.media_socket import CLOSE_TIMEOUT_S
from domain.audio import SILENCE_FRAME
from tests.fakes.call import CALL_SID, STREAM_SID, call_sid
from tests.fakes.carrier import FakeCarrier, changed, media_message, start_message, tcp_pair
from tests.support.virtual_time import until

OTHER_SID = "MZ" + "9" * 32
POLICY, AWAY, UNSUPPORTED = 1008, 1001, 1003
AUDIO = b"\x05" * 160


@dataclass(slots=True)
class Listener:
    started: list[str] = field(default_factory=list[str])
    audio: bytearray = field(default_factory=bytearray)
    marks: list[str] = field(default_factory=list[str])
    keys: list[str] = field(default_factory=list[str])
    ended: list[str] = field(default_factory=list[str])
    lost: list[bool] = field(default_factory=list[bool])
    longest: int = 0

    def stream_started(self, stream_sid: str) -> None:
        self.started.append(stream_sid)

    def audio_received(self, ulaw: bytes) -> None:
        self.audio += ulaw
        self.longest = max(self.longest, len(ulaw))

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


async def test_a_start_for_another_call_is_refused():
    async with line(start=False) as call:
        call.carrier.send(start_message(call_sid(7)))
        await call.is_refused(POLICY, "a start for another call")
        assert call.listener.started == []


async def test_a_start_that_announces_other_audio_is_refused():
    """What would be heard on it is noise: the carrier's voicemail is of more use."""
    async with line(start=False) as call:
        call.carrier.send(changed(start_message(), "start.mediaFormat.encoding", "audio/l16"))
        await call.is_refused(UNSUPPORTED, "start.mediaFormat: must be audio/x-mulaw at 8000 Hz")


MARK = {"event": "mark", "streamSid": STREAM_SID, "sequenceNumber": "1", "mark": {"name": "1.0"}}
KEY = {
    "event": "dtmf",
    "streamSid": STREAM_SID,
    "sequenceNumber": "1",
    "dtmf": {"track": "inbound_track", "digit": "1"},
}
STOP = {
    "event": "stop",
    "streamSid": STREAM_SID,
    "sequenceNumber": "1",
    "stop": {"accountSid": "AC", "callSid": CALL_SID},
}


@pytest.mark.parametrize(
    "message",
    [
        start_message(stream_sid=OTHER_SID),
        *(changed(m, "streamSid", OTHER_SID) for m in (media_message(), MARK, KEY, STOP)),
    ],
    ids=["start", "media", "mark", "key", "stop"],
)
async def test_messages_of_another_stream_are_refused(message: dict[str, Any]):
    async with line() as call:
        call.carrier.send(message)
        await call.is_refused(POLICY, "a message of another stream")
        assert (bytes(call.listener.audio), call.listener.marks, call.listener.keys) == (b"", [], [])


async def test_what_comes_behind_a_refused_message_is_not_passed_on():
    async with line() as call:
        call.carrier.send(media_message(stream_sid=OTHER_SID))
        call.carrier.speak()
        call.carrier.press("1")
        await call.is_refused(POLICY, "a message of another stream")
        assert (bytes(call.listener.audio), call.listener.keys) == (b"", [])


@pytest.mark.parametrize(
    "early", [media_message(), MARK, KEY, {"event": "caption"}], ids=["media", "mark", "key", "unknown"]
)
async def test_what_comes_before_the_start_is_left_aside(early: dict[str, Any]):
    async with line(start=False) as call:
        for _ in range(3):
            call.carrier.send(early)
        await asyncio.sleep(START_TIMEOUT_S - 1)
        await call.carrier.start()
        call.carrier.speak(AUDIO)
        await until(lambda: call.listener.audio)
        assert (call.listener.started, call.listener.marks, call.listener.keys) == ([STREAM_SID], [], [])
        assert (bytes(call.listener.audio), call.listener.ended) == (AUDIO, [])


async def test_audio_alone_does_not_keep_a_stream_that_never_starts():
    async with line(start=False) as call:
        for _ in range(round(START_TIMEOUT_S)):
            call.carrier.speak()
            await asyncio.sleep(0.9)
        await call.is_refused(POLICY, "no start message in time")


async def test_a_stop_before_the_start_ends_the_stream():
    async with line(start=False) as call:
        call.carrier.send(STOP)
        await until(lambda: call.listener.ended)
        assert (call.listener.started, call.listener.ended) == ([], [""])


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "",
        "[]",
        "[" * 30_000,
        "7" * 6000,
        json.dumps({"event": "transcript", "streamSid": STREAM_SID}),
        json.dumps({"event": "vad", "streamSid": OTHER_SID}),
        '{"event":7}',
        "{}",
        json.dumps({"event": "media", "streamSid": STREAM_SID}),
        json.dumps(changed(media_message(), "media.payload", "")),
        json.dumps(changed(media_message(), "media.payload", "!!")),
        json.dumps(changed(media_message(), "media.payload", 8)),
        json.dumps(changed(media_message(), "media.track", "outbound")),
        json.dumps(changed(MARK, "mark.name", ...)),
        json.dumps(changed(KEY, "dtmf.digit", "flash")),
        json.dumps(start_message()),
        json.dumps({"event": "connected"}),
    ],
    ids=[
        "half", "empty", "a list", "deep", "a number", "unknown event", "unknown event of a stream", "event 7",
        "no event", "no media", "no audio", "no base64", "audio a number", "outbound", "nameless mark", "no key",
        "second start", "connected again",
    ],
)  # fmt: skip
async def test_what_cannot_be_used_is_left_aside(text: str):
    async with line() as call:
        for _ in range(4):
            call.carrier.send_text(text)
            call.carrier.speak(AUDIO)
        await until(lambda: len(call.listener.audio) == 4 * len(AUDIO))
        assert (call.listener.started, call.listener.marks, call.listener.keys) == ([STREAM_SID], [], [])
        assert (call.listener.ended, call.carrier.close_code) == ([], None)


async def test_what_was_left_aside_is_counted_when_the_stream_ends():
    async with line() as call:
        for text in ("{", "[]", '{"event":"x"}', '{"event":"y"}'):
            call.carrier.send_text(text)
        call.carrier.hang_up()
        await until(lambda: call.listener.ended)
        (entry,) = [each for each in call.logs if each["event"] == "media_stream.messages_unused"]
        assert entry["messages"] == {"not JSON": 1, "not an object": 1, "unknown event": 2}


async def test_a_stream_without_oddities_logs_none():
    async with line() as call:
        call.carrier.speak()
        call.carrier.hang_up()
        await until(lambda: call.listener.ended)
        assert [each for each in call.logs if each["event"] == "media_stream.messages_unused"] == []


@pytest.mark.parametrize(
    "message",
    [
        changed(media_message(ulaw=AUDIO), "sequenceNumber", ...),
        changed(media_message(ulaw=AUDIO), "streamSid", ...),
        changed(media_message(ulaw=AUDIO), "media.track", ...),
        changed(media_message(ulaw=AUDIO), "media.chunk", 3),
        changed(media_message(ulaw=AUDIO), "media.timestamp", "soon"),
    ],
    ids=["sequenceNumber", "streamSid", "track", "chunk", "timestamp"],
)
async def test_a_message_needs_only_what_is_used_of_it(message: dict[str, Any]):
    async with line() as call:
        call.carrier.send(message)
        await until(lambda: call.listener.audio)
        assert bytes(call.listener.audio) == AUDIO


async def test_a_stop_needs_nothing():
    async with line() as call:
        call.carrier.send({"event": "stop"})
        await until(lambda: call.listener.ended)
        assert (call.listener.ended, call.listener.lost) == ([""], [False])


async def test_half_a_minute_of_audio_in_one_message_is_heard_in_pieces():
    async with line() as call:
        ulaw = bytes(range(256)) * 938
        call.carrier.speak(ulaw)
        await until(lambda: len(call.listener.audio) == len(ulaw), within_s=5)
        assert bytes(call.listener.audio) == ulaw
        assert call.listener.longest <= PIECE_BYTES


async def test_outbound_audio_says_that_the_connection_is_alive():
    async with line() as call:
        for _ in range(3):
            await asyncio.sleep(QUIET_TIMEOUT_S - 1)
            call.carrier.send(changed(media_message(), "media.track", "outbound"))
        assert (call.listener.ended, bytes(call.listener.audio)) == ([], b"")


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
        await call.is_refused(AWAY, "not a word from the carrier")
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
        bad.carrier.send(media_message(stream_sid=OTHER_SID))
        await until(lambda: bad.listener.ended)
        good.carrier.speak()
        await until(lambda: good.listener.audio)
        assert good.listener.ended == []
