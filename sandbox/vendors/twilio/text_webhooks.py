"""What Twilio posts about texts: what becomes of those sent, and those that come in. Signed as Twilio signs.

Sources: https://www.twilio.com/docs/messaging/guides/webhook-request,
https://www.twilio.com/docs/messaging/guides/track-outbound-message-status
"""

import asyncio
import ssl
from collections.abc import Mapping
from uuid import uuid4

import httpx
import structlog
from twilio.request_validator import RequestValidator

from sandbox.vendors.twilio.resources import API_VERSION, Message

_log = structlog.get_logger(__name__)
_TIMEOUT_S = 15.0
REPORTED = ("sent", "delivered")
"""There is no callback for the first status, `queued`."""

OPTS_OUT = frozenset("STOP STOPALL UNSUBSCRIBE CANCEL END QUIT REVOKE OPTOUT".split())
OPTS_IN = frozenset({"START", "UNSTOP", "YES"})
"""Source: https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out"""

REFUSED_TO: Mapping[str, tuple[int, str]] = {
    "+15005550001": (21211, "Invalid 'To' Phone Number"),
    "+15005550002": (21612, "The message cannot be sent with the given 'To' and 'From'"),
    "+15005550003": (21408, "Permission to send an SMS has not been enabled for the region"),
    "+15005550004": (21610, "Attempt to send to unsubscribed recipient"),
    "+15005550009": (21614, "'To' number is not a valid mobile number"),
}
"""Numbers Twilio refuses for anybody's tests.

Source: https://www.twilio.com/docs/iam/test-credentials#test-sms-messages-parameters-To
"""


class TextWebhooks:
    """Posts to the addresses it is given."""

    def __init__(self, auth_token: str) -> None:
        self._signer = RequestValidator(auth_token)
        self._reporting: set[asyncio.Task[None]] = set()
        self._stopped: set[tuple[str, str]] = set()
        # One for all: what it verifies certificates by takes 20 ms of CPU to load.
        self._tls = ssl.create_default_context()

    def is_stopped(self, sender: str | None, to: str) -> bool:
        """Whether whoever this is has told this sender to stop."""
        return (sender or "", to) in self._stopped

    def report(self, message: Message, url: str) -> None:
        """Posts each status after the first one, in order, in a task of its own."""
        task = asyncio.get_running_loop().create_task(self._report(message, url), name="twilio.report")
        self._reporting.add(task)
        task.add_done_callback(self._reporting.discard)

    async def come_in(self, account_sid: str, sender: str, to: str, body: str, url: str) -> httpx.Response:
        """Posts a text that comes in; gives what is answered. Raises httpx.HTTPError.

        As at Twilio the words of an opt-out hold before anybody is told of them.
        """
        word = body.strip().upper()
        opt_out = {}
        if word in OPTS_OUT:
            self._stopped.add((to, sender))
            opt_out = {"OptOutType": "STOP"}
        elif word in OPTS_IN and (to, sender) in self._stopped:
            self._stopped.discard((to, sender))
            opt_out = {"OptOutType": "START"}
        sid = f"SM{uuid4().hex}"
        fields = {
            "ToCountry": "AU",
            "ToState": "",
            "SmsMessageSid": sid,
            "NumMedia": "0",
            "ToCity": "",
            "FromZip": "",
            "SmsSid": sid,
            "FromState": "",
            "SmsStatus": "received",
            "FromCity": "",
            "Body": body,
            "FromCountry": "AU",
            "To": to,
            "ToZip": "",
            "NumSegments": "1",
            "MessageSid": sid,
            "AccountSid": account_sid,
            "From": sender,
            "ApiVersion": API_VERSION,
            **opt_out,
        }
        return await self._post(url, fields)

    async def _report(self, message: Message, url: str) -> None:
        for status in REPORTED:
            fields = {
                "SmsSid": message.sid,
                "SmsStatus": status,
                "MessageStatus": status,
                "To": message.to_number,
                "MessageSid": message.sid,
                "AccountSid": message.account_sid,
                "From": message.from_number or "",
                "ApiVersion": API_VERSION,
            }
            try:
                await self._post(url, fields)
            except httpx.HTTPError as error:
                _log.warning("webhook.failed", purpose="text status", error=type(error).__name__)

    async def _post(self, url: str, fields: Mapping[str, str]) -> httpx.Response:
        headers = {
            "User-Agent": "TwilioProxy/1.1",
            "I-Twilio-Idempotency-Token": str(uuid4()),
            "X-Twilio-Signature": self._signer.compute_signature(url, dict(fields)),
        }
        async with httpx.AsyncClient(timeout=_TIMEOUT_S, trust_env=False, verify=self._tls) as http:
            return await http.post(url, data=dict(fields), headers=headers)
