# The twilio package has no types.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
"""Twilio's REST API as the system's carrier."""

from datetime import datetime, timedelta
from typing import Any

from twilio.rest import Client

from domain.call_control import CallControl
from domain.errors import CallEnded, ProviderError
from providers.twilio.call_control import render
from providers.twilio.callbacks import CallbackUrls
from providers.twilio.session import TwilioSession, code_of

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
        self._session = TwilioSession(account_sid, auth_token, base_url, timeout_s=timeout_s)

    def warm_up(self) -> None:
        """Loads what the SDK would load during the first request; no network."""
        client: Any = Client(self._account_sid, self._auth_token)
        _ = client.api.v2010.account.calls, client.api.v2010.account.messages

    async def redirect_call(self, call_sid: str, step: CallControl) -> None:
        """Has the live call do this instead of what it is doing. Raises CallEnded when it is over, ProviderError."""
        twiml = render(step, self._callbacks, call_sid)
        try:
            await self._session.ask(
                "calls.update", lambda account: account.calls(call_sid).update_async(twiml=twiml)
            )
        except ProviderError as error:
            if not _is_over(error):
                raise
            raise CallEnded("the call is not in progress") from error

    async def end_call(self, call_sid: str) -> None:
        """Hangs up; a call that has already ended is fine. Raises ProviderError."""
        try:
            await self._session.ask(
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
        message = await self._session.ask(
            "messages.create",
            lambda account: account.messages.create_async(to=to, from_=from_, body=body, **more),
        )
        return str(message.sid)

    async def find_sms(self, *, to: str, from_: str, body: str, since: datetime) -> str | None:
        """The sid of a message that was taken since then, whatever became of it; None when there is none like it.

        Raises ProviderError.
        """
        earliest = since - _CLOCKS_DIFFER_BY
        messages = await self._session.ask(
            "messages.list", lambda account: account.messages.list_async(to=to, from_=from_, limit=_LOOKED_AT)
        )
        for message in messages:
            # Twilio puts a sentence of its own before the texts of trial accounts.
            if str(message.body).endswith(body) and message.date_created >= earliest:
                return str(message.sid)
        return None

    async def ping(self) -> None:
        """Raises ProviderError unless Twilio answers with these credentials."""
        await self._session.ask("accounts.fetch", lambda account: account.fetch_async())

    async def aclose(self) -> None:
        """Closes the pooled connections; the object may be used again."""
        await self._session.aclose()


def _is_over(error: ProviderError) -> bool:
    return code_of(error) in (_CALL_NOT_IN_PROGRESS, _NO_SUCH_CALL)
