"""SendGrid's event webhook: a signed JSON array of what became of mails.

Source: https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features
"""

import base64
import binascii
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

SIGNATURE = "X-Twilio-Email-Event-Webhook-Signature"
TIMESTAMP = "X-Twilio-Email-Event-Webhook-Timestamp"
TOLERANCE_S = 300
"""SendGrid names no window; older requests may be replays."""


def valid_signature(public_key: str, body: bytes, signature: str, timestamp: str, now: datetime) -> bool:
    """Whether SendGrid signed exactly these bytes, lately.

    Args:
        public_key: base64 of DER, as the settings page of the webhook shows it.
    """
    if not (timestamp.isascii() and timestamp.isdecimal()) or len(timestamp) > 12:
        return False
    if abs(now.timestamp() - int(timestamp)) > TOLERANCE_S:
        return False
    try:
        key = load_der_public_key(base64.b64decode(public_key))
        if not isinstance(key, EllipticCurvePublicKey):
            return False
        key.verify(base64.b64decode(signature, validate=True), timestamp.encode() + body, ECDSA(SHA256()))
    except (InvalidSignature, ValueError, binascii.Error):
        return False
    return True


def events_of(body: bytes) -> Iterator[Mapping[str, Any]]:
    """The events in it; what is none is left out. Raises ValueError: no JSON array."""
    found: object = json.loads(body)
    if not isinstance(found, list):
        raise ValueError("events are a JSON array")
    for each in cast("list[object]", found):
        if isinstance(each, dict):
            yield cast("dict[str, Any]", each)


def uuid_of(event: Mapping[str, Any], name: str) -> UUID | None:
    """A custom argument of ours; None where it is missing or not ours."""
    try:
        return UUID(str(event.get(name, "")))
    except ValueError:
        return None
