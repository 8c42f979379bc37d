"""While code is being replaced, a release reads what the next one has written: with more in it than it knows."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from redis.asyncio import Redis

from domain.call.effects import NextStepKind
from domain.call.next_step import NextStep
from domain.ids import new_id
from sandbox.local.redis import EmbeddedRedis
from storage.redis.capacity import CallSlots
from storage.redis.connection import open_redis
from storage.redis.dead_letters import DeadLetter
from storage.redis.deferred import DeferredWrite
from storage.redis.nodes import NodeReport
from storage.redis.stores import RedisStores
from storage.redis.tickets import Ticket, hash_token
from storage.redis.transfers import Ringing

NOW = datetime(2026, 11, 23, 5, 17, tzinfo=UTC)
REPORT = NodeReport(live=3, slots=20, warm=2, outdated=1, draining=False, pid=4711)
RINGING = Ringing("+61400000001", "+61280005678", 1_700_000_000.0)
LETTER = DeadLetter("stale_calls", "7", "unwritable", 3, NOW)
STEP = NextStep(NextStepKind.TRANSFER, "One moment.", "a complaint")
BUSINESS_ID, CALL_ID = new_id(), new_id()
TICKET = Ticket(CALL_ID, BUSINESS_ID, "CA1", "+61400000001", "+61280001234", hash_token("t"), NOW, 2)
WRITE = DeferredWrite(BUSINESS_ID, CALL_ID, None, "take_message", {"message": "Ring me"}, "key", NOW)

MORE = {"since": "the next release"}


@pytest.fixture(scope="module")
def own_redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Everything in it is rewritten by these tests."""
    with EmbeddedRedis(tmp_path_factory.mktemp("releases") / "redis") as server:
        yield server.url


@pytest.fixture
async def own_redis(own_redis_url: str) -> AsyncIterator[Redis]:
    client = open_redis(own_redis_url)
    await client.flushall()
    yield client
    await client.aclose()


async def _node(stores: RedisStores) -> Callable[[], Awaitable[object]]:
    await stores.nodes.report("a", REPORT, 60)
    return stores.nodes.all


async def _capacity(stores: RedisStores) -> Callable[[], Awaitable[object]]:
    await stores.capacity.report("a", CallSlots(3, 8), 60)
    return stores.capacity.by_node


async def _transfer(stores: RedisStores) -> Callable[[], Awaitable[object]]:
    await stores.transfers.began(BUSINESS_ID, "CA1", RINGING)
    return lambda: stores.transfers.under_way(BUSINESS_ID)


async def _dead_letter(stores: RedisStores) -> Callable[[], Awaitable[object]]:
    await stores.dead_letters.add(LETTER)
    return lambda: stores.dead_letters.latest(10)


async def _next_step(stores: RedisStores) -> Callable[[], Awaitable[object]]:
    await stores.next_steps.put("CA1", STEP)
    return lambda: stores.next_steps.get("CA1")


async def _ticket(stores: RedisStores) -> Callable[[], Awaitable[object]]:
    await stores.tickets.admit(TICKET, 60)
    return lambda: stores.tickets.claim(CALL_ID, "t")


async def _lease(stores: RedisStores) -> Callable[[], Awaitable[object]]:
    await stores.leases.renew([TICKET], 60)
    return lambda: stores.leases.ticket(CALL_ID)


async def _deferred_write(stores: RedisStores) -> Callable[[], Awaitable[object]]:
    await stores.deferred.place(WRITE, NOW)

    async def given_out() -> object:
        return [item.write for item in await stores.deferred.claim(10, NOW, 30.0)]

    return given_out


async def _dead_write(stores: RedisStores) -> Callable[[], Awaitable[object]]:
    await stores.deferred.place(WRITE, NOW)
    (item,) = await stores.deferred.claim(10, NOW, 30.0)
    await stores.deferred.bury(item, "unwritable", NOW + timedelta(seconds=1))

    async def dead() -> object:
        return [write.write for write in await stores.deferred.dead(10)]

    return dead


KEPT: dict[str, tuple[Callable[[RedisStores], Awaitable[Callable[[], Awaitable[object]]]], object]] = {
    "a node's report": (_node, {"a": REPORT}),
    "a node's slots": (_capacity, {"a": CallSlots(3, 8)}),
    "a person who is rung": (_transfer, {"CA1": RINGING}),
    "a dead letter": (_dead_letter, [LETTER]),
    "a next step": (_next_step, STEP),
    "a ticket": (_ticket, TICKET),
    "a lease": (_lease, TICKET),
    "a deferred write": (_deferred_write, [WRITE]),
    "a dead write": (_dead_write, [WRITE]),
}


@pytest.mark.parametrize("kept", KEPT)
async def test_what_the_next_release_says_beyond_it_is_ignored(own_redis: Redis, kept: str) -> None:
    write, expected = KEPT[kept]
    read = await write(RedisStores.over(own_redis))
    assert await _grown(own_redis), "nothing was found to add to"
    assert await read() == expected


async def _grown(client: Redis) -> int:
    """Adds a field to everything that is kept; returns to how many values."""
    redis: Any = client
    grown = 0
    for key in await redis.keys("*"):
        kind = (await redis.type(key)).decode()
        if kind == "string":
            value = await redis.get(key)
            if (more := _more(value)) != value:
                await redis.set(key, more, keepttl=True)
                grown += 1
        elif kind == "hash":
            for name, value in (await redis.hgetall(key)).items():
                if (more := _more(value)) != value:
                    await redis.hset(key, name, more)
                    grown += 1
    return grown


def _more(value: bytes) -> bytes:
    if value.startswith(b"{"):
        return json.dumps(json.loads(value) | MORE).encode()
    numbers = value.split(b",")
    return value + b",1" if len(numbers) > 1 and all(number.isdigit() for number in numbers) else value
