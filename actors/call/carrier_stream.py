"""The carrier's media stream: Twilio's messages turned into calls, and back.

What cannot be used of it is left aside and counted. The stream is closed, with one log line, only when it is not this
call's, or nothing could be heard on it.
"""

import asyncio
import socket
from collections import Counter
from typing import Protocol

import structlog
from websockets.frames import CloseCode

from actors.call.media_socket import MediaSocket
from domain.errors import InvalidInput
from providers.twilio import media

log = structlog.get_logger()

START_TIMEOUT_S = 5.0
"""From the upgrade to the `start` message; Twilio sends it within milliseconds."""

QUIET_TIMEOUT_S = 15.0
"""Twilio sends a frame every 20 ms, also of silence: this long without a word from it, the connection is dead."""

PIECE_BYTES = 8000
"""Of audio that comes in one message: a second. What is behind this takes frames, of any length but not of minutes."""


class StreamListener(Protocol):
    """Who hears what the stream says; called from the event loop, in order."""

    def stream_started(self, stream_sid: str) -> None: ...

    def audio_received(self, ulaw: bytes) -> None: ...

    def mark_returned(self, name: str) -> None: ...

    def key_pressed(self, digit: str) -> None: ...

    def stream_ended(self, reason: str, *, lost: bool) -> None:
        """Comes exactly once; `reason` is empty for an orderly end.

        `lost`: the connection broke without a word from the carrier, who may still have the caller.
        """
        ...


class CarrierStream:
    """One media stream of one call.

    Args:
        call_sid: the call the ticket was made for; a `start` for another one is refused.
        stream_sid: known when the stream is taken over in the middle, else None.
        unread_bytes: what the process it is taken over from had read of a message; None when that one died.
    """

    def __init__(
        self,
        listener: StreamListener,
        *,
        call_sid: str,
        stream_sid: str | None = None,
        unread_bytes: bytes | None = None,
    ) -> None:
        self._listener = listener
        self._call_sid = call_sid
        self._socket = MediaSocket(
            self._take, self._closed, resume=stream_sid is not None, unread_bytes=unread_bytes
        )
        self._ended = False
        self._heard_from_at_s = 0.0
        self._unused: Counter[str] = Counter()
        self._watch: asyncio.TimerHandle | None = None
        self.stream_sid = stream_sid

    async def attach(self, sock: socket.socket) -> None:
        """Starts the stream on an accepted socket, which it owns from now on."""
        loop = asyncio.get_running_loop()
        self._heard_from_at_s = loop.time()
        self._watch = loop.call_later(START_TIMEOUT_S, self._check_alive)
        await self._socket.attach(sock)

    def send_audio(self, ulaw: bytes) -> None:
        if self.stream_sid is not None:
            self._socket.send(media.encode_media(self.stream_sid, ulaw))

    def send_mark(self, name: str) -> None:
        if self.stream_sid is not None:
            self._socket.send(media.encode_mark(self.stream_sid, name))

    def clear(self) -> None:
        if self.stream_sid is not None:
            self._socket.send(media.encode_clear(self.stream_sid))

    def close(self, code: int = CloseCode.NORMAL_CLOSURE) -> None:
        """Closes our side; the carrier then asks what comes next."""
        self._socket.close(code)

    async def release(self) -> bytes | None:
        """Lets go of the stream for another process; see `MediaSocket.release`. The listener hears no more of it."""
        unread_bytes = await self._socket.release()
        if unread_bytes is not None:
            self._forget()
        return unread_bytes

    def detach(self) -> None:
        """Leaves the stream where it is, at once; see `MediaSocket.detach`. The listener hears no more of it."""
        self._socket.detach()
        self._forget()

    def _forget(self) -> None:
        self._ended = True
        if self._watch is not None:
            self._watch.cancel()
        self._unused.pop("connected", None)
        if self._unused:
            log.info("media_stream.messages_unused", messages=dict(self._unused))
            self._unused.clear()

    def abort(self) -> None:
        """Ends the connection without a word, if it is still there."""
        self._socket.abort()

    def _take(self, text: bytes) -> None:
        if self._ended or not self._socket.open:
            return
        self._heard_from_at_s = asyncio.get_running_loop().time()
        try:
            message = media.parse(text)
        except InvalidInput as error:
            self._refuse(CloseCode.UNSUPPORTED_DATA, str(error))
            return
        if self.stream_sid is None:
            self._take_before_the_start(message)
        elif message.stream_sid and message.stream_sid != self.stream_sid:
            self._refuse(CloseCode.POLICY_VIOLATION, "a message of another stream")
        elif isinstance(message, media.Media):
            self._hear(message.payload)
        elif isinstance(message, media.Mark):
            self._listener.mark_returned(message.name)
        elif isinstance(message, media.Dtmf):
            self._listener.key_pressed(message.digit)
        elif isinstance(message, media.Stop):
            self._stop()
        else:
            self._unused["a second start" if isinstance(message, media.Start) else message.why] += 1

    def _take_before_the_start(self, message: media.StreamMessage) -> None:
        """Messages can be late or overtake each other; what was said before we know the stream is lost."""
        if isinstance(message, media.Start):
            self._start(message)
        elif isinstance(message, media.Stop):
            self._stop()
        else:
            self._unused[message.why if isinstance(message, media.Unused) else "before the start"] += 1

    def _hear(self, ulaw: bytes) -> None:
        if len(ulaw) <= PIECE_BYTES:
            self._listener.audio_received(ulaw)
            return
        for start in range(0, len(ulaw), PIECE_BYTES):
            self._listener.audio_received(ulaw[start : start + PIECE_BYTES])

    def _start(self, message: media.Start) -> None:
        if message.call_sid not in (None, self._call_sid):
            self._refuse(CloseCode.POLICY_VIOLATION, "a start for another call")
            return
        self.stream_sid = message.stream_sid
        self._listener.stream_started(message.stream_sid)

    def _stop(self) -> None:
        self._socket.close()
        self._end("")

    def _refuse(self, code: int, reason: str, *, lost: bool = False) -> None:
        log.warning("media_stream.refused", reason=reason, code=int(code))
        # Ended first: closing a connection whose handshake never came reports its own end at once.
        self._end(f"media stream: {reason}", lost=lost)
        self._socket.close(code, reason[:100])

    def _check_alive(self) -> None:
        loop = asyncio.get_running_loop()
        if self.stream_sid is None:
            self._refuse(CloseCode.POLICY_VIOLATION, "no start message in time")
            return
        quiet_s = loop.time() - self._heard_from_at_s
        if quiet_s >= QUIET_TIMEOUT_S:
            self._refuse(CloseCode.GOING_AWAY, "not a word from the carrier", lost=True)
            return
        self._watch = loop.call_later(QUIET_TIMEOUT_S - quiet_s, self._check_alive)

    def _closed(self, code: int) -> None:
        orderly = code in (CloseCode.NORMAL_CLOSURE, CloseCode.GOING_AWAY, CloseCode.NO_STATUS_RCVD)
        lost = code == CloseCode.ABNORMAL_CLOSURE
        self._end("" if orderly else f"media stream closed with {int(code)}", lost=lost)

    def _end(self, reason: str, *, lost: bool = False) -> None:
        if not self._ended:
            self._forget()
            self._listener.stream_ended(reason, lost=lost)
