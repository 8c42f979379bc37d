"""What a capacity run is asked to do."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from load.levels import Arrivals, Level, arrivals_level, burst_level, held_level
from sandbox.local.running import Running
from sandbox.options import ScriptedTimings

DEFAULT_RAMP_S_PER_CALL = 0.6
"""A pool that has to start a call actor takes 0.45 s of CPU for it, one at a time."""

DEFAULT_HOLD_S = 20.0

CALLS_PER_GENERATOR = 100
"""Measured 0.2-0.7 % of a core per caller: one generator process stays under half a core with so many."""

MOST_CALLS = 1000
LONGEST_RUN_S = 3600.0
"""More calls, or a longer run, is taken for a slip unless `large` is set."""

SLOWEST_S = 10.0
"""A call is expected to hold its slot for at most so much longer than its caller stays on the line."""

MOST_WARM = 200
"""WARM_CALL_ACTORS takes no more."""


@dataclass(frozen=True)
class LoadOptions:
    """How many callers, how they behave, and which server they ring.

    The calls are those of `steps`, `arrivals` or `burst`, or else `calls` that all talk at once. With neither `url` nor
    `ws_url` nor `running`, `load.run.load` starts the whole system here, with scripted vendors.

    Attributes:
        calls: concurrent callers; of a burst how many ring.
        turns: utterances of each caller after the greeting, unless calls last for `hold_s`.
        burst: all calls ring within one second.
        arrivals: calls come at a rate, whether or not others have ended.
        steps: levels of concurrent calls, one after the other up to the knee, ascending.
        hold_s: how long each call lasts; at steps, how long all calls of a level talk at once. 20 s when None, where no
            number of turns ends the calls.
        url: public address of the server; its webhooks are rung as the carrier would.
        ws_url: a Media Streams server to speak to directly, without webhooks.
        running: a system running on this machine, whose processes are then measured.
        server_pid: any other server on this machine, to be measured with all its children.
        number: the business number to ring; the running system's, else the demo business's.
        vendor_ms: the vendors' share of an answer; asked of the stand-ins when None.
        ramp_s: from the first call's start to the last's, of each level; 0.6 s per call when None.
        idle_s: how long the server is measured without calls before the first; 0 for not at all.
        starts: call processes started one after the other to measure what a start costs, in a system of the run's own.
        barge_in_every: of so many turns one interrupts the agent; 0 for none.
        barge_in_after_ms: how far into the agent's speech.
        speech_ms: length of each utterance.
        quiet_ms: silence of the agent after which the caller takes it to be done.
        patience_s: an agent silent for longer has not answered, and the call has failed.
        longest_speech_s: an agent who goes on for longer has not stopped, and the call has failed.
        generators: processes that make the calls; one per 100 calls when None.
        data_dir: where `receptionist dev` keeps its state, to recognise `url` as a system running here.
        timings: of the scripted vendors, for a system started by the run itself.
        settings: further settings of a system started by the run itself, by environment name.
        large: more than 1,000 calls, or more than an hour, are meant.

    Raises:
        ValueError: contradictory or out of range; says what.
    """

    calls: int
    turns: int
    burst: bool = False
    arrivals: Arrivals | None = None
    steps: tuple[int, ...] = ()
    hold_s: float | None = None
    url: str | None = None
    ws_url: str | None = None
    running: Running | None = None
    server_pid: int | None = None
    number: str | None = None
    vendor_ms: float | None = None
    ramp_s: float | None = None
    idle_s: float = 2.0
    starts: int = 0
    barge_in_every: int = 4
    barge_in_after_ms: float = 600
    speech_ms: int = 1500
    quiet_ms: float = 700
    patience_s: float = 10
    longest_speech_s: float = 60
    generators: int | None = None
    data_dir: Path = Path(".receptionist")
    timings: ScriptedTimings = field(default_factory=ScriptedTimings)
    settings: Mapping[str, str] = field(default_factory=dict[str, str])
    large: bool = False

    def __post_init__(self) -> None:
        if self.calls < 1 or self.turns < 0:
            raise ValueError("a run needs at least one call and no fewer than 0 turns")
        if self.url is not None and self.ws_url is not None:
            raise ValueError("give a public address or a stream address, not both")
        if self.burst + bool(self.steps) + (self.arrivals is not None) > 1:
            raise ValueError("a burst, arrivals and steps are runs of their own: give one of them")
        if any(step < 1 for step in self.steps):
            raise ValueError("a step needs at least one call")
        if any(after <= before for before, after in zip(self.steps, self.steps[1:], strict=False)):
            raise ValueError("steps go up: each needs more calls than the one before")
        if self.hold_s is not None and not 0 < self.hold_s < math.inf:
            raise ValueError("calls are held for more than 0 seconds")
        for what, value in (
            ("ramp", self.ramp_s),
            ("idle time", self.idle_s),
            ("number of starts", self.starts),
        ):
            if value is not None and not 0 <= value < math.inf:
                raise ValueError(f"the {what} cannot be below 0")
        if self.ramp_s is not None and (self.burst or self.arrivals is not None):
            raise ValueError("a burst and arrivals have a rate of their own: no ramp beside them")
        self._refuse_a_slip()

    def _refuse_a_slip(self) -> None:
        if self.large:
            return
        # Before the callers are planned: a slip may be of any size.
        calls = sum(self.steps) or (
            self.arrivals.per_s * self.arrivals.seconds if self.arrivals is not None else self.calls
        )
        if calls > MOST_CALLS:
            raise ValueError(
                f"about {calls:.0f} calls are more than {MOST_CALLS}: if they are meant, say --yes"
            )
        lasts_s = sum(
            level.last_rings_s + max(caller.hold_s or 5.0 * caller.turns for caller in level.callers)
            for level in self.levels
        )
        if lasts_s > LONGEST_RUN_S:
            raise ValueError(f"this would take {lasts_s / 60:.0f} minutes: if that is meant, say --yes")

    @cached_property
    def levels(self) -> tuple[Level, ...]:
        """The calls, in the order they are made; of steps the first is one call alone, which the others are held to."""
        turns = self.turns if self.hold_s is None else None
        if self.arrivals is not None:
            return (arrivals_level(self.arrivals, self.hold_s or DEFAULT_HOLD_S, self.barge_in_turns),)
        if self.burst:
            return (burst_level(self.calls, self.barge_in_turns, turns=turns, hold_s=self.hold_s),)
        if not self.steps:
            ramp_s = self._ramp_s(self.calls)
            return (held_level(self.calls, ramp_s, self.barge_in_turns, turns=turns, hold_s=self.hold_s),)
        levels: list[Level] = []
        for calls in self.steps if self.steps[0] == 1 else (1, *self.steps):
            first = sum(level.calls for level in levels)
            hold_s = self.hold_s or DEFAULT_HOLD_S
            ramp_s = self._ramp_s(calls)
            levels.append(held_level(calls, ramp_s, self.barge_in_turns, hold_s=hold_s, first=first))
        return tuple(levels)

    def _ramp_s(self, calls: int) -> float:
        return calls * DEFAULT_RAMP_S_PER_CALL if self.ramp_s is None else self.ramp_s

    @property
    def is_concurrent(self) -> bool:
        """Whether a given number of calls simply talks at once."""
        return not self.burst and self.arrivals is None and not self.steps

    @property
    def slots(self) -> int:
        """CALL_SLOTS of a system started for the run: what the calls need, and the one kept back from fresh calls."""
        return 1 + max(level.most_at_once(SLOWEST_S) for level in self.levels)

    @property
    def warm(self) -> int | None:
        """WARM_CALL_ACTORS of a system started for the run; its default when None.

        Where calls simply talk at once, all their processes are there before the first: what is measured is serving.
        Bursts, arrivals and steps meet the node as it is, and what it has to start is part of the answer.
        """
        return min(self.calls, MOST_WARM) if self.is_concurrent else None

    def generator_count(self, calls: int) -> int:
        wanted = self.generators or -(-calls // CALLS_PER_GENERATOR)
        return max(1, min(wanted, calls))

    def barge_in_turns(self, caller: int, turns: int | None = None) -> tuple[int, ...]:
        """The turns (from 0) in which this caller interrupts; never the first, so that the greeting is heard out.

        Spread over the callers, so that not all interrupt at once.

        Args:
            turns: of the call; those of the run when None.
        """
        every = self.barge_in_every
        if every <= 0:
            return ()
        place = 1 + caller % (every - 1) if every > 1 else 0
        count = self.turns if turns is None else turns
        return tuple(turn for turn in range(1, count) if turn % every == place % every)
