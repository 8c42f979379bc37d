"""Handing sockets between the media gateway and the call actors of its node.

Each actor listens on a Unix SOCK_SEQPACKET socket; the gateway keeps one connection to every actor. A message is one
packet: a JSON object, with file descriptors beside it (SCM_RIGHTS). The packet arrives whole or not at all, costs
0.1 ms, and the end of the connection tells each side within milliseconds that the other one died.

    actor   -> gateway   door      with the listening socket of the gateway before, when it kept it
    actor   -> gateway   serving   ticket, with a duplicate of the call's socket; one for each call it has
    actor   -> gateway   hello     actor_id, release; it has told all its calls and takes more
    actor   -> gateway   replaced  another gateway has connected: this one has lost the actor, not the actor its life
    gateway -> actor     door      with the listening socket, to be kept for the next gateway
    gateway -> actor     ping      answered by
    actor   -> gateway   pong
    gateway -> actor     place     ticket, resume: bool, carry, with the call's socket
    actor   -> gateway   accepted  call_id
    gateway -> actor     leave     call_id, how: `actors.call.migration.Leave`, within_s
    actor   -> gateway   parted    call_id, carry, crashed: bool; the call goes on, on its open connection
    actor   -> gateway   released  call_id, clean: bool; its connection has ended

`carry` is what was read of a message of the call's stream, in base64; null when that is unknown.
"""

import asyncio
import contextlib
import json
import os
import socket
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import structlog

log = structlog.get_logger()

MAX_PACKET_BYTES = 64 * 1024
MAX_DESCRIPTORS = 4
CONNECT_TIMEOUT_S = 1.0

Message = dict[str, Any]


class HandoffChannel:
    """One end of a connection; reads as soon as packets arrive, in order.

    `on_message(message, descriptors)` owns the descriptors. `on_closed()` comes once.
    """

    def __init__(
        self,
        sock: socket.socket,
        on_message: Callable[[Message, list[int]], None],
        on_closed: Callable[[], None],
    ) -> None:
        sock.setblocking(False)
        self._sock = sock
        self._on_message = on_message
        self._on_closed = on_closed
        self._loop = asyncio.get_running_loop()
        self._closed = False
        self._unsent: deque[tuple[bytes, list[int]]] = deque()
        self._loop.add_reader(sock.fileno(), self._read)

    def send(self, message: Message, descriptors: Sequence[int] = ()) -> bool:
        """Sends one packet; False when the other end is gone.

        The kernel holds only a few packets (`net.unix.max_dgram_qlen`, often 10): what does not fit waits here, with
        duplicates of the descriptors, until the other end reads.
        """
        if self._closed:
            return False
        packet = json.dumps(message, separators=(",", ":")).encode()
        try:
            if not self._unsent:
                with contextlib.suppress(BlockingIOError):
                    socket.send_fds(self._sock, [packet], list(descriptors))
                    return True
                self._loop.add_writer(self._sock.fileno(), self._send_waiting)
            self._unsent.append((packet, [os.dup(descriptor) for descriptor in descriptors]))
        except OSError:
            return False
        return True

    def close(self) -> None:
        """Stops reading and closes; `on_closed` is not called."""
        if self._closed:
            return
        self._closed = True
        self._loop.remove_reader(self._sock.fileno())
        self._loop.remove_writer(self._sock.fileno())
        self._sock.close()
        for _, descriptors in self._unsent:
            _close_all(descriptors)
        self._unsent.clear()

    def _send_waiting(self) -> None:
        while self._unsent:
            packet, descriptors = self._unsent[0]
            try:
                socket.send_fds(self._sock, [packet], descriptors)
            except BlockingIOError:
                return
            except OSError:
                break  # the reader will find the end
            _close_all(descriptors)
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
        try:
            message = json.loads(packet)
        except ValueError:
            log.error("handoff.packet_unreadable", size_bytes=len(packet))
            _close_all(descriptors)
            return
        self._on_message(message, list(descriptors))


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
