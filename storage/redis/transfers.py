"""People who are being rung for callers, in Redis: by this a call is known that comes back to us from one of them.

Works with Redis 6.2. Methods raise `StorageError` when Redis is unreachable.
"""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from redis.asyncio import Redis

from domain.known_fields import known_fields
from storage.redis.connection import redis_errors
from storage.redis.expiry import ttl_ms

KEEP_S = 90.0
"""Longer than any phone is rung."""


@dataclass(frozen=True, slots=True)
class Ringing:
    """Who is rung for whom, since when (seconds since the epoch); `caller` as the carrier wrote it."""

    caller: str
    number: str
    since_s: float


class Transfers:
    """One hash a business."""

    def __init__(self, redis: Redis) -> None:
        # redis-py types every answer as a union of all client modes and protocols.
        self._redis: Any = redis

    async def began(self, business_id: UUID, call_sid: str, ringing: Ringing) -> None:
        """A person is rung for this call."""
        key = _key(business_id)
        value = json.dumps({"caller": ringing.caller, "number": ringing.number, "since_s": ringing.since_s})
        with redis_errors():
            async with self._redis.pipeline() as pipeline:
                pipeline.hset(key, call_sid, value)
                pipeline.pexpire(key, ttl_ms(KEEP_S))
                await pipeline.execute()

    async def ended(self, business_id: UUID, call_sid: str) -> None:
        """Nobody is rung for this call any more."""
        with redis_errors():
            await self._redis.hdel(_key(business_id), call_sid)

    async def under_way(self, business_id: UUID) -> dict[str, Ringing]:
        """By call sid; the end of some may not be known."""
        with redis_errors():
            found = await self._redis.hgetall(_key(business_id))
        return {_text(call_sid): _ringing(value) for call_sid, value in found.items()}


def _key(business_id: UUID) -> str:
    return f"ringing:{business_id}"


def _ringing(value: str | bytes) -> Ringing:
    return Ringing(**known_fields(Ringing, json.loads(value)))


def _text(value: str | bytes) -> str:
    return value.decode() if isinstance(value, bytes) else value
