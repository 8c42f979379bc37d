"""How many calls each node can take right now, in Redis.

Every key expires by itself. Works with Redis 6.2. Methods raise `StorageError` when Redis is unreachable.
"""

from typing import Any, NamedTuple, cast

from redis.asyncio import Redis

from storage.redis.connection import redis_errors
from storage.redis.expiry import list_expiring, ttl_ms

_NODES = "capacities"


class CallSlots(NamedTuple):
    """A node's: `free` of `total`. A node that is draining has none free."""

    free: int
    total: int


class Capacity:
    """The call slots of all nodes."""

    def __init__(self, redis: Redis) -> None:
        # redis-py types every answer as a union of all client modes and protocols.
        self._redis: Any = redis

    async def report(self, node_id: str, slots: CallSlots, ttl_s: float) -> None:
        """Says what the node can take; forgotten after `ttl_s` unless reported again."""
        with redis_errors():
            async with self._redis.pipeline(transaction=True) as pipe:
                put_slots(pipe, node_id, slots, ttl_s)
                await pipe.execute()

    async def by_node(self) -> dict[str, CallSlots]:
        """The call slots of each node that reported lately."""
        with redis_errors():
            members = cast("list[bytes]", await self._redis.zrange(_NODES, 0, -1))
            nodes = sorted(member.decode() for member in members)
            if not nodes:
                return {}
            reports = cast("list[bytes | None]", await self._redis.mget([_key(node) for node in nodes]))
        found: dict[str, CallSlots] = {}
        for node, report in zip(nodes, reports, strict=True):
            if report is not None:
                free, total, *_ = report.decode().split(",")
                found[node] = CallSlots(int(free), int(total))
        return found


def put_slots(pipe: Any, node_id: str, slots: CallSlots, ttl_s: float) -> None:
    """The commands of a report, into a pipeline."""
    pipe.set(_key(node_id), f"{slots.free},{slots.total}", px=ttl_ms(ttl_s))
    list_expiring(pipe, _NODES, node_id, ttl_s)


def _key(node_id: str) -> str:
    return f"capacity:{node_id}"
