"""Fault injection: what a fault may touch, what it is, and the record of one that was injected."""

import asyncio
import random
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal, Protocol

import httpx

from load.chaos.calls import Calls
from load.chaos.serving import Serving
from load.processes import ServerProcesses
from sandbox.local.running import Running
from sandbox.local.system import LocalSystem

Measure = Literal["speech", "answer", "both", "return"]
"""What a caller is disturbed by.

`speech`: a gap in the agent's speech. `answer`: the answer comes later than usual. `both`: the worse of the two.
`return`: from the fault until the agent sounds again, however long the answer would have taken anyway.
"""


@dataclass(slots=True)
class Injection:
    """A fault that was done.

    Attributes:
        at: when, monotonic seconds.
        until: effects that begin later are not its own.
        before: the calls that were up.
        targets: the calls it was done to; None for all of them.
        accepting_ms: until a new call was accepted, where that was measured.
        note: anything worth telling.
    """

    kind: str
    measure: Measure
    at: float
    until: float
    before: tuple[int, ...]
    targets: tuple[int, ...] | None = None
    accepting_ms: float | None = None
    note: str | None = None


@dataclass(slots=True)
class FaultContext:
    """The running system and its calls, as a fault may touch them.

    Attributes:
        threads: for what blocks; it outlives the run, since child processes are tied to the thread that started them.
        probes: numbers for calls that only look whether there is an answer.
        lost_nodes: indices of nodes that are gone.
    """

    running: Running
    system: LocalSystem
    calls: Calls
    serving: Serving
    processes: ServerProcesses
    rng: random.Random
    http: httpx.AsyncClient
    threads: Executor
    probes: int = 0
    lost_nodes: set[int] = field(default_factory=set[int])

    @property
    def now(self) -> float:
        return asyncio.get_running_loop().time()

    def begin(
        self, kind: str, measure: Measure, settles_s: float, targets: list[int] | None = None
    ) -> Injection:
        """The record of a fault injected now, which `settles_s` later has had its effect."""
        now = self.now
        return Injection(
            kind,
            measure,
            now,
            now + settles_s,
            tuple(self.calls.up()),
            None if targets is None else tuple(targets),
        )

    async def waited(self, holds: Callable[[], object], within_s: float, every_s: float = 0.05) -> bool:
        """Whether it came true in time."""
        give_up_at = self.now + within_s
        while True:
            if holds():
                return True
            if self.now >= give_up_at:
                return False
            await asyncio.sleep(every_s)

    async def in_thread(self, work: Any, *arguments: Any) -> Any:
        """Runs what blocks beside the calls."""
        return await asyncio.get_running_loop().run_in_executor(self.threads, partial(work, *arguments))


class Fault(Protocol):
    """One kind of fault."""

    @property
    def kind(self) -> str: ...

    async def inject(self, context: FaultContext) -> Injection | None:
        """Does it once and stays until its own part is over; None when there was no occasion."""
        ...
