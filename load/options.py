"""What a capacity run is asked to do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sandbox.local.running import Running
from sandbox.options import ScriptedTimings

DEFAULT_RAMP_S_PER_CALL = 0.6
"""A pool that has to start a call actor takes 0.45 s of CPU for it, one at a time."""

CALLS_PER_GENERATOR = 100
"""Measured 0.2-0.7 % of a core per caller: one generator process stays under half a core with so many."""


@dataclass(frozen=True, slots=True)
class LoadOptions:
    """How many callers, how they behave, and which server they ring.

    With neither `url` nor `ws_url` nor `running`, `load.run.load` starts the whole system here: scripted vendors, as
    many warm call actors as calls.

    Attributes:
        calls: concurrent callers.
        turns: utterances of each caller after the greeting.
        url: public address of the server; its webhooks are rung as the carrier would.
        ws_url: a Media Streams server to speak to directly, without webhooks.
        running: a system running on this machine, whose processes are then measured.
        server_pid: any other server on this machine, to be measured with all its children.
        number: the business number to ring; the running system's, else the demo business's.
        vendor_ms: the vendors' share of an answer; asked of the stand-ins when None.
        ramp_s: from the first call's start to the last's; 0.6 s per call when None.
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
    """

    calls: int
    turns: int
    url: str | None = None
    ws_url: str | None = None
    running: Running | None = None
    server_pid: int | None = None
    number: str | None = None
    vendor_ms: float | None = None
    ramp_s: float | None = None
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

    def __post_init__(self) -> None:
        if self.calls < 1 or self.turns < 0:
            raise ValueError("a run needs at least one call and no fewer than 0 turns")
        if self.url is not None and self.ws_url is not None:
            raise ValueError("give a public address or a stream address, not both")

    @property
    def ramp(self) -> float:
        """Seconds from the first call's start to the last's."""
        return self.calls * DEFAULT_RAMP_S_PER_CALL if self.ramp_s is None else max(self.ramp_s, 0.0)

    @property
    def generator_count(self) -> int:
        wanted = self.generators or -(-self.calls // CALLS_PER_GENERATOR)
        return max(1, min(wanted, self.calls))

    def barge_in_turns(self, caller: int) -> tuple[int, ...]:
        """The turns (from 0) in which this caller interrupts; never the first, so that the greeting is heard out.

        Spread over the callers, so that not all interrupt at once.
        """
        every = self.barge_in_every
        if every <= 0:
            return ()
        place = 1 + caller % (every - 1) if every > 1 else 0
        return tuple(turn for turn in range(1, self.turns) if turn % every == place % every)
