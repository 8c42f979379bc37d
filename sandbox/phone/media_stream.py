"""Twilio's side of one Media Stream.

Source: https://www.twilio.com/docs/voice/media-streams/websocket-messages
"""

import asyncio
import json
from base64 import b64encode
from binascii import Error as Base64Error
from binascii import a2b_base64
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol
from urllib.parse import urlsplit

import structlog
from twilio.request_validator import RequestValidator

from domain.audio import FRAME_MS, SILENCE_FRAME
from sandbox.phone.events import CallEvent, EventSink, ignore
from sandbox.phone.playout import Playout
from sandbox.phone.stream_socket import StreamSocket

_log = structlog.get_logger(__name__)
_SILENCE_PAYLOAD = b64encode(SILENCE_FRAME).decode()
BINARY_FRAME = 31950
INVALID_MESSAGE = 31951
SERVER_CLOSED = 31921
READER_TOO_SLOW = 31930


@dataclass(frozen=True, slots=True)
class StreamInfo:
    """What identifies a stream and what its `start` message tells.

    `parameters` are the `<Parameter>`s of the TwiML.
    """

    url: str
    account_sid: str
    call_sid: str
    stream_sid: str
    name: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StreamEnd:
    """How a stream ended.

    Attributes:
        ended_by: `carrier` (we sent stop), `server` (a clean close) or `lost` (the connection broke: 31921).
        close_code: the WebSocket close code; 1006 for a connection that broke.
    """

    ended_by: Literal["carrier", "server", "lost"]
    close_code: int


class TextSink(Protocol):
    """Where a stream's messages go; `StreamSocket`, or a list in a test."""

    @property
    def congested(self) -> bool: ...

    def send_text(self, message: str) -> None: ...


class MediaStream:
    """The messages and the play-out of one stream, without a socket or a clock of its own.

    Every 20 ms its owner calls `play(now)` for what the agent sounds and `send_audio(frame)` for what the caller said.

    Attributes:
        playout: the buffer and its measurements.
        warnings: how often each of Twilio's warning codes was due (Twilio shows one per stream).
        frames_sent: media messages sent.
        frames_dropped: media messages not sent since the far end read too slowly (31930).
        marks_received: marks the far end placed.
        marks_returned: marks sent back.
        clears: how often the buffer was cleared.
    """

    def __init__(self, info: StreamInfo, sink: TextSink, on_event: EventSink = ignore) -> None:
        self.info = info
        self.playout = Playout()
        self.warnings: Counter[int] = Counter()
        self.frames_sent = 0
        self.frames_dropped = 0
        self.marks_received = 0
        self.marks_returned = 0
        self.clears = 0
        self._sink = sink
        self._on_event = on_event
        self._sequence = 0
        self._chunk = 0
        self._stopped = False
        self._now = 0.0

    def start(self) -> None:
        """Sends `connected` and `start`."""
        info = self.info
        self._sink.send_text(json.dumps({"event": "connected", "protocol": "Call", "version": "1.0.0"}))
        self._send(
            "start",
            {
                "accountSid": info.account_sid,
                "streamSid": info.stream_sid,
                "callSid": info.call_sid,
                "tracks": ["inbound"],
                "mediaFormat": {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1},
                "customParameters": dict(info.parameters),
            },
        )

    def stop(self) -> None:
        """Sends `stop`; nothing is sent after it."""
        if not self._stopped:
            self._send("stop", {"accountSid": self.info.account_sid, "callSid": self.info.call_sid})
            self._stopped = True

    def play(self, now: float) -> bytes | None:
        """What begins to sound now, 160 bytes or None; sends back the marks whose audio has been played."""
        self._now = now
        frame, marks = self.playout.tick(now)
        for name in marks:
            self._return_mark(name)
        return frame

    def send_audio(self, frame: bytes) -> None:
        """Sends the caller's 20 ms, 160 bytes of µ-law."""
        if self._stopped:
            return
        timestamp_ms = self._chunk * FRAME_MS
        self._chunk += 1
        if self._sink.congested:
            self.frames_dropped += 1
            self._warn(READER_TOO_SLOW)
            return
        payload = _SILENCE_PAYLOAD if frame is SILENCE_FRAME else b64encode(frame).decode()
        self._sequence += 1
        self.frames_sent += 1
        self._sink.send_text(
            f'{{"event":"media","sequenceNumber":"{self._sequence}","media":{{"track":"inbound",'
            f'"chunk":"{self._chunk}","timestamp":"{timestamp_ms}","payload":"{payload}"}},'
            f'"streamSid":"{self.info.stream_sid}"}}'
        )

    def send_dtmf(self, digit: str) -> None:
        """Tells the far end of one key."""
        self._send("dtmf", {"track": "inbound_track", "digit": digit})

    def take_text(self, text: str) -> None:
        """Takes one message of the far end; what Twilio would not accept is dropped and counted."""
        try:
            message = json.loads(text)
        except ValueError:
            self._warn(INVALID_MESSAGE)
            return
        if not isinstance(message, dict) or message.get("streamSid") != self.info.stream_sid:
            self._warn(INVALID_MESSAGE)
            return
        match message:
            case {"event": "media", "media": {"payload": str(payload), **others}} if (
                not others and len(message) == 3
            ):
                self._take_media(payload)
            case {"event": "mark", "mark": {"name": str(name), **others}} if not others and len(message) == 3:
                self.marks_received += 1
                if self.playout.mark(name):
                    self._return_mark(name)
            case {"event": "clear"} if len(message) == 2:
                self._clear()
            case _:
                self._warn(INVALID_MESSAGE)

    def take_binary(self, _data: bytes) -> None:
        """Binary messages are refused."""
        self._warn(BINARY_FRAME)

    def _take_media(self, payload: str) -> None:
        try:
            audio = a2b_base64(payload, strict_mode=True)
        except (Base64Error, ValueError):
            audio = b""
        if not audio:
            self._warn(INVALID_MESSAGE)
            return
        self.playout.append(audio)

    def _clear(self) -> None:
        self.clears += 1
        cut_ms = self.playout.buffered_ms
        for name in self.playout.clear():
            self._return_mark(name)
        self._on_event(CallEvent("agent.cleared", self._now, data={"cut_ms": round(cut_ms)}))

    def _return_mark(self, name: str) -> None:
        self.marks_returned += 1
        self._send("mark", {"name": name})

    def _warn(self, code: int) -> None:
        self.warnings[code] += 1
        if self.warnings[code] == 1:
            _log.warning("stream.warned", code=code, stream_sid=self.info.stream_sid)
            self._on_event(CallEvent("stream.warned", self._now, data={"code": code}))

    def _send(self, event: str, body: Mapping[str, object]) -> None:
        if self._stopped:
            return
        self._sequence += 1
        self._sink.send_text(
            json.dumps(
                {
                    "event": event,
                    "sequenceNumber": str(self._sequence),
                    event: body,
                    "streamSid": self.info.stream_sid,
                },
                separators=(",", ":"),
            )
        )


class LiveStream:
    """A `MediaStream` on its own WebSocket.

    Args:
        info: the stream; its URL is what the TwiML says.
        auth_token: signs the upgrade.
        on_event: gets stream.warned and agent.cleared.
    """

    def __init__(self, info: StreamInfo, auth_token: str, on_event: EventSink = ignore) -> None:
        self._socket = StreamSocket(
            info.url,
            {"User-Agent": "Twilio.TmeWs/1.0", "X-Twilio-Signature": upgrade_signature(auth_token, info.url)},
            on_text=self._take_text,
            on_binary=self._take_binary,
            on_closed=self._closed,
        )
        self.media = MediaStream(info, self._socket, on_event)
        self._stopping = False
        self._end: asyncio.Future[StreamEnd] = asyncio.get_running_loop().create_future()

    async def open(self, timeout_s: float = 10.0) -> None:
        """Connects, upgrades, sends `connected` and `start`; raises UpgradeFailed."""
        await self._socket.open(timeout_s)
        self.media.start()

    async def stop(self) -> StreamEnd:
        """Sends `stop` and closes; the way of a hang-up or a redirect."""
        if not self._end.done():
            self._stopping = True
            self.media.stop()
            await self._socket.close()
        return await self.ended()

    def abort(self) -> None:
        """Drops the connection."""
        self._socket.abort()

    async def ended(self) -> StreamEnd:
        """Waits for the end of the stream, whoever brings it."""
        return await asyncio.shield(self._end)

    def _take_text(self, text: str) -> None:
        self.media.take_text(text)

    def _take_binary(self, data: bytes) -> None:
        self.media.take_binary(data)

    def _closed(self, code: int) -> None:
        if self._end.done():
            return
        if self._stopping:
            self._end.set_result(StreamEnd("carrier", code))
        else:
            clean = code in {1000, 1001, 1005}
            self._end.set_result(StreamEnd("server" if clean else "lost", code))


def upgrade_signature(auth_token: str, url: str) -> str:
    """X-Twilio-Signature of a stream's upgrade: over the `wss://` form of the URL, without port and parameters.

    Source: https://www.twilio.com/docs/usage/security (validation of WebSocket requests)
    """
    parts = urlsplit(url)
    return RequestValidator(auth_token).compute_signature(f"wss://{parts.hostname}{parts.path}", {})
