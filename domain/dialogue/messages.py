"""Chat messages, tools and requests, as every language model provider takes them."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A function the model wants run; `arguments` is parsed JSON, always an object.

    `malformed` calls cannot be run: their arguments were no JSON object, and are empty here.
    """

    id: str
    name: str
    arguments: dict[str, Any]
    malformed: bool = False


@dataclass(frozen=True, slots=True)
class ModelMessage:
    """One entry of the conversation.

    `role` is `system`, `user`, `assistant` or `tool`. An assistant entry may carry `tool_calls`; a tool entry
    answers the call named by `tool_call_id`.
    """

    role: str
    content: str
    tool_calls: tuple[ToolCall, ...] = ()
    tool_call_id: str | None = None


@dataclass(frozen=True, slots=True)
class ToolSpec:
    """A function the model may call; `parameters` is a JSON Schema object."""

    name: str
    description: str
    parameters: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ModelRequest:
    """What a language model is asked: the conversation, system prompt first, and the tools it may call.

    `metadata` is not shown to the model.
    """

    messages: tuple[ModelMessage, ...]
    tools: tuple[ToolSpec, ...] = ()
    metadata: dict[str, str] = field(default_factory=dict[str, str])
