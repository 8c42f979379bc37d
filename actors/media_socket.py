"""A WebSocket on a socket somebody else accepted.

The media gateway hands the call's actor an accepted TCP socket as a file descriptor, with the upgrade request still
unread in it. `MediaSocket` answers the handshake and turns bytes into text messages and back with the sans-IO
`websockets` protocol: no thread, no task, no queue between the kernel and the call.

The gateway holds a duplicate of every socket it hands over, so closing ours does not end the connection; shutting it
down does.
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

log = structlog.get_logger()

MAX_MESSAGE_BYTES = 64 * 1024
CLOSE_TIMEOUT_S = 2.0

_FRAME_START = b'{"event"'
"""Every Media Streams message is a JSON object whose first key is `event`."""


class MediaSocket(asyncio.Protocol):
    """One connection; call `attach` first.

    `on_message` gets each text message, `on_closed` the close code, once, when no more can come or go: the peer's
    code, ours when we closed first, 1006 when the connection just went away.
    """

    def __init__(
        self, on_message: Callable[[bytes], None], on_closed: Callable[[int], None], *, resume: bool = False
    ) -> None:
        self._on_message = on_message
        self._on_closed = on_closed
        self._protocol = ServerProtocol(
            state=State.OPEN if resume else State.CONNECTING, max_size=MAX_MESSAGE_BYTES, extensions=None
        )
        self._seeking = resume
        self._tail = b""
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
        if self._seeking:
            data = self._tail + data
            boundary = find_frame_boundary(data)
            if boundary is None:
                self._tail = data[-2 * MAX_MESSAGE_BYTES :]
                return
            self._seeking, self._tail, data = False, b"", data[boundary:]
        self._protocol.receive_data(data)
        self._take_events()

    def eof_received(self) -> None:
        if not self._ended:
            self._protocol.receive_eof()
            self._take_events()

    def connection_lost(self, exc: Exception | None) -> None:
        self._end(CloseCode.ABNORMAL_CLOSURE)
        if self._deadline is not None:
            self._deadline.cancel()
        if self._sock is not None:
            # For every holder of a duplicate, after what was buffered has been written.
            with contextlib.suppress(OSError):  # the peer was faster
                self._sock.shutdown(socket.SHUT_RDWR)

    # --- inside -------------------------------------------------------------------------------------------------
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
        elif frame.opcode in (Opcode.TEXT, Opcode.CONT):
            self._parts.append(bytes(frame.data))
            if frame.fin:
                message, self._parts = b"".join(self._parts), []
                self._on_message(message)
        elif frame.opcode is Opcode.BINARY:
            self.close(CloseCode.UNSUPPORTED_DATA, "text frames only")

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


def find_frame_boundary(data: bytes) -> int | None:
    """Where the next Media Streams message begins in a stream joined in the middle; None when more is needed.

    A client's text frame is 0x81, a length with the mask bit, four mask bytes, then the masked text. A candidate
    counts only when its unmasked text begins like a Media Streams message: a chance match is one in 2^64.

    Source: RFC 6455 section 5.2, https://www.rfc-editor.org/rfc/rfc6455#section-5.2
    """
    start = data.find(0x81)
    while start != -1 and start + 2 <= len(data):
        length = data[start + 1] & 0x7F
        mask_at = start + 2 + {126: 2, 127: 8}.get(length, 0)
        text_at = mask_at + 4
        if data[start + 1] & 0x80:
            if len(data) < text_at + len(_FRAME_START):
                return None
            mask = data[mask_at:text_at]
            text = bytes(data[text_at + i] ^ mask[i % 4] for i in range(len(_FRAME_START)))
            if text == _FRAME_START:
                return start
        start = data.find(0x81, start + 1)
    return None
