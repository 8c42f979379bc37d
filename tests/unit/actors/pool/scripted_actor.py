"""Actors for the pool's tests: the real hand-over sockets, and calls that last as long as the test says."""

import asyncio
import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from actors.handoff.channel import HandoffChannel, HandoffListener
from actors.handoff.messages import (
    Accepted,
    Detached,
    Hello,
    ListeningSocket,
    Message,
    Migrate,
    Migration,
    Ping,
    Place,
    Pong,
    Released,
    Serving,
    Writing,
)
from actors.pool.members import StartedActor
from storage.redis.tickets import Ticket


@dataclass(slots=True)
class Placed:
    ticket: Ticket
    resume: bool
    sock: socket.socket
    unread_bytes: bytes | None = None

    @property
    def call_id(self) -> str:
        return str(self.ticket.call_id)


class ScriptedActor:
    """Answers as a call host does, except that calls it is asked to let go of stay until `detach`.

    With `hung` it reads what it is sent and gives no sign of life. `asked` holds what it was told to let go of, as
    (call, how, within seconds).
    """

    def __init__(self, actor_id: str, path: Path, *, says_hello: bool = True, release: str = "") -> None:
        self.actor_id = actor_id
        self.path = path
        self.placed: dict[str, Placed] = {}
        self.history: list[Placed] = []
        self.alive = True
        self.killed = 0
        self.hung = False
        self.unkillable = False
        self.asked: list[tuple[str, Migration, float]] = []
        self.listening_socket: int | None = None
        self.release_name = release
        self._says_hello = says_hello
        self._channel: HandoffChannel | None = None
        self._listener = HandoffListener(path, self._connected)

    @property
    def started(self) -> StartedActor:
        return StartedActor(self.actor_id, self.path, self.kill)

    def hello(self) -> None:
        assert self._channel is not None
        for placed in self.placed.values():
            self._channel.send(Serving(placed.ticket), placed.sock.fileno())
        self._channel.send(Hello(self.actor_id, self.release_name))

    def release(self, call_id: str, *, clean: bool = True) -> None:
        self.placed.pop(call_id).sock.close()
        assert self._channel is not None
        self._channel.send(Released(call_id, clean))

    def release_all(self, *, clean: bool = True) -> None:
        for call_id in tuple(self.placed):
            self.release(call_id, clean=clean)

    def write_slowly(self, call_id: str) -> None:
        """The call is over for its caller, and what remains of it is not written yet."""
        assert self._channel is not None
        self._channel.send(Writing(call_id, self.placed[call_id].ticket.stream_generation))

    def detach(self, call_id: str, *, unread_bytes: bytes | None = None, crashed: bool = False) -> None:
        """Lets go of a call that goes on."""
        self.placed.pop(call_id).sock.close()
        assert self._channel is not None
        self._channel.send(Detached(call_id, unread_bytes, crashed))

    def kill(self) -> None:
        if self.unkillable:
            raise RuntimeError("the cluster has no head")
        self.killed += 1
        self.die()

    def die(self) -> None:
        """The process is gone: the kernel closes everything it had."""
        if not self.alive:
            return
        self.alive = False
        self._listener.close()
        if self._channel is not None:
            self._channel.close()
        for placed in self.placed.values():
            placed.sock.close()
        self.placed.clear()
        self._keep_listening_socket(None)

    def _connected(self, sock: socket.socket) -> None:
        if self._channel is not None:
            self._channel.close()
        self._channel = HandoffChannel(sock, self._hear, self._gateway_lost)
        if self.listening_socket is not None:
            self._channel.send(ListeningSocket(), self.listening_socket)
        if self._says_hello:
            self.hello()

    def _hear(self, message: Message, descriptor: int | None) -> None:
        assert self._channel is not None
        match message:
            case Ping():
                if not self.hung:
                    self._channel.send(Pong())
            case Migrate():
                self.asked.append((message.call_id, message.how, message.within_s))
            case ListeningSocket():
                self._keep_listening_socket(descriptor)
            case Place() if descriptor is not None:
                self._take(message, descriptor)
                self._channel.send(Accepted(self.history[-1].call_id))
            case _:
                raise AssertionError(f"a gateway does not send {message}")

    def _take(self, place: Place, descriptor: int) -> None:
        placed = Placed(place.ticket, place.resume, socket.socket(fileno=descriptor), place.unread_bytes)
        self.placed[placed.call_id] = placed
        self.history.append(placed)

    def _keep_listening_socket(self, descriptor: int | None) -> None:
        if self.listening_socket is not None:
            os.close(self.listening_socket)
        self.listening_socket = descriptor

    def _gateway_lost(self) -> None:
        self._channel = None


@dataclass(slots=True)
class ScriptedStarter:
    """Starts an actor in `takes_s`; `failures` of the next starts fail."""

    directory: Path
    takes_s: float = 1.0
    failures: int = 0
    unreachable: int = 0
    says_hello: bool = True
    release: str = ""
    actors: list[ScriptedActor] = field(default_factory=list[ScriptedActor])
    at_once: int = 0
    most_at_once: int = 0

    async def start(self) -> StartedActor:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await asyncio.sleep(self.takes_s)
            if self.failures:
                self.failures -= 1
                raise RuntimeError("no memory")
        finally:
            self.at_once -= 1
        actor_id = f"a{len(self.actors)}"
        actor = ScriptedActor(
            actor_id,
            self.directory / f"{actor_id}.sock",
            says_hello=self.says_hello,
            release=self.release,
        )
        self.actors.append(actor)
        if self.unreachable:
            self.unreachable -= 1
            actor._listener.close()
        return actor.started

    @property
    def living(self) -> list[ScriptedActor]:
        return [actor for actor in self.actors if actor.alive]

    @property
    def placed(self) -> Mapping[str, Placed]:
        return {call_id: placed for actor in self.living for call_id, placed in actor.placed.items()}

    def of(self, call_id: str) -> ScriptedActor:
        (actor,) = [actor for actor in self.living if call_id in actor.placed]
        return actor
