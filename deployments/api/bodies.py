"""Bodies before anything reads them: whole within a time, and JSON that every part behind can take.

What `json` takes and nobody means is refused here, once for all routes: depth that ends in a RecursionError, a name
that stands twice, NaN, numbers no column holds, text that is no UTF-8 and characters no store takes.
"""

import asyncio
import json
import math
import re
from collections.abc import Iterator
from typing import Any, NoReturn, cast

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from deployments.api.problems import problem_answer

PREFIX = "/api/"
WITHIN_S = 20.0
"""For a whole body: 1 MiB at 0.4 Mbit/s."""

DEEPEST = 32
_WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_MAY_ESCAPE = re.compile(r"\\[ubf]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_LONGEST_WHOLE = 20
"""Characters of a number of 64 bits, with its sign."""


class Bodies:
    """Reads the body of a request that may write, and hands it on when it is one.

    Args:
        within_s: limit for all of it.
    """

    def __init__(self, app: ASGIApp, *, within_s: float = WITHIN_S) -> None:
        self._app = app
        self._within_s = within_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not str(scope["path"]).startswith(PREFIX):
            await self._app(scope, receive, send)
            return
        if "\x00" in scope["path"] or b"%00" in scope.get("query_string", b""):
            detail = "The address holds a NUL character; write it without."
            await problem_answer(400, "malformed", "The request cannot be read", detail)(scope, receive, send)
            return
        if scope["method"] not in _WRITES:
            await self._app(scope, receive, send)
            return
        try:
            async with asyncio.timeout(self._within_s):
                body = await _whole(receive)
        except TimeoutError:
            detail = f"The body did not come within {self._within_s:.0f} s; send it again, in one go."
            headers = {"Connection": "close"}
            answer = problem_answer(408, "too-slow", "The body is too slow", detail, headers=headers)
            await answer(scope, receive, send)
            return
        if body is None:
            return  # nobody is there any more
        if _says_json(scope) and body:
            try:
                check_json(body)
            except UnusableJson as error:
                title, errors = "The body cannot be taken", [{"field": error.field, "message": error.message}]
                detail = f"{error.field or 'body'}: {error.message}"
                answer = problem_answer(422, "invalid-input", title, detail, errors=errors)
                await answer(scope, receive, send)
                return
        await self._app(scope, _handed_on(body, receive), send)


class UnusableJson(Exception):
    """Why a body is refused.

    Attributes:
        field: where, with dots between; empty for the body itself.
    """

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message, field)
        self.message = message
        self.field = field


def check_json(body: bytes) -> None:
    """Raises UnusableJson for what no route could take."""
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        raise UnusableJson(f"is not UTF-8, at byte {error.start}") from None
    try:
        found = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise UnusableJson(f"is not JSON: {error.msg} at line {error.lineno}, column {error.colno}") from None
    except RecursionError:
        raise UnusableJson(_TOO_DEEP) from None
    for field, value in _within(found, escapes=_MAY_ESCAPE.search(text) is not None):
        if _CONTROL.search(value):
            raise UnusableJson(
                "holds a control character or half of a surrogate pair; write it without", field
            )


_TOO_DEEP = f"is nested deeper than {DEEPEST} levels"


def _within(found: object, *, escapes: bool) -> Iterator[tuple[str, str]]:
    """Every text with its field, where characters were escaped: none that is refused can stand there as itself."""
    waiting: list[tuple[str, object, int]] = [("", found, 1)]
    while waiting:
        field, value, depth = waiting.pop()
        if isinstance(value, str):
            if escapes:
                yield field, value
            continue
        if isinstance(value, dict):
            named = cast("dict[str, object]", value)
            if escapes:
                yield from ((field, name) for name in named)
            inner = [(f"{field}.{name}" if field else name, one) for name, one in named.items()]
        elif isinstance(value, list):
            listed = cast("list[object]", value)
            inner = [
                (f"{field}.{number}" if field else str(number), one) for number, one in enumerate(listed)
            ]
        else:
            continue
        if depth > DEEPEST:
            raise UnusableJson(_TOO_DEEP)
        waiting += [(name, one, depth + 1) for name, one in inner]


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise UnusableJson("stands twice in one object; send it once", twice[:100])
    return found


def _whole_number(text: str) -> int:
    if len(text) <= _LONGEST_WHOLE and -(2**63) <= (number := int(text)) < 2**63:
        return number
    raise UnusableJson("holds a whole number of more than 64 bits")


def _number(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise UnusableJson("holds a number that is too large")
    return number


def _no_number(text: str) -> NoReturn:
    raise UnusableJson(f"holds {text}, which is no number in JSON")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=_whole_number, parse_float=_number, parse_constant=_no_number
)


def _says_json(scope: Scope) -> bool:
    media_type = Headers(scope=scope).get("content-type", "").partition(";")[0].strip().lower()
    return media_type == "application/json" or media_type.endswith("+json")


async def _whole(receive: Receive) -> bytes | None:
    """None when the client has gone."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        body += message.get("body", b"")
        if not message.get("more_body", False):
            return bytes(body)


def _handed_on(body: bytes, receive: Receive) -> Receive:
    waiting = True

    async def once() -> Message:
        nonlocal waiting
        if waiting:
            waiting = False
            return {"type": "http.request", "body": body, "more_body": False}
        return await receive()

    return once
