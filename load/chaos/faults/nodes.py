"""A whole node is lost, at once or by falling silent with its sockets open; or it is emptied first."""

import asyncio
import contextlib
import os
import signal

from domain.errors import StorageError
from load.chaos.injection import FaultContext, Injection
from sandbox.local.cluster import LocalCluster
from storage.redis.connection import open_redis
from storage.redis.nodes import Nodes

SETTLES_S = 20.0
POLL_S = 0.25
DRAIN_S = 60.0
DRAINED_SETTLES_S = 6.0
FROZEN_S = 15.0
"""The watchdog has redirected a silent node's calls long before."""


def _choose(context: FaultContext) -> tuple[LocalCluster, int] | None:
    """A living node, as long as another one stays."""
    cluster = context.system.cluster
    if cluster is None:
        return None
    living = [index for index in range(len(cluster.node_ids)) if index not in context.lost_nodes]
    return (cluster, context.rng.choice(living)) if len(living) > 1 else None


async def _calls_on(context: FaultContext, pids: set[int]) -> list[int]:
    """The calls that these processes serve."""
    serving = await context.serving.pids()
    return [index for index, caller in context.calls.up().items() if serving.get(caller.plan.number) in pids]


class LoseNode:
    """SIGKILL to everything of one node.

    Args:
        frozen_s: before that it is stopped for so long: its sockets stay open and nothing answers.
    """

    def __init__(self, kind: str, frozen_s: float = 0.0) -> None:
        self.kind = kind
        self._frozen_s = frozen_s

    async def inject(self, context: FaultContext) -> Injection | None:
        chosen = _choose(context)
        if chosen is None:
            return None
        cluster, index = chosen
        pids: list[int] = await context.in_thread(cluster.node_pids, index)
        targets = await _calls_on(context, set(pids))
        context.lost_nodes.add(index)
        injection = context.begin(self.kind, "return", self._frozen_s + SETTLES_S, targets)
        if self._frozen_s:
            for pid in pids:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGSTOP)
            await asyncio.sleep(self._frozen_s)
        await context.in_thread(cluster.kill_node, index)
        injection.note = f"node {index}, {len(targets)} calls on it"
        return injection


class DrainNode:
    """What `receptionist drain` orders: no new calls, those under way go elsewhere; then the node takes calls again."""

    kind = "drain"

    async def inject(self, context: FaultContext) -> Injection | None:
        chosen = _choose(context)
        if chosen is None:
            return None
        cluster, index = chosen
        node_id = cluster.node_ids[index]
        targets = await _calls_on(context, set(await context.in_thread(cluster.node_pids, index)))
        redis = open_redis(context.running.redis_url, max_connections=2)
        nodes = Nodes(redis)
        injection = context.begin(self.kind, "both", DRAIN_S + DRAINED_SETTLES_S, targets)
        try:
            await nodes.drain(node_id, DRAIN_S)
            empty = await self._empty(nodes, node_id, context)
        except StorageError as error:
            empty, injection.note = False, str(error)
        finally:
            with contextlib.suppress(StorageError):
                await nodes.undrain(node_id)
            await redis.aclose()
        took_s = context.now - injection.at
        how = f"empty after {took_s:.1f} s" if empty else f"not empty after {took_s:.1f} s"
        injection.note = injection.note or f"{len(targets)} calls, {how}"
        injection.until = context.now + DRAINED_SETTLES_S
        return injection

    async def _empty(self, nodes: Nodes, node_id: str, context: FaultContext) -> bool:
        """Whether the node says in time that it takes and serves no calls."""
        give_up_at = context.now + DRAIN_S + DRAINED_SETTLES_S
        while context.now < give_up_at:
            report = (await nodes.all()).get(node_id)
            if report is None or (report.draining and not report.live):
                return True
            await asyncio.sleep(POLL_S)
        return False
