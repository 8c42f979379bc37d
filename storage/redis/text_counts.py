"""How many text messages a number has got within a day, over all businesses.

Numbers are kept hashed. Every key expires by itself. Works with Redis 6.2. Methods raise `StorageError` when Redis is
unreachable.
"""

import hashlib
from typing import Any

from redis.asyncio import Redis

from storage.redis.connection import redis_errors

DAY_S = 24 * 3600

# KEYS texts; ARGV item, most, day. Redis' own clock: a text counts for a day, and once however often it is tried.
_COUNT = """
local time = redis.call('TIME')
local now = tonumber(time[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[3])
if redis.call('ZSCORE', KEYS[1], ARGV[1]) then return 1 end
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[2]) then return 0 end
redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('EXPIRE', KEYS[1], ARGV[3])
return 1
"""


class TextCounts:
    """Of all processes."""

    def __init__(self, redis: Redis) -> None:
        # redis-py types every answer as a union of all client modes and protocols.
        self._redis: Any = redis

    async def take(self, number: str, item: str, most: int) -> bool:
        """Counts a text to this number; False, and it is not counted, when it has had `most` within a day.

        Args:
            item: names the text; the same one counts once.
        """
        key = f"texts:{hashlib.sha256(number.encode()).hexdigest()[:32]}"
        with redis_errors():
            return bool(await self._redis.eval(_COUNT, 1, key, item, most, DAY_S))
