"""A node whose call actors are real processes: its pool, its callers, and gateways that come and go."""

import asyncio
import contextlib
import os
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from actors.pool.members import PlacedCall, StartedActor
from actors.pool.pool import CallPool
from deployments.media.listening_socket import open_listening_socket
from services.recording.spool_format import Kind, read_records
from tests.fakes.call import ticket
from tests.fakes.carrier import FakeCarrier, tcp_pair
from tests.integration.actors.call.actor_process import fork_actor
from tests.support.waiting import eventually

PATIENCE_S = 30.0
"""A busy machine takes that long for a process; nothing here is measured by it."""


@dataclass(slots=True)
class ProcessStarter:
    """Starts each actor as a process; kills what is left in the end."""

    directory: Path
    release: str = ""
    processes: dict[str, ForkServerProcess] = field(default_factory=dict[str, ForkServerProcess])

    async def start(self) -> StartedActor:
        actor_id = f"p{len(self.processes)}"
        path = self.directory / f"{actor_id}.sock"
        self.processes[actor_id], ready = fork_actor(actor_id, path, self.directory, self.release)
        await eventually(ready.is_set, within_s=2 * PATIENCE_S)
        return self.started(path)

    def started(self, path: Path) -> StartedActor:
        return StartedActor(path.stem, path, self.processes[path.stem].kill)

    def close(self) -> None:
        for process in self.processes.values():
            process.kill()
            process.join()
            process.close()


class Node:
    """One node; `open` it first."""

    def __init__(self, directory: Path) -> None:
        self.starter = ProcessStarter(directory)
        self.given_up: list[str] = []
        self.pool: CallPool
        self.running: asyncio.Task[None]
        self.door: socket.socket

    async def open(self, release: str = "") -> None:
        """A gateway begins: it takes the actors in whose sockets it finds, and the door when they kept it."""
        self.starter.release = release
        self.pool = CallPool(
            self.starter,
            slots=3,
            calls_per_actor=1,
            warm=1,
            retire_after=100,
            on_given_up=self._give_up,
            release=release,
        )
        for path in self.starter.directory.glob("*.sock"):
            with contextlib.suppress(OSError):
                self.pool.adopt(self.starter.started(path))
        self.running = asyncio.get_running_loop().create_task(self.pool.run())
        self.door = await open_listening_socket(
            ("127.0.0.1", 0), self.pool, self.starter.directory / "media_port"
        )

    async def lose_gateway(self) -> None:
        """The gateway's process is gone."""
        self.running.cancel()
        await asyncio.gather(self.running, return_exceptions=True)
        self.pool.close()
        self.door.close()

    async def warm(self, actors: int = 1) -> None:
        await eventually(lambda: self.pool.warm_actors >= actors, within_s=PATIENCE_S)

    async def call(self) -> FakeCarrier:
        """A caller who hears the greeting."""
        near, far = tcp_pair()
        carrier = FakeCarrier(near)
        await carrier.connect()
        await self.pool.place(ticket(), far)
        await carrier.start()
        await eventually(lambda: carrier.audio, within_s=PATIENCE_S)
        return carrier

    def serving(self) -> int | None:
        """The process the only call is in; None while it is in none."""
        serving = [actor for actor in self.pool._state.actors.values() if actor.calls]
        return self.starter.processes[serving[0].actor_id].pid if serving else None

    async def signal_between_pieces(self, pid: int, carrier: FakeCarrier, number: signal.Signals) -> None:
        """Kills or stops the process where all it has sent is in its spool too.

        A process that ends between the two says its last 200 ms again, which is the better side to err on.
        """
        while True:
            os.kill(pid, signal.SIGSTOP)
            await asyncio.sleep(0.05)  # what it has sent arrives
            if self._kept() >= len(carrier.audio):
                os.kill(pid, number)
                return
            os.kill(pid, signal.SIGCONT)
            await asyncio.sleep(0.01)

    def _kept(self) -> int:
        """Bytes of the agent's audio in the call's spools."""
        spools = [path.read_bytes() for path in self.starter.directory.rglob("*.spool")]
        return sum(
            len(piece) for data in spools for kind, _, piece in read_records(data) if kind is Kind.AGENT
        )

    async def taken_from(self, pid: int) -> None:
        """Returns once the call is in another process than this one, or nobody can serve it any more."""
        await eventually(lambda: self.given_up or self.serving() not in (None, pid), within_s=PATIENCE_S)

    async def _give_up(self, call: PlacedCall) -> None:
        self.given_up.append(str(call.ticket.call_id))
        call.escrow.close()


@asynccontextmanager
async def node_of_processes(directory: Path) -> AsyncIterator[Node]:
    here = Node(directory)
    await here.open()
    try:
        await here.warm()
        yield here
        assert not here.running.done()
    finally:
        await here.lose_gateway()
        here.starter.close()
