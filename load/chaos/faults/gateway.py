"""The media gateway is killed; how long until a new call is accepted."""

import asyncio
import os
import signal

from load.chaos.injection import FaultContext, Injection
from sandbox.phone.carrier_options import Phone

SETTLES_S = 6.0
GIVE_UP_S = 20.0
PROBE_PAUSE_S = 0.05


class _Probe:
    """A caller who leaves as soon as there is a stream, or none."""

    async def run(self, phone: Phone) -> None:
        await phone.handset.pause(0.2)
        phone.hang_up()


class KillGateway:
    """SIGKILL to the gateway's process. Ready again: a call dialled since then has its stream."""

    kind = "kill_gateway"

    async def inject(self, context: FaultContext) -> Injection | None:
        found = await context.in_thread(context.processes.find)
        gateways = [process.pid for process, component in found.items() if component == "gateway"]
        if not gateways:
            return None
        pid = context.rng.choice(gateways)
        injection = context.begin(self.kind, "both", SETTLES_S)
        os.kill(pid, signal.SIGKILL)
        injection.accepting_ms = await self._accepts_again(context)
        injection.until = max(injection.until, context.now + 1.0)
        if injection.accepting_ms is None:
            injection.note = f"no call was accepted within {GIVE_UP_S:g} s"
        return injection

    async def _accepts_again(self, context: FaultContext) -> float | None:
        killed_at = context.now
        while context.now - killed_at < GIVE_UP_S:
            context.probes += 1
            number = f"+6149{context.probes:07d}"
            result = await context.calls.carrier.place_call(context.calls.line.config(), number, _Probe())
            opened = [stream.opened_at for stream in result.streams if stream.opened_at is not None]
            if opened:
                return (opened[0] - killed_at) * 1000
            await asyncio.sleep(PROBE_PAUSE_S)
        return None
