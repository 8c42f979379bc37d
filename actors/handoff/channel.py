"""Handing sockets between the media gateway and the call actors of its node.

Each actor listens on a Unix SOCK_SEQPACKET socket; the gateway keeps one connection to every actor. A message is one
packet (`actors.handoff.messages`), with at most one file descriptor beside it (SCM_RIGHTS). The packet arrives whole or
not at all, costs 0.1 ms, and the end of the connection tells each side within milliseconds that the other one died.
"""

import asyncio
import contextlib
import errno
import os
import socket
from collections import deque
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path

import structlog

from actors.handoff.messages import Message, decode, encode
from domain.errors import InvalidInput

log = structlog.get_logger()

MAX_PACKET_BYTES = 64 * 1024
"""What a reader takes; a longer packet would reach it cut off. Readers of an earlier release have the same limit."""

MAX_DESCRIPTORS = 4
CONNECT_TIMEOUT_S = 1.0
SEND_AGAIN_S = 0.05
"""After the kernel had no room; the other end does not tell when there is some again."""

_GONE = frozenset({errno.EPIPE, errno.ECONNRESET, errno.ENOTCONN, errno.ECONNREFUSED, errno.ESHUTDOWN})
_NO_ROOM = frozenset(
    {errno.ENOBUFS, errno.ENOMEM, errno.ETOOMANYREFS, errno.EINTR, errno.EMFILE, errno.ENFILE}
)
"""Of the kernel or the process, for the moment. Source: https://man7.org/linux/man-pages/man7/unix.7.html"""


class Delivery(StrEnum):
    """What became of a message."""

    SENT = "sent"
    """It is on its way, or waits for the other end to read."""
    GONE = "gone"
    """The other end is gone."""
    REFUSED = "refused"
    """This message cannot be sent; others can."""


class HandoffChannel:
    """One end of a connection; reads as soon as packets arrive, in order.

    `on_message(message, descriptor)` owns the descriptor, which is there exactly when the message carries one.
    Messages of an unknown kind, unreadable ones and those with too many or too few descriptors are dropped and logged.
    `on_closed()` comes once.
    """

    def __init__(
        self,
        sock: socket.socket,
        on_message: Callable[[Message, int | None], None],
        on_closed: Callable[[], None],
    ) -> None:
        sock.setblocking(False)
        self._sock = sock
        self._on_message = on_message
        self._on_closed = on_closed
        self._loop = asyncio.get_running_loop()
        self._closed = False
        self._unsent: deque[tuple[bytes, int | None]] = deque()
        self._again: asyncio.TimerHandle | None = None
        self._loop.add_reader(sock.fileno(), self._read)

    def send(self, message: Message, descriptor: int | None = None) -> Delivery:
        """Sends one packet.

        The kernel holds only a few packets (`net.unix.max_dgram_qlen`, often 10): what does not fit waits here, with
        a duplicate of the descriptor, until the other end reads.
        """
        if self._closed:
            return Delivery.GONE
        packet = encode(message)
        if len(packet) > MAX_PACKET_BYTES:
            log.error("handoff.message_too_long", kind=message.kind, size_bytes=len(packet))
            return Delivery.REFUSED
        try:
            if not self._unsent and self._sent(packet, descriptor):
                return Delivery.SENT
            self._unsent.append((packet, os.dup(descriptor) if descriptor is not None else None))
        except OSError as error:
            if error.errno in _GONE:
                return Delivery.GONE
            log.error("handoff.message_not_sent", kind=message.kind, reason=str(error))
            return Delivery.REFUSED
        return Delivery.SENT

    def _sent(self, packet: bytes, descriptor: int | None) -> bool:
        """False when there is no room now; `_send_waiting` is then called when there may be some.

        Raises:
            OSError: any other reason.
        """
        try:
            socket.send_fds(self._sock, [packet], _listed(descriptor))
        except BlockingIOError:
            self._loop.add_writer(self._sock.fileno(), self._send_waiting)
            return False
        except OSError as error:
            if error.errno not in _NO_ROOM:
                raise
            # The socket counts as writable all the while.
            self._loop.remove_writer(self._sock.fileno())
            self._again = self._loop.call_later(SEND_AGAIN_S, self._send_waiting)
            return False
        return True

    def close(self) -> None:
        """Stops reading and closes; `on_closed` is not called."""
        if self._closed:
            return
        self._closed = True
        self._loop.remove_reader(self._sock.fileno())
        self._loop.remove_writer(self._sock.fileno())
        if self._again is not None:
            self._again.cancel()
        self._sock.close()
        for _, descriptor in self._unsent:
            _close_all(_listed(descriptor))
        self._unsent.clear()

    def _send_waiting(self) -> None:
        while self._unsent:
            packet, descriptor = self._unsent[0]
            try:
                if not self._sent(packet, descriptor):
                    return
            except OSError as error:
                if error.errno in _GONE:
                    break  # the reader will find the end
                log.error("handoff.message_not_sent", size_bytes=len(packet), reason=str(error))
            _close_all(_listed(descriptor))
            self._unsent.popleft()
        self._loop.remove_writer(self._sock.fileno())

    def _read(self) -> None:
        try:
            packet, descriptors, _, _ = socket.recv_fds(self._sock, MAX_PACKET_BYTES, MAX_DESCRIPTORS)
        except BlockingIOError:
            return
        except OSError:
            packet, descriptors = b"", []
        if not packet:
            self.close()
            self._on_closed()
            return
        for descriptor in descriptors:
            os.set_inheritable(descriptor, False)  # `recv_fds` does not pass MSG_CMSG_CLOEXEC on
        self._hear(packet, list(descriptors))

    def _hear(self, packet: bytes, descriptors: list[int]) -> None:
        try:
            message = decode(packet)
        except InvalidInput as error:
            log.error("handoff.packet_unreadable", size_bytes=len(packet), reason=str(error)[:200])
            message = None
        else:
            if message is None:
                log.warning("handoff.message_unknown", size_bytes=len(packet), descriptors=len(descriptors))
            elif len(descriptors) != int(message.carries_descriptor):
                log.error("handoff.message_refused", kind=message.kind, descriptors=len(descriptors))
                message = None
        if message is None:
            _close_all(descriptors)
            return
        self._on_message(message, descriptors[0] if descriptors else None)


def _listed(descriptor: int | None) -> list[int]:
    return [descriptor] if descriptor is not None else []


def _close_all(descriptors: Sequence[int]) -> None:
    for descriptor in descriptors:
        os.close(descriptor)


class HandoffListener:
    """The actor's end: accepts gateways one after the other (a new one after the old one's death)."""

    def __init__(self, path: Path, on_connected: Callable[[socket.socket], None]) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        self.path = path
        self._sock = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._sock.bind(str(path))
        self._sock.listen(4)
        self._sock.setblocking(False)
        self._on_connected = on_connected
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(self._sock.fileno(), self._accept)

    def _accept(self) -> None:
        with contextlib.suppress(BlockingIOError):
            sock, _ = self._sock.accept()
            self._on_connected(sock)

    def close(self) -> None:
        self._loop.remove_reader(self._sock.fileno())
        self._sock.close()
        self.path.unlink(missing_ok=True)


def connect(path: Path) -> socket.socket:
    """The gateway's end. Raises OSError when no actor listens there any more, or it does not accept in time."""
    sock = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    sock.settimeout(CONNECT_TIMEOUT_S)
    try:
        sock.connect(str(path))
    except OSError:
        sock.close()
        raise
    return sock
