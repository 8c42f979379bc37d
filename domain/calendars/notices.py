"""The token a vendor shows with a notice: whose calendar it is about, and 192 bits nobody guesses."""

import base64
import binascii
from dataclasses import dataclass
from uuid import UUID

SECRET_BYTES = 24
LENGTH = 56
"""Characters; 256 are what Google takes."""


@dataclass(frozen=True, slots=True)
class NoticeToken:
    business_id: UUID
    secret: bytes

    @property
    def text(self) -> str:
        return base64.urlsafe_b64encode(self.business_id.bytes + self.secret).decode()


def notice_token_in(text: str) -> NoticeToken | None:
    """None when it is none."""
    if len(text) != LENGTH or not text.isascii():
        return None
    try:
        raw = base64.b64decode(text, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    if len(raw) != 16 + SECRET_BYTES:
        return None
    return NoticeToken(UUID(bytes=raw[:16]), raw[16:])
