"""Texts of a number are counted for a day, each once."""

import asyncio

from redis.asyncio import Redis

from domain.ids import new_id
from storage.redis.text_counts import DAY_S, TextCounts


def unused() -> str:
    return f"+614{new_id().int % 10**8:08d}"


async def test_a_number_gets_so_many_and_each_counts_once(redis: Redis) -> None:
    counts, number = TextCounts(redis), unused()
    assert [await counts.take(number, item, 2) for item in ("one", "one", "two", "three", "one")] == [
        True,
        True,
        True,
        False,
        True,
    ]
    assert await counts.take(unused(), "three", 2)


async def test_of_many_at_once_no_more_than_allowed_pass(redis: Redis) -> None:
    counts, number = TextCounts(redis), unused()
    passed = await asyncio.gather(*(counts.take(number, str(item), 5) for item in range(40)))
    assert sum(passed) == 5


async def test_numbers_are_not_readable_and_everything_expires(redis: Redis) -> None:
    number = unused()
    before = set(await redis.keys("texts:*"))
    await TextCounts(redis).take(number, "one", 2)
    (key,) = set(await redis.keys("texts:*")) - before
    assert number[1:] not in key.decode()
    assert 0 < await redis.ttl(key) <= DAY_S
