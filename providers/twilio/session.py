# The twilio package has no types.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
"""One process's connections to Twilio's REST API, and its answers as our errors."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http import AsyncHttpClient
from twilio.http.async_http_client import AsyncTwilioHttpClient
from twilio.http.response import Response
from twilio.rest import Client

from domain.errors import ProviderError
from providers.failures import may_succeed_later

PROVIDER = "twilio"


class TwilioSession:
    """The account's resources.

    Args:
        account_sid: `AC...`; the user name of every request.
        base_url: None for Twilio's own.
        timeout_s: for each request, connecting included (the SDK's own timeout has no effect).
        http: the SDK's client, which makes the requests; its own by default.
    """

    def __init__(
        self,
        account_sid: str,
        auth_token: str,
        base_url: str | None = None,
        *,
        timeout_s: float = 5.0,
        http: AsyncHttpClient | None = None,
    ) -> None:
        self._account_sid = account_sid
        self._auth_token = auth_token
        self._base_url = base_url.rstrip("/") if base_url else None
        self._timeout_s = timeout_s
        self._given_http = http
        self._http: AsyncTwilioHttpClient | None = None
        self._client: Any = None

    async def ask(self, operation: str, request: Callable[[Any], Awaitable[Any]]) -> Any:
        """What the request, which is given the account's resources, answers. Raises ProviderError."""
        try:
            async with asyncio.timeout(self._timeout_s):
                return await request(self._account())
        except TimeoutError:
            raise ProviderError(PROVIDER, operation, "did not answer in time", retryable=True) from None
        except (TwilioException, aiohttp.ClientError, OSError, ValueError) as error:
            raise _provider_error(operation, error) from error

    async def aclose(self) -> None:
        """Closes the pooled connections; the object may be used again."""
        http, self._http, self._client = self._http, None, None
        if http is not None:
            await http.close()

    def _account(self) -> Any:
        """Made on first use: the SDK's connection pool needs a running event loop."""
        if self._client is None:
            if self._given_http is None:
                # The SDK logs every request at INFO, with the numbers in its address.
                quiet = logging.getLogger("twilio.async_http_client")
                quiet.setLevel(logging.WARNING)
                self._http = AsyncTwilioHttpClient(logger=quiet)
            http = self._given_http or self._http
            client: Any = Client(self._account_sid, self._auth_token, http_client=http)
            if self._base_url:
                client.api.base_url = self._base_url
            self._client = client
        return self._client.api.v2010.account


def code_of(error: ProviderError) -> int | None:
    """Twilio's own number of the error; None where it gave none.

    Source: https://www.twilio.com/docs/api/errors
    """
    cause = error.__cause__
    return _refusal(cause)[1] if isinstance(cause, TwilioException) else None


def _refusal(error: TwilioException) -> tuple[int | None, int | None]:
    """Status and Twilio's own number of the error; None for what it does not say.

    Of a list the SDK raises the answer itself, unread, behind a sentence.
    """
    if isinstance(error, TwilioRestException):
        return error.status, int(error.code) if error.code else None
    answer = error.args[1] if len(error.args) > 1 else None
    if not isinstance(answer, Response):
        return None, None
    try:
        told: Any = json.loads(answer.text)
        code = told.get("code")
    except (ValueError, AttributeError):
        code = None
    return answer.status_code, code if isinstance(code, int) else None


def _provider_error(operation: str, error: Exception) -> ProviderError:
    status, code = _refusal(error) if isinstance(error, TwilioException) else (None, None)
    if status is not None:
        message = f"refused: error {code}" if code else "refused"
        return ProviderError(PROVIDER, operation, message, may_succeed_later(status), status)
    if isinstance(error, (aiohttp.ClientError, OSError)):
        return ProviderError(
            PROVIDER, operation, f"connection failed: {type(error).__name__}", retryable=True
        )
    return ProviderError(PROVIDER, operation, "sent a malformed answer", retryable=True)
