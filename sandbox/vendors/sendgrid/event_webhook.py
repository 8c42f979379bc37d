"""SendGrid's event webhook: what becomes of each mail, posted as a signed JSON array.

Source: https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event
"""

import asyncio
import base64
import json
import time
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

import httpx
import structlog
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from sandbox.mail_events_key import KEY

_log = structlog.get_logger(__name__)
_SIGNATURE = "X-Twilio-Email-Event-Webhook-Signature"
_TIMESTAMP = "X-Twilio-Email-Event-Webhook-Timestamp"
_TIMEOUT_S = 10.0

_ENDS: Mapping[str, Mapping[str, str]] = {
    "bounce": {"event": "bounce", "type": "bounce", "status": "5.1.1", "reason": "550 5.1.1 no such user"},
    "blocked": {"event": "bounce", "type": "blocked", "status": "4.7.1", "reason": "451 try again later"},
    "dropped": {"event": "dropped", "reason": "Bounced Address", "status": "5.0.0"},
    "spam": {"event": "spamreport"},
}
"""What comes of a mail to an address that begins so; others are delivered. Spam is told of after that."""


class EventWebhook:
    """Posts to one address.

    Args:
        url: None for nowhere.
    """

    def __init__(self, url: str | None) -> None:
        self._url = url
        self._posting: set[asyncio.Task[None]] = set()

    def tell(self, mail_id: str, to: str, custom_args: Mapping[str, str]) -> None:
        """Of a mail that was taken, in a task of its own."""
        if self._url is None:
            return
        task = asyncio.get_running_loop().create_task(
            self._post(self._url, events_of(mail_id, to, custom_args)), name="sendgrid.events"
        )
        self._posting.add(task)
        task.add_done_callback(self._posting.discard)

    async def _post(self, url: str, events: Sequence[Mapping[str, Any]]) -> None:
        body, headers = signed(events)
        try:
            async with httpx.AsyncClient(timeout=_TIMEOUT_S, trust_env=False, verify=False) as http:  # noqa: S501 - to this machine
                await http.post(url, content=body, headers=headers)
        except httpx.HTTPError as error:
            _log.warning("webhook.failed", purpose="mail events", error=type(error).__name__)


def events_of(mail_id: str, to: str, custom_args: Mapping[str, str]) -> list[dict[str, Any]]:
    """In no order, as SendGrid's come: the end before the beginning."""
    end = _ENDS.get(to.partition("@")[0].partition("-")[0], {"event": "delivered", "response": "250 OK"})
    told = [{"event": "processed"}, dict(end)]
    if end["event"] == "spamreport":
        told.insert(1, {"event": "delivered", "response": "250 OK"})
    return [
        {
            "email": to,
            "timestamp": int(time.time()),
            "sg_event_id": base64.urlsafe_b64encode(uuid4().bytes).rstrip(b"=").decode(),
            "sg_message_id": f"{mail_id}.recvd-1-0",
            **custom_args,
            **each,
        }
        for each in reversed(told)
    ]


def signed(events: Sequence[Mapping[str, Any]]) -> tuple[bytes, dict[str, str]]:
    """Body and headers. The signature is over the timestamp and the bytes, whose end is CRLF."""
    body = json.dumps(events).encode() + b"\r\n"
    stamp = str(int(time.time()))
    signature = base64.b64encode(KEY.sign(stamp.encode() + body, ec.ECDSA(SHA256()))).decode()
    return body, {"Content-Type": "application/json", _SIGNATURE: signature, _TIMESTAMP: stamp}
