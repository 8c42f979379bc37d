"""Stripe's webhooks: verified over the raw body, then read as far as they name whom they are about.

Sources: https://docs.stripe.com/webhooks#verify-manually, https://docs.stripe.com/event-destinations
"""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import stripe

from domain.errors import InvalidInput
from providers.payments import ForgedNotice, Notice
from providers.stripe.reading import instant, part

TOLERANCE_S = 300
THIN = "v2.core.event"


def read_notice(body: bytes, signature: str | None, secrets: Sequence[str], now: datetime) -> Notice:
    """The notice in a signed body.

    Args:
        secrets: of the endpoints and event destinations that point here; one that fits is enough.
        now: aware; a signature more than `TOLERANCE_S` away from it is refused.

    Raises:
        ForgedNotice, InvalidInput.
    """
    _require_signed(body, signature, secrets, now)
    try:
        data: Any = json.loads(body)
        return _thin(data) if data.get("object") == THIN else _snapshot(data)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
        raise InvalidInput(f"the body is no event: {type(error).__name__}") from None


def _require_signed(body: bytes, signature: str | None, secrets: Sequence[str], now: datetime) -> None:
    signed_at = _signed_at(signature)
    if signed_at is None or abs(now.timestamp() - signed_at) > TOLERANCE_S:
        raise ForgedNotice("no signature, or an old one")
    for secret in secrets:
        try:
            # Without a tolerance: it would be held against the clock of the machine, and only against the past.
            stripe.WebhookSignature.verify_header(body, signature, secret)  # pyright: ignore[reportUnknownMemberType]
        except (stripe.SignatureVerificationError, ValueError):
            continue
        return
    raise ForgedNotice("no secret fits the signature")


def _signed_at(signature: str | None) -> int | None:
    """The instant the SDK verifies, which is the first; a header with several could hide an old one behind it."""
    told = [each.removeprefix("t=") for each in (signature or "").split(",") if each.strip().startswith("t=")]
    if len(told) != 1 or not (told[0].isascii() and told[0].isdecimal() and len(told[0]) <= 12):
        return None
    return int(told[0])


def _snapshot(data: Mapping[str, Any]) -> Notice:
    about: Mapping[str, Any] = data["data"]["object"]
    customer: Any = about.get("id") if about.get("object") == "customer" else about.get("customer")
    customer = part(about, "customer").get("id", customer)
    return Notice(
        id=_named(data["id"]),
        type=str(data["type"]),
        created_at=instant(data["created"]),
        customer_id=customer if isinstance(customer, str) else None,
        live=data["livemode"] is True,
    )


def _thin(data: Mapping[str, Any]) -> Notice:
    created_at = datetime.fromisoformat(str(data["created"]))
    return Notice(
        id=_named(data["id"]),
        type=str(data["type"]),
        created_at=created_at if created_at.tzinfo else created_at.replace(tzinfo=UTC),
        customer_id=None,
        live=data["livemode"] is True,
        thin=True,
    )


def _named(value: Any) -> str:
    if not isinstance(value, str) or not value or len(value) > 255:
        raise ValueError("an event has an id")
    return value
