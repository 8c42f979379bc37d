"""The stand-in's HTTP side: `POST /v1/chat/completions` and the models, streamed at a model's pace."""

import asyncio
import json
import re
import secrets
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Send

from sandbox.faults import Fault
from sandbox.options import StandInOptions
from sandbox.vendors.openai.answers import Envelope, model_object, usage
from sandbox.vendors.openai.facts import read_facts
from sandbox.vendors.openai.plain import example, plain_answer
from sandbox.vendors.openai.receptionist import answer
from sandbox.vendors.openai.reply import Call, Reply
from sandbox.vendors.openai.requests import (
    MODELS,
    Refusal,
    check_key,
    check_model,
    check_request,
    refusal_for,
)

_MARKED_TOKEN_S = 0.005
"""A fast model's, so that a conversation in marked speech is not longer than it must be."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast the model writes: time to its first token, then time per token (about four characters)."""

    first_token_ms: float = 120
    token_ms: float = 15


class _Broken(Exception):
    """The connection is to be cut here."""


class _BreakableStream(StreamingResponse):
    """A stream that can end without its last chunk, as when a connection breaks."""

    async def stream_response(self, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        try:
            async for chunk in self.body_iterator:
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
        except _Broken:
            return
        await send({"type": "http.response.body", "body": b"", "more_body": False})


def build(options: StandInOptions, pace: Pace = Pace()) -> Starlette:
    """The application; mounted under a prefix its base URL is `<prefix>/v1`."""
    endpoint = _ChatCompletions(options, pace)

    async def list_models(request: Request) -> Response:
        check_key(request.headers.get("authorization"), options.credentials.openai_api_key)
        return JSONResponse({"object": "list", "data": [model_object(model) for model in MODELS]})

    async def get_model(request: Request) -> Response:
        check_key(request.headers.get("authorization"), options.credentials.openai_api_key)
        return JSONResponse(model_object(check_model(request.path_params["model"])))

    async def on_refusal(_: Request, refusal: Exception) -> Response:
        assert isinstance(refusal, Refusal)  # noqa: S101
        headers = _headers()
        if refusal.retry_after_s is not None:
            headers["retry-after"] = f"{refusal.retry_after_s:g}"
        return JSONResponse(refusal.body(), status_code=refusal.status, headers=headers)

    async def on_unknown(request: Request, _: Exception) -> Response:
        refusal = Refusal(404, f"Invalid URL ({request.method} {request.url.path})")
        return JSONResponse(refusal.body(), status_code=404, headers=_headers())

    return Starlette(
        routes=[
            Route("/v1/chat/completions", endpoint.create, methods=["POST"]),
            Route("/v1/models", list_models, methods=["GET"]),
            Route("/v1/models/{model}", get_model, methods=["GET"]),
        ],
        exception_handlers={Refusal: on_refusal, 404: on_unknown, 405: on_unknown},
    )


class _ChatCompletions:
    def __init__(self, options: StandInOptions, pace: Pace) -> None:
        self._options = options
        self._pace = pace

    async def create(self, request: Request) -> Response:
        check_key(request.headers.get("authorization"), self._options.credentials.openai_api_key)
        raw = await request.body()
        fault = self._options.faults.take("openai")
        if fault and fault.kind == "refuse":
            raise refusal_for(fault.status, fault.retry_after_s)
        if fault and fault.kind == "hang":
            return await _hang(request)
        try:
            body = check_request(json.loads(raw))
        except ValueError:
            message = (
                "We could not parse the JSON body of your request. The OpenAI API expects a JSON payload."
            )
            raise Refusal(400, message) from None
        reply = self._reply(body)
        envelope = Envelope.new(body["model"])
        if not body.get("stream"):
            if fault and fault.kind == "drop":
                return _BreakableStream(_cut_at_once(), headers=_headers(), media_type="application/json")
            await asyncio.sleep(self._first_s + self._token_s * len(_pieces(reply.text)))
            message, reason = _message(reply)
            counts = usage(body["messages"], json.dumps(message))
            return JSONResponse(envelope.completion(message, reason, counts), headers=_headers())
        return _BreakableStream(
            self._stream(body, reply, envelope, fault), headers=_headers(), media_type="text/event-stream"
        )

    @property
    def _first_s(self) -> float:
        scripted = self._options.scripted
        return (scripted.model_first_ms if scripted else self._pace.first_token_ms) / 1000

    @property
    def _token_s(self) -> float:
        if self._options.scripted:
            return _MARKED_TOKEN_S if self._options.scripted.marked else 0.0
        return self._pace.token_ms / 1000

    @property
    def _says_one_thing(self) -> bool:
        return self._options.scripted is not None and not self._options.scripted.marked

    def _reply(self, body: Mapping[str, Any]) -> Reply:
        messages: list[Mapping[str, Any]] = body["messages"]
        if self._says_one_thing:
            return Reply(f"This is scripted answer {sum(m['role'] == 'user' for m in messages)}.")
        prompt = "\n".join(str(m.get("content")) for m in messages if m["role"] in ("system", "developer"))
        facts = read_facts(prompt)
        choice = body.get("tool_choice") or "auto"
        functions = [tool["function"] for tool in body.get("tools") or ()]
        if isinstance(choice, dict) and (forced := (choice.get("function") or {}).get("name")):
            functions = [function for function in functions if function["name"] == forced]
        if facts is None:
            reply = Reply(plain_answer(messages, body.get("response_format")))
        else:
            names = (
                frozenset(function["name"] for function in functions)
                if choice != "none"
                else frozenset[str]()
            )
            reply = answer(messages, facts, names)
        if choice in ("auto", "none") or reply.calls or not functions:
            return reply
        return Reply(
            "", (Call(functions[0]["name"], example(functions[0].get("parameters") or {}, reply.text)),)
        )

    async def _stream(
        self, body: Mapping[str, Any], reply: Reply, envelope: Envelope, fault: Fault | None
    ) -> AsyncIterator[bytes]:
        """Server-sent events: a first chunk with the role, the deltas, the finish, the usage if asked for, `[DONE]`.

        Source: https://platform.openai.com/docs/api-reference/chat/streaming
        """
        with_usage = bool((body.get("stream_options") or {}).get("include_usage"))
        limit = body.get("max_completion_tokens") or body.get("max_tokens")
        message, reason = _message(reply)
        deltas = _deltas(reply, whole=self._says_one_thing)
        if limit and len(deltas) > limit:
            deltas, reason = deltas[:limit], "length"
        if fault and fault.kind == "cut":
            deltas, reason = deltas[: fault.after_chunks], "length"
        if fault and fault.kind == "garble":
            deltas = _garbled(deltas)
        breaks_after = fault.after_chunks if fault and fault.kind == "drop" else None

        def event(delta: Mapping[str, Any] | None, reason: str | None = None, counts: Any = None) -> bytes:
            return _event(envelope.chunk(delta, reason, counts, with_usage=with_usage))

        await asyncio.sleep(self._first_s)
        yield event({"role": "assistant", "content": "" if reply.text else None, "refusal": None})
        for number, delta in enumerate(deltas):
            if breaks_after is not None and number >= breaks_after:
                raise _Broken
            if number:
                await asyncio.sleep(self._token_s)
            yield event(delta)
        if breaks_after is not None:
            raise _Broken
        yield event({}, reason)
        if with_usage:
            yield event(None, None, usage(body["messages"], json.dumps(message)))
        yield b"data: [DONE]\n\n"


def _message(reply: Reply) -> tuple[dict[str, Any], str]:
    """The assistant's message and why it ended."""
    message: dict[str, Any] = {
        "role": "assistant",
        "content": reply.text or None,
        "refusal": None,
        "annotations": [],
    }
    if not reply.calls:
        message["content"] = reply.text
        return message, "stop"
    message["tool_calls"] = [
        {
            "id": _call_id(),
            "type": "function",
            "function": {"name": call.name, "arguments": json.dumps(dict(call.arguments))},
        }
        for call in reply.calls
    ]
    return message, "tool_calls"


def _deltas(reply: Reply, *, whole: bool) -> Sequence[dict[str, Any]]:
    """The answer in pieces: text a few characters at a time, then each call's name and its arguments in fragments."""
    deltas: list[dict[str, Any]] = [
        {"content": piece} for piece in ([reply.text] if whole else _pieces(reply.text))
    ]
    for index, call in enumerate(reply.calls):
        head = {
            "index": index,
            "id": _call_id(),
            "type": "function",
            "function": {"name": call.name, "arguments": ""},
        }
        deltas.append({"tool_calls": [head]})
        for piece in _pieces(json.dumps(dict(call.arguments))):
            deltas.append({"tool_calls": [{"index": index, "function": {"arguments": piece}}]})
    return deltas


def _garbled(deltas: Sequence[dict[str, Any]]) -> Sequence[dict[str, Any]]:
    """Without the last piece of a tool call's arguments, as models end them now and then."""
    return deltas[:-1] if deltas and "tool_calls" in deltas[-1] else deltas


def _pieces(text: str) -> list[str]:
    """About what a token is: a blank and up to five characters."""
    return re.findall(r"\s*\S{1,5}|\s+$", text)


def _call_id() -> str:
    return f"call_{secrets.token_hex(12)}"


def _event(chunk: Mapping[str, Any]) -> bytes:
    return f"data: {json.dumps(chunk, separators=(',', ':'), ensure_ascii=False)}\n\n".encode()


def _headers() -> dict[str, str]:
    return {"x-request-id": f"req_{secrets.token_hex(16)}", "openai-version": "2020-10-01"}


async def _cut_at_once() -> AsyncIterator[bytes]:
    yield b"{"
    raise _Broken


async def _hang(request: Request) -> Response:
    """Says nothing until the client goes away."""
    while (await request.receive())["type"] != "http.disconnect":
        continue
    return Response(status_code=503)
