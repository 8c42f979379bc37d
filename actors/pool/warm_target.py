"""How many actors a node keeps warm: those it was told to, and more while calls come fast."""

from dataclasses import dataclass, replace

from domain.arrivals import Arrivals
from domain.scaling import calls_while_one_starts

FIRST_START_S = 2.0
_SMOOTHING = 0.3


@dataclass(frozen=True, slots=True)
class WarmTarget:
    """One node's.

    Attributes:
        least: actors kept warm however quiet it is.
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

    def wanted(self, now_s: float, *, live: int, pending: int) -> int:
        """Idle actors, now."""
        least, most = min(self.least, self.most), max(self.most, 1)
        if least == 0 and pending == 0 and live == 0:
            return 0
        calls = calls_while_one_starts(self.arrivals_per_s(now_s), pending, actor_start_s=self.start_s)
        return max(least, -(-min(calls, most) // self.calls_per_actor))
