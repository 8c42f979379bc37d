"""Business events as JSON, and back: whatever an older or a newer release wrote can be read, or is refused whole."""

from dataclasses import fields
from datetime import datetime
from functools import cache
from types import UnionType
from typing import Any, cast, get_args, get_origin, get_type_hints
from uuid import UUID

from domain.errors import InvalidInput
from domain.events.catalogue import CATALOGUE, BusinessEvent


def encode(event: BusinessEvent) -> dict[str, Any]:
    """Its fields as JSON takes them: ids as text, times in ISO 8601 with their offset."""
    return {each.name: _plain(getattr(event, each.name)) for each in fields(event)}


def decode(kind: str, version: int, data: object) -> BusinessEvent:
    """The event written by `encode`; fields that are not known are left out.

    Raises:
        InvalidInput: the kind or its version is of another release, or a field is missing or cannot be read.
    """
    cls = CATALOGUE.get(kind)
    if cls is None or version != cls.VERSION:
        raise InvalidInput(f"there is no event {kind} of version {version} here")
    if not isinstance(data, dict):
        raise InvalidInput(f"{kind} is no object")
    told = cast("dict[str, object]", data)
    hints = hints_of(cls)
    try:
        return cls(
            **{
                each.name: _read(hints[each.name], told[each.name])
                for each in fields(cls)
                if each.name in told
            }
        )
    except (TypeError, ValueError, AttributeError) as unreadable:
        raise InvalidInput(f"{kind} cannot be read: {type(unreadable).__name__}") from None


@cache
def hints_of(cls: type[BusinessEvent]) -> dict[str, Any]:
    """The types of its fields, without what is said about them."""
    return get_type_hints(cls)


def _plain(value: object) -> Any:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(each) for each in cast("tuple[object, ...]", value)]
    return value


def _read(hint: Any, value: object) -> object:
    if get_origin(hint) is UnionType:
        return None if value is None else _read(get_args(hint)[0], value)
    if get_origin(hint) is tuple:
        if not isinstance(value, list):
            raise TypeError
        return tuple(_read(get_args(hint)[0], each) for each in cast("list[object]", value))
    if hint is UUID:
        return UUID(cast("str", value))
    if hint is datetime:
        return _instant(cast("str", value))
    if not isinstance(value, hint) or (hint is int and isinstance(value, bool)):
        raise TypeError
    return value


def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError
    return instant
