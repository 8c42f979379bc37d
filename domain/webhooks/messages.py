"""Messages as receivers get them, and what they are told of them beforehand: schemas and samples."""

import json
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import UTC, datetime, timedelta
from types import UnionType
from typing import Annotated, Any, cast, get_args, get_origin, get_type_hints
from uuid import UUID

from domain.events.catalogue import CATALOGUE, BusinessEvent, RecordedEvent
from domain.events.codec import encode

TRIAL = "webhook.test"
"""Sent when somebody tries an endpoint; no event of the business."""

BY_NAME_ONLY = frozenset(kind for kind in CATALOGUE if kind.startswith("billing."))
"""Kinds an endpoint is told of when it names them, not with everything else: they are the owner's."""

_AT = datetime(2026, 12, 1, 2, 30, tzinfo=UTC)
_SAMPLES: Mapping[str, Any] = {
    "starts_at": _AT + timedelta(days=1),
    "ends_at": _AT + timedelta(days=1, minutes=45),
    "was_starts_at": _AT + timedelta(days=2),
    "was_ends_at": _AT + timedelta(days=2, minutes=45),
    "started_at": _AT - timedelta(minutes=3),
    "answered_at": _AT - timedelta(minutes=3, seconds=-2),
    "ended_at": _AT,
    "until": _AT + timedelta(minutes=30),
    "actor": "call",
    "outcome": "booked",
    "was": "cancelled",
    "state": "active",
    "because": None,
    "stops_at": None,
    "percent": 80,
    "period_ends_at": _AT + timedelta(days=9),
    "changed": ("notes",),
    "is_voicemail": False,
    "is_new": False,
    "customers_added": 120,
    "customers_changed": 7,
}
"""By field; ids are made."""


def message_id(event_id: UUID) -> str:
    """How receivers know a message: the same at every attempt and replay, and in all their endpoints."""
    return f"msg_{event_id.hex}"


def body_of(business_id: UUID, event: RecordedEvent) -> str:
    """The message, as it is signed and sent."""
    return _body(business_id, event.event.KIND, event.event.VERSION, event.at, encode(event.event))


def trial_body(business_id: UUID, endpoint_id: UUID, now: datetime) -> str:
    """The message that tries an endpoint."""
    return _body(business_id, TRIAL, 1, now, {"webhook_id": str(endpoint_id)})


def _body(business_id: UUID, kind: str, version: int, at: datetime, data: Mapping[str, Any]) -> str:
    told = {
        "type": kind,
        "version": version,
        "timestamp": at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "business_id": str(business_id),
        "data": data,
    }
    return json.dumps(told, separators=(",", ":"), ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Described:
    """A kind of message: its JSON schema (draft 2020-12), and one as it may look."""

    kind: str
    version: int
    description: str
    schema: dict[str, Any]
    sample: dict[str, Any]


def described(cls: type[BusinessEvent]) -> Described:
    """What receivers of this kind have to expect."""
    sample = RecordedEvent(_id(0), _AT, _sample(cls))
    return Described(
        cls.KIND,
        cls.VERSION,
        " ".join((cls.__doc__ or "").split()),
        _message_schema(cls.KIND, cls.VERSION, _data_schema(cls)),
        json.loads(body_of(_id(1), sample)),
    )


def trial_described() -> Described:
    """The message that tries an endpoint."""
    data = {
        "type": "object",
        "properties": {"webhook_id": {"type": "string", "format": "uuid", "description": "The webhook"}},
        "required": ["webhook_id"],
    }
    return Described(
        TRIAL,
        1,
        "Somebody tries the webhook; nothing has happened.",
        _message_schema(TRIAL, 1, data),
        json.loads(trial_body(_id(1), _id(2), _AT)),
    )


def all_described() -> tuple[Described, ...]:
    """Every kind of message there is."""
    return (*(described(cls) for cls in CATALOGUE.values()), trial_described())


def _message_schema(kind: str, version: int, data: dict[str, Any]) -> dict[str, Any]:
    """Receivers are to expect fields they do not know: a later release may tell more."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": kind,
        "type": "object",
        "properties": {
            "type": {"const": kind},
            "version": {"const": version},
            "timestamp": {"type": "string", "format": "date-time", "description": "When it happened"},
            "business_id": {"type": "string", "format": "uuid"},
            "data": data,
        },
        "required": ["type", "version", "timestamp", "business_id", "data"],
    }


def _data_schema(cls: type[BusinessEvent]) -> dict[str, Any]:
    hints = get_type_hints(cls, include_extras=True)
    return {
        "type": "object",
        "properties": {each.name: _schema(hints[each.name]) for each in fields(cls)},
        "required": [each.name for each in fields(cls) if each.default is MISSING],
    }


def _schema(hint: Any) -> dict[str, Any]:
    if get_origin(hint) is Annotated:
        inner, description = get_args(hint)
        return _schema(inner) | {"description": description}
    if get_origin(hint) is UnionType:
        inner = _schema(get_args(hint)[0])
        return inner | {"type": [inner["type"], "null"]}
    if get_origin(hint) is tuple:
        return {"type": "array", "items": _schema(get_args(hint)[0])}
    formats = {UUID: {"format": "uuid"}, datetime: {"format": "date-time"}}
    types = {bool: "boolean", int: "integer", str: "string", UUID: "string", datetime: "string"}
    return {"type": types[hint], **formats.get(hint, {})}


def _sample(cls: type[BusinessEvent]) -> BusinessEvent:
    values = {
        each.name: _SAMPLES[each.name] if each.name in _SAMPLES else _id(number)
        for number, each in enumerate(fields(cls), start=2)
    }
    return cls(**cast("dict[str, Any]", values))


def _id(number: int) -> UUID:
    """An id that looks like one of ours."""
    return UUID(int=0x019AD72B_8C00_7000_8000_000000000000 + 7919 * number)
