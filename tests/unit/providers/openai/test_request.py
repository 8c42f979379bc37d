import json

import pytest

from domain.dialogue.messages import ModelMessage, ModelRequest, ToolCall, ToolSpec
from providers.openai.request import chat_request
from tests.support.contracts import needs_contracts, request_errors

FIND_SLOTS = ToolSpec(
    "find_slots",
    "Finds free times.",
    {"type": "object", "properties": {"offering": {"type": "string"}}, "required": ["offering"]},
)
CONVERSATION = ModelRequest(
    messages=(
        ModelMessage("system", "You answer the phone."),
        ModelMessage("user", "A haircut tomorrow, please."),
        ModelMessage("assistant", "", (ToolCall("call_1", "find_slots", {"offering": "Haircut é"}),)),
        ModelMessage("tool", '{"slots": []}', tool_call_id="call_1"),
        ModelMessage("assistant", "Nothing is free."),
    ),
    tools=(FIND_SLOTS,),
    metadata={"call_id": "1"},
)


def test_the_conversation_keeps_its_order_and_its_tool_calls() -> None:
    sent = chat_request("gpt-4.1-mini", CONVERSATION, max_tokens=100, temperature=0.2)
    assert [message["role"] for message in sent["messages"]] == [
        "system",
        "user",
        "assistant",
        "tool",
        "assistant",
    ]
    (call,) = sent["messages"][2]["tool_calls"]
    assert json.loads(call["function"]["arguments"]) == {"offering": "Haircut é"}
    assert sent["messages"][2]["content"] is None
    assert sent["messages"][3] == {"role": "tool", "tool_call_id": "call_1", "content": '{"slots": []}'}


def test_metadata_is_not_sent() -> None:
    assert "metadata" not in chat_request("gpt-4.1-mini", CONVERSATION, max_tokens=100, temperature=0.2)


def test_without_tools_nothing_is_said_about_tools() -> None:
    sent = chat_request(
        "gpt-4.1-mini", ModelRequest((ModelMessage("user", "Hello"),)), max_tokens=100, temperature=0.2
    )
    assert "tools" not in sent
    assert "parallel_tool_calls" not in sent


@pytest.mark.parametrize(
    ("model", "options"),
    [
        ("gpt-4.1-mini", {"temperature": 0.2}),
        ("gpt-4o", {"temperature": 0.2}),
        ("gpt-5-chat-latest", {"temperature": 0.2}),
        ("gpt-5", {"reasoning_effort": "minimal"}),
        ("gpt-5-mini-2025-08-07", {"reasoning_effort": "minimal"}),
        ("openai/gpt-5-nano", {"reasoning_effort": "minimal"}),
        ("gpt-5.1", {"reasoning_effort": "none"}),
        ("gpt-5.4-mini", {"reasoning_effort": "none"}),
        ("gpt-6", {"reasoning_effort": "none"}),
        ("o4-mini", {"reasoning_effort": "low"}),
        ("llama-3.3-70b", {"temperature": 0.2}),
    ],
)
def test_each_model_family_gets_the_options_it_takes(model: str, options: dict[str, object]) -> None:
    sent = chat_request(model, CONVERSATION, max_tokens=100, temperature=0.2)
    assert {name: sent[name] for name in ("temperature", "reasoning_effort") if name in sent} == options


@needs_contracts
@pytest.mark.parametrize("model", ["gpt-4.1-mini", "gpt-5", "o4-mini"])
def test_the_request_follows_the_contract(model: str) -> None:
    body = json.dumps(chat_request(model, CONVERSATION, max_tokens=100, temperature=0.2)).encode()
    assert (
        request_errors(
            "openai.trimmed.json", "POST", "/v1/chat/completions", content_type="application/json", body=body
        )
        == []
    )
