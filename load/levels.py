"""The calls of a run, level by level: when each rings, how long it lasts, and over which time the server is measured.

Pure: the same options give the same calls.
"""

import math
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from load.job import CallerPlan

BURST_S = 1.0
SHORTEST_TURN_S = 2.0
"""No turn of a call is shorter: its utterance and the silence after the answer are longer together."""

Spacing = Literal["poisson", "even"]
Window = Literal["all up", "from the first ring", "while calls arrive"]
BargeIns = Callable[[int, int | None], tuple[int, ...]]
"""Caller and number of turns -> the turns in which the caller interrupts."""


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Calls that come whether or not others have ended.

    Attributes:
        per_s: calls a second, in the mean.
        seconds: how long they come.
        spacing: `poisson`, as independent callers ring, or `even`.
        seed: of the Poisson process.

    Raises:
        ValueError: not a positive rate and time.
    """

    per_s: float
    seconds: float
    spacing: Spacing = "poisson"
    seed: int = 1

    def __post_init__(self) -> None:
        if not (0 < self.per_s < math.inf and 0 < self.seconds < math.inf):
            raise ValueError("arrivals need a rate and a time above 0")

    def times(self) -> tuple[float, ...]:
        """Seconds from the beginning at which a call rings; at least one."""
        if self.spacing == "even":
            return tuple(index / self.per_s for index in range(max(1, int(self.per_s * self.seconds + 1e-9))))
        draw = random.Random(self.seed)
        times: list[float] = []
        at = draw.expovariate(self.per_s)
        while at < self.seconds:
            times.append(at)
            at += draw.expovariate(self.per_s)
        return tuple(times) or (0.0,)


@dataclass(frozen=True, slots=True)
class Level:
    """Calls that are made and measured together.

    Attributes:
        name: for people: `20 calls`.
        callers: in the order they ring.
        window: over which time CPU is measured; memory at its end. `all up`: from when the last call is answered
            until the first hangs up; `from the first ring`: until the first hangs up; `while calls arrive`.
        arrive_s: how long calls arrive.
    """

    name: str
    callers: tuple[CallerPlan, ...]
    window: Window
    arrive_s: float

    @property
    def calls(self) -> int:
        return len(self.callers)

    @property
    def last_rings_s(self) -> float:
        """From the first call's start to the last's."""
        return max(caller.starts_after_s for caller in self.callers)

    def most_at_once(self, spare_s: float) -> int:
        """Calls that overlap when each lasts as long as planned and `spare_s` more; calls of turns all do."""
        if any(caller.hold_s is None for caller in self.callers):
            return self.calls
        ends = sorted(caller.starts_after_s + (caller.hold_s or 0.0) + spare_s for caller in self.callers)
        most = ended = 0
        for index, caller in enumerate(sorted(self.callers, key=lambda one: one.starts_after_s)):
            while ends[ended] <= caller.starts_after_s:
                ended += 1
            most = max(most, index + 1 - ended)
        return most


def held_level(
    calls: int,
    ramp_s: float,
    barge_ins: BargeIns,
    *,
    turns: int | None = None,
    hold_s: float | None = None,
    first: int = 0,
) -> Level:
    """Calls that all talk at once, for a number of turns each or until `hold_s` after the last has rung.

    Args:
        first: index of the first caller; every call of a run has a number of its own.
    """
    gap_s = ramp_s / (calls - 1) if calls > 1 else 0.0
    callers = tuple(
        _caller(
            first + place,
            place * gap_s,
            barge_ins,
            turns=turns,
            hold_s=None if hold_s is None else hold_s + ramp_s - place * gap_s,
        )
        for place in range(calls)
    )
    return Level(_counted(calls), callers, "all up", ramp_s)


def burst_level(
    calls: int, barge_ins: BargeIns, *, turns: int | None = None, hold_s: float | None = None
) -> Level:
    """Calls that all ring within a second."""
    gap_s = BURST_S / calls
    callers = tuple(
        _caller(place, place * gap_s, barge_ins, turns=turns, hold_s=hold_s) for place in range(calls)
    )
    return Level(f"burst of {calls}", callers, "from the first ring", BURST_S)


def arrivals_level(arrivals: Arrivals, hold_s: float, barge_ins: BargeIns) -> Level:
    """Calls that come at a rate, each for `hold_s`."""
    callers = tuple(_caller(place, at, barge_ins, hold_s=hold_s) for place, at in enumerate(arrivals.times()))
    name = f"{arrivals.per_s:g}/s for {arrivals.seconds:g} s"
    return Level(name, callers, "while calls arrive", arrivals.seconds)


def _caller(
    index: int,
    starts_after_s: float,
    barge_ins: BargeIns,
    *,
    turns: int | None = None,
    hold_s: float | None = None,
) -> CallerPlan:
    most = turns if turns is not None else int((hold_s or 0.0) / SHORTEST_TURN_S)
    return CallerPlan(index, starts_after_s, most, barge_ins(index, most), hold_s)


def _counted(calls: int) -> str:
    return "1 call" if calls == 1 else f"{calls} calls"
