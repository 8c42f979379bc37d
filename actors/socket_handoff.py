"""Handing sockets between the media gateway and the call actors of its node.

Each actor listens on a Unix SOCK_SEQPACKET socket; the gateway keeps one connection to every actor. A message is one
packet: a JSON object, with file descriptors beside it (SCM_RIGHTS). The packet arrives whole or not at all, costs
0.1 ms, and the end of the connection tells each side within milliseconds that the other one died.

    actor   -> gateway   hello     actor_id, calls: those it is serving, with a duplicate of each one's socket
    gateway -> actor     place     call: the ticket, resume: bool, with the call's socket
    actor   -> gateway   accepted  call_id
    actor   -> gateway   released  call_id, clean: bool
"""

import asyncio
import contextlib
import json
import os
import socket
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import structlog

log = structlog.get_logger()

MAX_PACKET_BYTES = 64 * 1024
MAX_DESCRIPTORS = 64

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
        self._loop.add_reader(sock.fileno(), self._read)

    def send(self, message: Message, descriptors: Sequence[int] = ()) -> bool:
        """Sends one packet; False when the other end is gone or not reading."""
        if self._closed:
            return False
        packet = json.dumps(message, separators=(",", ":")).encode()
        try:
            socket.send_fds(self._sock, [packet], list(descriptors))
        except (BlockingIOError, OSError):
            return False
        return True

    def close(self) -> None:
        """Stops reading and closes; `on_closed` is not called."""
        if not self._closed:
            self._closed = True
            self._loop.remove_reader(self._sock.fileno())
            self._sock.close()

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
        try:
            message = json.loads(packet)
        except ValueError:
            log.error("handoff.packet_unreadable", size_bytes=len(packet))
            for descriptor in descriptors:
                os.close(descriptor)
            return
        self._on_message(message, list(descriptors))


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
    """The gateway's end. Raises OSError when no actor listens there any more."""
    sock = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    try:
        sock.connect(str(path))
    except OSError:
        sock.close()
        raise
    return sock
