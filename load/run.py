"""One capacity run: callers in processes of their own, the server measured while all of them talk."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from load.generator_processes import Generators, generators
from load.job import MEASURE, CallMeasure, Failure, Job
from load.options import LoadOptions
from load.processes import CpuMeter, CpuUse, MemoryUse, ServerProcesses, ServerRoots, measure_memory
from load.scripted_system import scripted_system
from load.target import ask_vendor_ms, find_running, make_jobs
from sandbox.local.running import Running

SAMPLE_EVERY_S = 2.0
IDLE_S = 2.0
SETTLE_S = 20.0
SETTLE_S_PER_CALL = 2.0
"""A server that does not come to rest is rung all the same after so long."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: `up` calls talk or have talked, `ended` are over, `failed` of those went wrong."""

    phase: str
    calls: int = 0
    up: int = 0
    ended: int = 0
    failed: int = 0


OnProgress = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class SteadyWindow:
    """From when all calls were up until the first ended.

    Attributes:
        cpu: of all processes told apart, the generators' included.
        call_s: seconds of live calls in it, added up.
        memory: at its end; None when the server does not run here.
        generator_processes: how many shared the generators' CPU.
    """

    cpu: CpuUse
    call_s: float
    memory: MemoryUse | None
    generator_processes: int


@dataclass(frozen=True, slots=True)
class LoadReport:
    """Everything a run measured, raw; `load.report` makes figures of it.

    Attributes:
        target: the address rung.
        vendor_ms: the vendors' share of each answer; None when unknown.
        idle: the server's CPU before the first call; None when it does not run here.
        steady: None when the calls were never all up at once.
        server_here: whether the server's processes were measured.
    """

    options: LoadOptions
    target: str
    vendor_ms: float | None
    calls: list[CallMeasure]
    idle: CpuUse | None
    steady: SteadyWindow | None
    server_here: bool
    took_s: float


@dataclass(slots=True)
class _Board:
    """Where each call stands."""

    options: LoadOptions
    on_progress: OnProgress
    up_at: dict[int, float] = field(default_factory=dict[int, float])
    ended_at: dict[int, float] = field(default_factory=dict[int, float])
    measures: dict[int, CallMeasure] = field(default_factory=dict[int, CallMeasure])
    all_up: asyncio.Event = field(default_factory=asyncio.Event)
    first_ended: asyncio.Event = field(default_factory=asyncio.Event)

    def take(self, event: dict[str, Any]) -> None:
        call = int(event["call"])
        if event["event"] == "up":
            self.up_at[call] = event["at"]
        else:
            self.ended_at[call] = event["at"]
            self.measures[call] = MEASURE.validate_python(event["measure"])
            if self.measures[call].failure is None:
                self.first_ended.set()
        if len(self.up_at.keys() | self.ended_at.keys()) == self.options.calls and self.live:
            self.all_up.set()
        self.report("calling")

    def report(self, phase: str) -> None:
        failed = sum(1 for measure in self.measures.values() if measure.failure is not None)
        self.on_progress(Progress(phase, self.options.calls, len(self.up_at), len(self.ended_at), failed))

    @property
    def live(self) -> int:
        return len(self.up_at.keys() - self.ended_at.keys())

    def call_s(self, since: float, until: float) -> float:
        """Seconds of live calls between two instants, added up."""
        return sum(
            max(0.0, min(until, self.ended_at.get(call, until)) - max(since, up_at))
            for call, up_at in self.up_at.items()
        )

    def result(self) -> list[CallMeasure]:
        lost = Failure("lost", "no report came from the generator")
        return [
            self.measures.get(call) or CallMeasure(call, failure=lost) for call in range(self.options.calls)
        ]


def load(options: LoadOptions, on_progress: OnProgress = lambda _progress: None) -> LoadReport:
    """The same as `run_load`, and starts the whole system here when the options name no server.

    Blocks; to be called from the main thread, where Ray is started.
    """
    if options.url or options.ws_url or options.running:
        return asyncio.run(run_load(options, on_progress))
    with (
        scripted_system(
            "load",
            slots=options.calls + 1,  # the node keeps a slot back from fresh calls
            warm=options.calls,  # every actor starts before the first call: what is measured is serving, not starting
            timings=options.timings,
            settings=options.settings,
            on_part=lambda part: on_progress(Progress(f"starting {part}")),
        ) as (_, running)
    ):
        return asyncio.run(run_load(replace(options, running=running), on_progress))


async def run_load(options: LoadOptions, on_progress: OnProgress) -> LoadReport:
    """Rings the server the options name and measures.

    Raises:
        SandboxError: the options name no server, or a generator did not start.
    """
    began = time.monotonic()
    running = find_running(options)
    vendor_ms = await ask_vendor_ms(options, running)
    jobs = make_jobs(options, running)
    board = _Board(options, on_progress)
    on_progress(Progress("starting the callers", options.calls))
    async with generators(jobs, board.take) as callers:
        roots = _roots(options, running, callers)
        processes = ServerProcesses(roots)
        server_here = roots.pid is not None
        idle = None
        if server_here:
            on_progress(Progress("measuring the idle server", options.calls))
            idle = await _measure_idle(processes, options.calls)
        on_progress(Progress("calling", options.calls))
        steady = await _call_and_measure(callers, board, processes, jobs, server_here)
    board.report("done")
    return LoadReport(
        options=options,
        target=options.ws_url or options.url or (running.url if running is not None else ""),
        vendor_ms=vendor_ms,
        calls=board.result(),
        idle=idle,
        steady=steady,
        server_here=server_here,
        took_s=time.monotonic() - began,
    )


async def _measure_idle(processes: ServerProcesses, calls: int) -> CpuUse:
    """The server at rest: once nothing is being started any more and its CPU has stopped falling."""
    give_up_at = time.monotonic() + SETTLE_S + SETTLE_S_PER_CALL * calls
    meter = CpuMeter(processes)
    before, used_s = await asyncio.to_thread(processes.lasting), float("inf")
    while True:
        await asyncio.to_thread(meter.start)
        await asyncio.sleep(IDLE_S)
        use = await asyncio.to_thread(meter.stop)
        now = await asyncio.to_thread(processes.lasting)
        if (now == before and use.server_s > 0.7 * used_s) or time.monotonic() > give_up_at:
            return use
        before, used_s = now, use.server_s


async def _call_and_measure(
    callers: Generators, board: _Board, processes: ServerProcesses, jobs: list[Job], server_here: bool
) -> SteadyWindow | None:
    longest_s = board.options.ramp + jobs[0].timings.longest_call_s + 30
    async with asyncio.TaskGroup() as group:
        steady = group.create_task(_measure_steady(board, processes, len(jobs), server_here), name="steady")
        await callers.run(longest_s)
        if not board.all_up.is_set():
            steady.cancel()
        board.first_ended.set()
    return None if steady.cancelled() else steady.result()


async def _measure_steady(
    board: _Board, processes: ServerProcesses, generator_processes: int, server_here: bool
) -> SteadyWindow | None:
    await board.all_up.wait()
    if board.first_ended.is_set():
        return None
    meter = CpuMeter(processes)
    await asyncio.to_thread(meter.start)
    since = time.monotonic()
    while not board.first_ended.is_set():
        try:
            async with asyncio.timeout(SAMPLE_EVERY_S):
                await board.first_ended.wait()
        except TimeoutError:
            await asyncio.to_thread(meter.sample)
    until = time.monotonic()
    cpu = await asyncio.to_thread(meter.stop)
    memory = await asyncio.to_thread(measure_memory, processes) if server_here else None
    return SteadyWindow(cpu, board.call_s(since, until), memory, generator_processes)


def _roots(options: LoadOptions, running: Running | None, callers: Generators) -> ServerRoots:
    if running is not None:
        return ServerRoots(running.pid, running.sandbox_pids, tuple(callers.pids))
    return ServerRoots(options.server_pid, {}, tuple(callers.pids), is_driver=False)
