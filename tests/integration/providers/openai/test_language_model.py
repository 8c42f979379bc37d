import asyncio
import json
import traceback
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from typing import Any

import pytest

from domain.dialogue.messages import ModelMessage, ModelRequest, ToolCall, ToolSpec
from domain.errors import ProviderError
from providers.openai.language_model import OpenAILanguageModel
from providers.ports import AnswerFinished, LanguageModel, ModelChunk, TextDelta, ToolCallsReady
from tests.integration.providers.http_vendor import HttpVendor, serving
from tests.support.contracts import needs_contracts, request_errors

KEY = "sk-a-very-secret-key"
REQUEST = ModelRequest(
    (ModelMessage("system", "Answer the phone."), ModelMessage("user", "A haircut, please.")),
    (ToolSpec("find_slots", "Finds free times.", {"type": "object", "properties": {}}),),
)
EVENTS = {"content-type": "text/event-stream", "x-request-id": "req_1"}


def event(
    delta: dict[str, Any] | None, *, finish: str | None = None, usage: dict[str, int] | None = None
) -> bytes:
    choices = (
        [] if delta is None else [{"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}]
    )
    chunk = {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "gpt-4.1-mini",
        "choices": choices,
        "usage": usage,
    }
    return b"data: " + json.dumps(chunk).encode() + b"\n\n"


def tool_part(
    index: int = 0, *, id: str | None = None, name: str | None = None, arguments: str = ""
) -> bytes:
    function: dict[str, Any] = {"arguments": arguments}
    if name:
        function["name"] = name
    part: dict[str, Any] = {"index": index, "function": function}
    if id:
        part |= {"id": id, "type": "function"}
    return event({"tool_calls": [part]})


USAGE = event(None, usage={"prompt_tokens": 12, "completion_tokens": 3, "total_tokens": 15})
DONE = b"data: [DONE]\n\n"


@asynccontextmanager
async def model(vendor: HttpVendor, **options: Any) -> AsyncIterator[OpenAILanguageModel]:
    async with serving(vendor) as base_url:
        options = {"model": "gpt-4.1-mini", "first_chunk_timeout_s": 5, "chunk_timeout_s": 5, **options}
        provider: LanguageModel = OpenAILanguageModel(KEY, base_url + "/v1", **options)
        assert isinstance(provider, OpenAILanguageModel)
        try:
            yield provider
        finally:
            await provider.aclose()


async def answer(provider: OpenAILanguageModel) -> list[ModelChunk]:
    return [chunk async for chunk in provider.stream(REQUEST)]


async def failure(vendor: HttpVendor, **options: Any) -> ProviderError:
    async with model(vendor, **options) as provider:
        with pytest.raises(ProviderError) as raised:
            await answer(provider)
    assert raised.value.provider == "openai"
    assert KEY not in "".join(traceback.format_exception(raised.value))
    return raised.value


async def test_text_comes_as_it_is_written_and_ends_with_the_counts() -> None:
    vendor = HttpVendor(
        headers=EVENTS,
        chunks=[
            event({"role": "assistant", "content": ""}),
            event({"content": "Hel"}),
            event({"content": "lo."}),
            event({}, finish="stop"),
            USAGE,
            DONE,
        ],
    )
    async with model(vendor) as provider:
        assert await answer(provider) == [TextDelta("Hel"), TextDelta("lo."), AnswerFinished(12, 3, "stop")]


async def test_fragments_of_tool_calls_are_put_together_once() -> None:
    vendor = HttpVendor(
        headers=EVENTS,
        chunks=[
            event({"content": "One moment."}),
            tool_part(0, id="call_1", name="find_slots"),
            tool_part(0, arguments='{"offering": "Hair'),
            tool_part(1, id="call_2", name="take_message"),
            tool_part(0, arguments='cut"}'),
            event({}, finish="tool_calls"),
            DONE,
        ],
    )
    async with model(vendor) as provider:
        assert await answer(provider) == [
            TextDelta("One moment."),
            ToolCallsReady(
                (
                    ToolCall("call_1", "find_slots", {"offering": "Haircut"}),
                    ToolCall("call_2", "take_message", {}),
                )
            ),
            AnswerFinished(None, None, "tool_calls"),
        ]


@needs_contracts
async def test_what_the_sdk_sends_follows_the_contract() -> None:
    vendor = HttpVendor(headers=EVENTS, chunks=[event({"content": "Hi."}, finish="stop"), DONE])
    async with model(vendor) as provider:
        await answer(provider)
    (asked,) = vendor.asked
    assert asked.headers["authorization"] == f"Bearer {KEY}"
    assert (asked.method, asked.path) == ("POST", "/v1/chat/completions")
    problems = request_errors(
        "openai.trimmed.json",
        asked.method,
        asked.path,
        query=asked.query,
        content_type=asked.headers["content-type"],
        body=asked.body,
    )
    assert problems == []


@pytest.mark.parametrize(
    ("status", "code", "retryable"),
    [
        (401, "invalid_api_key", False),
        (404, "model_not_found", False),
        (429, "rate_limit_exceeded", True),
        (429, "insufficient_quota", False),
        (500, "server_error", True),
        (503, None, True),
    ],
)
async def test_a_refusal_tells_its_status_and_whether_to_ask_again(
    status: int, code: str | None, retryable: bool
) -> None:
    body = json.dumps({"error": {"message": "no", "type": "t", "param": None, "code": code}}).encode()
    vendor = HttpVendor(
        status=status, headers={"content-type": "application/json", "x-request-id": "req_9"}, chunks=[body]
    )
    error = await failure(vendor)
    assert (error.status, error.retryable, error.request_id) == (status, retryable, "req_9")
    assert len(vendor.asked) == 1, "a refusal is not asked again by itself"


async def test_silence_before_the_first_chunk_is_cut_short() -> None:
    vendor = HttpVendor(hang_at_once=True)
    error = await failure(vendor, first_chunk_timeout_s=0.1)
    assert error.retryable
    assert "in time" in error.message
    await asyncio.wait_for(vendor.left.wait(), 5)


async def test_chunks_without_content_do_not_count_as_an_answer() -> None:
    vendor = HttpVendor(headers=EVENTS, chunks=[event({"role": "assistant", "content": ""})], then="hang")
    error = await failure(vendor, first_chunk_timeout_s=0.1, chunk_timeout_s=60)
    assert error.retryable
    await asyncio.wait_for(vendor.left.wait(), 5)


async def test_silence_in_the_middle_is_cut_short_after_what_was_said() -> None:
    vendor = HttpVendor(headers=EVENTS, chunks=[event({"content": "Hel"})], then="hang")
    async with model(vendor, first_chunk_timeout_s=5, chunk_timeout_s=0.1) as provider:
        chunks = provider.stream(REQUEST)
        assert await anext(chunks) == TextDelta("Hel")
        with pytest.raises(ProviderError) as raised:
            await anext(chunks)
    assert raised.value.retryable
    await asyncio.wait_for(vendor.left.wait(), 5)


@pytest.mark.parametrize("then", ["drop", "end"])
async def test_an_answer_that_breaks_off_is_an_error(then: str) -> None:
    error = await failure(HttpVendor(headers=EVENTS, chunks=[event({"content": "Hel"})], then=then))
    assert error.retryable


@pytest.mark.parametrize("then", ["drop", "hang", "end"])
async def test_a_finished_answer_survives_missing_counts(then: str) -> None:
    vendor = HttpVendor(
        headers=EVENTS, chunks=[event({"content": "Hello."}), event({}, finish="stop")], then=then
    )
    async with model(vendor) as provider:
        assert await answer(provider) == [TextDelta("Hello."), AnswerFinished(None, None, "stop")]


@pytest.mark.parametrize(
    "chunk",
    [
        b"data: {not json\n\n",
        b"data: [1, 2]\n\n",
        b'data: {"choices": [{"index": 0}]}\n\n',
        b'data: {"error": {"message": "overloaded", "type": "server_error"}}\n\n',
    ],
)
async def test_a_malformed_chunk_is_an_error(chunk: bytes) -> None:
    error = await failure(HttpVendor(headers=EVENTS, chunks=[chunk, DONE]))
    assert error.retryable


@pytest.mark.parametrize("arguments", ['{"offering": ', '"Haircut"', "[]"])
async def test_a_malformed_tool_call_is_told_as_one(arguments: str) -> None:
    chunks = [
        event({"content": "One moment."}),
        tool_part(id="call_1", name="find_slots", arguments=arguments),
        event({}, finish="tool_calls"),
        DONE,
    ]
    async with model(HttpVendor(headers=EVENTS, chunks=chunks)) as provider:
        assert await answer(provider) == [
            TextDelta("One moment."),
            ToolCallsReady((ToolCall("call_1", "find_slots", {}, malformed=True),)),
            AnswerFinished(None, None, "tool_calls"),
        ]


@pytest.mark.parametrize("reason", ["length", "content_filter"])
async def test_of_an_answer_cut_short_no_tool_is_run(reason: str) -> None:
    chunks = [tool_part(id="call_1", name="end_call", arguments="{}"), event({}, finish=reason), DONE]
    async with model(HttpVendor(headers=EVENTS, chunks=chunks)) as provider:
        [finished] = await answer(provider)
    assert isinstance(finished, AnswerFinished)
    assert finished.cut_short


@pytest.mark.parametrize(
    ("headers", "pause_s"),
    [({"retry-after": "3"}, 3.0), ({"Retry-After-Ms": "250", "retry-after": "1"}, 0.25), ({}, None)],
    ids=["seconds", "milliseconds", "none"],
)
async def test_a_refusal_tells_the_pause_the_vendor_asks_for(
    headers: dict[str, str], pause_s: float | None
) -> None:
    body = json.dumps({"error": {"message": "no", "code": "rate_limit_exceeded"}}).encode()
    vendor = HttpVendor(status=429, headers={"content-type": "application/json", **headers}, chunks=[body])
    assert (await failure(vendor)).retry_after_s == pause_s


async def test_an_unreachable_vendor_is_an_error() -> None:
    provider = OpenAILanguageModel(KEY, "http://127.0.0.1:9/v1", model="gpt-4.1-mini")
    with pytest.raises(ProviderError) as raised:
        await answer(provider)
    assert raised.value.retryable
    await provider.aclose()


async def test_closing_the_generator_closes_the_connection() -> None:
    vendor = HttpVendor(headers=EVENTS, chunks=[event({"content": "Hel"})], then="hang")
    async with model(vendor) as provider:
        async with aclosing(provider.stream(REQUEST)) as chunks:
            assert await anext(chunks) == TextDelta("Hel")
        await asyncio.wait_for(vendor.left.wait(), 5)


@pytest.mark.parametrize("vendor_options", [{"hang_at_once": True}, {"chunks": [event({"content": "Hel"})]}])
async def test_cancelling_the_reader_closes_the_connection(vendor_options: dict[str, Any]) -> None:
    vendor = HttpVendor(headers=EVENTS, then="hang", **vendor_options)
    async with model(vendor) as provider:
        async with asyncio.TaskGroup() as tasks:
            reading = tasks.create_task(answer(provider))
            await asyncio.wait_for(vendor.reached.wait(), 5)
            reading.cancel()
        assert reading.cancelled()
        await asyncio.wait_for(vendor.left.wait(), 5)


async def test_a_refused_option_is_left_out_from_then_on() -> None:
    refusal = {
        "error": {
            "message": "m",
            "type": "invalid_request_error",
            "param": "temperature",
            "code": "unsupported_value",
        }
    }
    vendor = HttpVendor(
        status=400, headers={"content-type": "application/json"}, chunks=[json.dumps(refusal).encode()]
    )
    async with model(vendor) as provider:
        for _ in range(2):
            with pytest.raises(ProviderError):
                await answer(provider)
    sent = [json.loads(asked.body) for asked in vendor.asked]
    assert ["temperature" in body for body in sent] == [True, False, False]


async def test_turns_share_one_connection_that_ping_may_open() -> None:
    vendor = HttpVendor(headers=EVENTS, chunks=[event({"content": "Hi."}, finish="stop"), USAGE, DONE])
    async with model(vendor) as provider:
        for _ in range(3):
            await answer(provider)
    assert len({asked.client for asked in vendor.asked}) == 1


async def test_ping_tells_a_wrong_key() -> None:
    body = json.dumps(
        {"error": {"message": "no", "type": "t", "param": None, "code": "invalid_api_key"}}
    ).encode()
    vendor = HttpVendor(status=401, headers={"content-type": "application/json"}, chunks=[body])
    async with model(vendor) as provider:
        with pytest.raises(ProviderError) as raised:
            await provider.ping()
    assert (raised.value.status, raised.value.operation) == (401, "models.retrieve")


async def test_ping_accepts_an_answer_and_leaves_a_connection_for_the_first_turn() -> None:
    vendor = HttpVendor(
        headers={"content-type": "application/json"},
        chunks=[
            json.dumps({"id": "gpt-4.1-mini", "object": "model", "created": 1, "owned_by": "openai"}).encode()
        ],
    )
    async with model(vendor) as provider:
        await provider.connect()
        vendor.headers, vendor.chunks = EVENTS, [event({"content": "Hi."}, finish="stop"), DONE]
        await answer(provider)
    assert [asked.path for asked in vendor.asked] == ["/v1/models/gpt-4.1-mini", "/v1/chat/completions"]
    assert len({asked.client for asked in vendor.asked}) == 1
