"""A capacity run: the server at rest, what a start costs, then the calls, level by level."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from load.figures import standing_of
from load.knee import goes_on, limit_ms
from load.level_run import run_level
from load.measures import LevelMeasure, LoadReport
from load.options import LoadOptions
from load.processes import ServerProcesses, ServerRoots
from load.progress import OnProgress, Progress
from load.rest import come_to_rest, measure_rest
from load.scripted_system import scripted_system
from load.start_cost import measure_start
from load.target import ask_vendor_ms, find_running, make_jobs
from sandbox.local.running import Running

ATTEMPTS = 2
"""A step whose callers were late says nothing. It is made once more: the machine may have been busy otherwise."""

PAUSE_S = 2.0
"""Between two levels, when the server's rest cannot be seen."""


def load(
    options: LoadOptions,
    on_progress: OnProgress = lambda _progress: None,
    on_started: Callable[[], None] = lambda: None,
) -> LoadReport:
    """The same as `run_load`, and starts the whole system here when the options name no server.

    Blocks; to be called from the main thread, where Ray is started.

    Args:
        on_started: called once a system of the run's own is up.
    """
    if options.url or options.ws_url or options.running:
        return asyncio.run(run_load(options, on_progress))
    import ray._private.worker

    # Ray would print a paragraph about every burst of starts, which are made here on purpose.
    ray._private.worker.print_to_stdstream = lambda *_arguments, **_options: None  # pyright: ignore
    with scripted_system(
        "load",
        slots=options.slots,
        warm=options.warm,
        timings=options.timings,
        settings=options.settings,
        on_part=lambda part: on_progress(Progress(f"starting {part}")),
    ) as (_, running):
        on_started()
        own = replace(options, running=running)
        return asyncio.run(run_load(own, on_progress, is_own=True))


async def run_load(options: LoadOptions, on_progress: OnProgress, *, is_own: bool = False) -> LoadReport:
    """Rings the server the options name and measures.

    Args:
        is_own: this process has started the server, and may start call processes in it.

    Raises:
        SandboxError: the options name no server, or a generator did not start.
    """
    began = time.monotonic()
    running = find_running(options)
    vendor_ms = await ask_vendor_ms(options, running)
    processes = ServerProcesses(_roots(options, running))
    rest = start = None
    if processes.here and options.idle_s:
        on_progress(Progress("measuring the idle server"))
        rest = await measure_rest(processes, options.idle_s, options.levels[0].calls)
        if is_own and running is not None and options.starts:
            on_progress(Progress("measuring a start"))
            start = await measure_start(processes, rest, options.starts, running.ray_address)
    levels: list[LevelMeasure] = []
    for number, level in enumerate(options.levels, 1):
        phase = f"calling: {level.name}" if len(options.levels) > 1 else "calling"
        for _ in range(ATTEMPTS if options.steps else 1):
            if levels:
                on_progress(Progress("letting the server come to rest", level.calls))
                await _pause(processes, levels[-1])
            jobs = make_jobs(options, level, running)
            measured = await run_level(level, jobs, partial(_roots, options, running), on_progress, phase)
            levels[number - 1 :] = [measured]
            if not standing_of(measured).late:
                break
        # The first, of one call, sets the limit.
        reference = standing_of(levels[0]).p50_ms
        if options.steps and not goes_on(standing_of(measured), limit_ms(reference)):
            break
    return LoadReport(
        options=options,
        target=options.ws_url or options.url or (running.url if running is not None else ""),
        vendor_ms=vendor_ms,
        levels=tuple(levels),
        rest=rest,
        start=start,
        server_here=processes.here,
        took_s=time.monotonic() - began,
    )


async def _pause(processes: ServerProcesses, before: LevelMeasure) -> None:
    """What the last level's calls leave to be written must not be counted as the next one's."""
    if processes.here:
        await come_to_rest(processes, before.level.calls)
    else:
        await asyncio.sleep(PAUSE_S)


def _roots(options: LoadOptions, running: Running | None, generators: tuple[int, ...] = ()) -> ServerRoots:
    if running is not None:
        return ServerRoots(running.pid, running.sandbox_pids, generators)
    return ServerRoots(options.server_pid, {}, generators, is_driver=False)
