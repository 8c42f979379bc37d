"""What a node's pool is made of: started actors and the calls placed in them."""

import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from actors.socket_handoff import HandoffChannel
from storage.live import Ticket


@dataclass(slots=True)
class StartedActor:
    """An actor that listens at `socket_path`; `kill` ends its process at once."""

    actor_id: str
    socket_path: Path
    kill: Callable[[], None]


class ActorStarter(Protocol):
    async def start(self) -> StartedActor:
        """A new actor, warmed up. Raises any error when the node cannot start one."""
        ...


@dataclass(slots=True)
class PlacedCall:
    """A call and the socket in escrow for it."""

    ticket: Ticket
    escrow: socket.socket
    takeovers: int = 0


@dataclass(slots=True)
class Member:
    actor: StartedActor
    channel: HandoffChannel | None = None
    calls: dict[str, PlacedCall] = field(default_factory=dict[str, PlacedCall])
    promised: int = 0
    """Rooms given to calls that waited and have not taken them yet."""
    served: int = 0
    greeted: bool = False
    """It has told what it serves: before that its room is unknown."""
    retiring: bool = False
