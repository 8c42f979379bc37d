"""Answers kept for a while: worked out once for many, never older than the last change, and without Redis too."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from domain.errors import NotFound
from domain.ids import new_id
from sandbox.local.process import free_port
from services.kept_answers import KeptAnswers
from storage.redis.answers import Answers, Kind
from storage.redis.connection import open_redis


class Work:
    """Counts how often it is done, and waits for leave to finish."""

    def __init__(self, *, waits: bool = False) -> None:
        self.done = 0
        self.begun = asyncio.Event()
        self.may_end = asyncio.Event()
        if not waits:
            self.may_end.set()

    async def __call__(self) -> str:
        self.done += 1
        text = f"answer {self.done}"
        self.begun.set()
        await self.may_end.wait()
        return text


def kept(redis: Redis) -> KeptAnswers:
    """One process's."""
    return KeptAnswers(Answers(redis), Kind.AVAILABILITY, 60)


async def test_an_answer_is_worked_out_once_and_then_kept(redis: Redis) -> None:
    business_id, work = new_id(), Work()
    assert [await kept(redis).get(business_id, "a", work) for _ in range(3)] == ["answer 1"] * 3
    assert await kept(redis).get(business_id, "b", work) == "answer 2"
    assert await kept(redis).get(new_id(), "a", work) == "answer 3"
    keys = [key async for key in redis.scan_iter(f"answers:{{{business_id}}}:*")]
    assert len(keys) >= len(("generation", "a", "b"))
    assert min([await redis.ttl(key) for key in keys]) > 0


@pytest.mark.parametrize("processes", [1, 3], ids=["one process", "three processes"])
async def test_many_at_once_have_it_worked_out_once(redis: Redis, processes: int) -> None:
    business_id, work = new_id(), Work(waits=True)
    caches = [kept(redis) for _ in range(processes)]
    asking = [
        asyncio.create_task(caches[number % processes].get(business_id, "a", work)) for number in range(30)
    ]
    await work.begun.wait()
    work.may_end.set()
    assert await asyncio.gather(*asking) == ["answer 1"] * 30


async def test_a_reader_slower_than_a_write_does_not_put_the_old_answer_back(redis: Redis) -> None:
    business_id, slow = new_id(), Work(waits=True)
    cache = kept(redis)
    reading = asyncio.create_task(cache.get(business_id, "a", slow))
    await slow.begun.wait()
    await Answers(redis).invalidate(business_id)
    fresh = Work()
    fresh.done = 10
    assert await cache.get(business_id, "a", fresh) == "answer 11"  # and it does not wait for the slow one
    slow.may_end.set()
    assert await reading == "answer 1"
    assert await cache.get(business_id, "a", fresh) == "answer 11"
    assert await kept(redis).get(business_id, "a", fresh) == "answer 11"


async def test_who_works_it_out_may_go_or_fail_and_the_others_get_an_answer(redis: Redis) -> None:
    business_id, work = new_id(), Work(waits=True)
    cache = kept(redis)
    leader = asyncio.create_task(cache.get(business_id, "a", work))
    await work.begun.wait()
    other = asyncio.create_task(cache.get(business_id, "a", work))
    await asyncio.sleep(0)
    leader.cancel()
    work.may_end.set()
    assert await other == "answer 2"

    async def refused() -> str:
        raise NotFound("no such offering")

    for _ in range(2):  # a refusal is not kept
        with pytest.raises(NotFound):
            await cache.get(business_id, "c", refused)
    assert await cache.get(business_id, "c", Work()) == "answer 1"


async def test_who_asks_may_go_and_the_answer_is_worked_out_all_the_same(redis: Redis) -> None:
    business_id, work = new_id(), Work(waits=True)
    cache = kept(redis)
    leader = asyncio.create_task(cache.get(business_id, "a", work))
    await work.begun.wait()
    other = asyncio.create_task(cache.get(business_id, "a", work))
    await asyncio.sleep(0.01)
    other.cancel()
    with pytest.raises(asyncio.CancelledError):
        await other
    work.may_end.set()
    assert await leader == "answer 1"


@pytest.fixture
async def no_redis() -> AsyncIterator[Redis]:
    client = open_redis(f"redis://127.0.0.1:{free_port()}/0")
    yield client
    await client.aclose()


async def test_without_redis_every_answer_is_worked_out(no_redis: Redis) -> None:
    cache, work = kept(no_redis), Work()
    assert [await cache.get(new_id(), "a", work) for _ in range(3)] == ["answer 1", "answer 2", "answer 3"]
