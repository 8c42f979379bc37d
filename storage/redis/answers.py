"""Answers that cost something to work out, kept for a while, and which businesses wrote a moment ago.

An answer's key holds the generation of its business and kind. Whoever changes what answers are made of begins another
generation: an answer that was worked out before, however slowly, is then kept where nobody looks. Generations are
random, not counted: one that Redis has lost does not come again. Every key expires by itself. Works with Redis 6.2.
Methods raise `StorageError` when Redis is unreachable.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from redis.asyncio import Redis

from storage.redis.connection import redis_errors

GENERATION_TTL_S = 24 * 3600

# KEYS generation; ARGV a fresh one, its seconds, the answer's name. The answer lies in the generation's slot.
_LOOK = """
local generation = redis.call('GET', KEYS[1])
if not generation then
  generation = ARGV[1]
  redis.call('SET', KEYS[1], generation, 'EX', ARGV[2])
end
return {generation, redis.call('GET', KEYS[1] .. ':' .. generation .. ':' .. ARGV[3])}
"""

# KEYS answer, who works it out; ARGV for how many milliseconds.
_BEGIN = """
local text = redis.call('GET', KEYS[1])
if text then return {0, text} end
return {redis.call('SET', KEYS[2], 1, 'NX', 'PX', ARGV[1]) and 1 or 0, false}
"""


class Kind(StrEnum):
    """Answers that become void together."""

    AVAILABILITY = "availability"
    STATS = "stats"


@dataclass(frozen=True, slots=True)
class Kept:
    """`key` is where the answer belongs now; `text` is None when there is none."""

    key: str
    text: str | None


class Answers:
    """Of all processes."""

    def __init__(self, redis: Redis) -> None:
        # redis-py types every answer as a union of all client modes and protocols.
        self._redis: Any = redis

    async def look(self, business_id: UUID, kind: Kind, name: str) -> Kept:
        """The answer of this name in the generation of now."""
        generation = _generation(business_id, kind)
        with redis_errors():
            now, text = await self._redis.eval(_LOOK, 1, generation, uuid4().hex, GENERATION_TTL_S, name)
        key = f"{generation}:{now.decode()}:{name}"
        return Kept(key, text.decode() if text is not None else None)

    async def keep(self, key: str, text: str, ttl_s: int) -> None:
        """Keeps an answer under the key `look` gave, and lets others work out the next."""
        with redis_errors():
            async with self._redis.pipeline(transaction=False) as pipe:
                pipe.set(key, text, ex=ttl_s)
                pipe.delete(_flight(key))
                await pipe.execute()

    async def begin(self, key: str, ttl_ms: int) -> bool | str:
        """The answer, if somebody has kept it meanwhile; else whether the caller is the one to work it out now, for so
        long or until it `keep`s it or gives it up."""
        with redis_errors():
            begun, text = await self._redis.eval(_BEGIN, 2, key, _flight(key), ttl_ms)
        return text.decode() if text is not None else bool(begun)

    async def give_up(self, key: str) -> None:
        with redis_errors():
            await self._redis.delete(_flight(key))

    async def invalidate(
        self, business_id: UUID, kinds: Collection[Kind] = tuple(Kind), *, written_for_ms: int = 0
    ) -> None:
        """Makes every answer of these kinds void.

        Args:
            written_for_ms: how long `is_recent` is to say that the business has written.
        """
        with redis_errors():
            async with self._redis.pipeline(transaction=False) as pipe:
                for kind in kinds:
                    pipe.set(_generation(business_id, kind), uuid4().hex, ex=GENERATION_TTL_S)
                if written_for_ms:
                    pipe.set(_written(business_id), b"1", px=written_for_ms)
                await pipe.execute()

    async def is_recent(self, business_id: UUID) -> bool:
        """Whether the business wrote a moment ago."""
        with redis_errors():
            return bool(await self._redis.exists(_written(business_id)))


def _generation(business_id: UUID, kind: Kind) -> str:
    return f"answers:{{{business_id}}}:{kind.value}"


def _flight(key: str) -> str:
    return f"{key}:flight"


def _written(business_id: UUID) -> str:
    return f"written:{{{business_id}}}"
