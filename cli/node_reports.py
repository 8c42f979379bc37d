"""What the nodes report of their calls, read again and again by the commands that wait for them to change."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storage.redis.nodes import NodeReport, Nodes

POLL_S = 0.5


@asynccontextmanager
async def open_nodes(redis_url: str) -> "AsyncIterator[Nodes]":
    """The nodes that report to this Redis; the connection is closed on every way out."""
    from storage.redis.connection import open_redis
    from storage.redis.nodes import Nodes

    redis = open_redis(redis_url)
    try:
        yield Nodes(redis)
    finally:
        await redis.aclose()


async def poll_nodes(nodes: "Nodes", timeout_s: float) -> "AsyncIterator[dict[str, NodeReport]]":
    """The report of every node by its id, each half second, at least once, until the time is over.

    Raises:
        StorageError: Redis is unreachable.
    """
    give_up_at = time.monotonic() + timeout_s
    while True:
        yield await nodes.all()
        if time.monotonic() > give_up_at:
            return
        await asyncio.sleep(POLL_S)
