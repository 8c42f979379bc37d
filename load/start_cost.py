"""What the start of a call process costs: some are started one after the other, as the pool starts them, in a system
without calls.

CPU is that of everything the server runs, less what it uses at rest: raylet, control store, zygote, the process itself
until it serves, and the launchers, which live for 30 ms. Of what starts them in production, the gateway, only its
waiting is missing: this process asks in its stead and is not counted. The first start is not measured, as it also
carries what is done once.
"""

import asyncio
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import fmean, median

import psutil

from load.launchers import ended_children
from load.processes import CpuMeter, CpuUse, ServerProcesses
from load.rest import Rest
from sandbox.local.own_directory import own_directory
from sandbox.local.serve import join_ray

AFTERWARDS_S = 1.0
"""What a start leaves to be done counts too: registering, reporting, the collector of garbage."""

GONE_WITHIN_S = 15.0

METHOD = (
    "call processes started one after the other through the pool's own starter, without calls: CPU of all processes of"
    " the server above its idle use, per start; wall from asking Ray until the process serves (median); PSS of each"
    " (mean) while all are there"
)


@dataclass(frozen=True, slots=True)
class StartCost:
    """One start, in the mean of some.

    Attributes:
        processes: how many were started for it.
        cpu_s: of everything, above the idle server's use.
        wall_s: the median, until the process serves.
        pss_mib: of one while all are there.
        cpu_s_by_component: how it is made up; of components whose part is above 1 ms.
    """

    processes: int
    cpu_s: float
    wall_s: float
    pss_mib: float
    cpu_s_by_component: dict[str, float]


async def measure_start(processes: ServerProcesses, rest: Rest, count: int, ray_address: str) -> StartCost:
    """Starts processes in a system that this process has started, measures, and ends them again.

    Args:
        rest: what the system used just before.
        count: how many are started to be measured.
        ray_address: where a driver joins the system's Ray.

    Raises whatever starting one raises.
    """
    with _driver(ray_address):
        return await _measure(processes, rest, count)


@contextmanager
def _driver(ray_address: str) -> Iterator[None]:
    """This process is a driver of that Ray within, if it is not one already."""
    import ray

    if ray.is_initialized():
        yield
        return
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        join_ray(ray_address)
        for number, handler in handlers.items():  # Ray has put its own in place
            signal.signal(number, handler)
        yield
    finally:
        ray.shutdown()


async def _measure(processes: ServerProcesses, rest: Rest, count: int) -> StartCost:
    # Ray is imported for this only: a run against a server elsewhere needs none.
    from actors.call_actor import CallActor
    from actors.pool.members import StartedActor
    from actors.pool.ray_starter import RayActorStarter
    from config.release import code_release

    with own_directory("starts") as directory:
        # 0: they take no slot from the pool, which keeps what it has.
        starter = RayActorStarter(CallActor, calls_per_actor=0, socket_dir=directory, release=code_release())
        there = await asyncio.to_thread(_call_processes, processes)
        started: list[StartedActor] = [await starter.start()]
        try:
            known = await asyncio.to_thread(_call_processes, processes)
            meter = CpuMeter(processes)
            await asyncio.to_thread(meter.start)
            walls: list[float] = []
            with ended_children(processes.raylets()) as launchers:
                for _ in range(count):
                    began = time.monotonic()
                    started.append(await starter.start())
                    walls.append(time.monotonic() - began)
                await asyncio.sleep(AFTERWARDS_S)
            use = await asyncio.to_thread(meter.stop)
            pss_mib = await asyncio.to_thread(_mean_pss_mib, processes, known)
        finally:
            for actor in started:
                actor.kill()
            await _gone(processes, there)
    return work_out(use, rest, sum(launchers.values()), walls, pss_mib)


def work_out(use: CpuUse, rest: Rest, launchers_s: float, walls: list[float], pss_mib: float) -> StartCost:
    """One start's part of what was used while some were made."""
    count = len(walls)
    by_component = {
        name: (seconds - rest.cpu.seconds.get(name, 0.0) / rest.cpu.wall_s * use.wall_s) / count
        for name, seconds in use.server_seconds.items()
    }
    by_component["launchers"] = launchers_s / count
    return StartCost(
        processes=count,
        cpu_s=max(0.0, sum(by_component.values())),
        wall_s=median(walls),
        pss_mib=pss_mib,
        cpu_s_by_component={name: seconds for name, seconds in by_component.items() if seconds > 0.001},
    )


def _call_processes(processes: ServerProcesses) -> set[psutil.Process]:
    return {process for process, component in processes.find().items() if component == "call_actors"}


def _mean_pss_mib(processes: ServerProcesses, known: set[psutil.Process]) -> float:
    found = [process.memory_full_info().pss / 2**20 for process in _call_processes(processes) - known]
    return fmean(found) if found else 0.0


async def _gone(processes: ServerProcesses, before: set[psutil.Process]) -> None:
    """Waits until no call process is left that was not there before."""
    give_up_at = time.monotonic() + GONE_WITHIN_S
    while time.monotonic() < give_up_at:
        if not await asyncio.to_thread(_call_processes, processes) - before:
            return
        await asyncio.sleep(0.2)
