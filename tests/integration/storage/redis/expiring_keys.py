"""Waiting until Redis has dropped a key whose time is over."""

import asyncio

from redis.asyncio import Redis


async def until_gone(redis: Redis, key: str) -> None:
    async with asyncio.timeout(10):
        while await redis.exists(key):  # noqa: ASYNC110
            await asyncio.sleep(0.005)
