"""Signatures of Standard Webhooks, by which a receiver knows that a message is ours and new.

Source: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md (1.0.0)
"""

import base64
import hashlib
import hmac
from collections.abc import Sequence

PREFIX = "whsec_"
KEY_BYTES = 32
"""The specification allows 24 to 64."""


def secret_of(key: bytes) -> str:
    """How a receiver is told the key."""
    return PREFIX + base64.b64encode(key).decode()


def key_of(secret: str) -> bytes:
    """The key in a secret of `secret_of`."""
    return base64.b64decode(secret.removeprefix(PREFIX), validate=True)


def signatures(secrets: Sequence[str], message_id: str, timestamp: int, body: bytes) -> str:
    """The value of `webhook-signature`: one for each secret, so that a receiver may know either of two.

    Args:
        message_id: the same at every attempt; holds no full stop.
        timestamp: of this attempt, in whole seconds since the epoch.
        body: as it is sent, to the byte.
    """
    signed = b".".join((message_id.encode(), str(timestamp).encode(), body))
    return " ".join(
        "v1," + base64.b64encode(hmac.digest(key_of(secret), signed, hashlib.sha256)).decode()
        for secret in secrets
    )
