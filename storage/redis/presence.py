"""Which roles have a process at work, in Redis: each tells it again and again, and every key expires by itself."""

from typing import Any

from redis.asyncio import Redis

from storage.redis.connection import redis_errors
from storage.redis.expiry import ttl_ms


class Presence:
    """Processes by their role. Methods raise `StorageError`."""

    def __init__(self, redis: Redis) -> None:
        # redis-py types every answer as a union of all client modes and protocols.
        self._redis: Any = redis

    async def tell(self, role: str, ttl_s: float) -> None:
        """Says that a process of this role is at work; forgotten after `ttl_s` unless told again."""
        with redis_errors():
            await self._redis.set(_key(role), b"", px=ttl_ms(ttl_s))

    async def is_told(self, role: str) -> bool:
        with redis_errors():
            return bool(await self._redis.exists(_key(role)))


def _key(role: str) -> str:
    return f"present:{role}"
