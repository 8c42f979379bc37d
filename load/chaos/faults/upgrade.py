"""New code goes into the running system: what `receptionist reload` does."""

import asyncio

from domain.errors import StorageError
from load.chaos.injection import FaultContext, Injection
from sandbox.local.serve import redeploy
from storage.redis.connection import open_redis
from storage.redis.nodes import Nodes

SETTLES_S = 6.0
RENEWED_S = 90.0
POLL_S = 0.25


class Reload:
    """The same code under another name: every replica is replaced, and calls go over to new actors."""

    kind = "reload"

    def __init__(self) -> None:
        self._times = 0

    async def inject(self, context: FaultContext) -> Injection | None:
        self._times += 1
        injection = context.begin(self.kind, "both", RENEWED_S + SETTLES_S)
        await context.in_thread(redeploy, f"chaos-{self._times}")
        deployed_s = context.now - injection.at
        redis = open_redis(context.running.redis_url, max_connections=2)
        try:
            left = await self._outdated(Nodes(redis), context)
        except StorageError as error:
            left, injection.note = None, str(error)
        finally:
            await redis.aclose()
        if left:
            injection.note = f"{left} calls still with the old code after {RENEWED_S:g} s"
        took_s = context.now - injection.at
        injection.note = injection.note or f"deployed in {deployed_s:.0f} s, nothing old after {took_s:.0f} s"
        injection.until = context.now + SETTLES_S
        return injection

    async def _outdated(self, nodes: Nodes, context: FaultContext) -> int:
        """How many calls are left with the old code; waits for there to be none."""
        give_up_at = context.now + RENEWED_S
        while True:
            left = sum(report.outdated for report in (await nodes.all()).values())
            if not left or context.now > give_up_at:
                return left
            await asyncio.sleep(POLL_S)
