"""JSON schemas of tools' arguments, in the strict subset models are held to."""

from collections.abc import Iterable
from typing import Any

Schema = dict[str, Any]


def schema(**properties: Schema) -> Schema:
    """An object; an optional property is one that may be null."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def string(description: str) -> Schema:
    return {"type": "string", "description": description}


def nullable(description: str) -> Schema:
    return {"type": ["string", "null"], "description": description}


def yes_or_no(description: str) -> Schema:
    return {"type": "boolean", "description": description}


def one_of(names: Iterable[str], description: str) -> Schema:
    return {"type": "string", "enum": list(names), "description": description}


def one_of_or_null(names: Iterable[str], description: str) -> Schema:
    return {"type": ["string", "null"], "enum": [*names, None], "description": description}


def several_or_null(entry: Schema, description: str) -> Schema:
    return {"type": ["array", "null"], "items": entry, "description": description}
