"""What every request to the API meets before its route: an id, limits of size and rate, and headers for browsers.

ASGI middleware without buffering: a stream of events passes as it comes.
"""

import re
from collections.abc import Callable, Iterable, MutableMapping
from contextlib import suppress
from http import HTTPStatus
from math import ceil
from typing import Any
from urllib.parse import quote, urlsplit
from uuid import uuid4

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from deployments.api.problems import problem_answer
from domain.errors import StorageError
from services.accounts.secrets import parts_of_key
from storage.redis.request_rates import Rate, RequestRates

log = structlog.get_logger()

PREFIX = "/api/"
LARGEST_BODY = 1024 * 1024
_NAME = re.compile(r"[a-z0-9.-]+")
_REQUEST_ID = re.compile(r"[A-Za-z0-9_.-]{8,64}")

BROWSER_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


def is_ours(scope: Scope) -> bool:
    """Whether a request is the API's."""
    return scope["type"] == "http" and str(scope["path"]).startswith(PREFIX)


def is_http(scope: Scope) -> bool:
    """Whether it is any request: of an application that is all pages."""
    return scope["type"] == "http"


Ours = Callable[[Scope], bool]
"""Which requests a part is for."""


class RequestId:
    """Gives each request an id, which its log lines bear: the one it came with, where that is plain, or a fresh one.

    Serve's proxy gives every request one and tells it to the client; only a fresh one is told from here.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get("x-request-id", "")
        request_id = given if _REQUEST_ID.fullmatch(given) else uuid4().hex
        _state(scope)["request_id"] = request_id

        async def with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["X-Request-ID"] = request_id
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=request_id):
            await self._app(scope, receive, send if request_id == given else with_id)


class KnownHosts:
    """Refuses a Host that is none of ours: links in mails and redirects are made of our own address only."""

    def __init__(self, app: ASGIApp, *, hosts: Iterable[str], ours: Ours = is_ours) -> None:
        self._app = app
        self._ours = ours
        self._hosts = frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._ours(scope):
            host = Headers(scope=scope).get("host", "").rpartition("@")[2].lower()
            name = (
                host[: host.index("]") + 1]
                if host.startswith("[") and "]" in host
                else host.partition(":")[0]
            )
            if name not in self._hosts:
                detail = "This address is not one of ours; use the one the documentation names."
                await problem_answer(400, "unknown-host", "Unknown host", detail)(scope, receive, send)
                return
        await self._app(scope, receive, send)


class OnlyHttps:
    """Where the public address is https, sends on who came over plain http, and takes nothing from them.

    A proxy that ends TLS says how the client came (X-Forwarded-Proto); `ProxyHeadersMiddleware` believes those that are
    trusted. A request without that header came to this process directly, from inside. Health checks and webhooks are
    not under `/api`, and are left alone.

    Args:
        address: the public one; hosts other than its own are kept, which `KnownHosts` has let in.
    """

    def __init__(self, app: ASGIApp, *, address: str, ours: Ours = is_ours) -> None:
        self._app = app
        self._ours = ours
        self._address = urlsplit(address)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._address.scheme != "https" or not self._ours(scope) or scope["scheme"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if "x-forwarded-proto" not in headers:
            await self._app(scope, receive, send)
            return
        if scope["method"] in ("GET", "HEAD"):
            name = headers.get("host", "").partition(":")[0].lower()
            host = name if _NAME.fullmatch(name) and name != self._address.hostname else self._address.netloc
            path = quote(scope["path"], safe="/:@!$&'()*+,;=-._~")
            query = scope.get("query_string", b"").decode("latin-1")
            location = f"https://{host}{path}{'?' if query else ''}{query}"
            answer = Response(status_code=308, headers={"Location": location})
        else:
            detail = "Use https:// only. What you sent could be read on its way: replace the password or key in it."
            answer = problem_answer(400, "https-needed", "Only over https", detail)
        await answer(scope, receive, send)


class BrowserHeaders:
    """What keeps a browser from guessing, framing and keeping; answers of the API are never cached unless they say so.

    Args:
        https: whether the public address is; then browsers are told to use nothing else.
    """

    def __init__(self, app: ASGIApp, *, https: bool, ours: Ours = is_ours) -> None:
        self._app = app
        self._ours = ours
        self._headers = dict(BROWSER_HEADERS)
        if https:
            self._headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not self._ours(scope):
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self._app(scope, receive, with_headers)


class BodyLimit:
    """Refuses bodies above a size: by their header, or as soon as more has come."""

    def __init__(self, app: ASGIApp, *, largest: int = LARGEST_BODY, ours: Ours = is_ours) -> None:
        self._app = app
        self._ours = ours
        self._largest = largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not self._ours(scope):
            await self._app(scope, receive, send)
            return
        announced = Headers(scope=scope).get("content-length", "0")
        if not announced.isdecimal() or int(announced) > self._largest:
            await self._refuse(scope, receive, send)
            return
        came, started = 0, False

        async def limited() -> Message:
            nonlocal came
            message = await receive()
            came += len(message.get("body", b""))
            if came > self._largest:
                raise _TooLarge
            return message

        async def noted(message: Message) -> None:
            nonlocal started
            if came > self._largest and not started:
                return  # the framework's own answer to the reading that failed
            started = True
            await send(message)

        with suppress(_TooLarge):
            await self._app(scope, limited, noted)
        if came > self._largest and not started:
            await self._refuse(scope, receive, send)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        detail = f"A request's body may have {self._largest} bytes at the most; send less, or in parts."
        answer = problem_answer(413, "too-large", "The body is too large", detail)
        await answer(scope, receive, send)


class _TooLarge(Exception):
    """More has come than was allowed."""


class RateLimit:
    """So many requests a minute for each address, or for each API key where one is shown that exists.

    A key that turns out to be none counts against its address: made-up ones would each have had a limit of their own.
    While Redis is away nobody is refused.
    """

    def __init__(self, app: ASGIApp, *, rates: RequestRates, per_address: Rate, per_key: Rate) -> None:
        self._app = app
        self._rates = rates
        self._per_address = per_address
        self._per_key = per_key

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not is_ours(scope):
            await self._app(scope, receive, send)
            return
        client: tuple[str, int] | None = scope.get("client")
        address = f"address:{client[0] if client else ''}"
        key = parts_of_key(Headers(scope=scope).get("authorization", "").removeprefix("Bearer ").strip())
        try:
            if key is None:
                rate, taken = self._per_address, await self._rates.take(address, self._per_address)
            else:
                rate = self._per_key
                taken, of_address = await self._rates.take_and_look(
                    f"key:{key[0]}", rate, address, self._per_address
                )
                if not of_address.allowed:
                    rate, taken = self._per_address, of_address
        except StorageError as error:
            log.warning("api.rate_not_counted", reason=str(error))
            await self._app(scope, receive, send)
            return
        told = {
            "RateLimit-Policy": f'"default";q={rate.limit};w={rate.window_s}',
            "RateLimit": f'"default";r={taken.remaining};t={ceil(taken.reset_s)}',
        }
        if not taken.allowed:
            wait_s = max(1, ceil(taken.retry_after_s))
            detail = f"{rate.limit} requests within {rate.window_s} s are allowed; try again in {wait_s} s."
            headers = told | {"Retry-After": str(wait_s)}
            answer = problem_answer(429, "limit-reached", "Too many requests", detail, headers=headers)
            await answer(scope, receive, send)
            return
        statuses: list[int] = []

        async def with_rate(message: Message) -> None:
            if message["type"] == "http.response.start":
                statuses.append(message["status"])
                headers = MutableHeaders(scope=message)
                for name, value in told.items():
                    headers[name] = value
            await send(message)

        await self._app(scope, receive, with_rate)
        if key is not None and statuses == [HTTPStatus.UNAUTHORIZED]:
            with suppress(StorageError):
                await self._rates.take(address, self._per_address)


def _state(scope: Scope) -> MutableMapping[str, Any]:
    return scope.setdefault("state", {})
