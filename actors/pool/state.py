"""The state of a node's pool: its actors, its calls, who waits, and which actors are being started."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from actors.pool.warm_target import WarmTarget

MISSED_BEATS = 4
"""2 s. Counted by our own beats: had this process stood still itself, it would have missed them too."""

ANSWER_S = 0.1
"""An actor that is well answers in a millisecond."""

REFILL_AFTER_S = 1.0
"""Without a new call: an actor nobody waits for is started when those who came are talking."""

LATE_START_S = 3.0
"""A start that takes longer, and four times as long as starts take here, is not counted on."""

LATE_STARTS = 4
"""Of one place: so many may hang before no more are tried there."""

BUSY_SHARE = 0.75
"""Of the machine's processors: above it, and while calls are under way, actors are started for those who wait, to have
one ready, and up to the number that was asked for at leisure.
"""

BUSY_REFILL_EVERY_S = 5.0

SHARE_AFTER_S = 0.6
"""A phone rings so long for an actor of its own, where sharing is allowed; when none can be there in this time it
shares one at once. Forked ones start in 0.2 s.
"""

SHARE_AFTER_DEATH_S = 2.0
"""The same for a call whose actor died: it may kill the next one too."""


MOST_WRITING = 4
"""Ended calls an actor may be writing down beside those it serves. One is given up after four minutes at the most, and
most calls last one: more would wait for stores that are away, and each holds its part of the process's memory."""


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
        expected: keys of those it has a slot for, whose media streams are on their way.
        migrating: those of them that have been told to leave it.
        writing: those of them that are over for their callers and not written down yet.
        served: calls it has had and has no more.
        unanswered: heartbeats since it last answered one.
        ungreeted: heartbeats since it connected, until it has told which calls it serves.
        pinged_at_s: when it was first asked then.
        used_s: CPU seconds of its life when it had missed one.
    """

    actor_id: str
    standing: Standing = Standing.CONNECTED
    calls: tuple[str, ...] = ()
    expected: tuple[str, ...] = ()
    migrating: frozenset[str] = frozenset()
    writing: frozenset[str] = frozenset()
    served: int = 0
    unanswered: int = 0
    ungreeted: int = 0
    pinged_at_s: float = 0.0
    used_s: float = 0.0

    @property
    def awake(self) -> bool:
        """Whether it gives signs of life; the last one may be on its way."""
        return self.unanswered <= 1

    @property
    def load(self) -> int:
        """Slots of it that are taken: also by more writing than there may be beside its calls."""
        return len(self.calls) - self.given_back + len(self.expected)

    @property
    def given_back(self) -> int:
        """Slots of calls that are only being written down, which others may have."""
        return min(len(self.writing), MOST_WRITING)

    @property
    def staying(self) -> list[str]:
        """Calls that have not been told to leave it and could."""
        return [key for key in self.calls if key not in self.migrating | self.writing]


class Stage(StrEnum):
    """How far a call has come. Who waits longest in silence is served first: in the order of the last to the first."""

    RINGING = "ringing"
    """Its phone rings: it wants to be told when there is an actor for it."""
    EXPECTED = "expected"
    """It has been told; its media stream is on its way."""
    ARRIVED = "arrived"
    """Its media stream is here, and no actor has had it."""
    UNDER_WAY = "under_way"
    """An actor has it or has had it: the next one is to resume it."""


STAGES = tuple(Stage)


@dataclass(frozen=True, slots=True)
class Call:
    """A call of this node.

    Attributes:
        over: for its caller; it is only to be written down, in nobody's way.
        placed_at_s: when its present actor got it.
        expected_until_s: until when its slot is kept for its media stream.
        deaths: actors it has lost in a row, each soon after it came; `deaths_in_all`: however late.
    """

    key: str
    stage: Stage = Stage.ARRIVED
    over: bool = False
    placed_at_s: float = 0.0
    expected_until_s: float = 0.0
    deaths: int = 0
    deaths_in_all: int = 0

    @property
    def under_way(self) -> bool:
        return self.stage is Stage.UNDER_WAY


@dataclass(frozen=True, slots=True)
class Waiting:
    """A call without an actor: until when one is waited for, and from when on it may be a shared one."""

    key: str
    until_s: float
    shares_from_s: float = 0.0


class Refill(StrEnum):
    OFF = "off"
    ON = "on"
    PAUSED = "paused"
    """The last start failed."""


@dataclass(frozen=True, slots=True)
class NodeFigures:
    """A node's calls at one instant: what scaling and the balancer are told.

    `free` and `total` are call slots, 0 while the node is being emptied; `pending` calls have no actor yet. `live` ones
    have a caller or hold a slot; while the node is being emptied, also those that are only being written down.
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
        isolated_actors: so many actors serve one call each while they can; further calls share actors. 0: they are
            shared from the first call on.
        starts_at_once: how many actors may be started side by side while somebody waits.
        calls: every call of the node by its key: with an actor, expected in one, waiting for one, or being given up.
        waiting: by how far they have come (`Stage`), each kind in the order it came; those that are over come last.
        given_up: calls that are being closed.
        starts: when each start that is under way began, by its number.
        started_at_s: when the latest of all began.
        start_again_at_s: while `refill` is PAUSED.
        busy: share of the machine's processors in use, of late.
    """

    slots: int
    calls_per_actor: int
    retire_after: int
    target: WarmTarget
    isolated_actors: int = 0
    starts_at_once: int = 2
    actors: Mapping[str, Actor] = field(default_factory=dict[str, Actor])
    calls: Mapping[str, Call] = field(default_factory=dict[str, Call])
    waiting: tuple[Waiting, ...] = ()
    given_up: frozenset[str] = frozenset()
    refill: Refill = Refill.OFF
    starts: Mapping[int, float] = field(default_factory=dict[int, float])
    starts_so_far: int = 0
    started_at_s: float = -math.inf
    start_again_at_s: float = 0.0
    busy: float = 0.0
    draining: bool = False

    # --- calls --------------------------------------------------------------------------------------------------
    @property
    def held_calls(self) -> int:
        """Calls that have an actor."""
        return sum(len(actor.calls) for actor in self.actors.values())

    @property
    def given_back(self) -> int:
        """Slots of calls that are only to be written down, which others may have."""
        waiting = sum(1 for each in self.waiting if self.calls[each.key].over)
        return waiting + sum(actor.given_back for actor in self.actors.values())

    def is_held(self, key: str) -> bool:
        """Whether some actor has the call."""
        return any(key in actor.calls for actor in self.actors.values())

    @property
    def pending_calls(self) -> int:
        """Fresh calls that wait for their first actor, or are expected in it."""
        return sum(1 for call in self.calls.values() if not call.under_way)

    @property
    def unassigned(self) -> tuple[str, ...]:
        """Calls under way without an actor: the last has died or let go of them, or they are being given up."""
        waiting = (each.key for each in self.waiting if self.calls[each.key].under_way)
        return (*waiting, *sorted(self.given_up))

    @property
    def free(self) -> int:
        """How many more calls this node takes."""
        return 0 if self.draining else max(0, self.slots - len(self.calls) + self.given_back)

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
            live=self.held_calls + len(self.unassigned) - (0 if self.draining else self.given_back),
            pending=self.pending_calls,
            arrivals_per_s=self.target.arrivals_per_s(now_s),
        )

    # --- actors -------------------------------------------------------------------------------------------------
    def has_slot(self, actor: Actor) -> bool:
        """Whether the actor can be given one more call."""
        return _is_ready(actor) and actor.load < self.calls_per_actor

    @property
    def warm(self) -> list[Actor]:
        """Idle actors a call could have at once."""
        return [actor for actor in self.actors.values() if not actor.load and self.has_slot(actor)]

    @property
    def ready_slots(self) -> int:
        """How many more calls an actor is ready for; negative while some wait.

        Actors of their own, where they are isolated: a rush goes to the node that has such, before any is shared.
        """
        if self.draining:
            return 0
        able = [actor for actor in self.actors.values() if self.has_slot(actor)]
        ready = len(self.warm) if self.isolated_actors else sum(self.calls_per_actor - a.load for a in able)
        return min(ready, self.free) - len(self.waiting)

    @property
    def takes_at_once(self) -> bool:
        """Whether a media stream that comes now gets an actor without waiting, its own or a shared one."""
        streams = (Stage.ARRIVED, Stage.UNDER_WAY)
        if not self.free or any(self.calls[each.key].stage in streams for each in self.waiting):
            return False
        return any(self.has_slot(actor) for actor in self.actors.values())

    @property
    def outdated(self) -> list[Actor]:
        return [actor for actor in self.actors.values() if actor.standing is Standing.OUTDATED]

    @property
    def most_actors(self) -> int:
        return max(min(self.isolated_actors, self.slots), -(-self.slots // self.calls_per_actor))

    def actor_for(self, waiting: Waiting, ahead: int, now_s: float) -> Actor | None:
        """Who is to have this call; None while nobody can, or while one of its own will be there soon.

        One of its own where actors are isolated, the one with the fewest calls once they are shared; else the fullest,
        so that idle ones stay idle and can retire. Of those that are alike the one with the least to write down; that
        is all that counts for a call that is over.

        Args:
            ahead: how many wait for actors that are started before.
        """
        if self.calls[waiting.key].over:
            writers = [
                actor
                for actor in self.actors.values()
                if _is_ready(actor) and len(actor.writing) < MOST_WRITING
            ]
            return min(writers, key=lambda actor: len(actor.writing), default=None)
        able = [actor for actor in self.actors.values() if self.has_slot(actor)]
        if not able:
            return None
        if not self.isolated_actors:
            return max(able, key=lambda actor: (actor.load, -len(actor.writing), actor.served))
        best = min(able, key=lambda actor: (actor.load, len(actor.writing), -actor.served))
        if not best.load or now_s >= waiting.shares_from_s:
            return best
        takes_s = self.target.start_s * (ahead // self.starts_at_once + 1)
        rings = self.calls[waiting.key].stage is Stage.RINGING
        return best if rings and takes_s > SHARE_AFTER_S else None

    def warm_wanted(self, now_s: float) -> int:
        """Idle actors that are worth a start now."""
        lately = now_s - self.started_at_s < BUSY_REFILL_EVERY_S
        busy = self.busy >= BUSY_SHARE and bool(self.held_calls) and lately
        migrating = sum(actor.load for actor in self.outdated)
        talking = self.held_calls - self.given_back
        return self.target.wanted(now_s, live=talking, free=self.free + migrating, busy=busy)

    def warm_kept(self, now_s: float) -> int:
        """Idle actors that are not sent away once they are there."""
        talking = self.held_calls - self.given_back
        return self.target.wanted(now_s, live=talking, free=self.slots, busy=False)

    def needs_start(self, now_s: float) -> bool:
        """Whether one more actor is to be started; those of another release, or that only write, do not count.

        For those who wait, side by side; to be ready for others, one at a time and not in the middle of a rush.
        """
        current = [
            actor
            for actor in self.actors.values()
            if actor.standing is not Standing.OUTDATED
            and not (actor.standing is Standing.RETIRING and not actor.load)
        ]
        late_before_s = now_s - max(LATE_START_S, 4 * self.target.start_s)
        prompt = sum(1 for began_s in self.starts.values() if began_s > late_before_s)
        if len(current) + prompt >= self.most_actors or len(self.starts) >= LATE_STARTS * self.starts_at_once:
            return False
        coming = prompt + sum(1 for actor in current if actor.standing is Standing.CONNECTED)
        wanted = -(-len(self.waiting) // (1 if self.isolated_actors else self.calls_per_actor))
        if coming < wanted:
            return prompt < self.starts_at_once
        if prompt:
            return False
        idle = len(self.warm)
        in_a_rush = now_s - self.target.last_arrival_s < REFILL_AFTER_S
        if in_a_rush and idle:
            return False
        return idle + coming - wanted < self.warm_wanted(now_s)

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

    def next_deadline_s(self, now_s: float) -> float | None:
        """When `TimePassed` is due, unless something else happens before."""
        deadlines = [waiting.until_s for waiting in self.waiting]
        deadlines += [call.expected_until_s for call in self.calls.values() if call.stage is Stage.EXPECTED]
        if self.isolated_actors and self.calls_per_actor > 1:
            deadlines += [each.shares_from_s for each in self.waiting if each.shares_from_s > now_s]
        if self.refill is Refill.PAUSED:
            deadlines.append(self.start_again_at_s)
        return min(deadlines, default=None)


def _is_ready(actor: Actor) -> bool:
    return actor.standing is Standing.READY and actor.awake
