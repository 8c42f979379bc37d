"""One cheap question to each vendor, to learn whether it answers with our credentials.

Asked with a plain HTTP client: the vendors' own packages would cost the process 20 MiB for a request every ten seconds.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import quote

import httpx

from domain.errors import ProviderError
from providers.failures import may_succeed_later, retry_after_s
from providers.tls import tls_context

KEEP_ALIVE_S = 60.0
"""Longer than between two questions of `/health`: a new TLS session each time would cost 2 ms of CPU."""

TIMEOUT_S = 3.0


@dataclass(frozen=True, slots=True)
class Question:
    """A request that changes nothing and needs the credentials; they are kept out of `repr`."""

    vendor: str
    operation: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    user: tuple[str, str] | None = field(default=None, repr=False)


def deepgram_question(key: str, base_url: str | None) -> Question:
    """Source: https://developers.deepgram.com/reference/manage/projects/list"""
    url = f"{_base(base_url, 'https://api.deepgram.com')}/v1/projects"
    return Question("deepgram", "projects.list", url, {"Authorization": f"Token {key}"})


def openai_question(key: str, base_url: str | None, model: str) -> Question:
    """Source: https://platform.openai.com/docs/api-reference/models/retrieve"""
    url = f"{_base(base_url, 'https://api.openai.com/v1')}/models/{quote(model, safe='')}"
    return Question("openai", "models.retrieve", url, {"Authorization": f"Bearer {key}"})


def elevenlabs_question(key: str, base_url: str | None) -> Question:
    """Source: https://elevenlabs.io/docs/api-reference/models/list"""
    url = f"{_base(base_url, 'https://api.elevenlabs.io')}/v1/models"
    return Question("elevenlabs", "models.list", url, {"xi-api-key": key})


def twilio_question(account_sid: str, auth_token: str, base_url: str | None) -> Question:
    """Source: https://www.twilio.com/docs/iam/api/account#fetch-an-account-resource"""
    url = f"{_base(base_url, 'https://api.twilio.com')}/2010-04-01/Accounts/{account_sid}.json"
    return Question("twilio", "accounts.fetch", url, user=(account_sid, auth_token))


class Pings:
    """The questions, over one client. Use it within one event loop."""

    def __init__(self, questions: list[Question], *, timeout_s: float = TIMEOUT_S) -> None:
        self._questions = questions
        self._timeout_s = timeout_s
        self._http = httpx.AsyncClient(
            timeout=timeout_s,
            verify=tls_context(),
            limits=httpx.Limits(keepalive_expiry=KEEP_ALIVE_S),
            follow_redirects=True,
        )

    def checks(self) -> dict[str, Callable[[], Awaitable[None]]]:
        """By vendor: raises ProviderError unless it answers as it should."""
        return {question.vendor: partial(self.ask, question) for question in self._questions}

    async def ask(self, question: Question) -> None:
        """Raises ProviderError; it never holds a credential."""
        vendor, operation = question.vendor, question.operation
        try:
            async with asyncio.timeout(self._timeout_s):
                answer = await self._http.get(
                    question.url,
                    headers=question.headers,
                    auth=httpx.BasicAuth(*question.user) if question.user else None,
                )
        except (TimeoutError, httpx.TimeoutException):
            raise ProviderError(vendor, operation, "did not answer in time", retryable=True) from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            reason = f"connection failed: {type(error).__name__}"
            raise ProviderError(vendor, operation, reason, retryable=True) from error
        if not answer.is_success:
            status = answer.status_code
            later, pause_s = may_succeed_later(status), retry_after_s(answer.headers)
            raise ProviderError(vendor, operation, "refused the request", later, status, None, pause_s)
        try:
            answer.json()
        except ValueError as error:
            raise ProviderError(vendor, operation, "sent a malformed answer", retryable=True) from error

    async def aclose(self) -> None:
        """Closes the connections."""
        await self._http.aclose()


def _base(given: str | None, own: str) -> str:
    return (given or own).rstrip("/")
