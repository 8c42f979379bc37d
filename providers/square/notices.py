"""Square's webhooks: what is signed by the key of our subscription, and which seller it is about.

Source: https://developer.squareup.com/docs/webhooks/step3validate
"""

import json
from dataclasses import dataclass

from square.utils.webhooks_helper import (  # pyright: ignore[reportMissingTypeStubs] - it is typed, without a stub
    verify_signature,
)


class ForgedNotice(Exception):
    """It is not signed by the key, or for another address."""


@dataclass(frozen=True, slots=True)
class SquareNotice:
    """`merchant` is the account; `kind` what happened: `booking.updated`, say."""

    merchant: str
    kind: str


class SquareNotices:
    """Args:
    key: of the subscription; nothing is believed without one.
    url: exactly as it was subscribed.
    """

    def __init__(self, key: str, url: str) -> None:
        self._key = key
        self._url = url

    def read(self, body: bytes, signature: str) -> SquareNotice:
        """Raises ForgedNotice; ValueError: it is signed, and no event."""
        try:
            text = body.decode()
        except UnicodeDecodeError:
            raise ForgedNotice from None
        # The SDK takes texts alone, and wants neither of them empty.
        signed = bool(self._key and signature) and verify_signature(
            request_body=text,
            signature_header=signature,
            signature_key=self._key,
            notification_url=self._url,
        )
        if not signed:
            raise ForgedNotice
        found = json.loads(text)
        try:
            return SquareNotice(str(found["merchant_id"]), str(found["type"]))
        except (KeyError, TypeError) as error:
            raise ValueError("it names no merchant or kind") from error
