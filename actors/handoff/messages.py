"""What the media gateway and the call actors of its node tell each other: one class a message.

A message is one JSON object, `{"kind": ..., ...fields}`, with at most one file descriptor beside it. Processes of two
releases speak to each other while code is being replaced, so words on the wire never change their meaning; a reader
ignores fields and messages it does not know. A call on two streams at once, one of which is still being written down,
is two calls to an actor: messages about a call name the stream too.

    kind        class               sender     descriptor
    door        ListeningSocket     both       the node's listening socket: to be kept for the next gateway, or kept
    serving     Serving             actor      a duplicate of the call's socket; one message for each call it has
    hello       Hello               actor                        it has told all its calls and takes more
    replaced    Replaced            actor                        another gateway has connected to it
    ping        Ping                gateway                      answered by
    pong        Pong                actor
    place       Place               gateway    the call's socket
    accepted    Accepted            actor
    leave       Migrate             gateway
    parted      Detached            actor                        the call goes on, on its open connection
    released    Released            actor                        its connection has ended
    writing     Writing             actor                        over for its caller, and slow to be written down
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar

from domain.errors import InvalidInput
from storage.redis.tickets import Ticket


class Migration(StrEnum):
    """How a call leaves its process. The values are words on the wire."""

    LOCAL = "hand_on"
    """To another process of this node, on the same media stream."""
    REMOTE = "move"
    """To any node, on a fresh media stream: the carrier is told so when it asks what comes next."""
    SUPERSEDED = "give_way"
    """Another process has the call already."""


@dataclass(frozen=True, slots=True)
class ListeningSocket:
    kind: ClassVar[str] = "door"
    carries_descriptor: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class Serving:
    kind: ClassVar[str] = "serving"
    carries_descriptor: ClassVar[bool] = True
    ticket: Ticket


@dataclass(frozen=True, slots=True)
class Hello:
    """`release` is that of the code the actor runs."""

    kind: ClassVar[str] = "hello"
    carries_descriptor: ClassVar[bool] = False
    actor_id: str
    release: str


@dataclass(frozen=True, slots=True)
class Replaced:
    """This gateway has lost the actor; the actor has not lost its life."""

    kind: ClassVar[str] = "replaced"
    carries_descriptor: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class Ping:
    kind: ClassVar[str] = "ping"
    carries_descriptor: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class Pong:
    kind: ClassVar[str] = "pong"
    carries_descriptor: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class Place:
    """Serve this call.

    Attributes:
        resume: the call is under way on this socket.
        unread_bytes: the partial message that the process before had read of the stream; None when that is unknown.
    """

    kind: ClassVar[str] = "place"
    carries_descriptor: ClassVar[bool] = True
    ticket: Ticket
    resume: bool
    unread_bytes: bytes | None = None


@dataclass(frozen=True, slots=True)
class Accepted:
    kind: ClassVar[str] = "accepted"
    carries_descriptor: ClassVar[bool] = False
    call_id: str
    stream_generation: int | None = None


@dataclass(frozen=True, slots=True)
class Migrate:
    """The call is to leave its process at its next turn boundary, or anywhere once `within_s` are over."""

    kind: ClassVar[str] = "leave"
    carries_descriptor: ClassVar[bool] = False
    call_id: str
    how: Migration
    within_s: float
    stream_generation: int | None = None


@dataclass(frozen=True, slots=True)
class Detached:
    """The actor has let go of a call that goes on: as it was asked to, or because something in it `crashed`."""

    kind: ClassVar[str] = "parted"
    carries_descriptor: ClassVar[bool] = False
    call_id: str
    unread_bytes: bytes | None
    crashed: bool
    stream_generation: int | None = None


@dataclass(frozen=True, slots=True)
class Released:
    """The call is over, or has gone to another media stream. An actor that is not `clean` serves no other one."""

    kind: ClassVar[str] = "released"
    carries_descriptor: ClassVar[bool] = False
    call_id: str
    clean: bool
    stream_generation: int | None = None


@dataclass(frozen=True, slots=True)
class Writing:
    """The call is over for its caller, and what remains of it is slow to be written: its slot may be given back."""

    kind: ClassVar[str] = "writing"
    carries_descriptor: ClassVar[bool] = False
    call_id: str
    stream_generation: int | None = None


Message = (
    ListeningSocket
    | Serving
    | Hello
    | Replaced
    | Ping
    | Pong
    | Place
    | Accepted
    | Migrate
    | Detached
    | Released
    | Writing
)


def encode(message: Message) -> bytes:
    """The message's packet."""
    return json.dumps({"kind": message.kind, **_fields(message)}, separators=(",", ":")).encode()


def decode(packet: bytes) -> Message | None:
    """The message of a packet; None when its kind is unknown here, as a newer release's may be.

    Raises:
        InvalidInput: the packet is no message at all, or lacks what its kind needs.
    """
    try:
        data: Any = json.loads(packet)
        read = _READERS.get(data["kind"])
        return read(data) if read is not None else None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InvalidInput(f"a hand-over message cannot be read: {error!r}") from error


def _fields(message: Message) -> dict[str, Any]:
    match message:
        case Serving(ticket):
            return {"ticket": ticket.to_json()}
        case Hello(actor_id, release):
            return {"actor_id": actor_id, "release": release}
        case Place(ticket, resume, unread_bytes):
            return {"ticket": ticket.to_json(), "resume": resume, "carry": _text(unread_bytes)}
        case Accepted(call_id, generation):
            return _about(call_id, generation)
        case Migrate(call_id, how, within_s, generation):
            return _about(call_id, generation) | {"how": how.value, "within_s": within_s}
        case Detached(call_id, unread_bytes, crashed, generation):
            return _about(call_id, generation) | {"carry": _text(unread_bytes), "crashed": crashed}
        case Writing(call_id, generation):
            return _about(call_id, generation)
        case Released(call_id, clean, generation):
            return _about(call_id, generation) | {"clean": clean}
        case ListeningSocket() | Replaced() | Ping() | Pong():
            return {}


_READERS: dict[str, Callable[[dict[str, Any]], Message]] = {
    ListeningSocket.kind: lambda _: ListeningSocket(),
    Serving.kind: lambda data: Serving(Ticket.from_json(data["ticket"])),
    Hello.kind: lambda data: Hello(str(data.get("actor_id", "")), str(data.get("release", ""))),
    Replaced.kind: lambda _: Replaced(),
    Ping.kind: lambda _: Ping(),
    Pong.kind: lambda _: Pong(),
    Place.kind: lambda data: Place(
        Ticket.from_json(data["ticket"]), bool(data.get("resume")), _bytes(data.get("carry"))
    ),
    Accepted.kind: lambda data: Accepted(str(data["call_id"]), _generation(data)),
    Migrate.kind: lambda data: Migrate(
        str(data["call_id"]), Migration(data["how"]), float(data["within_s"]), _generation(data)
    ),
    Detached.kind: lambda data: Detached(
        str(data["call_id"]), _bytes(data.get("carry")), bool(data["crashed"]), _generation(data)
    ),
    Writing.kind: lambda data: Writing(str(data["call_id"]), _generation(data)),
    Released.kind: lambda data: Released(str(data["call_id"]), bool(data["clean"]), _generation(data)),
}


def _about(call_id: str, generation: int | None) -> dict[str, Any]:
    return {"call_id": call_id} if generation is None else {"call_id": call_id, "stream": generation}


def _generation(data: dict[str, Any]) -> int | None:
    """Which of the call's streams; None from a release that does not say."""
    stream = data.get("stream")
    return int(stream) if stream is not None else None


def _text(unread_bytes: bytes | None) -> str | None:
    return b64encode(unread_bytes).decode() if unread_bytes is not None else None


def _bytes(carry: str | None) -> bytes | None:
    return b64decode(carry) if carry is not None else None
