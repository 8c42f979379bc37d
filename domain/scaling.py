"""Autoscaling: how many nodes, and how many warm call actors on each, the telephone load calls for.

Capacity is bought ahead: a node takes minutes to start, a ringing caller waits seconds. So growth is answered at once
and from three sides, of which the largest counts:

- Head-room. Fewer than `fill_percent` of the slots may be taken, by the calls there are now and by those to be expected
  once a node ordered now could serve: live calls end and new ones arrive, and the sum approaches the arrival rate times
  the mean length of a call (Little's law), with the speed at which calls end.
- A lost node. From `many_calls` live calls on, one node's slots stay free beside the calls, so that callers of a lost
  node find room on the others.
- What is live. Calls cannot be packed onto fewer nodes, so nothing, not even `max_nodes`, may ask for fewer slots than
  they hold.

Shrinking is slow, because a wrong step down costs calls and a wrong step up costs cents: one node at a time, each after
the need was lower for `down_after_s` without a break.

Actors are kept warm for the calls that arrive while another one starts.
"""

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NodeLoad:
    """A node's call slots, as its media gateway reports them."""

    free: int
    total: int


@dataclass(frozen=True, slots=True)
class TelephoneLoad:
    """The calls of the whole system at one instant."""

    nodes: tuple[NodeLoad, ...]
    """Those that accept new calls."""
    live_calls: int
    pending_calls: int = 0
    """Admitted by the webhook, not placed in an actor yet."""
    arrivals_per_s: float = 0.0
    """New calls per second over the last minutes."""


@dataclass(frozen=True, slots=True)
class ScalingPolicy:
    """The figures behind the decision. Raises ValueError when they contradict each other."""

    slots_per_node: int = 20
    """Call slots expected of a node that has yet to start."""
    min_nodes: int = 2
    max_nodes: int = 20
    fill_percent: int = 80
    many_calls: int = 50
    mean_call_s: float = 150.0
    node_start_s: float = 240.0
    """From asking for a node to its first call."""
    down_after_s: float = 900.0
    actor_start_s: float = 2.0
    min_warm_actors: int = 3

    def __post_init__(self) -> None:
        if not 1 <= self.min_nodes <= self.max_nodes:
            raise ValueError("min_nodes must be at least 1 and at most max_nodes")
        if not 1 <= self.fill_percent <= 100:
            raise ValueError("fill_percent must be from 1 to 100")
        if not 0 <= self.min_warm_actors <= self.slots_per_node or self.slots_per_node < 1:
            raise ValueError("slots_per_node must be at least 1 and at least min_warm_actors")
        if min(self.mean_call_s, self.node_start_s, self.down_after_s, self.actor_start_s) <= 0:
            raise ValueError("times must be positive")


@dataclass(frozen=True, slots=True)
class Scale:
    """What is wanted, and for how long less would have done: the next decision starts from it."""

    nodes: int
    warm_actors: int
    """On each node."""
    lower_since_s: float | None = None
    """Since when fewer nodes would do; None while they would not."""


def next_scale(load: TelephoneLoad, current: Scale, now_s: float, policy: ScalingPolicy) -> Scale:
    """The wanted scale: up at once, down by one node after `policy.down_after_s` of lower need.

    Args:
        load: the calls now.
        current: the answer before this one; at the start what runs.
        now_s: monotonic seconds, on the clock of `current`.
        policy: the figures.
    """
    needed = nodes_needed(load, policy)
    warm = warm_actors_needed(load, policy)
    if needed >= current.nodes:
        return Scale(needed, warm)
    if current.lower_since_s is None:
        return Scale(current.nodes, warm, now_s)
    if now_s - current.lower_since_s < policy.down_after_s:
        return Scale(current.nodes, warm, current.lower_since_s)
    return Scale(current.nodes - 1, warm, now_s)


def nodes_needed(load: TelephoneLoad, policy: ScalingPolicy) -> int:
    """The nodes this load calls for, whatever runs; within the policy's bounds unless more are full of calls."""
    taken = _taken(load)
    expected = max(taken, math.ceil(_calls_after_node_start(taken, load.arrivals_per_s, policy)))
    slots = expected * 100 // policy.fill_percent + 1
    if taken >= policy.many_calls:
        largest = max((node.total for node in load.nodes), default=0)
        slots = max(slots, taken + max(largest, policy.slots_per_node))
    comfortable = _nodes_with(slots, load.nodes, policy)
    return max(policy.min_nodes, min(comfortable, policy.max_nodes), _nodes_with(taken, load.nodes, policy))


def warm_actors_needed(load: TelephoneLoad, policy: ScalingPolicy) -> int:
    """Warm actors on each node: for the calls that arrive while one starts, and three standard deviations more."""
    nodes = max(1, len(load.nodes))
    wanted = calls_while_one_starts(
        load.arrivals_per_s / nodes, load.pending_calls / nodes, actor_start_s=policy.actor_start_s
    )
    return min(max(policy.min_warm_actors, wanted), policy.slots_per_node)


def calls_while_one_starts(arrivals_per_s: float, pending_calls: float, *, actor_start_s: float) -> int:
    """How many calls one node has to be ready for: those that wait, and nearly always all that arrive in this time."""
    arriving = arrivals_per_s * actor_start_s
    return math.ceil(arriving + 3 * math.sqrt(arriving) + pending_calls)


def _taken(load: TelephoneLoad) -> int:
    """Calls that hold a slot or are about to; of two counts of the same the larger, as one may be late."""
    held = sum(max(0, node.total - node.free) for node in load.nodes)
    return max(load.live_calls, held) + load.pending_calls


def _calls_after_node_start(taken: int, arrivals_per_s: float, policy: ScalingPolicy) -> float:
    """Expected calls once a node ordered now is there, with exponentially distributed lengths."""
    still_there = math.exp(-policy.node_start_s / policy.mean_call_s)
    return taken * still_there + arrivals_per_s * policy.mean_call_s * (1 - still_there)


def _nodes_with(slots: int, nodes: tuple[NodeLoad, ...], policy: ScalingPolicy) -> int:
    """How many nodes hold so many slots, the smallest first: which of them would go is not ours to choose."""
    count = 0
    for total in sorted(node.total for node in nodes):
        if slots <= 0:
            return count
        slots -= total
        count += 1
    return count + max(0, math.ceil(slots / policy.slots_per_node))
