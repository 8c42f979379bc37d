"""Callers who come in a rush, from their phones to actors on one or two nodes: no one is connected and hears nothing.

Webhook, gateways and pools are the real ones, on virtual time; starts take as long as a test says.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from actors.pool.draft import RING_WAIT_S
from actors.pool.state import SHARE_AFTER_S
from deployments.media.ringing import RingingPhones
from services.routing.ringing import RING_WITHIN_S, Ringing
from tests.fakes.call import ticket
from tests.fakes.rings import FakeRings
from tests.unit.actors.pool.pool_node import Node
from tests.unit.actors.pool.pool_node import node as pool_node

CONNECTED_S = 0.1
"""From the webhook's answer to the media stream."""


@dataclass(slots=True)
class System:
    """Nodes that share the phones.

    Attributes:
        rang_s: for each call that got an actor, how long its phone rang; the others went to the overflow.
        silent_s: for each of them, how long its caller was connected and heard nothing.
    """

    nodes: list[Node]
    rings: FakeRings
    ringing: Ringing
    rang_s: dict[int, float] = field(default_factory=dict[int, float])
    silent_s: dict[int, float] = field(default_factory=dict[int, float])
    overflow: dict[int, float] = field(default_factory=dict[int, float])

    async def call(self, number: int, *, after_s: float = 0.0) -> None:
        loop = asyncio.get_running_loop()
        await asyncio.sleep(after_s)
        began_s, stream = loop.time(), ticket(number).stream_key
        there = await self.ringing.actor_for(stream, reserve=1, within_s=RING_WITHIN_S)
        rang_s = loop.time() - began_s
        if not there:
            self.overflow[number] = rang_s
            return
        await asyncio.sleep(CONNECTED_S)
        holder = await self.rings.holder(stream)
        node = next(node for name, node in enumerate(self.nodes) if f"node-{name}" == holder)
        connected_s = loop.time()
        await node.place(number)
        self.rang_s[number], self.silent_s[number] = rang_s, loop.time() - connected_s

    async def burst(self, calls: int, *, within_s: float = 1.0) -> None:
        await asyncio.gather(*(self.call(n, after_s=within_s * n / calls) for n in range(calls)))


@asynccontextmanager
async def system(
    directory: Path,
    *,
    nodes: int = 1,
    slots: int = 40,
    warm: int = 3,
    takes_s: float = 0.2,
    calls_per_actor: int = 4,
) -> AsyncIterator[System]:
    rings = FakeRings()
    async with AsyncExitStack() as stack:
        pools: list[Node] = []
        for number in range(nodes):
            sockets = directory / str(number)
            sockets.mkdir()
            here = await stack.enter_async_context(
                pool_node(
                    sockets,
                    slots=slots,
                    warm=warm,
                    calls_per_actor=calls_per_actor,
                    isolated_actors=slots if calls_per_actor > 1 else 0,
                    takes_s=0.2,
                )
            )
            await here.warm(warm)
            here.starter.takes_s = takes_s
            phones = RingingPhones(here.pool, rings, node_id=f"node-{number}", slots=slots)  # type: ignore[arg-type]
            await phones.tell()
            running = asyncio.get_running_loop().create_task(phones.run())
            stack.push_async_callback(asyncio.gather, running, return_exceptions=True)
            stack.callback(running.cancel)
            pools.append(here)
        yield System(pools, rings, Ringing(rings))  # type: ignore[arg-type]


@pytest.mark.parametrize("nodes", [1, 2])
@pytest.mark.parametrize("takes_s", [0.2, 0.5, 2.0], ids=["forked", "forked on a busy machine", "imported"])
async def test_twenty_callers_within_a_second_are_all_answered_soon_and_hear_no_silence(
    tmp_path: Path, nodes: int, takes_s: float
):
    async with system(tmp_path, nodes=nodes, takes_s=takes_s) as here:
        await here.burst(20)
        assert here.overflow == {}
        assert len(here.rang_s) == 20
        assert sorted(here.rang_s.values())[18] <= max(SHARE_AFTER_S, takes_s) + 0.1
        assert max(here.silent_s.values()) < 0.05


async def test_two_nodes_share_a_burst_by_what_each_has_ready(tmp_path: Path):
    async with system(tmp_path, nodes=2) as here:
        await here.burst(20)
        loads = [node.pool.live_calls for node in here.nodes]
        assert min(loads) >= 7, loads


async def test_callers_who_share_are_few_each_and_the_first_have_actors_of_their_own(tmp_path: Path):
    async with system(tmp_path) as here:
        await here.burst(20)
        loads = sorted(len(actor.placed) for actor in here.nodes[0].starter.living)
        assert max(loads) <= 4
        assert sum(loads) == 20


async def test_where_calls_are_never_shared_phones_ring_until_actors_are_there(tmp_path: Path):
    async with system(tmp_path, calls_per_actor=1) as here:
        await here.burst(20)
        assert here.overflow == {}
        assert max(here.rang_s.values()) < 17 / 2 * 0.2 + 0.3
        assert max(here.silent_s.values()) < 0.05


@pytest.mark.parametrize("shared", [False, True])
async def test_where_starts_hang_callers_get_the_overflow_and_no_silence(tmp_path: Path, shared: bool):
    async with system(tmp_path, takes_s=1000.0, calls_per_actor=4 if shared else 1) as here:
        await here.burst(20)
        served = 3 * (4 if shared else 1)
        assert (len(here.rang_s), len(here.overflow)) == (served, 20 - served)
        assert max(here.overflow.values()) <= RING_WITHIN_S
        assert min(here.overflow.values()) >= RING_WAIT_S
        assert max(here.silent_s.values()) < 0.05


async def test_where_starts_fail_callers_get_the_overflow_and_no_silence(tmp_path: Path):
    async with system(tmp_path, calls_per_actor=1) as here:
        here.nodes[0].starter.failures = 1000
        await here.burst(20)
        assert (len(here.rang_s), len(here.overflow)) == (3, 17)
        assert max(here.overflow.values()) <= RING_WITHIN_S
        assert max(here.silent_s.values()) < 0.05


async def test_a_node_whose_starts_hang_leaves_its_callers_to_the_other(tmp_path: Path):
    async with system(tmp_path, nodes=2, calls_per_actor=1) as here:
        here.nodes[0].starter.takes_s = 1000.0
        await here.burst(20)
        assert here.overflow == {}
        assert max(here.rang_s.values()) < RING_WAIT_S + 2
        assert max(here.silent_s.values()) < 0.05


async def test_four_callers_a_second_are_answered_minute_after_minute(tmp_path: Path):
    async with system(tmp_path, slots=60) as here:
        pool = here.nodes[0]

        async def talk(number: int) -> None:
            await here.call(number, after_s=number / 4)
            call_id = str(ticket(number).call_id)
            await asyncio.sleep(10)
            pool.starter.of(call_id).release(call_id)

        await asyncio.gather(*(talk(number) for number in range(240)))
        assert here.overflow == {}
        assert max(here.rang_s.values()) <= SHARE_AFTER_S + 0.1
        assert max(here.silent_s.values()) < 0.05
        assert len(pool.starter.actors) <= 60
