"""The node's second gateway: started, warmed up and idle, until the first one dies.

Serve needs three seconds and more for a new replica. The standby sees the lock on the node come free in hundredths of
a second, takes in actors and sockets, the listening one too, and serves until the new replica asks for the node. When
none comes, the node was to be given up: the standby empties it and ends.
"""

import asyncio
import contextlib
import os
import signal
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from ray.exceptions import RayError
from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

from actors.ray_actors import NAMESPACE, find_actor, kill_actor, remote_class
from config.settings import Settings
from config.startup import start_process
from deployments.media.node import NodeGateway, NodeLock, node_directory

log = structlog.get_logger()

ALONE_FOR_S = 60.0
"""Serve has brought a new replica by then, or will not: after that the node is emptied."""

EMPTY_WITHIN_S = 900.0
LOOK_EVERY_S = 1.0
ASK_TIMEOUT_S = 5.0
START_TIMEOUT_S = 30.0
SIGN_OF_LIFE_S = 15.0
ENSURE_EVERY_S = 10.0
"""A question to an idle process, 2 ms; a gateway may die any time, and its standby before it."""


class GatewayStandby:
    """A Ray actor, one a node, detached: it outlives the gateway that starts it."""

    def __init__(self, node_id: str, release: str) -> None:
        settings = start_process("gateway_standby")
        self._settings: Settings = settings
        self._node_id = node_id
        self._release = release
        self._lock = NodeLock(node_directory(settings, node_id) / "gateway.lock")
        self._asked = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self._watching: asyncio.Task[None] | None = None

    async def start(self) -> str:
        """Begins to watch; returns the release it runs."""
        if self._watching is None or self._watching.done():
            self._watching = asyncio.get_running_loop().create_task(self._watch(), name="standby")
        return self._release

    async def yield_node(self) -> None:
        """Lets go of the node, if it has it; returns when another may serve it."""
        self._asked.set()
        await self._idle.wait()

    async def _watch(self) -> None:
        while True:
            node = NodeGateway(self._settings, self._node_id, self._release)
            await self._lock.take()
            self._asked.clear()
            self._idle.clear()
            log.warning("gateway_standby.serves", node_id=self._node_id)
            try:
                await node.start()
                abandoned = await self._serve(node)
            except Exception:
                # The root of its work: it must be there for the next time, and not keep the node meanwhile.
                log.exception("gateway_standby.failed")
                abandoned = False
                await asyncio.sleep(LOOK_EVERY_S)
            finally:
                with contextlib.suppress(Exception):
                    await node.stop()
                self._lock.release()
                self._idle.set()
            if abandoned:
                log.warning("gateway_standby.node_given_up", node_id=self._node_id)
                os.kill(os.getpid(), signal.SIGTERM)
                return
            await asyncio.sleep(LOOK_EVERY_S)  # for the replica that asked to take the lock

    async def _serve(self, node: NodeGateway) -> bool:
        """Until a replica asks for the node (False), or it is empty and nobody will (True)."""
        loop = asyncio.get_running_loop()
        empty_from_s = loop.time() + ALONE_FOR_S
        while True:
            try:
                async with asyncio.timeout(LOOK_EVERY_S):
                    await self._asked.wait()
                return False
            except TimeoutError:
                node.check()
            if loop.time() > empty_from_s and not node.pool.draining:
                node.tasks.empty_node(EMPTY_WITHIN_S)
            if node.pool.draining and not node.figures.live:
                return True


async def yield_node(node_id: str) -> None:
    """Asks the node's standby to let go of it; nothing when there is none, or it does not answer in time."""
    try:
        async with asyncio.timeout(ASK_TIMEOUT_S):
            standby = await asyncio.to_thread(find_actor, _name(node_id))
            await standby.yield_node.remote()
    except (ValueError, RayError, TimeoutError) as error:
        log.warning("gateway_standby.not_asked", reason=str(error) or type(error).__name__)


async def keep_standby(
    node_id: str, release: str, *, ensure: Callable[[str, str], Awaitable[None]] | None = None
) -> None:
    """Has a standby on the node as long as this runs: one that has died, or hangs, is started again."""
    while True:
        try:
            await (ensure or ensure_standby)(node_id, release)
        except Exception:
            # The root of one look: there is another one.
            log.exception("gateway_standby.not_looked_after")
        await asyncio.sleep(ENSURE_EVERY_S)


async def ensure_standby(node_id: str, release: str) -> None:
    """Starts the node's standby, in the place of one that runs other code."""
    try:
        async with asyncio.timeout(START_TIMEOUT_S):
            standby = await _found(node_id, release)
            if standby is None:
                standby = (
                    remote_class(GatewayStandby)
                    .options(
                        name=_name(node_id),
                        namespace=NAMESPACE,
                        lifetime="detached",
                        max_restarts=0,
                        num_cpus=0,
                        enable_task_events=False,
                        scheduling_strategy=NodeAffinitySchedulingStrategy(node_id, soft=False),
                    )
                    .remote(node_id, release)
                )
                await standby.start.remote()
    except (ValueError, RayError, TimeoutError) as error:
        log.error("gateway_standby.not_started", reason=str(error) or type(error).__name__)


async def _found(node_id: str, release: str) -> Any | None:
    try:
        standby = await asyncio.to_thread(find_actor, _name(node_id))
    except (ValueError, RayError):
        return None
    try:
        async with asyncio.timeout(SIGN_OF_LIFE_S):
            if await standby.start.remote() == release:
                return standby
    except RayError:
        return None
    except TimeoutError:
        log.error("gateway_standby.hung", node_id=node_id)
    with contextlib.suppress(ValueError, RayError):
        kill_actor(standby)
    while True:  # until its name is free
        try:
            await asyncio.to_thread(find_actor, _name(node_id))
        except ValueError:
            return None
        await asyncio.sleep(0.1)


def _name(node_id: str) -> str:
    return f"gateway-standby-{node_id[:12]}"
