"""Secret links to one hold or booking: signed, so nothing is stored, each of one purpose and business."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Sequence
from uuid import UUID

from domain.errors import ConfigError

SIGNED_BYTES = 16
"""128 bits of the signature: nobody guesses one."""
LENGTH = 43


class Links:
    """Makes and reads tokens.

    Args:
        keys: secrets, the newest first; all of them are good, the first signs.

    Raises:
        ConfigError: there is none.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        if not keys:
            raise ConfigError("SEAL_KEYS: at least one key")
        self._keys = [hashlib.sha256(b"links of bookings " + key.encode()).digest() for key in keys]

    def token(self, purpose: str, business_id: UUID, what: UUID) -> str:
        """43 characters that can stand in an address."""
        signature = _signature(self._keys[0], purpose, business_id, what)
        return base64.urlsafe_b64encode(what.bytes + signature).rstrip(b"=").decode()

    def of(self, purpose: str, business_id: UUID, token: str) -> UUID | None:
        """What a token is for; None when it is none of ours, or of another purpose or business."""
        if len(token) != LENGTH or not token.isascii():
            return None
        try:
            raw = base64.b64decode(token + "=", altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            return None
        what, shown = UUID(bytes=raw[:16]), raw[16:]
        good = [hmac.compare_digest(shown, _signature(key, purpose, business_id, what)) for key in self._keys]
        return what if any(good) else None


def _signature(key: bytes, purpose: str, business_id: UUID, what: UUID) -> bytes:
    said = purpose.encode() + b"\n" + business_id.bytes + what.bytes
    return hmac.new(key, said, hashlib.sha256).digest()[:SIGNED_BYTES]
