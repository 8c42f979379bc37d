"""The carrier's signed requests to the application: webhooks, their fallback, and callbacks.

Source: https://www.twilio.com/docs/usage/webhooks/voice-webhooks and https://www.twilio.com/docs/usage/security
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit
from uuid import uuid4

import httpx
import structlog
from twilio.request_validator import RequestValidator

_log = structlog.get_logger(__name__)
_REDIRECTS = 10
_TIMEOUT_S = 15.0
RETRIEVAL_FAILURE = 11200


@dataclass(frozen=True, slots=True)
class WebhookExchange:
    """One request the carrier made.

    Attributes:
        purpose: `voice`, `fallback`, `action`, `redirect`, `call-status`, `stream-status`, `recording-status`.
        fields: the form as sent.
        status: the HTTP status of the last answer; None when none came.
        body: the answer's body.
        content_type: of the answer, without its parameters.
        sent_at: monotonic seconds.
        took_ms: until the answer was complete.
        error: why there was no usable answer.
    """

    purpose: str
    method: str
    url: str
    fields: Mapping[str, str]
    status: int | None
    body: str
    sent_at: float
    took_ms: float
    error: str | None = None
    content_type: str = ""

    @property
    def ok(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


class WebhookSender:
    """Sends signed requests and keeps what became of each.

    Args:
        auth_token: the account's; signs every request (HMAC-SHA1).
        http: shared by all calls.
        on_exchange: told of every finished exchange.
    """

    def __init__(
        self, auth_token: str, http: httpx.AsyncClient, on_exchange: Callable[[WebhookExchange], None]
    ) -> None:
        self._signer = RequestValidator(auth_token)
        self._http = http
        self._on_exchange = on_exchange
        self._clock = asyncio.get_running_loop().time

    async def send(self, purpose: str, method: str, url: str, fields: Mapping[str, str]) -> WebhookExchange:
        """One request, up to 10 redirects, 15 s; never raises for what the far end does."""
        sent_at = self._clock()
        status: int | None = None
        body = content_type = ""
        error: str | None = None
        try:
            async with asyncio.timeout(_TIMEOUT_S):
                response = await self._follow(method, url, fields)
            status, body = response.status_code, response.text
            content_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
            if not 200 <= status < 300:
                error = f"answered {status}"
        except TimeoutError:
            error = f"no answer within {_TIMEOUT_S:g} s"
        except httpx.HTTPError as failure:
            error = f"{type(failure).__name__}: {failure}"
        took_ms = (self._clock() - sent_at) * 1000
        exchange = WebhookExchange(
            purpose, method, url, dict(fields), status, body, sent_at, took_ms, error, content_type
        )
        if error is not None:
            _log.warning("webhook.failed", purpose=purpose, url=url, error=error)
        self._on_exchange(exchange)
        return exchange

    async def _follow(self, method: str, url: str, fields: Mapping[str, str]) -> httpx.Response:
        for _ in range(_REDIRECTS + 1):
            response = await self._request(method, url, fields)
            if not response.has_redirect_location:
                return response
            url = urljoin(url, response.headers["location"])
            if response.status_code not in {307, 308}:
                method = "GET"
        raise httpx.TooManyRedirects(f"more than {_REDIRECTS} redirects")

    async def _request(self, method: str, url: str, fields: Mapping[str, str]) -> httpx.Response:
        headers = {
            "User-Agent": "TwilioProxy/1.1",
            "Accept": "*/*",
            "Cache-Control": "max-age=259200",
            "I-Twilio-Idempotency-Token": str(uuid4()),
        }
        if method == "GET":
            target = with_query(url, fields)
            headers["X-Twilio-Signature"] = self._signer.compute_signature(target, {})
            return await self._http.get(target, headers=headers, follow_redirects=False)
        headers["X-Twilio-Signature"] = self._signer.compute_signature(url, dict(fields))
        headers["Content-Type"] = "application/x-www-form-urlencoded; charset=UTF-8"
        body = urlencode(fields).encode()
        return await self._http.post(url, content=body, headers=headers, follow_redirects=False)


def with_query(url: str, fields: Mapping[str, str]) -> str:
    """The URL with the fields added to its query."""
    parts = urlsplit(url)
    query = urlencode([*parse_qsl(parts.query, keep_blank_values=True), *fields.items()])
    return urlunsplit(parts._replace(query=query))
