"""Reading what another release wrote: a newer one's fields are ignored, and those an older one lacks have defaults."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any


def known_fields(cls: Any, data: Mapping[str, Any]) -> dict[str, Any]:
    """What `data` holds of this dataclass's fields, as arguments for it.

    Raises:
        TypeError: `data` is neither a mapping nor a sequence.
    """
    return {field.name: data[field.name] for field in fields(cls) if field.name in data}
