"""How fast somebody may ask: GCRA, the leaky bucket as one number a key, right across replicas.

Every key expires by itself. Works with Redis 6.2. Methods raise `StorageError` when Redis is unreachable.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import NoScriptError

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

_TAKE_DIGEST = hashlib.sha1(_TAKE.encode(), usedforsecurity=False).hexdigest()


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
        (taken,) = await self._ask((who, rate, 1))
        return taken

    async def take_and_look(self, who: str, rate: Rate, also: str, rate_of_also: Rate) -> tuple[Taken, Taken]:
        """Counts a request of `who`, and looks whether one of `also` might pass, in one round trip."""
        taken, looked = await self._ask((who, rate, 1), (also, rate_of_also, 0))
        return taken, looked

    async def _ask(self, *asked: tuple[str, Rate, int]) -> list[Taken]:
        with redis_errors():
            try:
                answers = await self._evaluated(asked, known=True)
            except NoScriptError:  # the server was started since
                answers = await self._evaluated(asked, known=False)
        return [
            Taken(bool(allowed), int(remaining), int(retry_ms) / 1000, int(reset_ms) / 1000)
            for allowed, remaining, retry_ms, reset_ms in answers
        ]

    async def _evaluated(self, asked: Sequence[tuple[str, Rate, int]], *, known: bool) -> Sequence[Any]:
        """The script's answers; only its digest is sent where the server is taken to know it."""
        pipe = self._redis.pipeline(transaction=False) if len(asked) > 1 else self._redis
        evaluate = pipe.evalsha if known else pipe.eval
        answers: list[Any] = []
        for who, rate, cost in asked:
            key = f"rate:{hashlib.sha256(who.encode()).hexdigest()[:32]}"
            every_ms = rate.window_s * 1000 / rate.limit
            answers.append(evaluate(_TAKE_DIGEST if known else _TAKE, 1, key, every_ms, rate.limit, cost))
        return await pipe.execute() if pipe is not self._redis else [await answers[0]]
