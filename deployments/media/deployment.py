"""The Serve deployment of the media gateway: one replica on each node that takes calls."""

import asyncio
from dataclasses import asdict

import ray

from config.release import code_release
from config.startup import start_process
from deployments.media.node import NodeGateway, NodeLock, node_directory
from deployments.media.standby import keep_standby, yield_node
from deployments.serve_decorators import deployment

LOCK_WAIT_S = 10.0


@deployment(
    name="media-gateway",
    num_replicas=1,
    max_replicas_per_node=1,
    ray_actor_options={"num_cpus": 0},
    graceful_shutdown_timeout_s=5,
    health_check_period_s=0.5,
    health_check_timeout_s=3,
)
class MediaGatewayDeployment:
    """Calls go on without it: a standby of the node, if it keeps one, serves it until Serve has started the next."""

    async def __init__(self) -> None:  # pyright: ignore[reportGeneralTypeIssues] - Serve awaits it
        settings = start_process("media_gateway")
        node_id = ray.get_runtime_context().get_node_id()
        release = code_release()
        self._lock = NodeLock(node_directory(settings, node_id) / "gateway.lock")
        node = NodeGateway(settings, node_id, release)
        if not self._lock.try_take():
            await yield_node(node_id)
            async with asyncio.timeout(LOCK_WAIT_S):
                await self._lock.take()
        await node.start()
        self._node = node
        if settings.gateway_standby:
            self._standby = asyncio.get_running_loop().create_task(
                keep_standby(node_id, release), name="gateway_standby"
            )

    async def check_health(self) -> None:
        """Serve restarts the replica when its listener has ended."""
        self._node.check()

    async def record_autoscaling_stats(self) -> dict[str, float]:
        """For `deployments.scaling`."""
        return {name: float(value) for name, value in asdict(self._node.figures).items()}
