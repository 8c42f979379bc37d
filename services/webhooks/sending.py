"""One attempt to deliver a message: signed as it is sent, to the public internet only."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol
from uuid import UUID

from domain.storable import storable
from domain.webhooks.messages import message_id
from domain.webhooks.schedule import Answer
from domain.webhooks.signature import signatures
from providers.public_web.connection import NoAnswer, WebAnswer

TIMEOUT_S = 15.0
"""For all of it; the specification says 15 to 30."""
MOST_READ_BYTES = 16 * 1024
EXCERPT_CHARACTERS = 1000
AGENT = "Receptionist-Webhooks/1"


class Web(Protocol):
    """`providers.public_web.connection.PublicWeb`."""

    async def ask(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str],
        body: bytes = b"",
        timeout_s: float,
        most_bytes: int,
    ) -> WebAnswer: ...


async def send(
    web: Web, url: str, secrets: tuple[str, ...], event_id: UUID, body: str, request_id: UUID, now: datetime
) -> Answer:
    """Sends it once. Raises nothing of the network: what came of it is the answer.

    Args:
        secrets: to sign with, the newest first.
        request_id: of this attempt alone; the receiver's log and ours know it by it.
    """
    sent, timestamp, name = body.encode(), int(now.timestamp()), message_id(event_id)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": AGENT,
        "webhook-id": name,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signatures(secrets, name, timestamp, sent),
        "X-Request-ID": str(request_id),
    }
    try:
        told = await web.ask(
            "POST", url, headers=headers, body=sent, timeout_s=TIMEOUT_S, most_bytes=MOST_READ_BYTES
        )
    except NoAnswer as none:
        return Answer(None, none.duration_ms, error=none.why)
    excerpt = storable(told.body.decode("utf-8", "replace"))[:EXCERPT_CHARACTERS]
    return Answer(told.status, told.duration_ms, excerpt, told.retry_after_s)
