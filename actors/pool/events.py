"""What can happen to a node's pool of call actors, and what the pool asks for.

A call is named by a `key`, one for each of its media streams: a call that comes back to its node on a fresh stream may
still be held by the process that had the one before.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from actors.handoff.messages import Migration

# --- events -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RefillBegan:
    """From now on actors may be started; those that are there already have joined."""


@dataclass(frozen=True, slots=True)
class CallRings:
    """A phone rings until there is an actor for the call: answered by `Expect` or `Decline` within `RING_WAIT_S`."""

    key: str


@dataclass(frozen=True, slots=True)
class RingStopped:
    """Nobody waits for that answer any more, or the call's media stream goes elsewhere; its slot is free again."""

    key: str


@dataclass(frozen=True, slots=True)
class CallArrived:
    """A caller's media stream wants an actor. Answered by `Place` or `Refuse` within `PLACE_WAIT_S`."""

    key: str


@dataclass(frozen=True, slots=True)
class CallWithdrawn:
    """Nobody waits for this placement any more; nothing when it has an actor already."""

    key: str


@dataclass(frozen=True, slots=True)
class PlaceFailed:
    """The actor was gone before it could be given these calls: all of them that one step has placed in it."""

    actor_id: str
    places: tuple["Place", ...]


@dataclass(frozen=True, slots=True)
class PlaceRefused:
    """This call cannot be given to the actor, which is well; `resume` as it was to be placed."""

    actor_id: str
    key: str
    resume: bool


@dataclass(frozen=True, slots=True)
class CallFound:
    """An actor that outlived the gateway before says that it serves this call."""

    actor_id: str
    key: str


@dataclass(frozen=True, slots=True)
class CallReleased:
    """The call's connection has ended. The key is None when the pool does not know the call."""

    actor_id: str
    key: str | None
    clean: bool


@dataclass(frozen=True, slots=True)
class CallDetached:
    """The actor has let go of a call that goes on: it was asked to, or something in it crashed."""

    actor_id: str
    key: str | None
    crashed: bool


@dataclass(frozen=True, slots=True)
class CallWriting:
    """The call is over for its caller, and the actor is still writing it down. The key is None as above."""

    actor_id: str
    key: str | None


@dataclass(frozen=True, slots=True)
class CallClosed:
    """What `GiveUp` asked for is done, or has failed."""

    key: str


@dataclass(frozen=True, slots=True)
class ActorJoined:
    """A connected actor; `took_s` is how long start number `start` took, both None when it was there already."""

    actor_id: str
    took_s: float | None = None
    start: int | None = None


@dataclass(frozen=True, slots=True)
class ActorGreeted:
    """The actor has told all its calls and takes more; `outdated` when it runs other code than the gateway."""

    actor_id: str
    outdated: bool


@dataclass(frozen=True, slots=True)
class ActorAnswered:
    """A sign of life."""

    actor_id: str


@dataclass(frozen=True, slots=True)
class ActorLost:
    """The actor's process is gone."""

    actor_id: str


@dataclass(frozen=True, slots=True)
class ActorTaken:
    """Another gateway has the actor and its calls now."""

    actor_id: str


@dataclass(frozen=True, slots=True)
class StartFailed:
    """The actor asked for by the `StartActor` of this number did not come."""

    start: int


@dataclass(frozen=True, slots=True)
class HeartbeatDue:
    """Comes every `BEAT_S`.

    Attributes:
        cpu: of the actors that `Pool.to_measure` names: CPU seconds so far, and whether the process is ready to run.
        busy: share of the machine's processors in use since the last one.
    """

    cpu: Mapping[str, tuple[float, bool]]
    busy: float = 0.0


@dataclass(frozen=True, slots=True)
class TrimDue:
    """Comes every `TRIM_EVERY_S`."""


@dataclass(frozen=True, slots=True)
class TimePassed:
    """`Pool.next_deadline_s` is reached."""


@dataclass(frozen=True, slots=True)
class DrainBegan:
    """The node takes no fresh calls any more."""


@dataclass(frozen=True, slots=True)
class DrainCancelled:
    """The node takes calls again."""


@dataclass(frozen=True, slots=True)
class EmptyingDue:
    """Calls are to go to other nodes: `at_most` so many may be on their way, those asked before included."""

    at_most: int
    within_s: float


Event = (
    RefillBegan
    | CallRings
    | RingStopped
    | CallArrived
    | CallWithdrawn
    | PlaceFailed
    | PlaceRefused
    | CallFound
    | CallReleased
    | CallDetached
    | CallWriting
    | CallClosed
    | ActorJoined
    | ActorGreeted
    | ActorAnswered
    | ActorLost
    | ActorTaken
    | StartFailed
    | HeartbeatDue
    | TrimDue
    | TimePassed
    | DrainBegan
    | DrainCancelled
    | EmptyingDue
)

# --- actions ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StartActor:
    """Start one actor; `ActorJoined` or `StartFailed` with this number comes of it."""

    number: int


@dataclass(frozen=True, slots=True)
class Expect:
    """There is an actor for the call: its phone may be answered. Its slot is kept for `EXPECTED_FOR_S`."""

    key: str


@dataclass(frozen=True, slots=True)
class Decline:
    """There is no actor for the call, and none in time: its phone is to be answered by somebody else."""

    key: str
    reason: str


@dataclass(frozen=True, slots=True)
class Place:
    """Give the call to the actor; `resume` when it is under way on its connection."""

    actor_id: str
    key: str
    resume: bool


@dataclass(frozen=True, slots=True)
class Refuse:
    """The caller's media stream gets no actor; the socket is its bearer's again."""

    key: str
    reason: str


@dataclass(frozen=True, slots=True)
class EndConnection:
    """No actor can go on with a call under way: the carrier finds its stream closed and asks for a fresh one."""

    key: str


@dataclass(frozen=True, slots=True)
class GiveUp:
    """The call has killed too many actors: it is to be closed. `CallClosed` comes of it."""

    key: str
    deaths: int


@dataclass(frozen=True, slots=True)
class CloseEscrow:
    """The call is over, or another gateway's: its duplicate of the socket is not needed any more."""

    key: str


@dataclass(frozen=True, slots=True)
class AskToMigrate:
    actor_id: str
    key: str
    how: Migration
    within_s: float


@dataclass(frozen=True, slots=True)
class SendPing:
    actor_id: str


@dataclass(frozen=True, slots=True)
class EndActor:
    """The actor has no call and gets none any more."""

    actor_id: str


@dataclass(frozen=True, slots=True)
class KillActor:
    """At once, before its calls are placed elsewhere: two processes on one connection would be worse than none.

    Attributes:
        calls: how many it had.
        missed_beats: how often it gave no sign of life; None when it is gone by itself.
    """

    actor_id: str
    calls: int
    missed_beats: int | None = None


@dataclass(frozen=True, slots=True)
class LetGo:
    """The actor and its calls are another gateway's; it lives on."""

    actor_id: str
    calls: int


Action = (
    StartActor
    | Expect
    | Decline
    | Place
    | Refuse
    | EndConnection
    | GiveUp
    | CloseEscrow
    | AskToMigrate
    | SendPing
    | EndActor
    | KillActor
    | LetGo
)
