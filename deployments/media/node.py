"""One node's gateway with everything around it: its pool, its listener, its periodic tasks.

Exactly one process of a node serves it at a time; who that is, a lock on a file of the node decides, which the kernel
gives back when its holder dies.
"""

import asyncio
import contextlib
import fcntl
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

import structlog

from actors.call_actor import CallActor
from actors.forking.paths import why_passed_over
from actors.pool.members import PlacedCall
from actors.pool.pool import CallPool
from actors.pool.ray_starter import RayActorStarter, surviving_actor
from actors.pool.state import NodeFigures
from actors.ray_actors import raylet_socket
from config.settings import Settings
from deployments.media.gateway import MediaGateway
from deployments.media.node_tasks import NodeTasks
from deployments.media.part_reports import PartReports
from deployments.media.ringing import RingingPhones
from deployments.metrics import WorkMetrics
from deployments.telephony.wiring import build_watchdog
from services.profiles import Profiles
from services.records.call_records import CallRecords
from services.records.orphaned_files import OrphanedFiles
from services.records.unserved_calls import UnservedCalls
from storage.stores import open_stores

log = structlog.get_logger()

DATABASE_CONNECTIONS = 4
LOCK_POLL_S = 0.03
QUIET_WAIT_S = 2.0


class NodeLock:
    """Held by the process that serves the node."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def try_take(self) -> bool:
        """Whether it is ours now."""
        if self._descriptor is not None:
            return True
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(self._path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        return True

    async def take(self) -> None:
        """Waits for whoever has it to let go, or to die. 20 us a look."""
        while not self.try_take():  # noqa: ASYNC110 - the kernel tells nobody when a lock comes free
            await asyncio.sleep(LOCK_POLL_S)

    def release(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


class NodeGateway:
    """Serves the node between `start` and `stop`, with the actors that are there already.

    Args:
        release: of the code this process runs.
    """

    def __init__(self, settings: Settings, node_id: str, release: str) -> None:
        node_dir, metrics = node_directory(settings, node_id), WorkMetrics()
        stores = open_stores(
            settings.stores(),
            application_name="receptionist media gateway",
            pool_size=1,
            max_overflow=DATABASE_CONNECTIONS - 1,
        )
        redis, records = stores.redis, CallRecords.over(stores)
        profiles = Profiles(stores.database, redis.client)
        calls_per_actor, isolated_actors = settings.actor_sharing
        self.pool = CallPool(
            RayActorStarter(
                CallActor,
                # Its slots in Ray's count: one that is shared only in a rush is one of many.
                calls_per_actor=1 if isolated_actors else calls_per_actor,
                socket_dir=node_dir,
                release=release,
            ),
            slots=settings.call_slots,
            calls_per_actor=calls_per_actor,
            isolated_actors=isolated_actors,
            warm=settings.warm_call_actors,
            retire_after=settings.calls_before_actor_retires,
            on_given_up=partial(hang_up_on, UnservedCalls(records, redis.next_steps, profiles)),
            release=release,
        )
        self._stores = stores
        self._node_dir = node_dir
        self.tasks = NodeTasks(
            self.pool,
            redis.capacity,
            redis.nodes,
            redis.leases,
            build_watchdog(settings, stores, metrics.item_failed),
            OrphanedFiles(node_dir / "calls", records),
            node_id=node_id,
            slots=settings.call_slots,
            fallbacks=redis.fallbacks,
            run_dir=node_dir,
            on_writing=metrics.calls_writing,
            phones=RingingPhones(self.pool, redis.rings, node_id=node_id, slots=settings.call_slots),
            parts=PartReports(node_id, redis.degraded, forking_state(), metrics.zygote_passed_over),
        )
        self._gateway = MediaGateway(
            settings,
            redis.tickets,
            self.pool,
            self.tasks.run,
            port_file=node_dir / "media_port",
            node_id=node_id,
            rings=redis.rings,
        )
        self._serving: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Returns once the node listens. Raises whatever keeps it from that."""
        adopt_survivors(self.pool, self._node_dir)
        listening = asyncio.Event()
        self._serving = asyncio.get_running_loop().create_task(
            self._gateway.run(listening), name="media_gateway"
        )
        self._serving.add_done_callback(lambda _: listening.set())
        await listening.wait()
        self.check()

    async def stop(self) -> None:
        """Lets go of the node: its actors and calls go on, its listening socket stays open in the kernel."""
        self._gateway.stop_accepting()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(QUIET_WAIT_S):
                await self._gateway.placed_all()
                await self.pool.settled()
        if self._serving is not None:
            self._serving.cancel()
            await asyncio.gather(self._serving, return_exceptions=True)
        self.pool.close()
        await self._stores.close()

    def check(self) -> None:
        """Raises RuntimeError when the node is not served any more."""
        if self._serving is not None and self._serving.done():
            raise RuntimeError("the media listener has stopped") from self._serving.exception()

    @property
    def figures(self) -> NodeFigures:
        return self.pool.figures


def node_directory(settings: Settings, node_id: str) -> Path:
    """Sockets between gateway and actors, live calls, the lock; short, as sockets' paths must be."""
    return settings.run_dir / node_id[:12]


def forking_state() -> Callable[[], str | None]:
    """Tells why the node's workers are not forked; None when they are, or are not meant to be."""
    raylet = raylet_socket()
    return (lambda: None) if raylet is None else partial(why_passed_over, raylet)


async def hang_up_on(given_up: UnservedCalls, call: PlacedCall) -> None:
    """Ends the connection of a call no actor can serve, once the carrier knows what comes next."""
    try:
        await given_up.give_up(call.ticket, "no process was left that could serve the call")
    finally:
        call.end()


def adopt_survivors(pool: CallPool, socket_dir: Path) -> int:
    """Takes in the actors a previous gateway of this node left behind; returns how many."""
    adopted = 0
    for path in sorted(socket_dir.glob("*.sock")):
        try:
            pool.adopt(surviving_actor(path))
        except OSError:
            path.unlink(missing_ok=True)
        else:
            adopted += 1
    return adopted
