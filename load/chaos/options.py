"""What a chaos run is asked to do."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from load.chaos.caller import ChaosTimings
from load.chaos.faults.kinds import DRAIN_KIND, LOSING_KINDS, fault_kinds
from sandbox.options import ScriptedTimings

SPARE_SLOTS = 4
"""For calls that are being taken over and for calls that only ask whether they are accepted."""

WARM = 2


@dataclass(frozen=True, slots=True)
class ChaosOptions:
    """How many callers, for how long, and what is done to the system meanwhile.

    Attributes:
        calls: concurrent callers, each followed by another until the time is over.
        minutes: how long calls are made; those under way then end by themselves.
        only: kinds of faults; all of them when empty.
        seed: of the wishes of the callers and the order of the faults.
        hang_s: how long a hanging store hangs.
        lead_s: undisturbed time at the beginning, which shows what is usual.
        settle_s: how long the system may take to come to rest at the end.
        caller_timings: of all callers.
        timings: of the scripted vendors.
        settings: further settings of the system, by environment name.

    Raises:
        ValueError: no call, no time, or an unknown kind.
    """

    calls: int
    minutes: float
    only: tuple[str, ...] = ()
    seed: int = 1
    hang_s: float = 20.0
    lead_s: float = 12.0
    settle_s: float = 60.0
    caller_timings: ChaosTimings = field(default_factory=ChaosTimings)
    timings: ScriptedTimings = field(
        default_factory=lambda: ScriptedTimings(marked=True, ms_per_character=45)
    )
    settings: Mapping[str, str] = field(default_factory=dict[str, str])

    def __post_init__(self) -> None:
        if self.calls < 1 or self.minutes <= 0:
            raise ValueError("a run needs at least one call and some time")
        known = fault_kinds()
        unknown = [kind for kind in self.only if kind not in known]
        if unknown:
            raise ValueError(f"unknown kind {', '.join(unknown)}; there are {', '.join(known)}")

    @property
    def kinds(self) -> tuple[str, ...]:
        return self.only or tuple(fault_kinds())

    @property
    def nodes(self) -> int:
        """Of two that are lost the third is left; one that is emptied needs another."""
        if LOSING_KINDS & set(self.kinds):
            return 3
        return 2 if DRAIN_KIND in self.kinds else 1

    @property
    def slots(self) -> int:
        """Of each node: one alone can serve every call."""
        return self.calls + SPARE_SLOTS
