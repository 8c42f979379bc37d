"""Actor processes that are killed in the middle of a call, gateways that come and go: the connection stays."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from actors.call_pool import DEATHS, CallPool
from actors.pool_members import PlacedCall, StartedActor
from tests.fakes import FakeCarrier, tcp_pair, ticket
from tests.waiting import eventually

REPOSITORY = Path(__file__).parents[3]


@dataclass(slots=True)
class ProcessStarter:
    """Starts each actor as a process; kills what is left in the end."""

    directory: Path
    processes: dict[str, asyncio.subprocess.Process] = field(
        default_factory=dict[str, asyncio.subprocess.Process]
    )

    async def start(self) -> StartedActor:
        actor_id = f"p{len(self.processes)}"
        path = self.directory / f"{actor_id}.sock"
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "tests.integration.actors.actor_process"),
            *(actor_id, str(path), str(self.directory)),
            cwd=REPOSITORY,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        self.processes[actor_id] = process
        assert process.stdout is not None
        async with asyncio.timeout(30):
            while (line := await process.stdout.readline()) != b"ready\n":
                assert line, "the actor process ended"
        return StartedActor(actor_id, path, lambda: self.kill(actor_id))

    def kill(self, actor_id: str) -> None:
        process = self.processes[actor_id]
        if process.returncode is None:
            process.kill()

    @property
    def living(self) -> list[str]:
        return [actor_id for actor_id, process in self.processes.items() if process.returncode is None]

    async def close(self) -> None:
        for actor_id, process in self.processes.items():
            self.kill(actor_id)
            await process.wait()


@dataclass(slots=True)
class Node:
    starter: ProcessStarter
    pool: CallPool
    given_up: list[str]
    running: asyncio.Task[None]
    sockets: list[socket.socket] = field(default_factory=list[socket.socket])

    async def call(self) -> FakeCarrier:
        """A caller who hears the greeting."""
        near, far = tcp_pair()
        carrier = FakeCarrier(near)
        await carrier.connect()
        await self.pool.place(ticket(), far)
        await carrier.start()
        await eventually(lambda: carrier.audio)
        return carrier

    def serving(self) -> int:
        """The process the only call is in."""
        (member,) = [member for member in self.pool._members.values() if member.calls]
        return self.starter.processes[member.actor.actor_id].pid

    async def replace_gateway(self) -> None:
        """The gateway's process is gone, another one finds the actors' sockets."""
        self.running.cancel()
        await asyncio.gather(self.running, return_exceptions=True)
        self.pool.close()
        self.pool = new_pool(self.starter, self.given_up)
        for actor_id in self.starter.living:
            path = self.starter.directory / f"{actor_id}.sock"
            self.pool.adopt(
                StartedActor(actor_id, path, lambda actor_id=actor_id: self.starter.kill(actor_id))
            )
        self.running = asyncio.get_running_loop().create_task(self.pool.run())


def new_pool(starter: ProcessStarter, given_up: list[str]) -> CallPool:
    async def give_up(call: PlacedCall) -> None:
        given_up.append(str(call.ticket.call_id))
        call.escrow.close()

    return CallPool(starter, slots=3, calls_per_actor=1, warm=1, retire_after=100, on_given_up=give_up)


@pytest.fixture
async def node(tmp_path: Path) -> AsyncIterator[Node]:
    starter, given_up = ProcessStarter(tmp_path), list[str]()
    pool = new_pool(starter, given_up)
    here = Node(starter, pool, given_up, asyncio.get_running_loop().create_task(pool.run()))
    try:
        await eventually(lambda: pool.warm_actors == 1, within_s=30)
        yield here
        assert not here.running.done()
    finally:
        here.running.cancel()
        await asyncio.gather(here.running, return_exceptions=True)
        here.pool.close()
        await starter.close()


async def answers(carrier: FakeCarrier) -> None:
    """A key pressed by the caller is answered in words."""
    heard = len(carrier.audio)
    carrier.press("5")
    await eventually(lambda: len(carrier.audio) > heard)


async def test_a_call_survives_the_death_of_its_process(node: Node):
    carrier = await node.call()
    await eventually(lambda: node.pool.warm_actors == 1, within_s=30)
    first = node.serving()
    os.kill(first, signal.SIGKILL)
    carrier.press("5")  # while nobody is there to read it
    heard = len(carrier.audio)
    await eventually(lambda: len(carrier.audio) > heard)
    assert node.serving() != first
    assert not carrier.gone.is_set()
    await answers(carrier)
    carrier.hang_up()
    await eventually(carrier.gone.is_set)
    await eventually(lambda: node.pool.live_calls == 0)
    assert node.given_up == []


async def test_a_call_that_kills_its_processes_is_given_up(node: Node):
    carrier = await node.call()
    for _ in range(DEATHS):
        pid = node.serving()
        os.kill(pid, signal.SIGKILL)
        await eventually(
            lambda pid=pid: node.given_up or (_held(node) and node.serving() != pid), within_s=30
        )
    assert len(node.given_up) == 1
    await eventually(carrier.gone.is_set)
    await eventually(lambda: node.pool.warm_actors == 1, within_s=30)


def _held(node: Node) -> bool:
    return node.pool.live_calls == 1


async def test_a_call_survives_its_gateway_and_then_its_process(node: Node):
    carrier = await node.call()
    await eventually(lambda: node.pool.warm_actors == 1, within_s=30)
    await node.replace_gateway()
    await eventually(lambda: node.pool.live_calls == 1)
    await answers(carrier)
    await eventually(lambda: node.pool.warm_actors == 1, within_s=30)
    os.kill(node.serving(), signal.SIGKILL)
    await answers(carrier)
    carrier.hang_up()
    await eventually(carrier.gone.is_set)
    await eventually(lambda: node.pool.live_calls == 0)
