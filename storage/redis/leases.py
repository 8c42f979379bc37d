"""Who serves each live call, in Redis: a lease that the serving process renews, and that lapses when it cannot.

Redis' own clock decides, so the nodes' clocks may differ. Works with Redis 6.2. Every key expires by itself.
Methods raise `StorageError` when Redis is unreachable.
"""

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

from redis.asyncio import Redis

from storage.redis.connection import redis_errors
from storage.redis.expiry import ttl_ms
from storage.redis.tickets import Ticket, ticket_key

LEASE_TTL_S = 2.5
"""Unless renewed. A lapsed lease has the call redirected: 3 s after its process was last heard of."""

KEEP_S = 3600.0
"""How long a lapsed lease can still be taken; later the sweep of stale calls finds the call."""

REDIRECT_WITHIN_S = 10.0
"""A redirect that was ordered longer ago will not come any more."""

_LAPSES = "leases"

_NOW = """
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
"""

# A ticket of an earlier stream than the stored one's is that of a process the call has left: it must not keep the call.
_RENEW = f"""
{_NOW}
local until_ms, keep_ms = now + ARGV[1], ARGV[2]
local left = {{}}
for i = 2, #KEYS do
    local call_id, ticket, generation = ARGV[3 * i - 3], ARGV[3 * i - 2], tonumber(ARGV[3 * i - 1])
    local stored = redis.call('GET', KEYS[i])
    if stored and (cjson.decode(stored)['moves'] or 0) > generation then
        table.insert(left, i - 2)
    else
        redis.call('SET', KEYS[i], ticket, 'PX', keep_ms)
        redis.call('ZADD', KEYS[1], until_ms, call_id)
    end
end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - keep_ms)
redis.call('PEXPIRE', KEYS[1], 2 * keep_ms)
return left
"""

_RELEASE = """
local stored = redis.call('GET', KEYS[2])
if stored and (cjson.decode(stored)['moves'] or 0) > tonumber(ARGV[2]) then return 0 end
redis.call('ZREM', KEYS[1], ARGV[1])
redis.call('DEL', KEYS[2])
return 1
"""

_LAPSED = f"""
{_NOW}
return redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, ARGV[1])
"""

_TAKE = f"""
{_NOW}
local lapses = redis.call('ZSCORE', KEYS[1], ARGV[1])
if not lapses or tonumber(lapses) > now then return false end
local ticket = redis.call('GET', KEYS[2])
if ticket then
    redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
else
    redis.call('ZREM', KEYS[1], ARGV[1])
end
return ticket
"""

_SUPERSEDED = f"""
{_NOW}
local function later(ticket) return ticket and (cjson.decode(ticket)['moves'] or 0) > tonumber(ARGV[1]) end
if later(redis.call('GET', KEYS[1])) then return 1 end
local admitted = redis.call('HMGET', KEYS[2], 'ticket', 'redirected_at')
if not later(admitted[1]) then return 0 end
if admitted[2] and now - tonumber(admitted[2]) > tonumber(ARGV[2]) then return 0 end
return 1
"""


class Leases:
    """One lease per live call."""

    def __init__(self, redis: Redis) -> None:
        # redis-py types every answer as a union of all client modes and protocols.
        self._redis: Any = redis

    async def renew(self, tickets: Sequence[Ticket], ttl_s: float) -> tuple[Ticket, ...]:
        """Holds these calls for `ttl_s` from now, all in one round trip.

        A ticket of a later stream replaces the stored one; one of an earlier stream changes nothing.

        Returns:
            Those of the tickets whose calls have moved on: somebody has a newer one.
        """
        if not tickets:
            return ()
        keys = [_LAPSES, *(_key(ticket.call_id) for ticket in tickets)]
        held = [part for t in tickets for part in (str(t.call_id), t.to_json(), t.stream_generation)]
        with redis_errors():
            left = cast(
                "list[int]",
                await self._redis.eval(_RENEW, len(keys), *keys, ttl_ms(ttl_s), ttl_ms(KEEP_S), *held),
            )
        return tuple(tickets[index] for index in left)

    async def release(self, call_id: UUID, stream_generation: int | None = None) -> None:
        """Nobody has to serve the call any more; with a generation, unless it has a later stream."""
        latest = 1 << 30 if stream_generation is None else stream_generation
        with redis_errors():
            await self._redis.eval(_RELEASE, 2, _LAPSES, _key(call_id), str(call_id), latest)

    async def lapsed(self, limit: int) -> list[UUID]:
        """Calls whose lease was not renewed in time, those that lapsed first, first."""
        with redis_errors():
            found = cast("list[bytes]", await self._redis.eval(_LAPSED, 1, _LAPSES, limit))
        return [UUID(call_id.decode()) for call_id in found]

    async def take(self, call_id: UUID, hold_s: float) -> Ticket | None:
        """Takes a lapsed call and holds it for `hold_s`; None when it has not lapsed. Of several, one gets it."""
        with redis_errors():
            found = await self._redis.eval(_TAKE, 2, _LAPSES, _key(call_id), str(call_id), ttl_ms(hold_s))
        return Ticket.from_json(found) if found else None

    async def ticket(self, call_id: UUID) -> Ticket | None:
        """The newest ticket of a call that is, or was a short while ago, served by somebody."""
        with redis_errors():
            found = await self._redis.get(_key(call_id))
        return Ticket.from_json(found) if found else None

    async def superseded(self, ticket: Ticket) -> bool:
        """Whether the call has a later stream than this one, or the carrier is being told of one."""
        keys = (_key(ticket.call_id), ticket_key(ticket.call_id))
        with redis_errors():
            later = await self._redis.eval(
                _SUPERSEDED, len(keys), *keys, ticket.stream_generation, ttl_ms(REDIRECT_WITHIN_S)
            )
        return bool(later)


def _key(call_id: UUID) -> str:
    return f"lease:{call_id}"
