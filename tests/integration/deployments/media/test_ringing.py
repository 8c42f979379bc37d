"""A node's gateway answers phones that ring for it: a pool of scripted actors, and Redis as it is told and asked."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from deployments.media.ringing import AWAY_PAUSE_S, RingingPhones
from domain.errors import StorageError
from storage.redis.capacity import CallSlots
from storage.redis.rings import Answer, Ring
from tests.fakes.call import ticket
from tests.support.virtual_time import until
from tests.unit.actors.pool.pool_node import Node
from tests.unit.actors.pool.pool_node import node as pool_node

NODE = "node-1"
SLOTS = 4


@dataclass(slots=True)
class List:
    """The node's list, and what it tells."""

    coming: asyncio.Queue[Ring] = field(default_factory=asyncio.Queue[Ring])
    answered: list[tuple[str, Answer]] = field(default_factory=list[tuple[str, Answer]])
    told: list[tuple[CallSlots, int]] = field(default_factory=list[tuple[CallSlots, int]])
    left: list[str] = field(default_factory=list[str])
    broken: bool = False

    def ring(self, number: int, *, stopped: bool = False) -> None:
        self.coming.put_nowait(Ring(ticket(number).stream_key, stopped))

    def has_answered(self, number: int) -> bool | None:
        """Whether an actor is kept; None without an answer."""
        stream = ticket(number).stream_key
        return next((answer.has_actor for told, answer in self.answered if told == stream), None)

    async def next(self, node_id: str, wait_s: float) -> list[Ring]:
        self._check()
        assert node_id == NODE
        try:
            async with asyncio.timeout(wait_s):
                rings = [await self.coming.get()]
        except TimeoutError:
            return []
        while not self.coming.empty():
            rings.append(self.coming.get_nowait())
        return rings

    async def answer(self, stream: str, answer: Answer, slots: CallSlots, ready: int, ttl_s: float) -> None:
        self._check()
        self.answered.append((stream, answer))
        self.told.append((slots, ready))

    async def tell(self, node_id: str, slots: CallSlots, ready: int, ttl_s: float) -> None:
        self._check()
        self.told.append((slots, ready))

    async def put_back(self, node_id: str, stream: str) -> None:
        self.left.append(stream)

    def _check(self) -> None:
        if self.broken:
            raise StorageError("redis", "connection refused")


@dataclass(slots=True)
class Answering:
    node: Node
    list: List
    running: asyncio.Task[None]


@asynccontextmanager
async def answering(directory: Path, *, warm: int = 1, takes_s: float = 0.5) -> AsyncIterator[Answering]:
    async with pool_node(directory, slots=SLOTS, warm=warm, takes_s=takes_s) as node:
        await node.warm(warm)
        rings = List()
        phones = RingingPhones(node.pool, rings, node_id=NODE, slots=SLOTS)  # type: ignore[arg-type]
        running = asyncio.get_running_loop().create_task(phones.run())
        try:
            yield Answering(node, rings, running)
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)


async def test_phones_are_answered_as_actors_are_kept_for_them(tmp_path: Path):
    async with answering(tmp_path) as here:
        for number in (1, 2, 3):
            here.list.ring(number)
        await until(lambda: here.list.has_answered(1))
        assert here.list.has_answered(3) is None
        await until(lambda: here.list.has_answered(3))
        for number in (1, 2, 3):
            await here.node.place(number)


async def test_the_node_tells_how_many_wait_for_it_as_soon_as_they_do(tmp_path: Path):
    async with answering(tmp_path) as here:
        for number in (1, 2, 3):
            here.list.ring(number)
        await until(lambda: (CallSlots(1, SLOTS), -2) in here.list.told, within_s=0.1)
        await until(lambda: here.list.has_answered(3))
        assert here.list.told[-1] == (CallSlots(1, SLOTS), 0)


async def test_a_full_node_says_so(tmp_path: Path):
    async with answering(tmp_path) as here:
        for number in range(SLOTS + 1):
            here.list.ring(number)
        await until(lambda: here.list.has_answered(SLOTS) is False, within_s=0.1)


async def test_a_phone_that_stops_ringing_is_let_go(tmp_path: Path):
    async with answering(tmp_path, warm=0, takes_s=3.0) as here:
        here.list.ring(1)
        await until(lambda: here.node.pool.free == SLOTS - 1)
        here.list.ring(1, stopped=True)
        await until(lambda: here.node.pool.free == SLOTS, within_s=0.1)


async def test_a_slot_kept_for_a_call_that_went_to_another_node_is_free_again(tmp_path: Path):
    async with answering(tmp_path) as here:
        here.list.ring(1)
        await until(lambda: here.list.has_answered(1))
        here.list.ring(1, stopped=True)
        await until(lambda: here.node.pool.free == SLOTS, within_s=0.1)


async def test_phones_are_answered_again_when_redis_is_back(tmp_path: Path):
    async with answering(tmp_path) as here:
        here.list.broken = True
        here.list.ring(1)
        await asyncio.sleep(5 * AWAY_PAUSE_S)
        here.list.broken = False
        await asyncio.sleep(2 * AWAY_PAUSE_S)
        here.list.ring(2)
        await until(lambda: here.list.has_answered(2))
        assert not here.running.done()


async def test_phones_that_ring_when_the_gateway_ends_are_left_to_the_next(tmp_path: Path):
    async with answering(tmp_path, warm=0, takes_s=3.0) as here:
        here.list.ring(1)
        await until(lambda: here.node.pool.free == SLOTS - 1)
        here.running.cancel()
        await asyncio.gather(here.running, return_exceptions=True)
        assert here.list.left == [ticket(1).stream_key]


@pytest.mark.parametrize("defect", [ValueError("a bug"), RuntimeError("another")])
async def test_a_defect_with_one_phone_is_no_other_ones(
    tmp_path: Path, defect: Exception, monkeypatch: pytest.MonkeyPatch
):
    async with answering(tmp_path) as here:
        ring = here.node.pool.ring

        async def defective(key: str) -> None:
            if key == ticket(1).stream_key:
                raise defect
            await ring(key)

        here.node.pool.ring = defective  # type: ignore[method-assign]
        here.list.ring(1)
        here.list.ring(2)
        await until(lambda: here.list.has_answered(2))
        assert not here.running.done()
