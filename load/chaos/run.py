"""One chaos run: a system of its own, callers who book, and faults injected one after the other."""

import asyncio
import os
import random
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import httpx
import ray._private.worker

from load.chaos.calls import Calls
from load.chaos.faults.kinds import LOSING_KINDS, fault_kinds
from load.chaos.injection import FaultContext, Injection
from load.chaos.leftovers import Baseline, measure_baseline, settled_leftovers
from load.chaos.options import WARM, ChaosOptions
from load.chaos.outcome import Outcome, work_out
from load.chaos.plan import call_plans
from load.chaos.promised import settled_promised
from load.chaos.records import read_profile, settled_records
from load.chaos.schedule import schedule
from load.chaos.serving import Serving
from load.priority import go_first
from load.processes import ServerProcesses, ServerRoots
from load.scripted_system import scripted_system
from sandbox.local.running import Running
from sandbox.local.serve import joined_ray
from sandbox.local.system import LocalSystem
from sandbox.phone.carrier_options import CarrierOptions
from sandbox.phone.line import Line, carrier_on
from services.outbox.due_items import LEASE_S
from storage.postgres.database import Database

LONGEST_CALL_S = 180.0
PAUSE_S = (1.0, 3.0)
"""Undisturbed time between the end of one fault's effects and the next fault."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is."""

    phase: str
    up: int = 0
    ended: int = 0
    faults: int = 0
    latest: str | None = None


OnProgress = Callable[[Progress], None]


def chaos(options: ChaosOptions, on_progress: OnProgress = lambda _progress: None) -> Outcome:
    """Starts a system, calls it, injects faults, and says what that cost.

    Blocks; to be called from the main thread, where Ray is started. Raises SandboxError when the system does not start.
    """
    # Ray would print a paragraph about every process that is killed here on purpose.
    ray._private.worker.print_to_stdstream = lambda *_arguments, **_options: None  # pyright: ignore
    # The threads outlive the system: the servers restarted from them are tied to this process, not to a loop.
    with (
        ThreadPoolExecutor(4, "chaos") as threads,
        scripted_system(
            "chaos",
            slots=options.slots,
            warm=WARM,
            timings=options.timings,
            # A fault is meant for one call: nobody shares a process with it.
            settings={"RUSH_CALLS_PER_ACTOR": "1", **options.settings},
            nodes=options.nodes,
            standby=True,  # a gateway that is killed is one of the faults
            on_part=lambda part: on_progress(Progress(f"starting {part}")),
        ) as (system, running),
        joined_ray(running.ray_address),
    ):
        go_first(os.getpid())  # the callers are this process's
        return asyncio.run(ChaosRun(options, system, running, threads, on_progress).run())


class ChaosRun:
    """A run against a system that has been started."""

    def __init__(
        self,
        options: ChaosOptions,
        system: LocalSystem,
        running: Running,
        threads: ThreadPoolExecutor,
        on_progress: OnProgress = lambda _progress: None,
    ) -> None:
        self._options = options
        self._system = system
        self._running = running
        self._threads = threads
        self._on_progress = on_progress
        self._business_id = UUID(running.business_id)
        self._processes = ServerProcesses(ServerRoots(running.pid, running.sandbox_pids))
        self._injections: list[Injection] = []
        self._unmet: list[str] = []

    async def run(self) -> Outcome:
        """Calls and faults, then the evaluation."""
        database = Database(self._running.database_url, pool_size=2, max_overflow=0)
        try:
            before = await asyncio.to_thread(measure_baseline, self._processes, Path(os.environ["RUN_DIR"]))
            async with self._context(database) as context:
                await self._call_and_inject(context)
            return await self._evaluate(database, before, context)
        finally:
            await database.close()

    @asynccontextmanager
    async def _context(self, database: Database) -> AsyncIterator[FaultContext]:
        running = self._running
        line = Line.to(running)
        carrier_options = CarrierOptions(record=False, say_ms_per_character=20.0, max_call_s=LONGEST_CALL_S)
        profile = await read_profile(database, self._business_id)
        async with AsyncExitStack() as stack:
            carrier = await stack.enter_async_context(carrier_on(line, carrier_options))
            serving = Serving(running.redis_url, self._business_id)
            stack.push_async_callback(serving.close)
            http = await stack.enter_async_context(httpx.AsyncClient(trust_env=False, timeout=5))
            plans = call_plans(profile, datetime.now(UTC), self._options.seed)
            yield FaultContext(
                running=running,
                system=self._system,
                calls=Calls(carrier, line, plans, self._options.caller_timings),
                serving=serving,
                processes=self._processes,
                rng=random.Random(self._options.seed),
                http=http,
                threads=self._threads,
            )

    async def _call_and_inject(self, context: FaultContext) -> None:
        for_s = self._options.minutes * 60
        context.calls.on_change = lambda: self._show(
            "calling", len(context.calls.live), len(context.calls.ended)
        )
        async with asyncio.TaskGroup() as group:
            group.create_task(self._inject_faults(context), name="faults")
            group.create_task(context.calls.keep_up(self._options.calls, for_s), name="calls")

    async def _inject_faults(self, context: FaultContext) -> None:
        ends_at = context.now + self._options.minutes * 60
        faults = fault_kinds(self._options.hang_s)
        await asyncio.sleep(self._options.lead_s)
        for kind in schedule(self._options.kinds, self._options.seed, LOSING_KINDS):
            if context.now >= ends_at or not await context.waited(
                context.calls.up, ends_at - context.now, PAUSE_S[0]
            ):
                return
            injection = await faults[kind].inject(context)
            if injection is None:
                self._unmet.append(kind)
                await asyncio.sleep(PAUSE_S[0])
                continue
            self._injections.append(injection)
            self._show("calling", len(context.calls.live), len(context.calls.ended), kind)
            pause_s = injection.until - context.now + context.rng.uniform(*PAUSE_S)
            await asyncio.sleep(max(0.0, pause_s))

    async def _evaluate(self, database: Database, before: Baseline, context: FaultContext) -> Outcome:
        """Waits for the system to come to rest and works out the figures."""
        calls = context.calls.ended
        self._show("coming to rest", ended=len(calls))
        records = await settled_records(database, self._business_id, calls, self._options.settle_s)
        twilio_url = self._running.twilio_url
        assert twilio_url is not None  # noqa: S101 - a system of the run's own speaks to stand-ins
        promised = await settled_promised(
            database,
            self._business_id,
            twilio_url,
            calls,
            records,
            self._options.settle_s + LEASE_S,
        )
        nodes_left = self._options.nodes - len(context.lost_nodes)
        leftovers = await settled_leftovers(
            self._processes,
            before,
            self._running.redis_url,
            Path(os.environ["RUN_DIR"]),
            self._options.slots * nodes_left,
            self._options.settle_s,
        )
        return work_out(
            self._injections,
            calls,
            records,
            replace(leftovers, open_calls=len(records.open_calls)),
            unmet=self._unmet,
            lateness_ms=context.calls.lateness_ms,
            promised=promised,
        )

    def _show(self, phase: str, up: int = 0, ended: int = 0, latest: str | None = None) -> None:
        self._on_progress(Progress(phase, up, ended, len(self._injections), latest))
