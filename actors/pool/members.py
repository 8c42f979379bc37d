"""What a node's pool holds in its hands: actors' processes and connections, and the sockets of calls."""

import contextlib
import os
import signal
import socket
import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import structlog

from actors.handoff.channel import HandoffChannel
from actors.handoff.messages import Place
from storage.redis.tickets import Ticket

log = structlog.get_logger()

_CREDENTIALS = struct.Struct("iII")


@dataclass(slots=True)
class StartedActor:
    """An actor that listens at `socket_path`; `kill` ends its process, as soon as its starter can."""

    actor_id: str
    socket_path: Path
    kill: Callable[[], None]


class ActorStarter(Protocol):
    async def start(self) -> StartedActor:
        """A new actor, warmed up. Raises any error when the node cannot start one."""
        ...


@dataclass(slots=True)
class PlacedCall:
    """A call and the socket in escrow for it.

    Attributes:
        unread_bytes: what the last process that had it read of a message; None when it died, and once the next has it.
    """

    ticket: Ticket
    escrow: socket.socket
    unread_bytes: bytes | None = None

    @property
    def call_id(self) -> str:
        return str(self.ticket.call_id)

    @property
    def key(self) -> str:
        """One for each media stream of the call."""
        return self.ticket.stream_key

    def end(self) -> None:
        """Ends the connection for every holder of a duplicate."""
        with contextlib.suppress(OSError):  # the peer was faster
            self.escrow.shutdown(socket.SHUT_RDWR)
        self.escrow.close()

    def placement(self, *, resume: bool) -> Place:
        """The message that gives it to an actor."""
        return Place(self.ticket, resume, self.unread_bytes)


class PeerProcess:
    """The process at the other end of a Unix socket, killable even when it answers nothing.

    Held by a process descriptor: an id could belong to another process by then.
    Source: https://man7.org/linux/man-pages/man2/pidfd_open.2.html
    """

    def __init__(self, sock: socket.socket) -> None:
        self.pid: int | None = None
        self._descriptor: int | None = None
        if not hasattr(os, "pidfd_open"):
            return  # not Linux: the actor's starter has to do
        pid, _, _ = _CREDENTIALS.unpack(
            sock.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
        )
        if pid != os.getpid():
            self.pid = pid
            with contextlib.suppress(OSError):  # it is gone already
                self._descriptor = os.pidfd_open(pid)

    def kill(self) -> None:
        if self._descriptor is not None:
            with contextlib.suppress(OSError):
                signal.pidfd_send_signal(self._descriptor, signal.SIGKILL)

    def close(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


@dataclass(slots=True)
class Member:
    """An actor of the pool, as this process reaches it."""

    actor: StartedActor
    channel: HandoffChannel
    process: PeerProcess

    def kill(self) -> None:
        """At once, whatever it is doing. Never raises."""
        self.process.kill()
        try:
            self.actor.kill()
        except Exception:
            # Whatever the starter meets (a cluster without its head, say), the actor's calls have to go on.
            log.exception("call_pool.actor_not_killed", actor_id=self.actor.actor_id)

    def close(self) -> None:
        """Lets go of it; the actor goes on."""
        self.channel.close()
        self.process.close()
