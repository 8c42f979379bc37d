"""A node's pool of scripted actors at work, with callers on real connections, on virtual time."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from actors.pool.cpu_use import cpu_use
from actors.pool.members import PlacedCall
from actors.pool.pool import CallPool
from actors.pool.state import Standing
from tests.fakes.call import ticket
from tests.fakes.carrier import tcp_pair
from tests.support.virtual_time import until
from tests.unit.actors.pool.scripted_actor import ScriptedStarter


@dataclass(slots=True)
class Node:
    """A pool at work, with callers on real connections."""

    pool: CallPool
    starter: ScriptedStarter
    given_up: list[str] = field(default_factory=list[str])
    fails_to_give_up: bool = False
    callers: dict[str, socket.socket] = field(default_factory=dict[str, socket.socket])
    loose: list[socket.socket] = field(default_factory=list[socket.socket])

    async def place(self, number: int) -> str:
        """A caller comes in; the id of the call once an actor has it."""
        near, far = tcp_pair()
        wanted = ticket(number)
        call_id = str(wanted.call_id)
        self.callers[call_id] = near
        near.sendall(f"caller {number}".encode())
        try:
            await self.pool.place(wanted, far)
        except BaseException:
            self.loose.append(far)
            raise
        await until(lambda: call_id in self.starter.placed)
        return call_id

    def placing(self, number: int) -> asyncio.Task[str]:
        return asyncio.get_running_loop().create_task(self.place(number))

    async def warm(self, actors: int) -> None:
        await until(lambda: self.pool.warm_actors == actors)

    async def adopt(self, other: "Node") -> None:
        """Takes in the actors of a gateway that is gone."""
        actors = list(other.starter.living)
        other.pool.close()
        for actor in actors:
            self.pool.adopt(actor.started)
        self.starter.actors.extend(actors)
        await until(
            lambda: all(a.standing is not Standing.CONNECTED for a in self.pool._state.actors.values())
        )

    def close(self) -> None:
        for actor in self.starter.actors:
            actor.die()
        for sock in (*self.callers.values(), *self.loose):
            sock.close()


@asynccontextmanager
async def node(
    directory: Path,
    *,
    slots: int = 4,
    calls_per_actor: int = 1,
    warm: int = 1,
    isolated_actors: int = 0,
    starts_at_once: int = 2,
    retire_after: int = 100,
    release: str = "",
    cpu_of: Callable[[int | None], tuple[float, bool]] = cpu_use,
    **starter: object,
) -> AsyncIterator[Node]:
    scripted = ScriptedStarter(directory, release=release, **starter)  # type: ignore[arg-type]

    async def give_up(call: PlacedCall) -> None:
        here.given_up.append(str(call.ticket.call_id))
        call.escrow.close()
        if here.fails_to_give_up:
            raise ValueError("a bug of ours")

    pool = CallPool(
        scripted,
        slots=slots,
        calls_per_actor=calls_per_actor,
        warm=warm,
        retire_after=retire_after,
        on_given_up=give_up,
        isolated_actors=isolated_actors,
        starts_at_once=starts_at_once,
        release=release,
        cpu_of=cpu_of,
        busy=lambda: 0.0,
    )
    here = Node(pool, scripted)
    running = asyncio.get_running_loop().create_task(pool.run(), name="pool")
    try:
        yield here
        assert not running.done(), "the pool has stopped"
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        pool.close()
        here.close()


def is_ended(caller: socket.socket) -> bool:
    """Whether nobody holds the other end of the connection any more."""
    caller.settimeout(5)
    try:
        return caller.recv(10) == b""
    except ConnectionResetError:
        return True
