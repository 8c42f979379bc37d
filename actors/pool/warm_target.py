"""How many actors a node keeps waiting: those it was told to, and more while calls come fast."""

from dataclasses import dataclass

from domain.arrivals import Arrivals
from domain.scaling import NodeLoad, ScalingPolicy, TelephoneLoad, warm_actors_needed

FIRST_START_S = 2.0
_SMOOTHING = 0.3


@dataclass(frozen=True, slots=True)
class NodeFigures:
    """A node's calls at one instant: what scaling and the balancer are told.

    `free` and `total` are call slots, 0 while the node is being emptied; `pending` calls have no actor yet.
    """

    free: int
    total: int
    live: int
    pending: int
    arrivals_per_s: float


class Warmth:
    """One node's.

    Args:
        least: actors kept waiting however quiet it is.
        most: more are never wanted.
        calls_per_actor: how many calls one serves.
    """

    def __init__(self, *, least: int, most: int, calls_per_actor: int) -> None:
        self._least = min(least, most)
        self._most = max(most, 1)
        self._calls_per_actor = calls_per_actor
        self._arrivals = Arrivals()
        self._start_s = FIRST_START_S

    def call_arrived(self, now_s: float) -> None:
        self._arrivals.seen(now_s)

    def actor_started(self, took_s: float) -> None:
        """How long a start takes here is learned: a busy machine needs more of them ready."""
        self._start_s += _SMOOTHING * (max(took_s, 0.1) - self._start_s)

    def arrivals_per_s(self, now_s: float) -> float:
        return self._arrivals.per_s(now_s)

    def wanted(self, now_s: float, *, live: int, pending: int) -> int:
        """Idle actors, now."""
        if self._least == 0 and pending == 0 and live == 0:
            return 0
        load = TelephoneLoad(
            nodes=(NodeLoad(max(0, self._most - live), self._most),),
            live_calls=live,
            pending_calls=pending,
            arrivals_per_s=self.arrivals_per_s(now_s),
        )
        policy = ScalingPolicy(slots_per_node=self._most, min_warm_actors=0, actor_start_s=self._start_s)
        return max(self._least, -(-warm_actors_needed(load, policy) // self._calls_per_actor))
