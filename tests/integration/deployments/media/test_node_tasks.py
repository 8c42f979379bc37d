"""What a gateway does periodically, on a pool of scripted actors: reports, orders, leases, the watchdog."""

import asyncio
import os
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import structlog

from actors.pool.members import PlacedCall
from actors.pool.pool import CallPool
from deployments.media.node_tasks import (
    LEASE_EVERY_S,
    LOOK_EVERY_S,
    REPORT_EVERY_S,
    REPORT_TIMEOUT_S,
    SWEEP_EVERY_S,
    NodeTasks,
)
from domain.errors import StorageError
from storage.redis.capacity import CallSlots
from storage.redis.nodes import NodeReport
from tests.fakes.call import ticket
from tests.fakes.carrier import tcp_pair
from tests.fakes.stores import FakeCapacity, FakeLeases
from tests.support.virtual_time import until
from tests.unit.actors.pool.scripted_actor import ScriptedStarter

SLOTS = 3
NODE = "node-1"


class FakeNodes:
    """`order` is within how many seconds the node is to be empty."""

    def __init__(self) -> None:
        self.reports: list[NodeReport] = []
        self.order: float | None = None
        self.broken = False
        self.hangs = False

    async def report(self, node_id: str, report: NodeReport, ttl_s: float) -> float | None:
        if self.hangs:
            await asyncio.Event().wait()
        if self.broken:
            raise StorageError("redis", "connection refused")
        self.reports.append(report)
        return self.order


class Watchdog:
    def __init__(self) -> None:
        self.looks = 0
        self.error: Exception | None = None

    async def look(self) -> int:
        self.looks += 1
        if self.error is not None:
            raise self.error
        return 0


class Sweeps:
    """`spared` holds the calls of the node at each sweep."""

    def __init__(self) -> None:
        self.spared: list[Collection[UUID]] = []

    async def sweep(self, served: Collection[UUID]) -> int:
        self.spared.append(served)
        return 0


@dataclass(slots=True)
class Node:
    pool: CallPool
    starter: ScriptedStarter
    tasks: NodeTasks = field(init=False)
    capacity: FakeCapacity = field(default_factory=FakeCapacity)
    nodes: FakeNodes = field(default_factory=FakeNodes)
    leases: FakeLeases = field(default_factory=FakeLeases)
    watchdog: Watchdog = field(default_factory=Watchdog)
    sweeps: Sweeps = field(default_factory=Sweeps)

    async def place(self, number: int) -> str:
        near, far = tcp_pair()
        near.close()
        wanted = ticket(number)
        await self.pool.place(wanted, far)
        await until(lambda: str(wanted.call_id) in self.starter.placed)
        return str(wanted.call_id)

    async def reported(self) -> NodeReport:
        """The next report."""
        before = len(self.nodes.reports)
        await until(lambda: len(self.nodes.reports) > before)
        return self.nodes.reports[-1]


@asynccontextmanager
async def node(directory: Path) -> AsyncIterator[Node]:
    async def give_up(call: PlacedCall) -> None:
        call.escrow.close()

    starter = ScriptedStarter(directory)
    pool = CallPool(starter, slots=SLOTS, calls_per_actor=1, warm=1, retire_after=100, on_given_up=give_up)
    here = Node(pool, starter)
    here.tasks = NodeTasks(
        pool,
        here.capacity,  # type: ignore[arg-type]
        here.nodes,  # type: ignore[arg-type]
        here.leases,  # type: ignore[arg-type]
        here.watchdog,  # type: ignore[arg-type]
        here.sweeps,  # type: ignore[arg-type]
        node_id=NODE,
        slots=SLOTS,
    )
    loop = asyncio.get_running_loop()
    running = [loop.create_task(pool.run()), loop.create_task(here.tasks.run())]
    try:
        await until(lambda: pool.warm_actors == 1)
        yield here
        assert not any(task.done() for task in running)
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        pool.close()
        for actor in starter.actors:
            actor.die()


async def test_a_node_tells_again_and_again_how_it_is(tmp_path: Path):
    async with node(tmp_path) as here:
        await here.place(1)
        await until(lambda: here.pool.warm_actors == 1)
        assert await here.reported() == NodeReport(
            live=1, slots=SLOTS, warm=1, outdated=0, draining=False, pid=os.getpid()
        )
        await until(lambda: here.capacity.nodes == {NODE: (SLOTS - 1, SLOTS)})
        before = len(here.nodes.reports)
        await asyncio.sleep(10 * REPORT_EVERY_S)
        assert len(here.nodes.reports) - before >= 9


async def test_an_order_to_empty_the_node_is_obeyed_and_taken_back(tmp_path: Path):
    async with node(tmp_path) as here:
        here.capacity.nodes["other"] = CallSlots(5, 5)
        call_id = await here.place(1)
        here.nodes.order = 120.0
        await until(lambda: here.pool.draining)
        await until(lambda: here.starter.of(call_id).asked)
        ((asked, how, within_s),) = here.starter.of(call_id).asked
        assert (asked, how) == (call_id, "move")
        assert 119 <= within_s <= 120
        assert (await here.reported()).draining
        assert here.capacity.nodes[NODE] == (0, SLOTS)
        await asyncio.sleep(5)
        assert len(here.starter.of(call_id).asked) == 1, "once is enough"
        here.nodes.order = None
        await until(lambda: not here.pool.draining)
        await until(lambda: here.capacity.nodes[NODE] == (SLOTS - 1, SLOTS))


async def test_calls_leave_a_node_only_while_another_has_room_for_them(tmp_path: Path):
    async with node(tmp_path) as here:
        call_ids = [await here.place(number) for number in (1, 2, 3)]
        here.capacity.nodes["other"] = CallSlots(0, 5)
        here.nodes.order = 120.0

        def asked() -> int:
            return sum(len(here.starter.of(call_id).asked) for call_id in call_ids)

        await until(lambda: here.pool.draining)
        await asyncio.sleep(10)
        assert asked() == 0
        here.capacity.nodes["other"] = CallSlots(1, 5)
        await until(asked)
        await asyncio.sleep(10)
        assert asked() == 1, "the room there is meant for the one that was asked already"
        here.capacity.nodes["other"] = CallSlots(2, 5)
        await until(lambda: asked() == 2)


async def test_calls_leave_a_node_whose_time_is_over_even_with_no_room_anywhere(tmp_path: Path):
    async with node(tmp_path) as here:
        call_id = await here.place(1)
        here.nodes.order = 30.0
        await until(lambda: here.pool.draining)
        await asyncio.sleep(28)
        assert here.starter.of(call_id).asked == []
        await until(lambda: here.starter.of(call_id).asked, within_s=5)
        assert here.starter.of(call_id).asked == [(call_id, "move", 0.0)]


async def test_a_node_that_is_given_up_is_emptied_whatever_it_is_ordered(tmp_path: Path):
    async with node(tmp_path) as here:
        here.capacity.nodes["other"] = CallSlots(5, 5)
        call_id = await here.place(1)
        here.tasks.empty_node(300.0)
        await until(lambda: here.starter.of(call_id).asked)
        await asyncio.sleep(5)
        assert here.pool.draining, "no order is no order to take calls"


async def test_calls_without_a_process_keep_their_leases(tmp_path: Path):
    async with node(tmp_path) as here:
        here.starter.takes_s = 5.0
        call_id = await here.place(1)
        await asyncio.sleep(1)
        assert here.leases.renewed == [], "its process sees to that itself"
        for actor in here.starter.living:
            actor.die()
        await asyncio.sleep(4)
        assert len(here.leases.renewed) >= 4 / LEASE_EVERY_S - 1
        await until(lambda: call_id in here.starter.placed)
        after = len(here.leases.renewed)
        await asyncio.sleep(5)
        assert len(here.leases.renewed) == after


async def test_files_of_dead_calls_are_swept_and_those_of_live_ones_spared(tmp_path: Path):
    async with node(tmp_path) as here:
        await here.place(1)
        await until(lambda: len(here.sweeps.spared) >= 2, within_s=2 * SWEEP_EVERY_S)
        assert here.sweeps.spared[-1] == {ticket(1).call_id}


async def test_lost_calls_are_looked_for_several_times_a_second(tmp_path: Path):
    async with node(tmp_path) as here:
        before = here.watchdog.looks
        await asyncio.sleep(3)
        assert here.watchdog.looks - before >= 3 / LOOK_EVERY_S - 2


async def test_tasks_go_on_when_redis_is_back(tmp_path: Path):
    async with node(tmp_path) as here:
        here.nodes.broken = here.capacity.broken = here.leases.broken = True
        await asyncio.sleep(10)
        here.nodes.broken = here.capacity.broken = here.leases.broken = False
        assert (await here.reported()).slots == SLOTS
        here.nodes.hangs = True
        await asyncio.sleep(3 * (REPORT_TIMEOUT_S + REPORT_EVERY_S))
        here.nodes.hangs = False
        assert (await here.reported()).slots == SLOTS


async def test_a_redis_that_is_away_takes_no_order_back(tmp_path: Path):
    async with node(tmp_path) as here:
        here.nodes.order = 60.0
        await until(lambda: here.pool.draining)
        here.nodes.broken = True
        await asyncio.sleep(30)
        assert here.pool.draining


async def test_a_defect_in_one_task_stops_no_other(tmp_path: Path):
    with structlog.testing.capture_logs() as logs:
        async with node(tmp_path) as here:
            here.watchdog.error = ValueError("a bug")
            looks = here.watchdog.looks
            await asyncio.sleep(2)
            assert here.watchdog.looks > looks + 2
            await here.reported()
    assert ("periodic_task.failed", "watchdog") in [(entry["event"], entry.get("task")) for entry in logs]
