"""A model request in OpenAI's words."""

import json
import re
from typing import Any

from domain.dialogue.messages import ModelMessage, ModelRequest

_GPT_5_AND_LATER = re.compile(r"gpt-(?P<major>[5-9]|\d\d)(?:\.(?P<minor>\d+))?(?![\d.])")
_O_SERIES = re.compile(r"o\d")


def chat_request(model: str, request: ModelRequest, *, max_tokens: int, temperature: float) -> dict[str, Any]:
    """The arguments of `chat.completions.create` for this request, streaming, with usage.

    `request.metadata` stays here: the vendor takes metadata only for answers it stores.
    """
    arguments: dict[str, Any] = {
        "model": model,
        "messages": [_message(message) for message in request.messages],
        "max_completion_tokens": max_tokens,
        "stream": True,
        "stream_options": {"include_usage": True},
        **_family_options(model, temperature),
    }
    if request.tools:
        arguments["tools"] = [
            {
                "type": "function",
                "function": {
                    "name": tool.name,
                    "description": tool.description,
                    "parameters": tool.parameters,
                },
            }
            for tool in request.tools
        ]
        arguments["parallel_tool_calls"] = False
    return arguments


def _family_options(model: str, temperature: float) -> dict[str, Any]:
    """Reasoning models take no temperature and are told to reason as little as they can.

    Source: https://platform.openai.com/docs/guides/reasoning
    """
    name = model.rpartition("/")[2]
    if "-chat" in name:
        return {"temperature": temperature}
    if _O_SERIES.match(name):
        return {"reasoning_effort": "low"}
    gpt = _GPT_5_AND_LATER.match(name)
    if gpt is None:
        return {"temperature": temperature}
    first_five = gpt["major"] == "5" and gpt["minor"] is None
    return {"reasoning_effort": "minimal" if first_five else "none"}


def _message(message: ModelMessage) -> dict[str, Any]:
    if message.role == "tool":
        return {"role": "tool", "tool_call_id": message.tool_call_id, "content": message.content}
    if not message.tool_calls:
        return {"role": message.role, "content": message.content}
    calls = [
        {
            "id": call.id,
            "type": "function",
            "function": {"name": call.name, "arguments": json.dumps(call.arguments, ensure_ascii=False)},
        }
        for call in message.tool_calls
    ]
    return {"role": message.role, "content": message.content or None, "tool_calls": calls}
