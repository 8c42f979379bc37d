"""Answers to prompts that describe no business (summaries), and arguments for a call that is forced."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

_MAX_CHARS = 240


def plain_answer(messages: Sequence[Mapping[str, Any]], response_format: Mapping[str, Any] | None) -> str:
    """The first sentences of what was sent last; as JSON of the wanted shape when one is asked for."""
    last = next((m for m in reversed(messages) if m.get("role") == "user"), messages[-1])
    content = last.get("content")
    text = content if isinstance(content, str) else json.dumps(content)
    summary = _first_sentences(" ".join(text.split())) or "Nothing was said."
    if not response_format or response_format.get("type") == "text":
        return summary
    schema = (response_format.get("json_schema") or {}).get("schema") or {
        "properties": {"summary": {"type": "string"}}
    }
    return json.dumps(example(schema, summary))


def example(schema: Mapping[str, Any], text: str) -> Any:
    """A smallest value of this JSON Schema, its strings holding `text`."""
    if "enum" in schema:
        return schema["enum"][0]
    for choice in ("anyOf", "oneOf"):
        if choice in schema:
            return example(schema[choice][0], text)
    kind = schema.get("type", "object" if "properties" in schema else "string")
    match kind[0] if isinstance(kind, list) else kind:
        case "object":
            return {name: example(of, text) for name, of in schema.get("properties", {}).items()}
        case "array":
            return []
        case "integer" | "number":
            return schema.get("minimum", 0)
        case "boolean":
            return False
        case "null":
            return None
        case _:
            return text


def _first_sentences(text: str) -> str:
    if len(text) <= _MAX_CHARS:
        return text
    cut = text[:_MAX_CHARS]
    end = max((found.end() for found in re.finditer(r"[.!?](?=\s)", cut)), default=0)
    return cut[:end] or f"{cut.rsplit(' ', 1)[0]} ..."
