"""The secret at the end of a calendar feed's address: which business and feed it is, and 128 bits nobody guesses."""

import base64
import binascii
from dataclasses import dataclass
from uuid import UUID

SECRET_BYTES = 16
LENGTH = 64


@dataclass(frozen=True, slots=True)
class FeedToken:
    business_id: UUID
    feed_id: UUID
    secret: bytes

    @property
    def text(self) -> str:
        """64 characters that can stand in an address."""
        return base64.urlsafe_b64encode(self.business_id.bytes + self.feed_id.bytes + self.secret).decode()


def token_in(text: str) -> FeedToken | None:
    """None when it is none."""
    if len(text) != LENGTH or not text.isascii():
        return None
    try:
        raw = base64.b64decode(text, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    return FeedToken(UUID(bytes=raw[:16]), UUID(bytes=raw[16:32]), raw[32:])
