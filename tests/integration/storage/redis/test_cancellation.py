"""What redis-py makes of many commands at once and of cancelled ones, and what we make of that."""

import asyncio

import pytest

from domain.errors import StorageError
from storage.redis.connection import open_redis, redis_errors

STEPS = 12
"""Of the event loop: more than a command takes, with and without a connection to be made."""


@pytest.mark.parametrize("connected", [True, False])
async def test_a_cancelled_command_ends_the_task_that_waited_for_it(redis_url: str, connected: bool):
    redis = open_redis(redis_url, max_connections=4)
    swallowed: list[int] = []

    async def command(step: int) -> None:
        with redis_errors():
            await redis.lrange("nothing", 0, -1)  # type: ignore[misc]
        task = asyncio.current_task()
        if task is not None and task.cancelling():
            swallowed.append(step)

    for step in range(STEPS):
        for _ in range(10):
            if connected:
                await redis.ping()  # type: ignore[misc]
            else:
                await redis.connection_pool.disconnect()
            task = asyncio.create_task(command(step))
            for _ in range(step):
                await asyncio.sleep(0)
            task.cancel()
            await asyncio.wait({task})
    await redis.aclose()
    assert swallowed == []


async def test_a_timeout_around_a_command_is_a_timeout(redis_url: str):
    redis = open_redis(redis_url, max_connections=1)

    async def hurried() -> None:
        async with asyncio.timeout(0.05):
            with redis_errors():
                await redis.blpop(["nothing"], timeout=2)  # type: ignore[misc]

    with pytest.raises(TimeoutError):
        await hurried()
    task = asyncio.current_task()
    assert task is not None
    assert task.cancelling() == 0
    with redis_errors():
        assert await redis.ping()  # type: ignore[misc]
    await redis.aclose()


async def test_more_commands_than_connections_wait_for_one(redis_url: str):
    redis = open_redis(redis_url, max_connections=2)
    answers = await asyncio.gather(*(redis.echo(str(n)) for n in range(50)))
    assert answers == [str(n).encode() for n in range(50)]
    await redis.aclose()


async def test_a_command_that_gets_no_connection_in_time_is_an_outage(redis_url: str):
    redis = open_redis(redis_url, max_connections=1, answer_timeout_s=0.2)
    connection = await redis.connection_pool.get_connection()
    with pytest.raises(StorageError), redis_errors():
        await redis.ping()  # type: ignore[misc]
    await redis.connection_pool.release(connection)
    assert await redis.ping()  # type: ignore[misc]
    await redis.aclose()
