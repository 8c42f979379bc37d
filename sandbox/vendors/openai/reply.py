"""What the stand-in model answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.vendors.openai.conversation import Conversation


@dataclass(frozen=True, slots=True)
class Call:
    name: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Reply:
    """What the model answers: words, tool calls, or both."""

    text: str = ""
    calls: tuple[Call, ...] = field(default=())


def said(lead: str, text: str) -> Reply:
    """The lead, if any, and then the text."""
    return Reply(f"{lead} {text}".strip())


def anything_else(c: Conversation, lead: str) -> Reply:
    """Asks what more there is to do, or what there is to do at all."""
    c.expecting = "more"
    return said(lead, "Is there anything else I can help you with?" if c.served else "How can I help you?")
