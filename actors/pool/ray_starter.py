"""Starting and ending call actors through Ray, which names and counts them."""

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import ray
import structlog
from ray.exceptions import RayError
from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

from actors.pool.members import StartedActor
from actors.ray_actors import NAMESPACE, find_actor, kill_actor, remote_class
from domain.ids import new_id

log = structlog.get_logger()

START_TIMEOUT_S = 30.0


class RayActorStarter:
    """Starts call actors on this node, one `call_slot` per call they can serve.

    Args:
        actor_class: constructed with id, socket path and release; its `start` returns once it listens, its `serve`
            when the process ends.
        calls_per_actor: calls one actor serves at once.
        socket_dir: where actors listen.
        release: of the code this process runs.
    """

    def __init__(
        self, actor_class: type[Any], *, calls_per_actor: int, socket_dir: Path, release: str
    ) -> None:
        self._slots = calls_per_actor
        self._socket_dir = socket_dir
        self._release = release
        self._actor_class = remote_class(actor_class)

    async def start(self) -> StartedActor:
        actor_id = new_id().hex[-20:]
        socket_path = self._socket_dir / f"{actor_id}.sock"
        handle: Any = self._actor_class.options(
            name=_name(actor_id),
            namespace=NAMESPACE,
            lifetime="detached",
            max_restarts=0,
            max_task_retries=0,
            num_cpus=0,
            resources={"call_slot": self._slots},
            enable_task_events=False,
            scheduling_strategy=NodeAffinitySchedulingStrategy(
                ray.get_runtime_context().get_node_id(), soft=False
            ),
        ).remote(actor_id, str(socket_path), self._release)
        try:
            started = handle.start.remote()
            handle.serve.remote()  # both at once: if this process died in between, the actor would be deaf
            async with asyncio.timeout(START_TIMEOUT_S):
                await started
        except BaseException:
            kill_in_background(partial(kill_actor, handle))
            raise
        return StartedActor(actor_id, socket_path, partial(kill_in_background, partial(kill_actor, handle)))


def surviving_actor(socket_path: Path) -> StartedActor:
    """The actor that listens at `socket_path`, which a gateway before this one has started."""
    actor_id = socket_path.stem

    def kill() -> None:
        kill_actor(find_actor(_name(actor_id)))

    return StartedActor(actor_id, socket_path, partial(kill_in_background, kill))


def kill_in_background(kill: Callable[[], None]) -> None:
    """Ends an actor without waiting for Ray, whose control store may be away: live calls share the event loop."""

    def killing() -> None:
        try:
            kill()
        except (ValueError, RayError) as error:
            log.info("call_actor.not_killed", reason=str(error)[:200])

    asyncio.get_running_loop().run_in_executor(None, killing)


def _name(actor_id: str) -> str:
    return f"call-actor-{actor_id}"
