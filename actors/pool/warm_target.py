"""How many idle actors a node keeps: those it was told to, and more while calls come fast.

A start costs CPU, which the calls that are under way feel when there is little left; an actor that is missing costs a
caller the length of a start, while their phone rings. So a node with processors to spare is ready for nearly every
rush its arrival rate makes likely, and a busy one for what is likely to come while one actor starts.

What it was told to keep is for a node nobody talks on, or whose actors start slowly: beside live calls an idle actor
holds 36 MiB, and where one starts while the phone rings it is started when it is needed.
"""

import math
from dataclasses import dataclass, replace

from domain.arrivals import Arrivals
from domain.scaling import calls_while_one_starts

FIRST_START_S = 0.5
"""A forked actor starts in 0.2 s, an imported one in 2; how long it takes here is soon known."""

QUICK_START_S = 1.0
"""Forked actors start within it also while several are started on a busy machine, imported ones seldom."""

BUSY_DEVIATIONS = 1.0
"""In one start out of six more calls come than are expected and this many standard deviations."""

_SMOOTHING = 0.3


@dataclass(frozen=True, slots=True)
class WarmTarget:
    """One node's.

    Attributes:
        least: actors kept warm while nobody calls; beside live calls only where they start slowly.
        most: more are never wanted.
        calls_per_actor: how many calls one serves.
        start_s: how long a start takes here, as far as is known.
    """

    least: int
    most: int
    calls_per_actor: int
    arrivals: Arrivals = Arrivals()  # noqa: RUF009 - immutable
    start_s: float = FIRST_START_S

    def call_arrived(self, now_s: float) -> "WarmTarget":
        return replace(self, arrivals=self.arrivals.seen(now_s))

    def actor_started(self, took_s: float) -> "WarmTarget":
        """How long a start takes here is learned: a busy machine needs more of them ready."""
        return replace(self, start_s=self.start_s + _SMOOTHING * (max(took_s, 0.1) - self.start_s))

    def arrivals_per_s(self, now_s: float) -> float:
        return self.arrivals.per_s(now_s)

    @property
    def last_arrival_s(self) -> float:
        """Minus infinity before the first."""
        return self.arrivals.last_s

    def wanted(self, now_s: float, *, live: int, free: int, busy: bool) -> int:
        """Idle actors, now; never more than the node has `free` slots for.

        Args:
            live: calls under way.
            free: how many more the node takes.
            busy: whether a start would take its CPU from them.
        """
        if self.least == 0 and live == 0:
            return 0
        told = not busy and (live == 0 or self.start_s > QUICK_START_S)
        least = min(self.least, self.most) if told else 0
        rate = self.arrivals_per_s(now_s)
        if busy:
            arriving = rate * self.start_s
            calls = max(1, math.ceil(arriving + BUSY_DEVIATIONS * math.sqrt(arriving)))
        else:
            calls = max(1, calls_while_one_starts(rate, 0, actor_start_s=self.start_s))
        room = min(free, max(self.most, 1))
        return min(max(least, -(-calls // self.calls_per_actor)), -(-room // self.calls_per_actor))
