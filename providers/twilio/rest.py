# The twilio package has no types.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
"""Twilio's REST API as the system's carrier."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import aiohttp
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.async_http_client import AsyncTwilioHttpClient
from twilio.rest import Client

from domain.call_control import CallControl
from domain.errors import CallEnded, ProviderError
from providers.failures import may_succeed_later
from providers.twilio.call_control import render
from providers.twilio.callbacks import CallbackUrls

PROVIDER = "twilio"

_CALL_NOT_IN_PROGRESS = 21220
"""Source: https://www.twilio.com/docs/api/errors/21220"""

_NO_SUCH_CALL = 20404
"""Source: https://www.twilio.com/docs/api/errors/20404"""


_LOOKED_AT = 50
"""Texts to one number, latest first: more than it gets in an hour."""

_CLOCKS_DIFFER_BY = timedelta(minutes=1)


class TwilioCarrier:
    """Changes live calls and sends text messages.

    Args:
        account_sid: `AC...`; the user name of every request.
        callbacks: where redirected calls ask what comes next.
        base_url: None for Twilio's own.
        timeout_s: for each request, connecting included (the SDK's own timeout has no effect).
    """

    def __init__(
        self,
        account_sid: str,
        auth_token: str,
        callbacks: CallbackUrls,
        base_url: str | None = None,
        *,
        timeout_s: float = 5.0,
    ) -> None:
        self._account_sid = account_sid
        self._auth_token = auth_token
        self._callbacks = callbacks
        self._base_url = base_url.rstrip("/") if base_url else None
        self._timeout_s = timeout_s
        self._http: AsyncTwilioHttpClient | None = None
        self._client: Any = None

    def warm_up(self) -> None:
        """Loads what the SDK would load during the first request; no network."""
        client: Any = Client(self._account_sid, self._auth_token)
        _ = client.api.v2010.account.calls, client.api.v2010.account.messages

    async def redirect_call(self, call_sid: str, step: CallControl) -> None:
        """Has the live call do this instead of what it is doing. Raises CallEnded when it is over, ProviderError."""
        twiml = render(step, self._callbacks, call_sid)
        try:
            await self._ask("calls.update", lambda account: account.calls(call_sid).update_async(twiml=twiml))
        except ProviderError as error:
            if not _is_over(error):
                raise
            raise CallEnded("the call is not in progress") from error

    async def end_call(self, call_sid: str) -> None:
        """Hangs up; a call that has already ended is fine. Raises ProviderError."""
        try:
            await self._ask(
                "calls.update", lambda account: account.calls(call_sid).update_async(status="completed")
            )
        except ProviderError as error:
            if not _is_over(error):
                raise

    async def send_sms(self, *, to: str, from_: str, body: str, report_to: str | None = None) -> str:
        """Sends a text message; returns its sid. Raises ProviderError.

        After a timeout the message may have been sent all the same.

        Args:
            report_to: Twilio posts each status there but the first.
        """
        more = {"status_callback": report_to} if report_to else {}
        message = await self._ask(
            "messages.create",
            lambda account: account.messages.create_async(to=to, from_=from_, body=body, **more),
        )
        return str(message.sid)

    async def find_sms(self, *, to: str, from_: str, body: str, since: datetime) -> str | None:
        """The sid of a message that was taken since then, whatever became of it; None when there is none like it.

        Raises ProviderError.
        """
        earliest = since - _CLOCKS_DIFFER_BY
        messages = await self._ask(
            "messages.list", lambda account: account.messages.list_async(to=to, from_=from_, limit=_LOOKED_AT)
        )
        for message in messages:
            # Twilio puts a sentence of its own before the texts of trial accounts.
            if str(message.body).endswith(body) and message.date_created >= earliest:
                return str(message.sid)
        return None

    async def ping(self) -> None:
        """Raises ProviderError unless Twilio answers with these credentials."""
        await self._ask("accounts.fetch", lambda account: account.fetch_async())

    async def aclose(self) -> None:
        """Closes the pooled connections; the object may be used again."""
        http, self._http, self._client = self._http, None, None
        if http is not None:
            await http.close()

    def _account(self) -> Any:
        """The account's resources. Made on first use: the SDK's connection pool needs a running event loop."""
        if self._client is None:
            # The SDK logs every request at INFO, with the numbers in its address.
            quiet = logging.getLogger("twilio.async_http_client")
            quiet.setLevel(logging.WARNING)
            self._http = AsyncTwilioHttpClient(logger=quiet)
            client: Any = Client(self._account_sid, self._auth_token, http_client=self._http)
            if self._base_url:
                client.api.base_url = self._base_url
            self._client = client
        return self._client.api.v2010.account

    async def _ask(self, operation: str, request: Callable[[Any], Awaitable[Any]]) -> Any:
        try:
            async with asyncio.timeout(self._timeout_s):
                return await request(self._account())
        except TimeoutError:
            raise ProviderError(PROVIDER, operation, "did not answer in time", retryable=True) from None
        except (TwilioException, aiohttp.ClientError, OSError, ValueError) as error:
            raise _provider_error(operation, error) from error


def _is_over(error: ProviderError) -> bool:
    cause = error.__cause__
    return isinstance(cause, TwilioRestException) and cause.code in (_CALL_NOT_IN_PROGRESS, _NO_SUCH_CALL)


def _provider_error(operation: str, error: Exception) -> ProviderError:
    if isinstance(error, TwilioRestException):
        status = error.status
        message = f"refused: error {error.code}" if error.code else "refused"
        return ProviderError(PROVIDER, operation, message, may_succeed_later(status), status)
    if isinstance(error, (aiohttp.ClientError, OSError)):
        return ProviderError(
            PROVIDER, operation, f"connection failed: {type(error).__name__}", retryable=True
        )
    return ProviderError(PROVIDER, operation, "sent a malformed answer", retryable=True)
