"""The worker is killed while what calls have promised is carried out: texts, mails, events, webhooks, usage."""

import asyncio
import os
import signal

from load.chaos.injection import FaultContext, Injection

SETTLES_S = 6.0
WITHIN_S = 3.0
"""At a random moment of so long: between a claim, a vendor's answer and the mark of it."""

BACK_WITHIN_S = 30.0
LOOKED_EVERY_S = 0.25


class KillWorker:
    """SIGKILL to the replica that hosts it, by its role, in whatever layout; it is over when there is another."""

    kind = "kill_worker"

    async def inject(self, context: FaultContext) -> Injection | None:
        await asyncio.sleep(context.rng.uniform(0, WITHIN_S))
        workers = await self._workers(context)
        if not workers:
            return None
        pid = context.rng.choice(sorted(workers))
        injection = context.begin(self.kind, "both", SETTLES_S)
        os.kill(pid, signal.SIGKILL)
        give_up_at = context.now + BACK_WITHIN_S
        while not (await self._workers(context)) - workers:
            if context.now > give_up_at:
                injection.note = f"no worker was there within {BACK_WITHIN_S:g} s"
                break
            await asyncio.sleep(LOOKED_EVERY_S)
        injection.until = max(injection.until, context.now)
        return injection

    async def _workers(self, context: FaultContext) -> frozenset[int]:
        found = await context.in_thread(context.processes.find)
        return frozenset(process.pid for process, component in found.items() if component == "worker")
