"""What live calls look like, in Redis: a snapshot of each, and a channel per business that announces every change.

Every key expires by itself. Works with Redis 6.2. Methods raise `StorageError` when Redis is unreachable.
"""

import json
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from redis.asyncio import Redis

from storage.redis.connection import redis_errors
from storage.redis.expiry import list_expiring, ttl_ms

_CHANNELS = "live:"
_WATCH_WAIT_S = 20.0


@dataclass(frozen=True, slots=True)
class LiveChange:
    """One call's newest snapshot, or None when the call is no longer live."""

    call_id: UUID
    snapshot: dict[str, Any] | None


class LiveCalls:
    """Snapshots of the live calls of all nodes."""

    def __init__(self, redis: Redis) -> None:
        # redis-py types every answer as a union of all client modes and protocols.
        self._redis: Any = redis

    async def publish(self, business_id: UUID, call_id: UUID, snapshot: dict[str, Any], ttl_s: float) -> None:
        """Shows how the call stands, to `list` for `ttl_s` and to every watcher now. `snapshot` is JSON."""
        body = json.dumps(snapshot)
        change = json.dumps({"call_id": str(call_id), "snapshot": snapshot})
        with redis_errors():
            async with self._redis.pipeline(transaction=True) as pipe:
                pipe.set(_snapshot_key(business_id, call_id), body, px=ttl_ms(ttl_s))
                list_expiring(pipe, _index_key(business_id), str(call_id), ttl_s)
                pipe.publish(_channel(business_id), change)
                await pipe.execute()

    async def remove(self, business_id: UUID, call_id: UUID) -> None:
        """The call is no longer live; watchers hear of it."""
        change = json.dumps({"call_id": str(call_id), "snapshot": None})
        with redis_errors():
            async with self._redis.pipeline(transaction=True) as pipe:
                pipe.delete(_snapshot_key(business_id, call_id))
                pipe.zrem(_index_key(business_id), str(call_id))
                pipe.publish(_channel(business_id), change)
                await pipe.execute()

    async def list(self, business_id: UUID) -> dict[UUID, dict[str, Any]]:
        """The newest snapshot of each live call, oldest call first."""
        with redis_errors():
            members = cast("list[bytes]", await self._redis.zrange(_index_key(business_id), 0, -1))
            call_ids = sorted(UUID(member.decode()) for member in members)
            if not call_ids:
                return {}
            bodies = await self._redis.mget([_snapshot_key(business_id, call_id) for call_id in call_ids])
        return {
            call_id: json.loads(body)
            for call_id, body in zip(call_ids, bodies, strict=True)
            if body is not None
        }

    async def watch_all(self) -> AsyncGenerator[LiveChange]:
        """Every change of every business's calls as it comes, none from before; close it as `watch`. For operators."""
        pubsub = self._redis.pubsub()
        try:
            with redis_errors():
                await pubsub.psubscribe(f"{_CHANNELS}*")
            async for change in _changes(pubsub):
                yield change
        finally:
            await pubsub.aclose()

    async def watch(self, business_id: UUID) -> AsyncGenerator[LiveChange]:
        """What is live now, one change per call, then every change as it comes; goes on until closed.

        A change made while the first ones are read may come twice. A snapshot that merely expires is not announced.
        Close it (`contextlib.aclosing`) to give its connection back.
        """
        pubsub = self._redis.pubsub()
        try:
            with redis_errors():
                await pubsub.subscribe(_channel(business_id))
            for call_id, snapshot in (await self.list(business_id)).items():
                yield LiveChange(call_id, snapshot)
            async for change in _changes(pubsub):
                yield change
        finally:
            await pubsub.aclose()


async def _changes(pubsub: Any) -> AsyncGenerator[LiveChange]:
    while True:
        with redis_errors():
            message = await pubsub.get_message(ignore_subscribe_messages=True, timeout=_WATCH_WAIT_S)
        if message is not None:
            change = json.loads(message["data"])
            yield LiveChange(UUID(change["call_id"]), change["snapshot"])


def _snapshot_key(business_id: UUID, call_id: UUID) -> str:
    return f"snapshot:{business_id}:{call_id}"


def _index_key(business_id: UUID) -> str:
    return f"snapshots:{business_id}"


def _channel(business_id: UUID) -> str:
    return f"{_CHANNELS}{business_id}"
