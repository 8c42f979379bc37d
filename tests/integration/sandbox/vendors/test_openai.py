"""The OpenAI stand-in on a real socket, through the official SDK and held against the vendor's contract."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import httpx
import openai
import pytest
from openai import AsyncOpenAI
from starlette.applications import Starlette
from starlette.routing import Mount

from domain.dialogue.prompt import system_prompt
from domain.dialogue.tools import BookAppointment, EndCall, Intent, parse, tool_specs
from sandbox.faults import Fault, FaultBoard
from sandbox.options import ScriptedTimings, StandInOptions
from sandbox.vendors.openai.app import Pace, build
from tests.support.contracts import checker, needs_contracts, openapi, request_errors, response_errors
from tests.support.serving import serve_app
from tests.unit.sandbox.vendors.openai.salon import MONDAY, SALON, Calendar

CONTRACT = "openai.trimmed.json"
MODEL = "gpt-4.1-mini"
PROMPT = system_prompt(SALON, now=MONDAY, caller_number="+61400111222")
TOOLS: list[dict[str, Any]] = [
    {
        "type": "function",
        "function": {
            "name": t.name,
            "description": t.description,
            "parameters": t.parameters,
            "strict": True,
        },
    }
    for t in tool_specs(SALON)
]


@dataclass
class StandIn:
    url: str
    options: StandInOptions
    sent: list[httpx.Request] = field(default_factory=list)

    def client(self, key: str | None = None) -> AsyncOpenAI:
        return AsyncOpenAI(
            api_key=key or self.options.credentials.openai_api_key,
            base_url=f"{self.url}/v1",
            max_retries=0,
            timeout=10,
        )

    def arm(self, kind: Any, **more: Any) -> None:
        self.options.faults.arm(Fault("openai", kind, **more))


@asynccontextmanager
async def stand_in(options: StandInOptions | None = None) -> AsyncIterator[StandIn]:
    options = options or StandInOptions(faults=FaultBoard())
    app = Starlette(routes=[Mount("/openai", build(options, Pace(first_token_ms=0, token_ms=0)))])
    async with serve_app(app) as url:
        yield StandIn(f"{url}/openai", options)


def conversation(*said: str) -> list[Any]:
    return [{"role": "system", "content": PROMPT}, *({"role": "user", "content": text} for text in said)]


@dataclass
class Streamed:
    text: str = ""
    calls: dict[int, dict[str, str]] = field(default_factory=dict)
    reason: str | None = None
    usage: Any = None
    deltas: int = 0
    chunks: list[dict[str, Any]] = field(default_factory=list)


async def stream(client: AsyncOpenAI, messages: list[Any], **more: Any) -> Streamed:
    """One streamed answer, put together as a client does."""
    got = Streamed()
    answer = await client.chat.completions.create(
        model=MODEL,
        messages=messages,
        tools=TOOLS,
        stream=True,
        stream_options={"include_usage": True},
        **more,
    )  # type: ignore[call-overload]
    async for chunk in answer:
        got.chunks.append(chunk.model_dump(mode="json", exclude_unset=True))
        got.usage = chunk.usage or got.usage
        for choice in chunk.choices:
            got.reason = choice.finish_reason or got.reason
            got.text += choice.delta.content or ""
            got.deltas += bool(choice.delta.content)
            for piece in choice.delta.tool_calls or ():
                call = got.calls.setdefault(
                    piece.index, {"id": "", "name": "", "arguments": "", "pieces": ""}
                )
                call["id"] += piece.id or ""
                call["name"] += piece.function.name or ""
                call["arguments"] += piece.function.arguments or ""
                call["pieces"] += "."
    return got


async def test_text_is_streamed_a_few_characters_at_a_time():
    async with stand_in() as server, server.client() as client:
        got = await stream(client, conversation("is there parking"))
    assert got.text.startswith("Yes, there is free parking behind the shop.")
    assert got.deltas > 10
    assert got.reason == "stop"
    assert got.usage.prompt_tokens > 100
    assert got.usage.total_tokens == got.usage.prompt_tokens + got.usage.completion_tokens


async def test_a_tool_call_is_streamed_in_fragments():
    async with stand_in() as server, server.client() as client:
        got = await stream(client, conversation("a haircut tomorrow at three thirty"))
    assert got.reason == "tool_calls"
    assert list(got.calls) == [0]
    assert got.calls[0]["id"].startswith("call_")
    assert got.calls[0]["name"] == "find_slots"
    assert len(got.calls[0]["pieces"]) > 4
    assert json.loads(got.calls[0]["arguments"]) == {
        "offering": "Haircut", "date": "2026-11-24", "part_of_day": None, "time": "15:30",
    }  # fmt: skip


async def test_a_booking_is_made_over_the_wire():
    calendar, intents = Calendar(), list[Intent]()
    async with stand_in() as server, server.client() as client:
        messages = conversation()
        for said in ("a haircut tomorrow at three thirty", "sarah thompson", "yes please", "no thanks bye"):
            messages.append({"role": "user", "content": said})
            while True:
                got = await stream(client, messages)
                calls = [
                    {
                        "id": c["id"],
                        "type": "function",
                        "function": {"name": c["name"], "arguments": c["arguments"]},
                    }
                    for c in got.calls.values()
                ]
                messages.append(
                    {"role": "assistant", "content": got.text or None}
                    | ({"tool_calls": calls} if calls else {})
                )
                for call in calls:
                    intent = parse(call["function"]["name"], json.loads(call["function"]["arguments"]))
                    intents.append(intent)
                    content = calendar.run(intent).to_content()
                    messages.append({"role": "tool", "tool_call_id": call["id"], "content": content})
                if not calls or isinstance(intents[-1], EndCall):
                    break
    booked = [intent for intent in intents if isinstance(intent, BookAppointment)]
    assert [(b.offering, b.starts_at_local.isoformat(), b.customer_name) for b in booked] == [
        ("Haircut", "2026-11-24T15:30:00", "Sarah Thompson")
    ]
    assert isinstance(intents[-1], EndCall)


async def test_an_answer_that_is_not_streamed_is_the_same():
    async with stand_in() as server, server.client() as client:
        whole = await client.chat.completions.create(
            model=MODEL, messages=conversation("is there parking"), tools=TOOLS
        )  # type: ignore[arg-type]
        streamed = await stream(client, conversation("is there parking"))
    assert whole.choices[0].message.content == streamed.text
    assert whole.choices[0].finish_reason == "stop"
    assert whole.usage is not None


async def test_models_are_listed():
    async with stand_in() as server, server.client() as client:
        names = [model.id async for model in client.models.list()]
        assert MODEL in names
        assert (await client.models.retrieve(MODEL)).id == MODEL
        with pytest.raises(openai.NotFoundError) as refused:
            await client.models.retrieve("gpt-0")
    assert refused.value.code == "model_not_found"


async def test_usage_comes_only_when_asked_for():
    async with stand_in() as server, server.client() as client:
        answer = await client.chat.completions.create(
            model=MODEL, messages=conversation("hello"), stream=True
        )
        chunks = [chunk async for chunk in answer]
    assert all(chunk.choices for chunk in chunks)
    assert all(chunk.usage is None for chunk in chunks)


async def test_a_limit_cuts_the_answer_short():
    async with stand_in() as server, server.client() as client:
        got = await stream(client, conversation("is there parking"), max_completion_tokens=3)
    assert got.reason == "length"
    assert got.deltas == 3


async def test_a_forced_tool_is_called():
    async with stand_in() as server, server.client() as client:
        got = await stream(
            client, conversation("hello"), tool_choice={"type": "function", "function": {"name": "end_call"}}
        )
        none = await stream(client, conversation("a haircut tomorrow at two"), tool_choice="none")
    assert got.calls[0]["name"] == "end_call"
    assert none.calls == {}


async def test_a_prompt_without_a_business_gets_a_plain_answer():
    schema = {
        "type": "object", "properties": {"summary": {"type": "string"}, "urgent": {"type": "boolean"}},
        "required": ["summary", "urgent"], "additionalProperties": False,
    }  # fmt: skip
    async with stand_in() as server, server.client() as client:
        answer = await client.chat.completions.create(
            model=MODEL,
            messages=[
                {"role": "system", "content": "Summarise."},
                {"role": "user", "content": "Caller booked a cut."},
            ],
            response_format={
                "type": "json_schema",
                "json_schema": {"name": "s", "schema": schema, "strict": True},
            },  # type: ignore[arg-type]
        )
    assert json.loads(answer.choices[0].message.content or "") == {
        "summary": "Caller booked a cut.",
        "urgent": False,
    }


# --- refusals ------------------------------------------------------------------------------------------------------
async def test_a_wrong_key_is_refused_as_the_vendor_does():
    async with stand_in() as server, server.client("sk-wrong-key-000") as client:
        with pytest.raises(openai.AuthenticationError) as refused:
            await stream(client, conversation("hello"))
    assert refused.value.code == "invalid_api_key"
    assert "sk-wrong-key-000" not in str(refused.value)
    assert refused.value.request_id


CALL = {"id": "call_1", "type": "function", "function": {"name": "find_slots", "arguments": "{}"}}


@pytest.mark.parametrize(
    ("change", "param"),
    [
        ({"messages": []}, "messages"),
        ({"messages": "hello"}, "messages"),
        ({"messages": [{"role": "robot", "content": "x"}]}, "messages[0].role"),
        ({"messages": [{"role": "user", "content": None}]}, "messages[0].content"),
        ({"messages": [{"role": "tool", "tool_call_id": "x", "content": "y"}]}, "messages.[0].role"),
        (
            {
                "messages": [
                    {"role": "assistant", "content": None, "tool_calls": [CALL]},
                    {"role": "user", "content": "x"},
                ]
            },
            "messages",
        ),
        ({"temperature": 3}, "temperature"),
        ({"temperature": "hot"}, "temperature"),
        ({"tools": []}, "tools"),
        ({"tool_choice": "auto"}, "tool_choice"),
        ({"stream_options": {"include_usage": True}}, "stream_options"),
        ({"extra_body": {"colour": "red"}}, "colour"),
        ({"model": "gpt-5-mini", "max_tokens": 10}, "max_tokens"),
        ({"model": "gpt-5-mini", "temperature": 0.2}, "temperature"),
        (
            {
                "tools": [
                    {
                        "type": "function",
                        "function": {"name": "f", "strict": True, "parameters": {"properties": {}}},
                    }
                ]
            },
            "tools[0].function.parameters",
        ),
    ],
)
async def test_a_malformed_request_is_a_bad_request(change: dict[str, Any], param: str):
    async with stand_in() as server, server.client() as client:
        with pytest.raises(openai.BadRequestError) as refused:
            await client.chat.completions.create(
                **{"model": MODEL, "messages": conversation("hello"), **change}  # type: ignore[arg-type]
            )
    assert refused.value.param == param
    assert refused.value.type == "invalid_request_error"


async def test_an_unknown_model_is_not_found():
    async with stand_in() as server, server.client() as client:
        with pytest.raises(openai.NotFoundError) as refused:
            await client.chat.completions.create(model="gpt-0", messages=conversation("hello"))
    assert refused.value.code == "model_not_found"


async def test_a_body_that_is_no_json_is_a_bad_request():
    async with stand_in() as server, httpx.AsyncClient() as client:
        answer = await client.post(
            f"{server.url}/v1/chat/completions",
            content=b"{",
            headers={"Authorization": f"Bearer {server.options.credentials.openai_api_key}"},
        )
        nowhere = await client.get(f"{server.url}/v1/nothing")
        without_key = await client.get(f"{server.url}/v1/models")
    assert answer.status_code == 400
    assert nowhere.status_code == 404
    assert without_key.status_code == 401
    assert "You didn't provide an API key" in without_key.json()["error"]["message"]


# --- faults --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("status", "error"),
    [(429, openai.RateLimitError), (500, openai.InternalServerError), (503, openai.InternalServerError)],
)
async def test_a_due_refusal_is_shown_once(status: int, error: type[openai.APIStatusError]):
    async with stand_in() as server, server.client() as client:
        server.arm("refuse", status=status)
        with pytest.raises(error) as refused:
            await stream(client, conversation("hello"))
        assert refused.value.status_code == status
        assert (await stream(client, conversation("hello"))).text


async def test_a_refusal_names_the_pause_it_was_told_to():
    async with stand_in() as server, server.client() as client:
        server.arm("refuse", status=429, retry_after_s=1.5)
        with pytest.raises(openai.RateLimitError) as refused:
            await stream(client, conversation("hello"))
    assert refused.value.response.headers["retry-after"] == "1.5"


@pytest.mark.parametrize("pieces", [0, 3])
async def test_a_cut_answer_ends_at_the_token_limit_after_some_pieces(pieces: int):
    async with stand_in() as server, server.client() as client:
        server.arm("cut", after_chunks=pieces)
        cut = await stream(client, conversation("is there parking"))
        whole = await stream(client, conversation("is there parking"))
    assert (cut.reason, cut.deltas) == ("length", pieces)
    assert whole.reason == "stop"
    assert whole.text.startswith(cut.text)


async def test_a_tool_call_may_be_cut_in_its_arguments():
    async with stand_in() as server, server.client() as client:
        server.arm("cut", after_chunks=3)
        cut = await stream(client, conversation("a haircut tomorrow at three thirty"))
    assert (cut.reason, cut.calls[0]["name"]) == ("length", "find_slots")
    with pytest.raises(json.JSONDecodeError):
        json.loads(cut.calls[0]["arguments"])


async def test_garbled_arguments_lack_their_end():
    async with stand_in() as server, server.client() as client:
        server.arm("garble")
        garbled = await stream(client, conversation("a haircut tomorrow at three thirty"))
        whole = await stream(client, conversation("a haircut tomorrow at three thirty"))
    assert garbled.reason == whole.reason == "tool_calls"
    with pytest.raises(json.JSONDecodeError):
        json.loads(garbled.calls[0]["arguments"])
    assert whole.calls[0]["arguments"].startswith(garbled.calls[0]["arguments"])


async def test_models_do_not_use_up_a_fault():
    async with stand_in() as server, server.client() as client:
        server.arm("refuse")
        await client.models.list()
        with pytest.raises(openai.InternalServerError):
            await stream(client, conversation("hello"))


async def test_a_hang_says_nothing():
    async with stand_in() as server, server.client() as client:
        server.arm("hang")
        with pytest.raises(openai.APITimeoutError):
            await stream(client, conversation("hello"), timeout=0.2)
        assert (await stream(client, conversation("hello"))).text


@pytest.mark.parametrize("after", [0, 1, 4])
async def test_a_drop_breaks_off_after_some_chunks(after: int):
    heard: list[str] = []

    async def listen(client: AsyncOpenAI) -> None:
        messages = conversation("is there parking")
        async for chunk in await client.chat.completions.create(model=MODEL, messages=messages, stream=True):
            heard.extend([chunk.choices[0].delta.content] if chunk.choices[0].delta.content else [])

    async with stand_in() as server, server.client() as client:
        server.arm("drop", after_chunks=after)
        with pytest.raises(openai.APIConnectionError):
            await listen(client)
    assert len(heard) == after


async def test_the_script_says_one_sentence_in_one_delta():
    scripted = StandInOptions(scripted=replace(ScriptedTimings(), model_first_ms=1))
    async with stand_in(scripted) as server, server.client() as client:
        got = await stream(client, conversation("scripted turn 1", "scripted turn 2"))
    assert got.text == "This is scripted answer 2."
    assert got.deltas == 1
    assert got.calls == {}
    assert got.reason == "stop"


# --- the vendor's contract -----------------------------------------------------------------------------------------
@needs_contracts
@pytest.mark.parametrize("said", ["is there parking", "a haircut tomorrow at two", "can i speak to a person"])
async def test_every_streamed_chunk_keeps_the_contract(said: str):
    async with stand_in() as server, httpx.AsyncClient() as client:
        answer = await client.post(
            f"{server.url}/v1/chat/completions",
            headers={"Authorization": f"Bearer {server.options.credentials.openai_api_key}"},
            json={
                "model": MODEL, "messages": conversation(said), "tools": TOOLS, "stream": True,
                "stream_options": {"include_usage": True},
            },
        )  # fmt: skip
    assert answer.headers["content-type"].startswith("text/event-stream")
    events = answer.text.strip().split("\n\n")
    assert events[-1] == "data: [DONE]"
    schema = {"$ref": "#/components/schemas/CreateChatCompletionStreamResponse"}
    for event in events[:-1]:
        chunk = json.loads(event.removeprefix("data: "))
        errors = [error.message for error in checker().errors(openapi(CONTRACT), schema, chunk)]
        assert errors == []


@needs_contracts
async def test_whole_answers_keep_the_contract():
    async with stand_in() as server, httpx.AsyncClient() as client:
        headers = {"Authorization": f"Bearer {server.options.credentials.openai_api_key}"}
        for said in ("is there parking", "a haircut tomorrow at two"):
            body = {"model": MODEL, "messages": conversation(said), "tools": TOOLS}
            answer = await client.post(f"{server.url}/v1/chat/completions", json=body, headers=headers)
            assert response_errors(CONTRACT, "POST", "/chat/completions", 200, answer.json()) == []
        models = await client.get(f"{server.url}/v1/models", headers=headers)
        assert response_errors(CONTRACT, "GET", "/models", 200, models.json()) == []
        model = await client.get(f"{server.url}/v1/models/{MODEL}", headers=headers)
        assert response_errors(CONTRACT, "GET", f"/models/{MODEL}", 200, model.json()) == []
        refused = await client.get(f"{server.url}/v1/models/gpt-0", headers=headers)
    schema = {"$ref": "#/components/schemas/ErrorResponse"}
    assert [e.message for e in checker().errors(openapi(CONTRACT), schema, refused.json())] == []


@needs_contracts
def test_our_requests_keep_the_contract():
    messages = [
        *conversation("a haircut tomorrow at two"),
        {"role": "assistant", "content": None, "tool_calls": [CALL]},
        {"role": "tool", "tool_call_id": "call_1", "content": "{}"},
    ]
    body = {
        "model": MODEL,
        "messages": messages,
        "tools": TOOLS,
        "stream": True,
        "stream_options": {"include_usage": True},
    }
    problems = request_errors(
        CONTRACT, "POST", "/chat/completions", content_type="application/json", body=json.dumps(body).encode()
    )
    assert problems == []
