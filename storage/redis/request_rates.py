"""How fast somebody may ask: GCRA, the leaky bucket as one number a key, right across replicas.

Every key expires by itself. Works with Redis 6.2. Methods raise `StorageError` when Redis is unreachable.
"""

import hashlib
from dataclasses import dataclass
from typing import Any

from redis.asyncio import Redis

from storage.redis.connection import redis_errors

# KEYS the theoretical arrival time; ARGV milliseconds between two requests, how many may come at once, 0 to look only.
# Redis' own clock, so that replicas whose clocks differ agree.
# Source: https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm
_TAKE = """
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local every, burst, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local due = tonumber(redis.call('GET', KEYS[1]) or now)
if due < now then due = now end
local early = due + every - burst * every - now
if early > 0 then return {0, 0, math.ceil(early), math.ceil(due - now)} end
due = due + cost * every
if cost > 0 then redis.call('SET', KEYS[1], due, 'PX', math.ceil(due - now) + 1000) end
return {1, math.floor((burst * every - (due - now)) / every), 0, math.ceil(due - now)}
"""


@dataclass(frozen=True, slots=True)
class Rate:
    """`limit` requests at once, and again as many within `window_s`."""

    limit: int
    window_s: int = 60


@dataclass(frozen=True, slots=True)
class Taken:
    """Whether a request may pass, how many more may at once, and in how many seconds the next may, and all may."""

    allowed: bool
    remaining: int
    retry_after_s: float
    reset_s: float


class RequestRates:
    """Of all processes."""

    def __init__(self, redis: Redis) -> None:
        # redis-py types every answer as a union of all client modes and protocols.
        self._redis: Any = redis

    async def take(self, who: str, rate: Rate) -> Taken:
        """Counts a request of `who`, which is kept hashed; one that may not pass is not counted."""
        return await self._ask(who, rate, 1)

    async def look(self, who: str, rate: Rate) -> Taken:
        """Whether a request might pass; nothing is counted."""
        return await self._ask(who, rate, 0)

    async def _ask(self, who: str, rate: Rate, cost: int) -> Taken:
        key = f"rate:{hashlib.sha256(who.encode()).hexdigest()[:32]}"
        with redis_errors():
            allowed, remaining, retry_ms, reset_ms = await self._redis.eval(
                _TAKE, 1, key, rate.window_s * 1000 / rate.limit, rate.limit, cost
            )
        return Taken(bool(allowed), int(remaining), int(retry_ms) / 1000, int(reset_ms) / 1000)
