"""The nodes that take calls, in Redis: what each one reports, and which are to be drained.

Every key expires by itself. Methods raise `StorageError` when Redis is unreachable.
"""

import json
from dataclasses import asdict, dataclass
from typing import Any

from redis.asyncio import Redis

from domain.known_fields import known_fields
from storage.redis.connection import redis_errors
from storage.redis.expiry import ttl_ms

DRAIN_KEEP_S = 6 * 3600.0
"""Longer than any call lasts; a node that comes back after that takes calls again."""

_INDEX = "nodes"
_INDEX_KEEP_S = 24 * 3600


@dataclass(frozen=True, slots=True)
class NodeReport:
    """A node as its gateway sees it.

    Attributes:
        live: calls it serves.
        slots: calls it can serve at once.
        warm: idle actors.
        outdated: calls whose processes run older code than the gateway.
        draining: it takes no calls any more.
        pid: of the gateway.
    """

    live: int
    slots: int
    warm: int
    outdated: int
    draining: bool
    pid: int


class Nodes:
    """Reports of the gateways, and orders to them."""

    def __init__(self, redis: Redis) -> None:
        # redis-py types every answer as a union of all client modes and protocols.
        self._redis: Any = redis

    async def report(self, node_id: str, report: NodeReport, ttl_s: float) -> float | None:
        """Reports the node; returns the order it was given, as `drain_order` does."""
        with redis_errors():
            async with self._redis.pipeline(transaction=True) as pipe:
                pipe.set(f"node:{node_id}", json.dumps(asdict(report)), px=ttl_ms(ttl_s))
                pipe.sadd(_INDEX, node_id)
                pipe.expire(_INDEX, _INDEX_KEEP_S)
                pipe.get(_drain_key(node_id))
                *_, order = await pipe.execute()
        return float(order) if order is not None else None

    async def all(self) -> dict[str, NodeReport]:
        """Each node that reported lately."""
        with redis_errors():
            node_ids = sorted(member.decode() for member in await self._redis.smembers(_INDEX))
            if not node_ids:
                return {}
            found = await self._redis.mget([f"node:{node_id}" for node_id in node_ids])
            gone = [node_id for node_id, body in zip(node_ids, found, strict=True) if body is None]
            if gone:
                await self._redis.srem(_INDEX, *gone)
        return {
            node_id: NodeReport(**known_fields(NodeReport, json.loads(body)))
            for node_id, body in zip(node_ids, found, strict=True)
            if body is not None
        }

    async def drain(self, node_id: str, within_s: float) -> None:
        """Orders the node to drain: to take no more calls, and to migrate those it has within this time."""
        with redis_errors():
            await self._redis.set(_drain_key(node_id), str(within_s), px=ttl_ms(DRAIN_KEEP_S))

    async def drain_order(self, node_id: str) -> float | None:
        """Within how many seconds the node is to be empty; None when it takes calls."""
        with redis_errors():
            order = await self._redis.get(_drain_key(node_id))
        return float(order) if order is not None else None

    async def undrain(self, node_id: str) -> None:
        """Lets the node take calls again."""
        with redis_errors():
            await self._redis.delete(_drain_key(node_id))


def _drain_key(node_id: str) -> str:
    return f"drain:{node_id}"
