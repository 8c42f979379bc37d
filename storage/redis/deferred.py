"""Writes Postgres could not take when a caller asked for them, kept in Redis until a worker has made them.

An item is placed once for its key, falls due, is claimed for a lease, and is then done (gone), put off, or dead (kept
for operators). A worker that dies leaves its items to fall due when their lease ends. Everything expires with
`KEEP_S`, the two indexes with their youngest item. Works with Redis 6.2. Methods raise `StorageError` when Redis is
unreachable.
"""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import structlog
from redis.asyncio import Redis

from domain.known_fields import known_fields
from domain.storable import storable
from storage.redis.connection import redis_errors

log = structlog.get_logger()

KEEP_S = 7 * 24 * 3600

_DUE = "deferred:due"
_DEAD = "deferred:dead"
_ITEM = "deferred:item:"

# KEYS item, due; ARGV intent key, body, due at, keep
_PLACE = """
if redis.call('EXISTS', KEYS[1]) == 1 then
  if redis.call('ZSCORE', KEYS[2], ARGV[1]) and redis.call('HGET', KEYS[1], 'body') ~= ARGV[2] then
    -- Whoever has claimed it as it was cannot settle it any more.
    redis.call('HSET', KEYS[1], 'body', ARGV[2])
    redis.call('HINCRBY', KEYS[1], 'claims', 1)
    redis.call('ZADD', KEYS[2], ARGV[3], ARGV[1])
  end
  return 0
end
redis.call('HSET', KEYS[1], 'body', ARGV[2], 'claims', 0, 'failures', 0)
redis.call('EXPIRE', KEYS[1], ARGV[4])
redis.call('ZADD', KEYS[2], ARGV[3], ARGV[1])
redis.call('EXPIRE', KEYS[2], ARGV[4])
return 1
"""

# KEYS due; ARGV now, lease end, limit, item prefix, keep. An item that has expired leaves the index.
_CLAIM = """
local claimed = {}
for _, key in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[3])) do
  local item = redis.call('HMGET', ARGV[4] .. key, 'body', 'failures')
  if item[1] then
    redis.call('ZADD', KEYS[1], ARGV[2], key)
    claimed[#claimed + 1] = {item[1], redis.call('HINCRBY', ARGV[4] .. key, 'claims', 1), item[2], key}
  else
    redis.call('ZREM', KEYS[1], key)
  end
end
if #claimed > 0 then redis.call('EXPIRE', KEYS[1], ARGV[5]) end
return claimed
"""

# KEYS item, due, dead; ARGV claim, intent key, verdict, when, error, keep, failures to add
_SETTLE = """
if redis.call('HGET', KEYS[1], 'claims') ~= ARGV[1] then return 0 end
if not redis.call('ZSCORE', KEYS[2], ARGV[2]) then return 0 end
if ARGV[3] == 'done' then
  redis.call('DEL', KEYS[1])
  redis.call('ZREM', KEYS[2], ARGV[2])
  return 1
end
redis.call('HSET', KEYS[1], 'error', ARGV[5])
redis.call('HINCRBY', KEYS[1], 'failures', ARGV[7])
if ARGV[3] == 'dead' then
  redis.call('ZREM', KEYS[2], ARGV[2])
  redis.call('ZADD', KEYS[3], ARGV[4], ARGV[2])
  redis.call('EXPIRE', KEYS[1], ARGV[6])
  redis.call('EXPIRE', KEYS[3], ARGV[6])
else
  redis.call('ZADD', KEYS[2], ARGV[4], ARGV[2])
end
return 1
"""


# KEYS item, due, dead; ARGV intent key, now, keep
_REVIVE = """
if redis.call('ZREM', KEYS[3], ARGV[1]) == 0 or redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
redis.call('HSET', KEYS[1], 'failures', 0)
redis.call('ZADD', KEYS[2], ARGV[2], ARGV[1])
redis.call('EXPIRE', KEYS[1], ARGV[3])
redis.call('EXPIRE', KEYS[2], ARGV[3])
return 1
"""

UNREADABLE = "it cannot be read"


@dataclass(frozen=True, slots=True)
class DeferredWrite:
    """What a caller was promised: a tool with a side effect and its validated arguments.

    Attributes:
        caller_number: E.164, None when withheld.
        tool: its name.
        arguments: as the model gave them, brought into their one form (`services.tools.deferred_queue`).
        intent_key: lets it happen once, whoever does it.
        asked_at: aware.
    """

    business_id: UUID
    call_id: UUID
    caller_number: str | None
    tool: str
    arguments: dict[str, Any]
    intent_key: str
    asked_at: datetime

    def to_json(self) -> str:
        return json.dumps(asdict(self), default=str)

    @classmethod
    def from_json(cls, data: str | bytes) -> "DeferredWrite":
        fields = known_fields(cls, json.loads(data))
        fields["business_id"] = UUID(fields["business_id"])
        fields["call_id"] = UUID(fields["call_id"])
        fields["asked_at"] = datetime.fromisoformat(fields["asked_at"])
        return cls(**fields)


@dataclass(frozen=True, slots=True)
class ClaimedWrite:
    """One claimed item. `claim` identifies it when it is settled; `failures` counts those held against it."""

    write: DeferredWrite
    claim: int
    failures: int


@dataclass(frozen=True, slots=True)
class DeadWrite:
    """An item nobody tries any more, and why; `write` is None when it cannot be read."""

    write: DeferredWrite | None
    error: str
    intent_key: str
    at: datetime


class DeferredStore:
    """The deferred writes of all processes."""

    def __init__(self, redis: Redis) -> None:
        # redis-py types every answer as a union of all client modes and protocols.
        self._redis: Any = redis

    async def place(self, write: DeferredWrite, due_at: datetime) -> bool:
        """Keeps the write; False when one with its key is there already, dead ones included.

        One that waits is replaced: the same wish, told anew.
        """
        with redis_errors():
            placed = await self._redis.eval(
                _PLACE,
                2,
                _ITEM + write.intent_key,
                _DUE,
                write.intent_key,
                write.to_json(),
                due_at.timestamp(),
                KEEP_S,
            )
        return bool(placed)

    async def claim(self, limit: int, now: datetime, lease_s: float) -> list[ClaimedWrite]:
        """Takes up to `limit` due items, longest due first; nobody else gets them until the lease ends.

        One that cannot be read is dead at once, and the others are given out.
        """
        at = now.timestamp()
        claimed: list[ClaimedWrite] = []
        with redis_errors():
            found = await self._redis.eval(_CLAIM, 1, _DUE, at, at + lease_s, limit, _ITEM, KEEP_S)
        for body, claim, failures, key in found:
            try:
                claimed.append(ClaimedWrite(DeferredWrite.from_json(body), int(claim), int(failures)))
            except (ValueError, KeyError, TypeError) as error:
                log.error("deferred_write.unreadable", intent_key=key.decode(), reason=type(error).__name__)
                await self._settle_key(key.decode(), int(claim), "dead", now, UNREADABLE, failures=1)
        return claimed

    async def done(self, item: ClaimedWrite) -> bool:
        """It is written. False when the lease had ended and somebody else claimed the item since."""
        return await self._settle(item, "done")

    async def put_off(self, item: ClaimedWrite, error: str, due_at: datetime, *, counts: bool) -> bool:
        """It could not be written yet: due again then. False as for `done`.

        Args:
            error: kept for operators; no personal data.
            counts: it is held against the item, as the stores being away is not.
        """
        return await self._settle(item, "later", due_at, error, failures=int(counts))

    async def bury(self, item: ClaimedWrite, error: str, now: datetime) -> bool:
        """It never will be; kept among the dead for `KEEP_S`. `error` and False as for `put_off`."""
        return await self._settle(item, "dead", now, error, failures=1)

    async def waiting(self) -> int:
        """How many items are not written yet, claimed ones included."""
        with redis_errors():
            return int(await self._redis.zcard(_DUE))

    async def dead(self, limit: int) -> list[DeadWrite]:
        """The items given up, latest first."""
        found: list[DeadWrite] = []
        with redis_errors():
            for name, at in await self._redis.zrevrange(_DEAD, 0, limit - 1, withscores=True):
                key = name.decode()
                body, error = await self._redis.hmget(_ITEM + key, "body", "error")
                if body is not None:
                    reason = (error or b"").decode()
                    found.append(DeadWrite(_written(body), reason, key, datetime.fromtimestamp(at, UTC)))
        return found

    async def count_dead(self) -> int:
        with redis_errors():
            return int(await self._redis.zcard(_DEAD))

    async def revive(self, intent_key: str, now: datetime) -> bool:
        """Has a dead item tried again from the beginning; False when there is none of that key."""
        with redis_errors():
            revived = await self._redis.eval(
                _REVIVE, 3, _ITEM + intent_key, _DUE, _DEAD, intent_key, now.timestamp(), KEEP_S
            )
        return bool(revived)

    async def _settle(
        self,
        item: ClaimedWrite,
        verdict: str,
        when: datetime | None = None,
        error: str = "",
        *,
        failures: int = 0,
    ) -> bool:
        key = item.write.intent_key
        return await self._settle_key(key, item.claim, verdict, when, error, failures=failures)

    async def _settle_key(
        self, key: str, claim: int, verdict: str, when: datetime | None, error: str, *, failures: int
    ) -> bool:
        with redis_errors():
            settled = await self._redis.eval(
                _SETTLE,
                3,
                _ITEM + key,
                _DUE,
                _DEAD,
                claim,
                key,
                verdict,
                when.timestamp() if when is not None else 0,
                storable(error),
                KEEP_S,
                failures,
            )
        return bool(settled)


def _written(body: bytes) -> DeferredWrite | None:
    try:
        return DeferredWrite.from_json(body)
    except (ValueError, KeyError, TypeError):
        return None
