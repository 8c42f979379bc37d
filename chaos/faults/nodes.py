"""A whole node is lost, at once or by falling silent with its sockets open."""

import asyncio
import contextlib
import os
import signal

from chaos.ground import Ground, Injection
from sandbox.local_cluster import LocalCluster

SETTLES_S = 20.0
FROZEN_S = 15.0
"""After it the node's processes are ended: the watchdog has redirected its calls long before."""


def _choose(ground: Ground) -> tuple[LocalCluster, int] | None:
    """A living node, as long as another one stays."""
    cluster = ground.system.cluster
    if cluster is None:
        return None
    living = [index for index in range(len(cluster.node_ids)) if index not in ground.lost_nodes]
    return (cluster, ground.rng.choice(living)) if len(living) > 1 else None


async def _calls_on(ground: Ground, pids: set[int]) -> list[int]:
    """The calls that these processes serve."""
    serving = await ground.serving.pids()
    return [index for index, caller in ground.calls.up().items() if serving.get(caller.plan.number) in pids]


class KillNode:
    """SIGKILL to everything of one node."""

    kind = "kill_node"

    async def inject(self, ground: Ground) -> Injection | None:
        chosen = _choose(ground)
        if chosen is None:
            return None
        cluster, index = chosen
        pids: list[int] = await ground.in_thread(cluster.node_pids, index)
        targets = await _calls_on(ground, set(pids))
        ground.lost_nodes.add(index)
        injection = ground.note(self.kind, "return", SETTLES_S, targets)
        await ground.in_thread(cluster.kill_node, index)
        injection.note = f"node {index}, {len(targets)} calls on it"
        return injection


class FreezeNode:
    """SIGSTOP to everything of one node: its sockets stay open and nothing answers; SIGKILL later."""

    kind = "freeze_node"

    async def inject(self, ground: Ground) -> Injection | None:
        chosen = _choose(ground)
        if chosen is None:
            return None
        cluster, index = chosen
        pids: list[int] = await ground.in_thread(cluster.node_pids, index)
        targets = await _calls_on(ground, set(pids))
        ground.lost_nodes.add(index)
        injection = ground.note(self.kind, "return", FROZEN_S + SETTLES_S, targets)
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGSTOP)
        await asyncio.sleep(FROZEN_S)
        await ground.in_thread(cluster.kill_node, index)
        injection.note = f"node {index}, {len(targets)} calls on it"
        return injection
