"""A version's content as plain data, and back: whatever an older or a newer release wrote can be read.

A field that is not known is left out, one that is missing or cannot be understood has its default. So a receptionist
answers with what can be read of it, rather than not at all.
"""

from dataclasses import MISSING, fields, is_dataclass
from datetime import time
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

from domain.errors import InvalidInput
from domain.receptionist.content import Receptionist

T = TypeVar("T")


def encode(content: Receptionist) -> dict[str, Any]:
    """As JSON takes it: times of day are `HH:MM`."""
    return cast("dict[str, Any]", _plain(content))


def decode(data: object) -> Receptionist:
    """The content written by `encode` of any release. Raises InvalidInput for what is no content at all."""
    return _read_value(Receptionist, data)


def _plain(value: object) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, tuple):
        return [_plain(each) for each in cast("tuple[object, ...]", value)]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return value


def _read_value(cls: type[T], data: object) -> T:
    if not isinstance(data, dict):
        raise InvalidInput(f"{cls.__name__} is no object")
    told = cast("dict[str, object]", data)
    hints = _hints(cls)
    found: dict[str, object] = {}
    for each in fields(cast(Any, cls)):
        if each.name not in told:
            continue
        try:
            found[each.name] = _read(hints[each.name], told[each.name])
        except (InvalidInput, ValueError, TypeError):
            if each.default is MISSING and each.default_factory is MISSING:
                raise InvalidInput(f"{each.name} of {cls.__name__} cannot be read") from None
    try:
        return cls(**found)
    except TypeError:
        raise InvalidInput(f"{cls.__name__} lacks a field") from None


@cache
def _hints(cls: type) -> dict[str, Any]:
    return get_type_hints(cls)


def _read(hint: Any, value: object) -> object:
    if get_origin(hint) is tuple:
        return _read_each(get_args(hint)[0], value)
    if get_origin(hint) is UnionType:
        return None if value is None else _read(get_args(hint)[0], value)
    if is_dataclass(hint):
        return _read_value(cast("type[object]", hint), value)
    if issubclass(hint, Enum):
        return hint(value)
    if hint is time:
        return _time_of_day(value)
    if not isinstance(value, hint) or (hint is int and isinstance(value, bool)):
        raise InvalidInput(f"{hint.__name__} expected")
    return value


def _read_each(hint: Any, value: object) -> tuple[object, ...]:
    """Those of the entries that can be read."""
    if not isinstance(value, list | tuple):
        raise InvalidInput("a list expected")
    found: list[object] = []
    for each in cast("list[object]", value):
        try:
            found.append(_read(hint, each))
        except (InvalidInput, ValueError, TypeError):
            continue
    return tuple(found)


def _time_of_day(value: object) -> time:
    """24:00 is the midnight a day ends with, which Python's type writes 00:00."""
    text = str(value)
    return time() if text.startswith("24:") else time.fromisoformat(text)
