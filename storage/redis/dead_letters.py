"""What nobody tries any more, for operators to read: one entry for each item, the latest word on it.

Everything expires with `KEEP_S`. Works with Redis 6.2. Methods raise `StorageError` when Redis is unreachable.
"""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from redis.asyncio import Redis

from domain.known_fields import known_fields
from storage.redis.connection import redis_errors

KEEP_S = 30 * 24 * 3600
MOST = 1000
"""Entries; the oldest go first."""

_LETTERS = "dead_letters"
_WHEN = "dead_letters:when"

# KEYS letters, when; ARGV name, letter, at, keep, most
_ADD = """
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('ZADD', KEYS[2], ARGV[3], ARGV[1])
local over = redis.call('ZCARD', KEYS[2]) - ARGV[5]
if over > 0 then
  for _, name in ipairs(redis.call('ZRANGE', KEYS[2], 0, over - 1)) do redis.call('HDEL', KEYS[1], name) end
  redis.call('ZREMRANGEBYRANK', KEYS[2], 0, over - 1)
end
redis.call('EXPIRE', KEYS[1], ARGV[4])
redis.call('EXPIRE', KEYS[2], ARGV[4])
"""


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """An item given up.

    Attributes:
        source: whose work it was: `stale_calls`, `lost_calls`, ...
        item: its id there.
        reason: why, without personal data.
        failures: how often it was tried.
        at: when it was given up; aware.
    """

    source: str
    item: str
    reason: str
    failures: int
    at: datetime

    @property
    def name(self) -> str:
        return f"{self.source}:{self.item}"


class DeadLetters:
    """Those of all processes."""

    def __init__(self, redis: Redis) -> None:
        # redis-py types every answer as a union of all client modes and protocols.
        self._redis: Any = redis

    async def add(self, letter: DeadLetter) -> None:
        """Keeps the letter, in the place of an earlier one about the same item."""
        body = json.dumps(asdict(letter), default=str)
        with redis_errors():
            await self._redis.eval(
                _ADD, 2, _LETTERS, _WHEN, letter.name, body, letter.at.timestamp(), KEEP_S, MOST
            )

    async def latest(self, limit: int) -> list[DeadLetter]:
        """The latest first."""
        with redis_errors():
            names = await self._redis.zrevrange(_WHEN, 0, limit - 1)
            bodies: list[bytes | None] = await self._redis.hmget(_LETTERS, names) if names else []
        return [_read(body) for body in bodies if body is not None]

    async def count(self) -> int:
        with redis_errors():
            return int(await self._redis.zcard(_WHEN))

    async def forget(self, name: str) -> bool:
        """Takes a letter off the list; False when it is not there."""
        with redis_errors():
            await self._redis.zrem(_WHEN, name)
            return bool(await self._redis.hdel(_LETTERS, name))


def _read(body: bytes) -> DeadLetter:
    fields = known_fields(DeadLetter, json.loads(body))
    fields["at"] = datetime.fromisoformat(fields["at"])
    return DeadLetter(**fields)
