"""What the carrier is to do when a call's media stream ends, in Redis.

The call's process decides it before it closes the stream; the webhook that the carrier then asks reads it. Works with
Redis 6.2. Methods raise `StorageError` when Redis is unreachable.
"""

from typing import Any

from redis.asyncio import Redis

from domain.call.next_step import NextStep
from storage.redis.connection import redis_errors
from storage.redis.expiry import ttl_ms

KEEP_S = 300.0
"""The carrier asks within a second of the stream's end; repeated webhooks come within a minute."""


class NextSteps:
    """At most one next step per call."""

    def __init__(self, redis: Redis) -> None:
        # redis-py types every answer as a union of all client modes and protocols.
        self._redis: Any = redis

    async def put(self, call_sid: str, step: NextStep) -> None:
        """Decides; replaces an earlier decision."""
        await self._set(call_sid, step, if_absent=False)

    async def put_if_absent(self, call_sid: str, step: NextStep) -> None:
        """Decides unless that was done before: the earlier decision stands."""
        await self._set(call_sid, step, if_absent=True)

    async def get(self, call_sid: str) -> NextStep | None:
        """The decision; None when there is none, or it was dropped for a fresh stream (`Tickets.readmit`)."""
        with redis_errors():
            found = await self._redis.get(next_step_key(call_sid))
        return NextStep.from_json(found) if found else None

    async def _set(self, call_sid: str, step: NextStep, *, if_absent: bool) -> None:
        with redis_errors():
            await self._redis.set(next_step_key(call_sid), step.to_json(), px=ttl_ms(KEEP_S), nx=if_absent)


def next_step_key(call_sid: str) -> str:
    """The call's key in Redis, for scripts that touch it together with others."""
    return f"next:{call_sid}"
