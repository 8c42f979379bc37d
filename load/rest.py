"""The server without calls: waiting until it has come to rest, and what it uses then."""

import asyncio
import time
from dataclasses import dataclass

from load.processes import CpuMeter, CpuUse, MemoryUse, ServerProcesses, measure_memory

LOOK_S = 2.0
SETTLE_S = 20.0
SETTLE_S_PER_CALL = 2.0
"""A server that does not come to rest is measured and rung all the same after so long."""


@dataclass(frozen=True, slots=True)
class Rest:
    """What the server uses without calls, once it has started what it wants to keep started."""

    cpu: CpuUse
    memory: MemoryUse

    @property
    def cores(self) -> float:
        return self.cpu.server_s / self.cpu.wall_s


async def measure_rest(processes: ServerProcesses, seconds: float, calls: int) -> Rest:
    """Waits for rest, then measures for `seconds`; the looks that were made while waiting are not counted.

    Args:
        seconds: no more than a look takes is measured by the last look.
        calls: how many the server may still be starting something for.
    """
    cpu = await come_to_rest(processes, calls)
    if seconds > LOOK_S:
        meter = CpuMeter(processes)
        await asyncio.to_thread(meter.start)
        await asyncio.sleep(seconds)
        cpu = await asyncio.to_thread(meter.stop)
    return Rest(cpu, await asyncio.to_thread(measure_memory, processes))


async def come_to_rest(processes: ServerProcesses, calls: int) -> CpuUse:
    """Returns once nothing is being started or ended any more and CPU has stopped falling, or after a while; gives the
    last look's CPU.
    """
    give_up_at = time.monotonic() + SETTLE_S + SETTLE_S_PER_CALL * calls
    meter = CpuMeter(processes)
    before, used_s = await asyncio.to_thread(processes.lasting), float("inf")
    while True:
        await asyncio.to_thread(meter.start)
        await asyncio.sleep(LOOK_S)
        use = await asyncio.to_thread(meter.stop)
        now = await asyncio.to_thread(processes.lasting)
        if (now == before and use.server_s > 0.7 * used_s) or time.monotonic() > give_up_at:
            return use
        before, used_s = now, use.server_s
