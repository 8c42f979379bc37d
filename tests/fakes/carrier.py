"""Twilio's end of a media stream, on a socket of this process."""

import asyncio
import json
import math
import socket
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any

from websockets.client import ClientProtocol
from websockets.frames import Frame, Opcode
from websockets.protocol import State
from websockets.uri import parse_uri

from domain.audio import FRAME_MS, SILENCE_FRAME, pcm16_to_ulaw
from sandbox.phone.playout import Playout
from tests.fakes.call import ACCOUNT_SID, CALL_SID, STREAM_SID

FRAME_S = FRAME_MS / 1000
_ROUNDING_S = 1e-6
"""Instants are sums of many frames."""


def tone(ms: int, *, hz: float = 300.0) -> bytes:
    """µ-law that the voice detector takes for a voice: a buzz with harmonics, in syllables of 250 ms."""
    samples = [
        int(
            (3300 - 2700 * math.cos(2 * math.pi * 4 * i / 8000))
            * sum(math.sin(2 * math.pi * hz * k * i / 8000) / k for k in range(1, 6))
        )
        for i in range(8 * ms)
    ]
    clipped = [max(-32768, min(32767, sample)) for sample in samples]
    return pcm16_to_ulaw(b"".join(sample.to_bytes(2, "little", signed=True) for sample in clipped))


class FakeCarrier(asyncio.Protocol):
    """Twilio's end of a media stream: plays what it gets in real time, returns marks, obeys `clear`.

    Its WebSocket is its own, since tests want what no carrier does: half a frame held back, no handshake, bytes that
    are no WebSocket at all. Without audio nothing ticks, so that virtual time may jump.
    """

    def __init__(self, sock: socket.socket, *, call_sid: str = CALL_SID, path: str = "/media/x/y") -> None:
        self._sock = sock
        self._call_sid = call_sid
        self._protocol = ClientProtocol(parse_uri(f"ws://127.0.0.1{path}"))
        self._transport: asyncio.Transport | None = None
        self._sequence = 1
        self._playout = Playout()
        self._next_frame_at_s = 0.0
        self._silent = True
        self._timers: list[asyncio.TimerHandle] = []
        self._held_back: bytearray | None = None
        self._sends_on = 0
        self.started = False
        self.upgraded = asyncio.Event()
        self.gone = asyncio.Event()
        self.received: list[dict[str, Any]] = []
        self.audio = bytearray()
        self.clears = 0
        self.cleared_s = 0.0
        self.returns_marks = True
        self.on_sound: Callable[[float, bytes], None] | None = None

    @property
    def deaf(self) -> bool:
        """Set it, and nothing of what the server sends is read any more."""
        return self._transport is not None and not self._transport.is_reading()

    @deaf.setter
    def deaf(self, deaf: bool) -> None:
        assert self._transport is not None
        if deaf:
            self._transport.pause_reading()
        else:
            self._transport.resume_reading()

    async def connect(self, *, upgrade: bool = True) -> None:
        self._sock.setblocking(False)
        await asyncio.get_running_loop().create_connection(lambda: self, sock=self._sock)
        if upgrade:
            self._protocol.send_request(self._protocol.connect())
            self._flush()

    async def start(self, *, call_sid: str | None = None) -> None:
        """Waits for the upgrade, then opens the stream."""
        await self.upgraded.wait()
        self.send({"event": "connected", "protocol": "Call", "version": "1.0.0"})
        self.send(start_message(call_sid or self._call_sid))
        self.started = True

    def continue_in_the_middle(self) -> None:
        """Another process has taken the other end over: no handshake comes, the stream is open."""
        self._protocol = ClientProtocol(parse_uri("ws://127.0.0.1/"), state=State.OPEN)
        self.upgraded.set()
        self.started = True

    def send(self, message: Mapping[str, Any]) -> None:
        self.send_text(json.dumps(message, separators=(",", ":")))

    def send_text(self, text: str) -> None:
        self._protocol.send_text(text.encode())
        self._flush()

    def send_raw(self, data: bytes) -> None:
        """Bytes as they are, whatever the protocol says."""
        assert self._transport is not None
        self._transport.write(data)

    def holds_back(self, after_bytes: int) -> None:
        """From now on only so many bytes more are sent, until `lets_go`."""
        self._held_back, self._sends_on = bytearray(), after_bytes

    def lets_go(self) -> None:
        held, self._held_back = self._held_back, None
        self.send_raw(bytes(held or b""))

    def speak(self, ulaw: bytes = SILENCE_FRAME) -> None:
        """One media message of the caller's."""
        self._sequence += 1
        self.send(media_message(self._sequence, ulaw))

    def press(self, digit: str) -> None:
        self.send(
            {
                "event": "dtmf",
                "streamSid": STREAM_SID,
                "sequenceNumber": "9",
                "dtmf": {"track": "inbound_track", "digit": digit},
            }
        )

    def hang_up(self) -> None:
        self.send(
            {
                "event": "stop",
                "streamSid": STREAM_SID,
                "sequenceNumber": "9",
                "stop": {"accountSid": ACCOUNT_SID, "callSid": self._call_sid},
            }
        )

    def vanish(self) -> None:
        """The connection breaks without a word."""
        assert self._transport is not None
        self._transport.abort()

    @property
    def close_code(self) -> int | None:
        """What the server closed with."""
        received = self._protocol.close_rcvd
        return received.code if received is not None else None

    @property
    def sounding_s(self) -> float:
        """How much of the agent's audio is still to be played."""
        left_s = self._ends_at_s - asyncio.get_running_loop().time()
        return left_s if left_s > _ROUNDING_S else 0.0

    @property
    def _ends_at_s(self) -> float:
        return self._next_frame_at_s + math.ceil(self._playout.buffered_ms / FRAME_MS) * FRAME_S

    # --- asyncio.Protocol ---
    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._protocol.receive_data(data)
        self._take_events()

    def eof_received(self) -> None:
        self._protocol.receive_eof()
        self._take_events()

    def connection_lost(self, exc: Exception | None) -> None:
        for timer in self._timers:
            timer.cancel()
        self.gone.set()

    def _take_events(self) -> None:
        for event in self._protocol.events_received():
            if not isinstance(event, Frame):
                self.upgraded.set()
            elif event.opcode is Opcode.TEXT:
                self._take(json.loads(bytes(event.data)))
        self._flush()
        if self._protocol.state is State.CLOSED and self._transport is not None:
            self._transport.close()

    def _flush(self) -> None:
        assert self._transport is not None
        for chunk in self._protocol.data_to_send():
            if chunk and self._held_back is not None:
                self._transport.write(chunk[: self._sends_on])
                self._held_back += chunk[self._sends_on :]
                self._sends_on = max(0, self._sends_on - len(chunk))
            elif chunk:
                self._transport.write(chunk)
            elif self._transport.can_write_eof():
                self._transport.write_eof()

    def _take(self, message: dict[str, Any]) -> None:
        loop = asyncio.get_running_loop()
        self.received.append(message)
        self._play()
        if message["event"] == "media":
            ulaw = b64decode(message["media"]["payload"])
            self.audio += ulaw
            self._playout.append(ulaw)
            if self._silent:
                self._silent, self._next_frame_at_s = False, loop.time()
        elif message["event"] == "mark" and self.returns_marks:
            name = message["mark"]["name"]
            if self._playout.mark(name):
                self._return_mark(name)
            else:
                self._timers.append(loop.call_at(self._ends_at_s, self._play))
        elif message["event"] == "clear":
            self.clears += 1
            self.cleared_s += self.sounding_s
            self._silent, self._next_frame_at_s = True, loop.time()
            for name in self._playout.clear():
                self._return_mark(name)

    def plays_on(self) -> None:
        """Has what has begun to sound by now told to `on_sound`: instants and frames."""
        self._play()

    def _play(self) -> None:
        """Takes everything from the buffer that has begun to sound by now; returns the marks that are due."""
        now_s = asyncio.get_running_loop().time()
        while not self._silent and self._next_frame_at_s <= now_s + _ROUNDING_S:
            frame, due = self._playout.tick(self._next_frame_at_s)
            if frame is None:
                self._silent = True
            else:
                if self.on_sound is not None:
                    self.on_sound(self._next_frame_at_s, frame)
                self._next_frame_at_s += FRAME_S
            for name in due:
                self._return_mark(name)

    def _return_mark(self, name: str) -> None:
        if self._protocol.state is State.OPEN:
            self.send(
                {"event": "mark", "streamSid": STREAM_SID, "sequenceNumber": "5", "mark": {"name": name}}
            )


def start_message(call_sid: str = CALL_SID, stream_sid: str = STREAM_SID) -> dict[str, Any]:
    return {
        "event": "start",
        "sequenceNumber": "1",
        "streamSid": stream_sid,
        "start": {
            "streamSid": stream_sid,
            "accountSid": ACCOUNT_SID,
            "callSid": call_sid,
            "tracks": ["inbound"],
            "customParameters": {},
            "mediaFormat": {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1},
        },
    }


def media_message(
    sequence: int = 2, ulaw: bytes = SILENCE_FRAME, stream_sid: str = STREAM_SID
) -> dict[str, Any]:
    return {
        "event": "media",
        "sequenceNumber": str(sequence),
        "streamSid": stream_sid,
        "media": {
            "track": "inbound",
            "chunk": str(sequence),
            "timestamp": str(sequence * 20),
            "payload": b64encode(ulaw).decode(),
        },
    }


def changed(message: Mapping[str, Any], path: str, value: Any) -> dict[str, Any]:
    """A copy of the message with the field at the dotted `path` replaced, or removed for `...`."""
    copy: dict[str, Any] = deepcopy(dict(message))
    *parents, last = path.split(".")
    part = copy
    for parent in parents:
        part = part[parent]
    if value is ...:
        del part[last]
    else:
        part[last] = value
    return copy


def tcp_pair() -> tuple[socket.socket, socket.socket]:
    """Two ends of a TCP connection on the loopback: the carrier's and ours."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        near = socket.create_connection(listener.getsockname())
        far, _ = listener.accept()
    near.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return near, far
