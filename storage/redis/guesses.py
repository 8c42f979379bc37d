"""How many wrong passwords an account and an address have had lately.

Accounts are kept hashed. Every key expires by itself. Works with Redis 6.2. Methods raise `StorageError` when Redis is
unreachable.
"""

import hashlib
from typing import Any

from redis.asyncio import Redis

from storage.redis.connection import redis_errors

# KEYS account, address; ARGV window. Counted before the password is looked at: guesses made at once count too.
_TAKE = """
local counts = {}
for i = 1, 2 do
  counts[i] = redis.call('INCR', KEYS[i])
  if redis.call('TTL', KEYS[i]) < 0 then redis.call('EXPIRE', KEYS[i], ARGV[1]) end
end
return counts
"""

# KEYS account, address. An address whose time is over meanwhile stays away: DECR would make a key that never expires.
_WAS_RIGHT = """
redis.call('DEL', KEYS[1])
if tonumber(redis.call('GET', KEYS[2]) or 0) > 0 then redis.call('DECR', KEYS[2]) end
"""


class GuessCounts:
    """Of all processes."""

    def __init__(self, redis: Redis) -> None:
        # redis-py types every answer as a union of all client modes and protocols.
        self._redis: Any = redis

    async def take(self, account: str, address: str, window_s: int) -> tuple[int, int]:
        """Counts a guess; gives how many there are of the account and of the address, this one included."""
        with redis_errors():
            of_account, of_address = await self._redis.eval(
                _TAKE, 2, _key("account", account), _key("address", address), window_s
            )
        return int(of_account), int(of_address)

    async def was_right(self, account: str, address: str) -> None:
        """The account starts anew, and the guess does not count against the address."""
        with redis_errors():
            await self._redis.eval(_WAS_RIGHT, 2, _key("account", account), _key("address", address))


def _key(what: str, of: str) -> str:
    return f"guesses:{what}:{hashlib.sha256(of.encode()).hexdigest()[:32]}"
