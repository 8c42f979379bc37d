"""What a media gateway does periodically: reports the node, obeys drain orders, keeps leases, finds lost calls."""

import asyncio
import os
from collections.abc import Callable
from pathlib import Path

import structlog

from actors.pool.pool import CallPool
from deployments.media.part_reports import PartReports
from deployments.media.ringing import RingingPhones
from deployments.periodic import PeriodicTask, PeriodicTasks
from services.records.orphaned_files import OrphanedFiles
from services.routing.watchdog import Watchdog
from services.vendor_circuits import open_circuits
from storage.redis.capacity import CallSlots, Capacity
from storage.redis.fallbacks import Fallbacks
from storage.redis.leases import LEASE_TTL_S, Leases
from storage.redis.nodes import NodeReport, Nodes

log = structlog.get_logger()

REPORT_EVERY_S = 1.0
REPORT_TTL_S = 5.0
REPORT_TIMEOUT_S = 2.0
LEASE_EVERY_S = 0.5
LEASE_TIMEOUT_S = 1.0
LOOK_EVERY_S = 0.3
SWEEP_EVERY_S = 120.0


class NodeTasks:
    """One node's, run beside each other until cancelled."""

    def __init__(
        self,
        pool: CallPool,
        capacity: Capacity,
        nodes: Nodes,
        leases: Leases,
        watchdog: Watchdog,
        orphaned_files: OrphanedFiles,
        *,
        node_id: str,
        slots: int,
        fallbacks: Fallbacks | None = None,
        run_dir: Path | None = None,
        on_writing: Callable[[str, int, int], None] = lambda _node_id, _count, _held: None,
        phones: RingingPhones | None = None,
        parts: PartReports | None = None,
    ) -> None:
        self._pool = pool
        self._capacity = capacity
        self._nodes = nodes
        self._leases = leases
        self._watchdog = watchdog
        self._orphaned_files = orphaned_files
        self._node_id = node_id
        self._slots = slots
        self._fallbacks = fallbacks
        self._run_dir = run_dir
        self._told_fallbacks = False
        self._on_writing = on_writing
        self._phones = phones
        self._writing = (0, 0)
        self._parts = parts
        self._empty_by_s = 0.0
        self._given_up = False

    async def run(self) -> None:
        tasks = PeriodicTasks(
            "media_gateway",
            (
                PeriodicTask("report", REPORT_EVERY_S, self._report),
                PeriodicTask("leases", LEASE_EVERY_S, self._keep_leases),
                PeriodicTask("watchdog", LOOK_EVERY_S, self._watchdog.look),
                PeriodicTask("orphaned_files", SWEEP_EVERY_S, self._sweep),
            ),
        )
        async with asyncio.TaskGroup() as group:
            group.create_task(tasks.run(), name="media_gateway.periodic")
            if self._phones is not None:
                group.create_task(self._phones.run(), name="media_gateway.phones")

    def empty_node(self, within_s: float) -> None:
        """Takes no calls any more and has those here go where there is room, in this time."""
        log.warning("media_gateway.draining", calls=self._pool.live_calls)
        self._empty_by_s = asyncio.get_running_loop().time() + within_s
        self._pool.drain()
        self._given_up = True

    def _tell_of_writing(self) -> None:
        writing, held = self._pool.writing_calls, self._pool.slots_held_by_writing
        self._on_writing(self._node_id, writing, held)
        if (writing, held) != self._writing:
            log.warning("media_gateway.calls_slow_to_be_written", calls=writing, slots_held=held)
        self._writing = writing, held

    async def _report(self) -> None:
        self._tell_of_writing()
        figures = self._pool.figures
        report = NodeReport(
            live=figures.live,
            slots=self._slots,
            warm=self._pool.warm_actors,
            outdated=self._pool.outdated_calls,
            draining=self._pool.draining,
            pid=os.getpid(),
        )
        async with asyncio.timeout(REPORT_TIMEOUT_S):
            self._obey(await self._nodes.report(self._node_id, report, REPORT_TTL_S))
            if self._phones is not None:
                await self._phones.tell()
            else:
                slots = CallSlots(self._pool.free, self._slots)
                await self._capacity.report(self._node_id, slots, REPORT_TTL_S)
            await self._report_fallbacks()
            if self._parts is not None:
                await self._parts.report(REPORT_TTL_S)
            if self._pool.draining:
                await self._empty()

    async def _report_fallbacks(self) -> None:
        """Which vendors the node's calls do without; nothing while they do without none."""
        if self._fallbacks is None or self._run_dir is None:
            return
        vendors = open_circuits(self._run_dir)
        if vendors or self._told_fallbacks:
            await self._fallbacks.report(self._node_id, vendors, REPORT_TTL_S)
        self._told_fallbacks = bool(vendors)

    def _obey(self, drain_within_s: float | None) -> None:
        if self._given_up:
            return
        if drain_within_s is not None and not self._pool.draining:
            self.empty_node(drain_within_s)
            self._given_up = False
        elif drain_within_s is None and self._pool.draining:
            log.warning("media_gateway.takes_calls_again")
            self._pool.take_calls_again()

    async def _empty(self) -> None:
        """Calls go where there is room for them; where there is none they stay, until their time is over."""
        left_s = self._empty_by_s - asyncio.get_running_loop().time()
        if left_s <= 0:
            self._pool.migrate_calls(self._slots, 0.0)
            return
        nodes = await self._capacity.by_node()
        room = sum(free for node_id, (free, _) in nodes.items() if node_id != self._node_id)
        self._pool.migrate_calls(room, left_s)

    async def _keep_leases(self) -> None:
        """Calls whose process is gone or does not answer have none that renews theirs until the next one has them."""
        async with asyncio.timeout(LEASE_TIMEOUT_S):
            await self._leases.renew(self._pool.unattended, LEASE_TTL_S)

    async def _sweep(self) -> None:
        await self._orphaned_files.sweep(self._pool.call_ids)
