"""What a simulated call reports while it runs: the source of a live transcript."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

EventKind = Literal[
    "call.ringing",
    "call.answered",
    "call.ended",
    "webhook.sent",
    "stream.opened",
    "stream.closed",
    "stream.refused",
    "stream.warned",
    "agent.started",
    "agent.stopped",
    "agent.cleared",
    "caller.started",
    "caller.said",
    "caller.stopped",
    "caller.pressed",
    "caller.hung_up",
    "caller.gave_up",
    "carrier.said",
    "carrier.dialled",
    "carrier.failed",
]


@dataclass(frozen=True, slots=True)
class CallEvent:
    """One thing that happened.

    Attributes:
        kind: see `EventKind`.
        at: monotonic seconds of the running loop.
        text: what was said, where something was.
        data: details, JSON-able.
    """

    kind: EventKind
    at: float
    text: str | None = None
    data: Mapping[str, object] = field(default_factory=dict)


EventSink = Callable[[CallEvent], None]


def ignore(_event: CallEvent) -> None:
    """An `EventSink` that keeps nothing."""
