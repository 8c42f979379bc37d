"""One level of a run: its callers in processes of their own, the server measured meanwhile."""

import asyncio
import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from load.generator_processes import Generators, generators
from load.job import MEASURE, CallMeasure, Failure, Job
from load.launchers import ended_children
from load.levels import Level
from load.measures import LevelMeasure, MeasuredWindow
from load.processes import CpuMeter, ServerProcesses, ServerRoots, measure_memory
from load.progress import OnProgress, Progress

SAMPLE_EVERY_S = 2.0


@dataclass(slots=True)
class Board:
    """Where each call of a level stands."""

    level: Level
    on_progress: OnProgress
    phase: str = "calling"
    up_at: dict[int, float] = field(default_factory=dict[int, float])
    ended_at: dict[int, float] = field(default_factory=dict[int, float])
    measures: dict[int, CallMeasure] = field(default_factory=dict[int, CallMeasure])
    all_up: asyncio.Event = field(default_factory=asyncio.Event)
    window_over: asyncio.Event = field(default_factory=asyncio.Event)

    def take(self, event: dict[str, Any]) -> None:
        call = int(event["call"])
        if event["event"] == "up":
            self.up_at[call] = event["at"]
        else:
            self.ended_at[call] = event["at"]
            self.measures[call] = MEASURE.validate_python(event["measure"])
            if self.measures[call].failure is None and self.level.window != "while calls arrive":
                self.window_over.set()
        if len(self.up_at.keys() | self.ended_at.keys()) == self.level.calls and self.live:
            self.all_up.set()
        self.report()

    def report(self) -> None:
        failed = sum(1 for measure in self.measures.values() if measure.failure is not None)
        self.on_progress(Progress(self.phase, self.level.calls, len(self.up_at), len(self.ended_at), failed))

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
            self.measures.get(caller.index) or CallMeasure(caller.index, failure=lost)
            for caller in self.level.callers
        ]


async def run_level(
    level: Level,
    jobs: list[Job],
    roots_with: Callable[[tuple[int, ...]], ServerRoots],
    on_progress: OnProgress,
    phase: str = "calling",
) -> LevelMeasure:
    """Makes a level's calls and measures them and the server.

    Args:
        roots_with: where the server's processes are, given the generators' ids.
        phase: what the progress says meanwhile.

    Raises:
        SandboxError: a generator did not start.
    """
    board = Board(level, on_progress, phase)
    on_progress(Progress("starting the callers", level.calls))
    async with generators(jobs, board.take) as callers:
        processes = ServerProcesses(roots_with(tuple(callers.pids)))
        board.report()
        window = await _call_and_measure(callers, board, processes, jobs)
    return LevelMeasure(level, board.result(), window)


async def _call_and_measure(
    callers: Generators, board: Board, processes: ServerProcesses, jobs: list[Job]
) -> MeasuredWindow | None:
    longest_s = board.level.last_rings_s + jobs[0].timings.longest_call_s + 30
    begins = board.all_up if board.level.window == "all up" else asyncio.Event()
    if begins is not board.all_up:
        begins.set()
    async with asyncio.TaskGroup() as group:
        measuring = group.create_task(_measure(board, begins, processes, len(jobs)), name="window")
        await callers.run(longest_s)
        if not begins.is_set():
            measuring.cancel()
        board.window_over.set()
    return None if measuring.cancelled() else measuring.result()


async def _measure(
    board: Board, begins: asyncio.Event, processes: ServerProcesses, generator_processes: int
) -> MeasuredWindow | None:
    await begins.wait()
    if board.window_over.is_set():
        return None
    meter = CpuMeter(processes)
    # Only where calls come in a rush are many processes started within the window.
    raylets = [] if board.level.window == "all up" else await asyncio.to_thread(processes.raylets)
    with ended_children(raylets) as launchers:
        await asyncio.to_thread(meter.start)
        since = time.monotonic()
        await _window_over(board, meter, since)
        until = time.monotonic()
        cpu = await asyncio.to_thread(meter.stop)
    if launchers:
        cpu = replace(cpu, seconds={**cpu.seconds, "launchers": sum(launchers.values())})
    memory = await asyncio.to_thread(measure_memory, processes) if processes.here else None
    return MeasuredWindow(cpu, board.call_s(since, until), memory, generator_processes)


async def _window_over(board: Board, meter: CpuMeter, since: float) -> None:
    """Reads CPU now and then until the window is over: what ends meanwhile counts too."""
    ends_at = since + board.level.arrive_s if board.level.window == "while calls arrive" else math.inf
    while not board.window_over.is_set() and (left_s := ends_at - time.monotonic()) > 0:
        try:
            async with asyncio.timeout(min(SAMPLE_EVERY_S, left_s)):
                await board.window_over.wait()
        except TimeoutError:
            await asyncio.to_thread(meter.sample)
