"""Which nodes are doing without something at the moment, in Redis: a vendor, a part. Every key expires by itself."""

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any, cast

from redis.asyncio import Redis

from storage.redis.connection import redis_errors
from storage.redis.expiry import list_expiring, ttl_ms

ZYGOTE = "zygote"
"""A node's zygote, among what is degraded."""


class Fallbacks:
    """The vendors that the nodes report to be on their fallback. Methods raise `StorageError`.

    Args:
        kind: of what is done without; names the keys.
    """

    def __init__(self, redis: Redis, kind: str = "fallbacks") -> None:
        # redis-py types every answer as a union of all client modes and protocols.
        self._redis: Any = redis
        self._kind = kind

    async def report(self, node_id: str, vendors: Iterable[str], ttl_s: float) -> None:
        """Says which vendors this node does without; forgotten after `ttl_s` unless reported again."""
        with redis_errors():
            async with self._redis.pipeline(transaction=True) as pipe:
                pipe.set(self._key(node_id), json.dumps(sorted(vendors)), px=ttl_ms(ttl_s))
                list_expiring(pipe, self._kind, node_id, ttl_s)
                await pipe.execute()

    async def by_vendor(self) -> dict[str, int]:
        """How many nodes do without each vendor; those that none does without are left out."""
        with redis_errors():
            members = cast("list[bytes]", await self._redis.zrange(self._kind, 0, -1))
            if not members:
                return {}
            keys = [self._key(member.decode()) for member in members]
            reports = cast("list[bytes | None]", await self._redis.mget(keys))
        counted = Counter(vendor for report in reports if report is not None for vendor in json.loads(report))
        return dict(sorted(counted.items()))

    def _key(self, node_id: str) -> str:
        return f"{self._kind}:{node_id}"
