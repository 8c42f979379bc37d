"""Profiles of businesses as calls read them, kept for a while.

A change leaves a mark in the profile's stead for longer than a read of Postgres takes: who read before the change finds
it and does not keep what is void. Methods raise `StorageError` when Redis is unreachable.
"""

from typing import Any, cast
from uuid import UUID

from redis.asyncio import Redis

from storage.redis.connection import redis_errors

CHANGED = b"changed"
CHANGED_S = 6
"""Longer than a profile is waited for (`services.profiles.READ_TIMEOUT_S`)."""

# KEYS profile; ARGV the new one, its seconds, the mark of a change, which stays.
_KEEP = """
if redis.call('GET', KEYS[1]) == ARGV[3] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
return 1
"""


class ProfileCache:
    """Of all processes."""

    def __init__(self, redis: Redis) -> None:
        # redis-py types every answer as a union of all client modes and protocols.
        self._redis: Any = redis

    async def get(self, business_id: UUID) -> bytes | None:
        """What is kept; None where nothing is, or a change was a moment ago."""
        with redis_errors():
            found = cast("bytes | None", await self._redis.get(_key(business_id)))
        return None if found == CHANGED else found

    async def keep(self, business_id: UUID, profile: bytes, ttl_s: int) -> None:
        with redis_errors():
            await self._redis.eval(_KEEP, 1, _key(business_id), profile, ttl_s, CHANGED)

    async def forget(self, business_id: UUID) -> None:
        """The next call reads the profile anew."""
        with redis_errors():
            await self._redis.set(_key(business_id), CHANGED, ex=CHANGED_S)


def _key(business_id: UUID) -> str:
    return f"profile:{business_id}"
