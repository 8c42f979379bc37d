"""The Ray actor that owns live calls: a process with everything built, waiting for a socket.

Ray starts, names and counts it; audio and events never pass through Ray. What a call needs is imported in the actor's
process only: the gateway, which starts actors, is itself started while callers wait, and saves half a second.
"""

import asyncio
import os
import signal
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ray
import structlog
from ray.exceptions import RayError
from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

from actors.pool.members import StartedActor
from config.logging import configure_logging
from config.sentry import start_sentry
from config.settings import Settings, load_settings
from domain.ids import new_id

if TYPE_CHECKING:
    from actors.call.host import CallHost

log = structlog.get_logger()

NAMESPACE = "receptionist"

START_TIMEOUT_S = 30.0


class CallActor:
    """Detached, never restarted by Ray: the gateway that leases it also replaces it.

    Args:
        actor_id: its name in the node's pool.
        socket_path: where it listens for the gateway.
        release: of the gateway that starts it.
    """

    def __init__(self, actor_id: str, socket_path: str, release: str) -> None:
        settings = load_settings()
        configure_logging(settings.log_level, settings.log_format)
        start_sentry(settings, component="call_actor")
        self._settings = settings
        self._actor_id = actor_id
        self._socket_path = Path(socket_path)
        self._release = release
        self._host: CallHost | None = None

    async def start(self) -> int:
        """Builds the clients, begins to listen, and returns the process id."""
        from actors.call.build import build_parts
        from actors.call.host import CallHost

        parts = await build_parts(self._settings, self._socket_path.parent / "calls")
        self._host = CallHost(self._actor_id, self._socket_path, parts, _end_process, release=self._release)
        self._host.start()
        return os.getpid()

    async def describe(self) -> dict[str, Any]:
        """What it is doing, for operators."""
        calls = self._host.call_ids if self._host is not None else ()
        return {"actor_id": self._actor_id, "pid": os.getpid(), "calls": list(calls)}


def _end_process() -> None:
    log.warning("call_actor.orphaned")
    os.kill(os.getpid(), signal.SIGTERM)


class RayActorStarter:
    """Starts call actors on this node, one `call_slot` per call they can serve."""

    def __init__(self, settings: Settings, socket_dir: Path, release: str) -> None:
        self._slots = settings.calls_per_actor
        self._socket_dir = socket_dir
        self._release = release
        self._actor_class = ray.remote(CallActor)

    async def start(self) -> StartedActor:
        actor_id = new_id().hex[-20:]
        socket_path = self._socket_dir / f"{actor_id}.sock"
        handle: Any = self._actor_class.options(
            name=f"call-actor-{actor_id}",
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
            async with asyncio.timeout(START_TIMEOUT_S):
                await handle.start.remote()
        except BaseException:
            in_background(partial(ray.kill, handle))
            raise
        return StartedActor(actor_id, socket_path, partial(in_background, partial(ray.kill, handle)))


def in_background(kill: Callable[[], None]) -> None:
    """Ends an actor without waiting for Ray, whose control store may be away: live calls share the event loop."""

    def killing() -> None:
        try:
            kill()
        except (ValueError, RayError) as error:
            log.info("call_actor.not_killed", reason=str(error)[:200])

    asyncio.get_running_loop().run_in_executor(None, killing)
