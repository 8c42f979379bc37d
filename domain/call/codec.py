"""Events as journal entries and back: JSON, one object an entry.

An entry is `{"at": ms, "event": "ClassName", "decided": digest, ...fields}`. Readers ignore fields they do not know,
and an entry of an unknown class raises `InvalidInput`, so a journal is either understood whole or refused.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from functools import cache
from hashlib import sha256
from typing import Any, get_args

from domain.call.editions import Edition
from domain.call.effects import Effect
from domain.call.events import CallAnswered, CallBrief, Event, ToolsRequested
from domain.call.state import Phase
from domain.errors import InvalidInput
from domain.known_fields import known_fields
from domain.receptionist.content import Eagerness

_LATER: dict[str, Any] = {
    "malformed": (),
    "late_ms": 0.0,
    "prompt_tokens": 0,
    "cached_tokens": 0,
    "completion_tokens": 0,
    "wasted_prompt_tokens": 0,
    "wasted_completion_tokens": 0,
}
"""Fields that entries of the releases before do not have; written only when they say something."""

_CLASSES: dict[str, type[Any]] = {cls.__name__: cls for cls in get_args(Event)}


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """An event as the journal holds it; `decided` is None in journals from before it was recorded."""

    at_ms: float
    event: Event
    decided: str | None = None


def encode(event: Event, at_ms: float, decided: str | None = None) -> bytes:
    """The journal entry of an event that happened at `at_ms` and led to what `digest` gave as `decided`."""
    entry: dict[str, Any] = {"at": at_ms, "event": type(event).__name__}
    if decided is not None:
        entry["decided"] = decided
    entry |= {
        name: value for name, value in asdict(event).items() if name not in _LATER or value != _LATER[name]
    }
    if isinstance(event, CallAnswered) and event.brief.rules == Edition.FIRST:
        del entry["brief"]["rules"]  # journals of that edition do not name it
    if isinstance(event, CallAnswered) and event.brief.eagerness == Eagerness.NORMAL:
        del entry["brief"]["eagerness"]  # nor do those of a release that had no other
    if isinstance(event, CallAnswered) and not event.brief.welcome:
        del entry["brief"]["welcome"], entry["brief"]["welcome_after"]
    # A model may write half a surrogate pair; `json.loads` reads it back the same way.
    return json.dumps(entry, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "surrogatepass")


def digest(phase: Phase, effects: tuple[Effect, ...]) -> str:
    """What a step came to, in 12 hexadecimal digits: the phase it led to and its effects, in order.

    The same in every process and version of Python. Fields that hold their default are left out, so that an effect
    may get a new one without old journals seeming to differ. 7 us in the median, 80 us for an `AskModel` of forty
    messages.
    """
    return sha256(_CANONICAL.encode([phase, *effects]).encode()).hexdigest()[:12]


def _plain(value: Any) -> list[Any]:
    name, defaults = _shape(value.__class__)
    held = {field: getattr(value, field) for field in defaults}
    return [name, {field: it for field, it in held.items() if it != defaults[field]}]


@cache
def _shape(cls: Any) -> tuple[str, dict[str, Any]]:
    return cls.__name__, {field.name: field.default for field in fields(cls)}


_CANONICAL = json.JSONEncoder(default=_plain, sort_keys=True, separators=(",", ":"))


def decode_journal(entries: Iterable[bytes]) -> list[tuple[float, Event]]:
    """The events of a whole journal, each once.

    An append that timed out may have been carried out all the same and is written again, so a journal may hold
    runs of entries twice.

    Raises:
        InvalidInput: one of the entries is not ours.
    """
    return [decode(entry) for entry in dict.fromkeys(entries)]


def decode(entry: bytes) -> tuple[float, Event]:
    """The instant and event of a journal entry. Raises InvalidInput."""
    read = read_entry(entry)
    return read.at_ms, read.event


def read_entry(entry: bytes) -> JournalEntry:
    """A journal entry as a value.

    Raises:
        InvalidInput: the entry is not one of ours.
    """
    try:
        data: dict[str, Any] = json.loads(entry)
        cls = _CLASSES[data["event"]]
        values = known_fields(cls, data)
        if cls is CallAnswered:
            brief: dict[str, Any] = {"rules": Edition.FIRST.value}
            values["brief"] = CallBrief(**brief | known_fields(CallBrief, values["brief"]))
        elif cls is ToolsRequested:
            values["calls"] = tuple(tuple(call) for call in values["calls"])
            values["malformed"] = tuple(values.get("malformed", ()))
        return JournalEntry(float(data["at"]), cls(**values), data.get("decided"))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InvalidInput(f"a journal entry cannot be read: {error!r}") from error
