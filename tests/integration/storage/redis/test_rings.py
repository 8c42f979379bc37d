"""Phones that ring for a node, on a real Redis."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from redis.asyncio import Redis

from sandbox.local.redis import EmbeddedRedis
from storage.redis.capacity import CallSlots, Capacity
from storage.redis.connection import open_redis
from storage.redis.rings import Answer, Asked, Ring, Rings

FIRST, SECOND = "0190/0", "0191/0"


@pytest.fixture
async def own_redis(tmp_path: Path) -> AsyncIterator[Redis]:
    """Nodes are one list for the whole Redis."""
    with EmbeddedRedis(tmp_path / "redis") as server:
        client = open_redis(server.url)
        yield client
        await client.aclose()


@pytest.fixture
def rings(own_redis: Redis) -> Rings:
    return Rings(own_redis)


async def tell(rings: Rings, node: str, *, free: int = 20, ready: int = 3) -> None:
    await rings.tell(node, CallSlots(free, 20), ready, 30)


async def ask(rings: Rings, stream: str, *, reserve: int = 1, but: tuple[str, ...] = ()) -> object:
    return await rings.ask(stream, reserve=reserve, but=but)


async def test_the_node_finds_what_rings_for_it_in_order_and_its_answer_is_found(rings: Rings) -> None:
    await tell(rings, "a")
    assert await ask(rings, FIRST) == (Asked.ASKED, "a")
    assert await ask(rings, SECOND) == (Asked.ASKED, "a")
    assert await rings.answers([FIRST, SECOND]) == {}
    assert await rings.next("a", 1) == [Ring(FIRST), Ring(SECOND)]
    await rings.answer(FIRST, Answer("a", True), CallSlots(19, 20), 2, 30)
    await rings.answer(SECOND, Answer("a", False), CallSlots(19, 20), 2, 30)
    assert await rings.answers([FIRST, SECOND]) == {FIRST: Answer("a", True), SECOND: Answer("a", False)}
    assert await rings.holder(FIRST) == "a"
    assert await rings.holder(SECOND) is None


async def test_a_call_rings_once_however_often_its_webhook_comes(rings: Rings) -> None:
    await tell(rings, "a")
    assert await ask(rings, FIRST) == await ask(rings, FIRST) == (Asked.ASKED, "a")
    assert await rings.next("a", 1) == [Ring(FIRST)]
    await rings.answer(FIRST, Answer("a", True), CallSlots(19, 20), 2, 30)
    assert await ask(rings, FIRST) == (Asked.KNOWN, "a")


async def test_a_burst_is_shared_by_what_is_ready_before_any_node_has_told_again(rings: Rings) -> None:
    await tell(rings, "a", ready=3)
    await tell(rings, "b", ready=2)
    asked = [await rings.ask(f"{number}/0", reserve=1) for number in range(9)]
    nodes = [found[1] for found in asked if found is not None]
    assert sorted(nodes[:5]) == ["a", "a", "a", "b", "b"]
    assert sorted(nodes[5:]) == ["a", "a", "b", "b"], "then by who has fewer waiting"


async def test_those_that_wait_for_an_actor_weigh_as_much_as_those_on_the_list(rings: Rings) -> None:
    await tell(rings, "a", ready=-2)
    await tell(rings, "b", ready=-1)
    assert await ask(rings, FIRST) == (Asked.ASKED, "b")


async def test_the_last_slots_are_kept_back_from_fresh_calls_and_never_more_than_all_but_one(
    rings: Rings,
) -> None:
    await tell(rings, "a", free=2)
    assert await ask(rings, FIRST, reserve=2) is None
    assert await ask(rings, FIRST, reserve=1) == (Asked.ASKED, "a")
    assert await ask(rings, SECOND, reserve=1) is None, "one is on its list"
    assert await ask(rings, SECOND, reserve=0) == (Asked.ASKED, "a")
    await rings.tell("small", CallSlots(1, 1), 1, 30)
    assert await ask(rings, "0192/0", reserve=5) == (Asked.ASKED, "small")


async def test_a_node_asked_in_vain_is_not_asked_again(rings: Rings) -> None:
    await tell(rings, "a", ready=3)
    await tell(rings, "b", ready=0)
    assert await ask(rings, FIRST) == (Asked.ASKED, "a")
    await rings.answer(FIRST, Answer("a", False), CallSlots(20, 20), 3, 30)
    assert await ask(rings, FIRST, but=("a",)) == (Asked.ASKED, "b")
    assert await rings.answers([FIRST]) == {}, "the answer was that of the first"
    assert await ask(rings, FIRST, but=("a", "b")) is None


async def test_a_node_is_told_that_nobody_waits_any_more(rings: Rings) -> None:
    await tell(rings, "a")
    await ask(rings, FIRST)
    await rings.stop("a", FIRST)
    assert await rings.next("a", 1) == [Ring(FIRST, stopped=True)]
    await ask(rings, FIRST)
    await rings.next("a", 1)
    await rings.stop("a", FIRST)
    assert await rings.next("a", 1) == [Ring(FIRST, stopped=True)]


async def test_nodes_of_a_release_that_takes_no_rings_are_not_asked(rings: Rings, own_redis: Redis) -> None:
    assert await ask(rings, FIRST) is None
    await Capacity(own_redis).report("old", CallSlots(5, 20), 30)
    assert await ask(rings, FIRST) == (Asked.UNASKED, "old")
    await tell(rings, "new")
    assert await ask(rings, FIRST) == (Asked.ASKED, "new")


async def test_waiting_for_a_ring_ends_with_it_or_in_time(rings: Rings) -> None:
    assert await rings.next("a", 0.1) == []
    waiting = asyncio.get_running_loop().create_task(rings.next("a", 2))
    await tell(rings, "a")
    await ask(rings, FIRST)
    assert await waiting == [Ring(FIRST)]


async def test_what_a_gateway_leaves_is_found_by_the_next(rings: Rings) -> None:
    await rings.put_back("a", FIRST)
    assert await rings.next("a", 1) == [Ring(FIRST)]


async def test_every_key_of_a_ring_expires(rings: Rings, own_redis: Redis) -> None:
    await tell(rings, "a")
    await ask(rings, FIRST)
    await rings.stop("a", SECOND)
    await rings.answer(FIRST, Answer("a", True), CallSlots(1, 1), 1, 30)
    for key in await own_redis.keys("*"):
        assert await own_redis.pttl(key) > 0, key
