"""One capacity run: callers out of processes of their own, the server measured while all of them talk."""

import asyncio
import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import httpx
import psutil

from load.generating import Generators, generators
from load.job import MEASURE, CallerPlan, CallMeasure, Failure, Habits, Job
from load.options import LoadOptions
from load.processes import CpuMeter, CpuUse, MemoryUse, ServerProcesses, ServerRoots, measure_memory
from sandbox.local_system import DEMO_NUMBER, LocalOptions, LocalSystem, Running, read_running
from sandbox.options import Credentials
from sandbox.phone.placing import Line
from sandbox.process import SandboxError

SAMPLE_EVERY_S = 2.0
IDLE_S = 2.0


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
        failed = sum(1 for measure in self.measures.values() if measure.failure is not None)
        self.on_progress(Progress("calling", self.options.calls, len(self.up_at), len(self.ended_at), failed))

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
    with tempfile.TemporaryDirectory(prefix="receptionist-load-") as directory:
        settings = {"LOG_LEVEL": "ERROR", "CALL_SLOTS": str(options.calls), **options.settings}
        local = LocalOptions(
            port=0,
            data_dir=Path(directory),
            scripted=options.timings,
            stand_ins_only=True,
            settings=settings,
        )
        with LocalSystem(local, lambda part: on_progress(Progress(f"starting {part}"))) as system:
            return asyncio.run(run_load(replace(options, running=system.running), on_progress))


async def run_load(options: LoadOptions, on_progress: OnProgress) -> LoadReport:
    """Rings the server the options name and measures.

    Raises:
        SandboxError: the options name no server, or a generator did not start.
    """
    began = time.monotonic()
    running = _running(options)
    vendor_ms = await _vendor_ms(options, running)
    jobs = _jobs(options, running)
    board = _Board(options, on_progress)
    on_progress(Progress("starting the callers", options.calls))
    async with generators(jobs, board.take) as callers:
        processes = ServerProcesses(_roots(running, callers))
        idle = None
        if running is not None:
            on_progress(Progress("measuring the idle server", options.calls))
            idle = await _measure_idle(processes)
        on_progress(Progress("calling", options.calls))
        steady = await _call_and_measure(callers, board, processes, jobs, running is not None)
    on_progress(Progress("done", options.calls, len(board.up_at), len(board.ended_at)))
    return LoadReport(
        options=options,
        target=options.ws_url or options.url or (running.url if running is not None else ""),
        vendor_ms=vendor_ms,
        calls=board.result(),
        idle=idle,
        steady=steady,
        server_here=running is not None,
        took_s=time.monotonic() - began,
    )


async def _measure_idle(processes: ServerProcesses) -> CpuUse:
    meter = CpuMeter(processes)
    await asyncio.to_thread(meter.start)
    await asyncio.sleep(IDLE_S)
    return await asyncio.to_thread(meter.stop)


async def _call_and_measure(
    callers: Generators, board: _Board, processes: ServerProcesses, jobs: list[Job], server_here: bool
) -> SteadyWindow | None:
    longest_s = board.options.ramp + jobs[0].habits.longest_call_s + 30
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


def _running(options: LoadOptions) -> Running | None:
    """The system under test, when it runs on this machine."""
    if options.running is not None:
        return options.running
    if options.url is None:
        if options.ws_url is None:
            raise SandboxError("name a server to ring: its public address or its stream address")
        return None
    try:
        running = read_running(options.data_dir)
    except SandboxError:
        return None
    return running if running.url == options.url.rstrip("/") and psutil.pid_exists(running.pid) else None


def _roots(running: Running | None, callers: Generators) -> ServerRoots:
    if running is None:
        return ServerRoots(None, {}, tuple(callers.pids))
    return ServerRoots(running.pid, running.sandbox_pids, tuple(callers.pids))


async def _vendor_ms(options: LoadOptions, running: Running | None) -> float | None:
    """The scripted vendors' share of an answer, from whoever knows it."""
    if options.vendor_ms is not None or running is None or running.stand_ins_url is None:
        return options.vendor_ms
    try:
        async with httpx.AsyncClient(trust_env=False, timeout=5) as client:
            answer = await client.get(f"{running.stand_ins_url}/_sandbox/timings")
            timings = answer.raise_for_status().json()
    except (httpx.HTTPError, ValueError):
        return None
    if timings is None:
        return None
    return float(timings["speech_end_ms"] + timings["model_first_ms"] + timings["speech_first_ms"])


def _jobs(options: LoadOptions, running: Running | None) -> list[Job]:
    habits = Habits(
        speech_ms=options.speech_ms,
        quiet_ms=options.quiet_ms,
        barge_in_after_ms=options.barge_in_after_ms,
        patience_s=options.patience_s,
        longest_speech_s=options.longest_speech_s,
        longest_call_s=60 + options.turns * (options.speech_ms / 1000 + options.patience_s + 20),
    )
    gap_s = options.ramp / (options.calls - 1) if options.calls > 1 else 0.0
    plans = [
        CallerPlan(index, index * gap_s, options.turns, options.barge_in_turns(index))
        for index in range(options.calls)
    ]
    line = _line(options, running) if options.ws_url is None else None
    token = _credentials(running).twilio_auth_token
    count = options.generator_count
    return [Job(tuple(plans[share::count]), habits, line, options.ws_url, token) for share in range(count)]


def _line(options: LoadOptions, running: Running | None) -> Line:
    credentials = _credentials(running)
    return Line(
        (options.url or (running.url if running is not None else "")).rstrip("/"),
        options.number or (running.number if running is not None else DEMO_NUMBER),
        credentials.twilio_account_sid,
        credentials.twilio_auth_token,
        running.twilio_url if running is not None else os.environ.get("TWILIO_BASE_URL"),
    )


def _credentials(running: Running | None) -> Credentials:
    """The carrier account's: the running system's, else the environment's, else the stand-ins'."""
    stand_in = Credentials()
    if running is not None:
        return replace(
            stand_in,
            twilio_account_sid=running.twilio_account_sid,
            twilio_auth_token=running.twilio_auth_token,
        )
    return replace(
        stand_in,
        twilio_account_sid=os.environ.get("TWILIO_ACCOUNT_SID") or stand_in.twilio_account_sid,
        twilio_auth_token=os.environ.get("TWILIO_AUTH_TOKEN") or stand_in.twilio_auth_token,
    )
