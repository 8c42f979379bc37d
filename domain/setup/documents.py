"""Settings as plain values, for the audit log and for export."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from enum import Enum
from typing import Any
from uuid import UUID


def document(settings: Any) -> dict[str, Any]:
    """The fields of a dataclass as JSON has them: ids, dates and names as text, sets in order."""
    return {field.name: _plain(getattr(settings, field.name)) for field in fields(settings)}


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What was and what is, of the keys where that is not the same."""
    changed = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    return (
        {key: before[key] for key in changed if key in before},
        {key: after[key] for key in changed if key in after},
    )


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if is_dataclass(value):
        return document(value)
    items: Any = value
    if isinstance(value, tuple | list):
        return [_plain(each) for each in items]
    if isinstance(value, frozenset | set):
        return sorted(_plain(each) for each in items)
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in items.items()}
    return value
