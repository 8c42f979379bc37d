"""Puts the tool calls of one streamed answer together from their pieces.

OpenAI numbers the calls of an answer by `index` and gives each an id. Servers that speak its protocol number them all
0, leave the number out, repeat ids or send none: a call's beginning is then known by its name.
"""

import json
import math
import re
from dataclasses import dataclass
from typing import Any, cast

from domain.dialogue.messages import ToolCall

LONGEST_NAME = 64
UNNAMED = "unnamed"

_NOT_IN_NAMES = re.compile(r"[^a-zA-Z0-9_-]+")
"""What the vendor refuses in the name of a function, even in a conversation it wrote itself.

Source: https://platform.openai.com/docs/api-reference/chat/create (tools.function.name)
"""


@dataclass(slots=True)
class _Parts:
    index: int | None
    id: str
    name: str = ""
    arguments: str = ""

    @property
    def whole(self) -> bool:
        return _object(self.arguments) is not None


class ToolCallParts:
    """The calls of one answer, in the order in which they began."""

    def __init__(self) -> None:
        self._calls: list[_Parts] = []

    def add(self, index: int | None, id: str, name: str, arguments: str) -> None:
        """Takes a piece: the beginning of a call, or more of one. What a server leaves out is None or empty."""
        call = self._continued(index, id, name)
        if call is None:
            call = _Parts(index, id)
            self._calls.append(call)
        if not call.arguments and name != call.name:
            call.name += name
        call.arguments += arguments

    def complete(self) -> tuple[ToolCall, ...]:
        """The calls of an answer that has ended."""
        heads = {(call.index, call.id, call.name) for call in self._calls if call.arguments}
        # A server that repeats a call's beginning after its end has not begun another.
        return tuple(
            _tool_call(call)
            for call in self._calls
            if call.arguments or (call.index, call.id, call.name) not in heads
        )

    def _continued(self, index: int | None, id: str, name: str) -> _Parts | None:
        """The call this piece belongs to; None when it begins one."""
        call = next((each for each in reversed(self._calls) if each.index == index), None)
        if call is None:
            return None
        if id and call.id and id != call.id:
            return None
        begins = bool(name) and (
            call.whole if call.arguments else bool(id) and bool(call.name) and name != call.name
        )
        return None if begins else call


def _tool_call(parts: _Parts) -> ToolCall:
    # Models leave the arguments of a function without required parameters empty, or write null.
    text = parts.arguments.strip()
    arguments = {} if text in ("", "null") else _object(text)
    name = _NOT_IN_NAMES.sub("_", parts.name.strip())[:LONGEST_NAME] or UNNAMED
    return ToolCall(parts.id, name, arguments or {}, malformed=arguments is None)


def _finite(text: str) -> float:
    """JSON has no NaN and no infinity: the vendor would refuse them when it is shown its own words again."""
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("not a finite number")
    return number


def _object(text: str) -> dict[str, Any] | None:
    try:
        value: object = json.loads(text, parse_constant=_finite, parse_float=_finite)
    except (ValueError, RecursionError):
        return None
    return cast("dict[str, Any]", value) if isinstance(value, dict) else None
