"""Actors for the pool's tests: the real hand-over sockets, and calls that last as long as the test says."""

import asyncio
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from actors.pool_members import StartedActor
from actors.socket_handoff import HandoffChannel, HandoffListener, Message
from storage.live import Ticket


@dataclass(slots=True)
class Placed:
    ticket: Ticket
    resume: bool
    sock: socket.socket


class ScriptedActor:
    """Answers as a call host does. `reads=False` leaves what it is sent unread."""

    def __init__(self, actor_id: str, path: Path, *, says_hello: bool = True) -> None:
        self.actor_id = actor_id
        self.path = path
        self.placed: dict[str, Placed] = {}
        self.history: list[Placed] = []
        self.alive = True
        self.killed = 0
        self._says_hello = says_hello
        self._channel: HandoffChannel | None = None
        self._listener = HandoffListener(path, self._connected)

    @property
    def started(self) -> StartedActor:
        return StartedActor(self.actor_id, self.path, self.kill)

    def hello(self) -> None:
        assert self._channel is not None
        for placed in self.placed.values():
            self._channel.send({"kind": "serving", "ticket": placed.ticket.to_json()}, [placed.sock.fileno()])
        self._channel.send({"kind": "hello", "actor_id": self.actor_id})

    def release(self, call_id: str, *, clean: bool = True) -> None:
        self.placed.pop(call_id).sock.close()
        assert self._channel is not None
        self._channel.send({"kind": "released", "call_id": call_id, "clean": clean})

    def release_all(self, *, clean: bool = True) -> None:
        for call_id in tuple(self.placed):
            self.release(call_id, clean=clean)

    def kill(self) -> None:
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

    def _connected(self, sock: socket.socket) -> None:
        if self._channel is not None:
            self._channel.close()
        self._channel = HandoffChannel(sock, self._take, self._gateway_lost)
        if self._says_hello:
            self.hello()

    def _take(self, message: Message, descriptors: list[int]) -> None:
        ticket = Ticket.from_json(message["ticket"])
        placed = Placed(ticket, message["resume"], socket.socket(fileno=descriptors[0]))
        self.placed[str(ticket.call_id)] = placed
        self.history.append(placed)
        assert self._channel is not None
        self._channel.send({"kind": "accepted", "call_id": str(ticket.call_id)})

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
        actor = ScriptedActor(actor_id, self.directory / f"{actor_id}.sock", says_hello=self.says_hello)
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
