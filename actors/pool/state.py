"""The state of a node's pool: its actors, its calls, who waits, and whether an actor is being started."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from actors.pool.warm_target import WarmTarget

MISSED_BEATS = 4
"""2 s. Counted by our own beats: had this process stood still itself, it would have missed them too."""

ANSWER_S = 0.1
"""An actor that is well answers in a millisecond."""


class Standing(StrEnum):
    """What an actor is good for."""

    CONNECTED = "connected"
    """It has not told yet which calls it serves: its free slots are unknown."""
    READY = "ready"
    RETIRING = "retiring"
    """Its calls stay to their end, no others come."""
    OUTDATED = "outdated"
    """It runs other code than the gateway: its calls are to migrate to newer actors, no others come."""


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor of the pool.

    Attributes:
        calls: keys of those it serves.
        migrating: those of them that have been told to leave it.
        served: calls it has had and has no more.
        unanswered: heartbeats since it last answered one.
        ungreeted: heartbeats since it connected, until it has told which calls it serves.
        pinged_at_s: when it was first asked then.
        used_s: CPU seconds of its life when it had missed one.
    """

    actor_id: str
    standing: Standing = Standing.CONNECTED
    calls: tuple[str, ...] = ()
    migrating: frozenset[str] = frozenset()
    served: int = 0
    unanswered: int = 0
    ungreeted: int = 0
    pinged_at_s: float = 0.0
    used_s: float = 0.0

    @property
    def awake(self) -> bool:
        """Whether it gives signs of life; the last one may be on its way."""
        return self.unanswered <= 1


@dataclass(frozen=True, slots=True)
class Call:
    """A call of this node.

    Attributes:
        under_way: an actor has had it, so that the next one is to resume it.
        placed_at_s: when its present actor got it.
        deaths: actors it has lost in a row, each soon after it came; `deaths_in_all`: however late.
    """

    key: str
    under_way: bool = False
    placed_at_s: float = 0.0
    deaths: int = 0
    deaths_in_all: int = 0


@dataclass(frozen=True, slots=True)
class Waiting:
    """A call without an actor, and until when one is waited for."""

    key: str
    until_s: float


class Refill(StrEnum):
    OFF = "off"
    IDLE = "idle"
    STARTING = "starting"
    PAUSED = "paused"
    """The last start failed."""


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


@dataclass(frozen=True, slots=True)
class Pool:
    """One node's.

    Attributes:
        slots: calls the node serves at once.
        calls_per_actor: calls one actor serves at once.
        retire_after: calls after which an actor is replaced.
        target: how many idle actors are wanted.
        calls: every call of the node by its key: with an actor, waiting for one, or being given up.
        waiting: those under way first, each kind in the order it came.
        given_up: calls that are being closed.
        start_again_at_s: while `refill` is PAUSED.
    """

    slots: int
    calls_per_actor: int
    retire_after: int
    target: WarmTarget
    actors: Mapping[str, Actor] = field(default_factory=dict[str, Actor])
    calls: Mapping[str, Call] = field(default_factory=dict[str, Call])
    waiting: tuple[Waiting, ...] = ()
    given_up: frozenset[str] = frozenset()
    refill: Refill = Refill.OFF
    start_again_at_s: float = 0.0
    draining: bool = False

    # --- calls --------------------------------------------------------------------------------------------------
    @property
    def held_calls(self) -> int:
        """Calls that have an actor."""
        return sum(len(actor.calls) for actor in self.actors.values())

    def is_held(self, key: str) -> bool:
        """Whether some actor has the call."""
        return any(key in actor.calls for actor in self.actors.values())

    @property
    def pending_calls(self) -> int:
        """Fresh calls that wait for their first actor."""
        return sum(1 for waiting in self.waiting if not self.calls[waiting.key].under_way)

    @property
    def unassigned(self) -> tuple[str, ...]:
        """Calls under way without an actor: the last has died or let go of them, or they are being given up."""
        waiting = (each.key for each in self.waiting if self.calls[each.key].under_way)
        return (*waiting, *sorted(self.given_up))

    @property
    def free(self) -> int:
        """How many more calls this node takes."""
        return 0 if self.draining else max(0, self.slots - len(self.calls))

    def unattended(self, now_s: float) -> tuple[str, ...]:
        """Calls whose leases nobody else may keep: without an actor, or with one that owes an answer.

        Between the moment an actor hangs and the moment it counts as hung, its calls must not be fetched elsewhere.
        """
        before_s = now_s - ANSWER_S
        silent = (
            actor for actor in self.actors.values() if actor.unanswered and actor.pinged_at_s <= before_s
        )
        return (*self.unassigned, *(key for actor in silent for key in actor.calls))

    def figures(self, now_s: float) -> NodeFigures:
        return NodeFigures(
            free=self.free,
            total=0 if self.draining else self.slots,
            live=self.held_calls + len(self.unassigned),
            pending=self.pending_calls,
            arrivals_per_s=self.target.arrivals_per_s(now_s),
        )

    # --- actors -------------------------------------------------------------------------------------------------
    def has_slot(self, actor: Actor) -> bool:
        """Whether the actor can be given one more call."""
        ready = actor.standing is Standing.READY and actor.awake
        return ready and len(actor.calls) < self.calls_per_actor

    @property
    def warm(self) -> list[Actor]:
        """Idle actors a call could have at once."""
        return [actor for actor in self.actors.values() if not actor.calls and self.has_slot(actor)]

    @property
    def outdated(self) -> list[Actor]:
        return [actor for actor in self.actors.values() if actor.standing is Standing.OUTDATED]

    @property
    def most_actors(self) -> int:
        return -(-self.slots // self.calls_per_actor)

    def warm_wanted(self, now_s: float) -> int:
        return self.target.wanted(now_s, live=self.held_calls, pending=self.pending_calls)

    def needs_actor(self, now_s: float) -> bool:
        """Whether one more is to be started; actors of another release do not count."""
        current = [actor for actor in self.actors.values() if actor.standing is not Standing.OUTDATED]
        if len(current) >= self.most_actors:
            return False
        coming = sum(1 for actor in current if actor.standing is Standing.CONNECTED)
        if len(self.waiting) > coming * self.calls_per_actor:
            return True
        return len(self.warm) + coming < self.warm_wanted(now_s)

    @property
    def to_measure(self) -> Iterable[str]:
        """Actors whose CPU time the next heartbeat has to know.

        Not all at every beat: a Ray worker has thirty threads, and reading them takes 1.4 ms.
        """
        return [
            actor.actor_id
            for actor in self.actors.values()
            if actor.unanswered == 1 or actor.unanswered >= MISSED_BEATS
        ]

    @property
    def next_deadline_s(self) -> float | None:
        """When `TimePassed` is due, unless something else happens before."""
        deadlines = [waiting.until_s for waiting in self.waiting]
        if self.refill is Refill.PAUSED:
            deadlines.append(self.start_again_at_s)
        return min(deadlines, default=None)
