"""Events as journal entries and back: JSON, one object an entry.

An entry is `{"at": ms, "event": "ClassName", ...fields}`. Readers ignore fields they do not know, and an entry of an
unknown class raises `InvalidInput`, so a journal is either understood whole or refused.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, fields
from typing import Any, get_args

from domain.call.events import CallAnswered, CallBrief, Event, ToolsRequested
from domain.errors import InvalidInput

_CLASSES: dict[str, type[Any]] = {cls.__name__: cls for cls in get_args(Event)}


def encode(event: Event, at_ms: float) -> bytes:
    """The journal entry of an event that happened at `at_ms`."""
    entry = {"at": at_ms, "event": type(event).__name__, **asdict(event)}
    # A model may write half a surrogate pair; `json.loads` reads it back the same way.
    return json.dumps(entry, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "surrogatepass")


def decode_journal(entries: Iterable[bytes]) -> list[tuple[float, Event]]:
    """The events of a whole journal, each once.

    An append that timed out may have been carried out all the same and is written again, so a journal may hold
    runs of entries twice.

    Raises:
        InvalidInput: one of the entries is not ours.
    """
    return [decode(entry) for entry in dict.fromkeys(entries)]


def decode(entry: bytes) -> tuple[float, Event]:
    """The instant and event of a journal entry.

    Raises:
        InvalidInput: the entry is not one of ours.
    """
    try:
        data: dict[str, Any] = json.loads(entry)
        cls = _CLASSES[data["event"]]
        values = {field.name: data[field.name] for field in fields(cls) if field.name in data}
        if cls is CallAnswered:
            brief = values["brief"]
            names = {field.name for field in fields(CallBrief)}
            values["brief"] = CallBrief(**{name: brief[name] for name in names & brief.keys()})
        elif cls is ToolsRequested:
            values["calls"] = tuple(tuple(call) for call in values["calls"])
        return float(data["at"]), cls(**values)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InvalidInput(f"a journal entry cannot be read: {error!r}") from error
