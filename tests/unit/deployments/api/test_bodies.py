"""Bodies that no route could take are refused before one sees them, with a sentence."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI, Request

from deployments.api.bodies import DEEPEST, WITHIN_S, Bodies, UnusableJson, check_json


def nested(depth: int, *, lists: bool) -> bytes:
    return (b"[" * depth + b"]" * depth) if lists else (b'{"a":' * depth + b"1" + b"}" * depth)


@pytest.mark.parametrize(
    "body",
    [
        b"1",
        b'"text"',
        b"null",
        '{"name": "Zoë \N{GRINNING FACE} שלום", "note": "a\\n\\tb", "quote": "\\u00e9\\ud83d\\ude00"}'.encode(),
        b'{"whole": 9223372036854775807, "less": -9223372036854775808, "float": 1.5e300}',
        b'[{"a": 1}, {"a": 2}]',
        nested(DEEPEST, lists=True),
        nested(DEEPEST, lists=False),
    ],
    ids=lambda body: body[:24].decode(errors="replace"),
)
def test_ordinary_json_passes(body: bytes) -> None:
    check_json(body)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"{", "is not JSON"),
        (b"", "is not JSON"),
        (b"\xef\xbb\xbf{}", "is not JSON"),
        (b'{"a": "\x01"}', "is not JSON"),
        (b'{"a": "\xff\xfe"}', "is not UTF-8, at byte 7"),
        (b'{"a": "\xed\xa0\x80"}', "is not UTF-8"),
        ("{}".encode("utf-16"), "is not UTF-8"),
        (nested(DEEPEST + 1, lists=True), "is nested deeper than 32 levels"),
        (nested(DEEPEST + 1, lists=False), "is nested deeper than 32 levels"),
        (nested(200_000, lists=True), "is nested deeper than 32 levels"),
        (b"[" * 500_000, "is nested deeper than 32 levels"),
        (b'{"a": NaN}', "NaN"),
        (b'{"a": -Infinity}', "-Infinity"),
        (b'{"a": 1e999}', "too large"),
        (b'{"a": 9223372036854775808}', "more than 64 bits"),
        (b'{"a": ' + b"9" * 100_000 + b"}", "more than 64 bits"),
    ],
    ids=lambda value: repr(value[:24]) if isinstance(value, bytes) else None,
)
def test_what_no_route_could_take_is_refused_with_a_sentence(body: bytes, says: str) -> None:
    with pytest.raises(UnusableJson) as refused:
        check_json(body)
    assert says in refused.value.message


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b'{"name": "a\\u0000b"}', "name"),
        (b'{"hours": [{"note": "\\u001b[31m"}]}', "hours.0.note"),
        (b'{"name": "\\ud800"}', "name"),
        (b'{"name": "\\udc00\\ud800"}', "name"),
        (b'{"name": "\\b"}', "name"),
        (b'{"outer": {"\\u0000": 1}}', "outer"),
        (b'{"name": "Mia", "name": "Noor"}', "name"),
        (b'{"a": [{"b": 1, "b": 1}]}', "b"),
    ],
    ids=lambda value: value.decode() if isinstance(value, bytes) else None,
)
def test_the_field_is_named(body: bytes, field: str) -> None:
    with pytest.raises(UnusableJson) as refused:
        check_json(body)
    assert refused.value.field == field


def app() -> FastAPI:
    served = FastAPI()
    served.add_middleware(Bodies)

    @served.post("/api/echo")
    async def echo(request: Request) -> Any:  # pyright: ignore[reportUnusedFunction]
        return {"came": (await request.body()).decode("latin-1")}

    return served


async def send(content: Any, media_type: str = "application/json", path: str = "/api/echo") -> httpx.Response:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app()), base_url="http://api") as client:
        return await client.post(path, content=content, headers={"Content-Type": media_type})


async def test_a_body_arrives_as_it_was_sent() -> None:
    content = b'{"b": 1,  "a": 2}'
    assert (await send(content)).json() == {"came": content.decode()}
    assert (await send(b"\x00\xff", "application/octet-stream")).json() == {"came": "\x00\xff"}


@pytest.mark.parametrize(
    "media_type", ["application/json", "application/JSON; charset=utf-8", "application/x+json"]
)
async def test_a_problem_names_the_field_and_what_to_do(media_type: str) -> None:
    answer = await send(json.dumps({"name": "a\x00"}).encode(), media_type)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert answer.json()["errors"] == [
        {
            "field": "name",
            "message": "holds a control character or half of a surrogate pair; write it without",
        }
    ]


@pytest.mark.parametrize("path", ["/api/echo?q=%00", "/api/ec%00ho"])
async def test_a_nul_in_the_address_is_refused(path: str) -> None:
    assert (await send(b"{}", path=path)).status_code == 400


async def test_a_body_that_trickles_in_is_given_up() -> None:
    async def trickle() -> AsyncIterator[bytes]:
        while True:
            yield b" "
            await asyncio.sleep(1)

    started_s = asyncio.get_running_loop().time()
    answer = await send(trickle())
    assert (answer.status_code, answer.json()["type"]) == (408, "/problems/too-slow")
    assert asyncio.get_running_loop().time() - started_s == pytest.approx(WITHIN_S)
