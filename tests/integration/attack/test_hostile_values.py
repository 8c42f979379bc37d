"""Values nobody means, in every field of every body, every parameter and every id of a path: never our mistake.

Each place is tried with a few of them in turn, so that all are tried over the document; `FUZZ_EXAMPLES` has each place
tried with that many.
"""

import json
import os
import re
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from copy import deepcopy
from itertools import count, islice
from typing import Any
from urllib.parse import quote

import httpx

from deployments.api.manners import LARGEST_BODY, BodyLimit
from deployments.policies import Who
from sandbox.local.postgres import EmbeddedPostgres
from tests.integration.attack.asked import Asked, Operation, operations, request
from tests.integration.attack.stage import Stage, stage

EACH = int(os.environ.get("FUZZ_EXAMPLES", "2"))

TEXTS: tuple[Any, ...] = (
    "\x00",
    "nul\x00inside",
    "\x01\x1b[31m\x7f\x9f",
    "\r\nBcc: everybody@example.com",
    "\ud800 lone \udfff",
    "💇🏽‍♀️ Salon 👩‍👩‍👧‍👦",
    "مرحبا \u202e txet \u2066 שלום",
    "e\u0301" * 200 + "Z\u0300\u0301\u0302" * 60,
    "\u200b\u2060\ufeff",
    " \t ",
    "",
    "x" * 100_000,
    "' OR 1=1; DROP TABLE businesses; --",
    "100%_\\%",
    "../../etc/passwd",
    "{{7*7}} ${jndi:ldap://x} <script>alert(1)</script>",
    "%s%n%x {0.__class__} {token}",
    "Mars/Olympus_Mons",
    "Australia",
    "../UTC",
    "0000-01-01",
    "9999-12-31T23:59:59.999999Z",
    "2027-02-29",
    "2027-02-29T10:00:00+99:99",
    "2026-10-04T02:30:00",
    "-001-01-01T00:00:00Z",
    "24:00",
    "25:61",
    "+999999999999999999999",
    "-1",
    "1.5",
    "NaN",
    "null",
    "00000000-0000-0000-0000-000000000000",
    "ffffffff-ffff-ffff-ffff-ffffffffffff",
)
OTHERS: tuple[Any, ...] = (
    None, True, -1, 0, 1.5, 1e308, 2**31, 2**63, -(2**63), 10**40, [], [None], [[[[]]]], {}, {"": ""}, ["x"] * 2_000,
    {"$ne": 1}, [{"a": {"b": [1, {"c": None}]}}],
)  # fmt: skip
VALUES = (
    tuple(value for pair in zip(TEXTS, OTHERS * 2, strict=False) for value in pair) + TEXTS[len(OTHERS) * 2 :]
)
Place = tuple[str | int, ...]


def places(body: Any, at: Place = ()) -> Iterator[Place]:
    """Everything in a body that can be replaced, the body itself too."""
    yield at
    if isinstance(body, dict):
        for name, one in body.items():
            yield from places(one, (*at, name))
    elif isinstance(body, list):
        for index, one in enumerate(body[:1]):
            yield from places(one, (*at, index))


def with_value(body: Any, at: Place, value: Any) -> Any:
    if not at:
        return value
    changed = deepcopy(body)
    inner = changed
    for part in at[:-1]:
        inner = inner[part]
    inner[at[-1]] = value
    return changed


def turns(values: tuple[Any, ...]) -> Callable[[], list[Any]]:
    """The next few of the values, again from the beginning behind the last."""
    numbers = count()
    return lambda: [values[n % len(values)] for n in islice(numbers, min(EACH, len(values)))]


def hostile(operation: Operation, on: Stage, following: Callable[[], list[Any]]) -> Iterator[Asked]:
    good = request(operation, on.tenants[0], whole=True, spare=on.spare)
    body = good.body
    if body is not None and operation.media_type == "application/json":
        for at in places(body):
            for value in following():
                yield Asked(good.method, good.url, good.query, with_value(body, at, value), good.headers)
        for extra in following()[:1]:
            if isinstance(body, dict):
                yield Asked(good.method, good.url, good.query, {**body, "business_id": extra}, good.headers)
    for one in operation.parameters:
        if one["in"] == "query":
            for value in following():
                query = {**good.query, one["name"]: _printed(value)}
                yield Asked(good.method, good.url, query, body, good.headers)
    for name in operation.path_parameters:
        for value in following():
            before, _, after = operation.path.partition(f"{{{name}}}")
            start = good.url[: _length(good.url, before)]
            rest = good.url[len(start) :].partition("/")[2]
            shown = quote(_printed(value)[:3_000].encode("utf-8", "surrogatepass"), safe="")
            yield Asked(good.method, f"{start}{shown}{'/' if after else ''}{rest}", {}, body, good.headers)


def _length(url: str, template: str) -> int:
    """How much of an address a part of a template with parameters stands for."""
    found = re.match(re.sub(r"\{\w+\}", "[^/]+", template), url)
    return found.end() if found is not None else 0


def _printed(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


async def sent(
    client: httpx.AsyncClient, operation: Operation, asked: Asked, headers: Mapping[str, str]
) -> httpx.Response:
    """As it is, surrogates and all; an upload is sent as a browser does."""
    if operation.media_type == "multipart/form-data":
        return await client.request(asked.method.upper(), asked.url, headers=headers, files=asked.body)
    content = None if asked.body is None else json.dumps(asked.body).encode()
    query = "&".join(
        f"{quote(name)}={quote(_printed(value)[:3_000].encode('utf-8', 'surrogatepass'))}"
        for name, value in asked.query.items()
    )
    return await client.request(
        asked.method.upper(),
        f"{asked.url}?{query}",
        content=content,
        headers={**headers, **({"Content-Type": "application/json"} if content is not None else {})},
    )


async def test_values_nobody_means_are_refused_with_a_sentence(
    postgres_server: EmbeddedPostgres, redis_url: str, record_property: Callable[[str, object], None]
) -> None:
    wrong: dict[str, str] = {}
    tried = 0
    async with stage(postgres_server, redis_url) as on:
        owner = next(person for person in on.people if person.name.startswith("owner"))
        operator = next(person for person in on.people if person.operator)
        following = turns(VALUES)
        for operation in operations(on.document):
            policy = operation.policy
            if policy is None or policy.who is Who.SIGNATURE:
                continue
            headers = (operator if policy.who is Who.OPERATOR else owner).headers
            for asked in hostile(operation, on, following):
                answer = await sent(on.client, operation, asked, headers)
                tried += 1
                told = problem_of(answer)
                if told:
                    wrong.setdefault(operation.name, f"{told} <- {ascii(asked.text)[:700]}")
            if operation.writes:
                await on.restore()
    record_property("attack", f"hostile values: {tried} requests, {len(wrong)} routes take one badly")
    assert wrong == {}


LARGE = 10 * 2**20


async def in_pieces(size: int, sent: list[int]) -> AsyncIterator[bytes]:
    """As JSON whose text does not end, 64 KiB at a time, without saying how long it is."""
    yield b'{"name": "'
    for _ in range(size // 2**16):
        sent.append(2**16)
        yield b"x" * 2**16


async def test_ten_megabytes_are_refused_by_every_route_before_they_are_read(
    postgres_server: EmbeddedPostgres, redis_url: str
) -> None:
    wrong: dict[str, str] = {}
    async with stage(postgres_server, redis_url) as on:
        owner = next(person for person in on.people if person.name.startswith("owner"))
        transport = httpx.ASGITransport(BodyLimit(on.app), client=("192.0.2.77", 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://api") as client:
            for operation in operations(on.document):
                if operation.body is None or operation.policy is None:
                    continue
                url = request(operation, on.tenants[0], whole=False, spare=on.spare).url
                for headers in ({}, owner.headers):
                    if url.startswith("/webhooks") and headers:
                        continue
                    sent: list[int] = []
                    announced = {"Content-Length": str(LARGE)}
                    for how in (announced, {}):
                        answer = await client.request(
                            operation.method.upper(),
                            url,
                            headers={**headers, **how, "Content-Type": "application/json"},
                            content=in_pieces(LARGE, sent),
                        )
                        told = problem_of(answer) or ("is taken" if answer.is_success else "")
                        if told or answer.status_code not in (401, 403, 413) or sum(sent) > 2 * LARGEST_BODY:
                            wrong[operation.name] = (
                                f"{answer.status_code} {sum(sent)} read: {answer.text[:200]}"
                            )
    assert wrong == {}


def problem_of(answer: httpx.Response) -> str:
    """What is wrong with the answer; empty when it did something, or says in a sentence why not."""
    if answer.status_code >= 500:
        return f"{answer.status_code} {answer.text[:300]}"
    if answer.status_code < 400:
        return ""
    if answer.headers.get("content-type") != "application/problem+json":
        return f"{answer.status_code} is no problem document: {answer.headers.get('content-type')}"
    detail = answer.json().get("detail", "")
    return "" if len(detail) > 8 else f"{answer.status_code} says too little: {answer.text[:300]}"
