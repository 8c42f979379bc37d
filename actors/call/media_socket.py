"""A WebSocket on a socket somebody else accepted.

The media gateway hands the call's actor an accepted TCP socket as a file descriptor, with the upgrade request still
unread in it. `MediaSocket` answers the handshake and turns bytes into text messages and back with the sans-IO
`websockets` protocol: no thread, no task, no queue between the kernel and the call.

The gateway holds a duplicate of every socket it hands over, so closing ours does not end the connection; shutting it
down does. `release` lets go of a connection between two frames, for another process to go on with.
"""

import asyncio
import contextlib
import socket
from collections.abc import Callable
from http import HTTPStatus
from typing import cast

import structlog
from websockets.exceptions import ProtocolError
from websockets.frames import CloseCode, Frame, Opcode
from websockets.http11 import Request
from websockets.protocol import State
from websockets.server import ServerProtocol

from actors.call.websocket_frames import MAX_MESSAGE_BYTES, find_frame_boundary, whole_frames

log = structlog.get_logger()

MAX_HANDSHAKE_BYTES = 64 * 1024
MAX_RELEASED_BYTES = 32 * 1024
"""Of a frame's beginning: it goes to the next process in one packet (`actors.handoff.channel`). Twilio's messages have
about 400 bytes.
"""

SEEN_BYTES = 128 * 1024
"""Kept while a frame's beginning is looked for: hundreds of messages."""

CLOSE_TIMEOUT_S = 2.0
RELEASE_TIMEOUT_S = 1.0
SEND_BUFFER_BYTES = 1 << 20
"""Half a minute of audio and more fits into the kernel, which outlives us: a process killed in the middle of a frame it
still held would leave the connection useless to its successor. Bounded by the machine's net.core.wmem_max.
"""

_HEADER_END = b"\r\n\r\n"


class MediaSocket(asyncio.Protocol):
    """One connection; call `attach` first.

    `on_message` gets each message, text or binary, `on_closed` the close code, once, when no more can come or go: the
    peer's code, ours when we closed first, 1006 when the connection just went away.

    Args:
        resume: the WebSocket is open already: another process had it.
        unread_bytes: what that process had read of a frame when it let go; None when it died, and the next frame's
            beginning is to be looked for.
    """

    def __init__(
        self,
        on_message: Callable[[bytes], None],
        on_closed: Callable[[int], None],
        *,
        resume: bool = False,
        unread_bytes: bytes | None = None,
    ) -> None:
        self._on_message = on_message
        self._on_closed = on_closed
        self._protocol = ServerProtocol(
            state=State.OPEN if resume else State.CONNECTING, max_size=MAX_MESSAGE_BYTES, extensions=None
        )
        self._seeking = resume and unread_bytes is None
        self._pending: bytes = unread_bytes or b""
        self._released = False
        self._parts: list[bytes] = []
        self._transport: asyncio.Transport | None = None
        self._sock: socket.socket | None = None
        self._ended = False
        self._deadline: asyncio.TimerHandle | None = None
        self.close_code: int | None = None

    async def attach(self, sock: socket.socket) -> None:
        """Starts reading; `sock` belongs to this object from now on."""
        # The transport's own socket object has no shutdown under uvloop.
        self._sock = sock
        sock.setblocking(False)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)
        await asyncio.get_running_loop().connect_accepted_socket(lambda: self, sock)

    @property
    def open(self) -> bool:
        return not self._ended and self._protocol.state is State.OPEN

    def send(self, message: str) -> None:
        """Queues a text message; dropped when the connection is closing."""
        if self.open:
            self._protocol.send_text(message.encode())
            self._flush()

    def close(self, code: int = CloseCode.NORMAL_CLOSURE, reason: str = "") -> None:
        """Starts the closing handshake; the connection is cut when the peer does not answer it in time."""
        if self._ended:
            return
        if self._protocol.state is State.OPEN:
            self.close_code = code
            self._protocol.send_close(code, reason)
            self._flush()
            self._cut_after(CLOSE_TIMEOUT_S)
        elif self._protocol.state is State.CONNECTING:
            self._end(code)

    async def release(self) -> bytes | None:
        """Lets go of the connection without ending it; nothing is read or written here any more.

        Returns:
            The part of a frame read so far, for the next process's `unread_bytes`; None when the connection cannot
            change hands now, as it is closing, has only been taken over, is amid a fragmented message or a very long
            one, or the peer does not take what was sent.
        """
        transport = self._transport
        if transport is None or not self.open or self._seeking or self._parts:
            return None
        transport.pause_reading()
        deadline_s = asyncio.get_running_loop().time() + RELEASE_TIMEOUT_S
        while transport.get_write_buffer_size():
            if asyncio.get_running_loop().time() > deadline_s:
                transport.resume_reading()
                return None
            await asyncio.sleep(RELEASE_TIMEOUT_S / 100)
        if len(self._pending) > MAX_RELEASED_BYTES:
            transport.resume_reading()
            return None
        self.detach()
        return self._pending

    def detach(self) -> None:
        """Stops reading and writing at once and leaves the connection to whoever holds a duplicate."""
        self._released = self._ended = True
        if self._transport is not None:
            self._transport.abort()

    def abort(self) -> None:
        """Ends the connection now, whatever is still to be sent."""
        self._end(CloseCode.ABNORMAL_CLOSURE)
        if self._transport is not None:
            self._transport.abort()

    # --- asyncio.Protocol ---------------------------------------------------------------------------------------
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports are no subclass of asyncio's.
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        if self._ended:
            return
        data = bytes(self._pending + data)
        if self._seeking:
            boundary = find_frame_boundary(data)
            if boundary is None:
                self._pending = data[-SEEN_BYTES:]
                return
            self._seeking, data = False, data[boundary:]
        # Only whole frames go into the protocol, so that what is left of one can be handed on.
        self._pending = data
        while not self._ended and (whole := self._whole(self._pending)):
            taken, self._pending = self._pending[:whole], self._pending[whole:]
            self._protocol.receive_data(taken)
            self._take_events()

    def eof_received(self) -> None:
        if not self._ended:
            if self._pending and not self._seeking:
                self._protocol.receive_data(self._pending)
            self._protocol.receive_eof()
            self._take_events()

    def connection_lost(self, exc: Exception | None) -> None:
        self._end(CloseCode.ABNORMAL_CLOSURE)
        if self._deadline is not None:
            self._deadline.cancel()
        if self._sock is not None and not self._released:
            # For every holder of a duplicate, after what was buffered has been written.
            with contextlib.suppress(OSError):  # the peer was faster
                self._sock.shutdown(socket.SHUT_RDWR)

    # --- inside -------------------------------------------------------------------------------------------------
    def _whole(self, data: bytes) -> int:
        if self._protocol.state is not State.CONNECTING:
            return whole_frames(data)
        end = data.find(_HEADER_END)
        if end != -1:
            return end + len(_HEADER_END)
        return len(data) if len(data) > MAX_HANDSHAKE_BYTES else 0

    def _take_events(self) -> None:
        for event in self._protocol.events_received():
            if isinstance(event, Frame):
                self._take_frame(event)
            elif isinstance(event, Request):
                self._answer_handshake(event)
            if self._ended:
                return
        self._flush()
        if self._protocol.close_expected():
            self._cut_after(CLOSE_TIMEOUT_S)
        if self._protocol.state is State.CLOSED:
            self._end(self._agreed_code())

    def _answer_handshake(self, request: Request) -> None:
        response = self._protocol.accept(request)
        self._protocol.send_response(response)
        self._flush()
        if response.status_code != HTTPStatus.SWITCHING_PROTOCOLS:
            self._end(CloseCode.PROTOCOL_ERROR)

    def _take_frame(self, frame: Frame) -> None:
        if not self.open:
            return
        if frame.opcode is Opcode.TEXT and frame.fin:
            self._on_message(bytes(frame.data))
        elif frame.opcode in (Opcode.TEXT, Opcode.BINARY, Opcode.CONT):
            self._parts.append(bytes(frame.data))
            if frame.fin:
                message, self._parts = b"".join(self._parts), []
                self._on_message(message)

    def _flush(self) -> None:
        if self._transport is None:
            return
        for chunk in self._protocol.data_to_send():
            if chunk:
                self._transport.write(chunk)
            elif self._transport.can_write_eof():
                self._transport.write_eof()

    def _cut_after(self, delay_s: float) -> None:
        if self._deadline is None:
            self._deadline = asyncio.get_running_loop().call_later(
                delay_s, lambda: self._end(self._agreed_code())
            )

    def _agreed_code(self) -> int:
        """The code of whoever closed first."""
        sent, received = self._protocol.close_sent, self._protocol.close_rcvd
        if sent is not None and not self._protocol.close_rcvd_then_sent:
            return sent.code
        return received.code if received is not None else CloseCode.ABNORMAL_CLOSURE

    def _end(self, code: int) -> None:
        if self._ended:
            return
        self._ended = True
        self.close_code = self.close_code or code
        if self._deadline is not None:
            self._deadline.cancel()
        if self._transport is not None:
            self._transport.close()
            # A peer that does not read must not keep the transport waiting for its buffer to empty.
            self._deadline = asyncio.get_running_loop().call_later(CLOSE_TIMEOUT_S, self._transport.abort)
        if isinstance(self._protocol.parser_exc, ProtocolError):
            log.warning("media_socket.protocol_broken", reason=str(self._protocol.parser_exc))
        self._on_closed(self.close_code)
