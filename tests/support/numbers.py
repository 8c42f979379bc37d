"""Twilio's stand-in without a socket, as the seller of numbers, and our side of it through the official SDK."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import httpx
from twilio.http import AsyncHttpClient
from twilio.http.response import Response

from deployments.telephony.routes import number_webhooks
from providers.twilio.numbers import TwilioNumbers
from providers.twilio.session import TwilioSession
from sandbox.options import StandInOptions
from sandbox.vendors.twilio.app import build
from tests.support.contracts import directory, request_errors

URL = "http://twilio.test"
WEBHOOKS = number_webhooks("https://voice.example.com")
CONTRACT = "twilio_api_v2010.trimmed.json"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it went over the wire, without its host."""

    method: str
    path: str
    form: dict[str, Any]


class Wire(AsyncHttpClient):
    """The SDK's requests, carried to the stand-in; each is held against Twilio's contract where there is one."""

    def __init__(self, options: StandInOptions) -> None:
        super().__init__(logging.getLogger("tests.twilio"), True, None)  # pyright: ignore[reportUnknownMemberType]
        self.asked: list[Asked] = []
        self.before: Callable[[Asked], Awaitable[None]] | None = None
        """Runs before a request reaches the stand-in, after it counts as asked."""
        self.after: Callable[[Asked], Awaitable[None]] | None = None
        """Runs when the stand-in has done what it was asked, before anybody has its answer."""
        self.instead: list[tuple[int, str]] = []
        """Answers somebody on the way gives to the next requests."""
        self._transport = httpx.ASGITransport(build(options))

    async def request(self, method: str, url: str, **options: Any) -> Response:
        query, form = options.get("params") or {}, options.get("data") or {}
        path = url.removeprefix(URL)
        asked = Asked(method.upper(), path, form or query)
        self.asked.append(asked)
        if directory() is not None:
            body = urlencode(form, doseq=True).encode()
            content_type = "application/x-www-form-urlencoded" if form else ""
            sent = urlencode({name: _plain(value) for name, value in query.items()})
            found = request_errors(
                CONTRACT, asked.method, path, query=sent, content_type=content_type, body=body
            )
            # An empty id lets one go: documented in words alone.
            assert [each for each in found if "Sid: ''" not in each] == []
        if self.before is not None:
            await self.before(asked)
        if self.instead:
            status, text = self.instead.pop(0)
            return Response(status, text)
        async with httpx.AsyncClient(transport=self._transport) as client:
            answer = await client.request(
                method,
                url,
                params={name: _plain(value) for name, value in query.items()},
                data=form or None,
                auth=options.get("auth"),
            )
        if self.after is not None:
            await self.after(asked)
        return Response(answer.status_code, answer.text)


class NumbersDouble(TwilioNumbers):
    """The provider over the stand-in."""

    def __init__(self, options: StandInOptions | None = None) -> None:
        options = options or StandInOptions()
        self.options = options
        self.wire = Wire(options)
        given = options.credentials
        super().__init__(
            TwilioSession(
                given.twilio_account_sid, given.twilio_auth_token, URL, http=self.wire, timeout_s=2.0
            )
        )

    def count(self, method: str, of: str) -> int:
        """How many requests there were of this kind."""
        return sum(1 for each in self.wire.asked if each.method == method and of in each.path)


def _plain(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value
