"""What Redis holds of a person's calls, taken out before it expires. Methods raise `StorageError`."""

import json
from collections.abc import Collection
from typing import Any
from uuid import UUID

from redis.asyncio import Redis

from storage.redis.connection import redis_errors

_DEFERRED = "deferred:item:"
_INDEXES = ("deferred:due", "deferred:dead")


class PersonTraces:
    """Of all processes."""

    def __init__(self, redis: Redis) -> None:
        # redis-py types every answer as a union of all client modes and protocols.
        self._redis: Any = redis

    async def forget_calls(
        self, business_id: UUID, call_ids: Collection[UUID], call_sids: Collection[str] = ()
    ) -> int:
        """Journals, snapshots, tickets and next steps of calls that have ended; how many keys there were."""
        keys = [f"next:{call_sid}" for call_sid in call_sids]
        for call_id in call_ids:
            keys += [f"{name}:{call_id}" for name in ("journal", "ticket", "moves")]
            keys += [f"{name}:{business_id}:{call_id}" for name in ("snapshot", "shown")]
        count = 0
        with redis_errors():
            for key in keys:  # one by one: in a cluster they lie on different nodes
                count += int(await self._redis.delete(key))
            for call_id in call_ids:
                await self._redis.zrem(f"snapshots:{business_id}", str(call_id))
        return count

    async def forget_promised(self, business_id: UUID, words: Collection[str]) -> int:
        """Writes that wait for Postgres and name one of these words, in any case; how many."""
        count = 0
        with redis_errors():
            async for key in self._redis.scan_iter(match=f"{_DEFERRED}*", count=500):
                body = await self._redis.hget(key, "body")
                if body is None or not _names(body, business_id, words):
                    continue
                name = key.decode().removeprefix(_DEFERRED)
                await self._redis.delete(key)
                for index in _INDEXES:
                    await self._redis.zrem(index, name)
                count += 1
        return count


def _names(body: bytes, business_id: UUID, words: Collection[str]) -> bool:
    try:
        found = json.loads(body)
    except ValueError:
        return False
    said = json.dumps(found, ensure_ascii=False).lower()
    return found.get("business_id") == str(business_id) and any(word.lower() in said for word in words)
