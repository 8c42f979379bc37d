"""The carrier's media stream: Twilio's messages checked and turned into calls, and back.

Whatever the peer does wrong closes this stream with the right code and one log line, and touches nothing else.
"""

import asyncio
import socket
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
"""Twilio sends a frame every 20 ms, also of silence: this long without one, the connection is dead."""


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
        self._last_audio_at_s = 0.0
        self._watch: asyncio.TimerHandle | None = None
        self.stream_sid = stream_sid

    async def attach(self, sock: socket.socket) -> None:
        """Starts the stream on an accepted socket, which it owns from now on."""
        loop = asyncio.get_running_loop()
        self._last_audio_at_s = loop.time()
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

    def abort(self) -> None:
        """Ends the connection without a word, if it is still there."""
        self._socket.abort()

    def _take(self, text: bytes) -> None:
        if self._ended or not self._socket.open:
            return
        try:
            message = media.parse(text)
        except InvalidInput as error:
            self._refuse(CloseCode.INVALID_DATA, str(error))
            return
        if isinstance(message, media.Media):
            if message.stream_sid != self.stream_sid:
                self._refuse(CloseCode.POLICY_VIOLATION, "media for a stream that was not started")
                return
            self._last_audio_at_s = asyncio.get_running_loop().time()
            self._listener.audio_received(message.payload)
        elif isinstance(message, media.Start):
            self._start(message)
        elif isinstance(message, media.Connected):
            return
        elif message.stream_sid != self.stream_sid:
            self._refuse(CloseCode.POLICY_VIOLATION, "a message for a stream that was not started")
        elif isinstance(message, media.Mark):
            self._listener.mark_returned(message.name)
        elif isinstance(message, media.Dtmf):
            self._listener.key_pressed(message.digit)
        else:
            self._socket.close()
            self._end("")

    def _start(self, message: media.Start) -> None:
        if self.stream_sid is not None:
            self._refuse(CloseCode.POLICY_VIOLATION, "a second start")
        elif message.call_sid != self._call_sid:
            self._refuse(CloseCode.POLICY_VIOLATION, "a start for another call")
        else:
            self.stream_sid = message.stream_sid
            self._last_audio_at_s = asyncio.get_running_loop().time()
            self._listener.stream_started(message.stream_sid)

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
        quiet_s = loop.time() - self._last_audio_at_s
        if quiet_s >= QUIET_TIMEOUT_S:
            self._refuse(CloseCode.GOING_AWAY, "no audio from the carrier", lost=True)
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
