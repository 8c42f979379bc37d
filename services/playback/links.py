"""Signed addresses of what may be listened to or read for a while without signing in.

A token names the business, one object, who it was made for and when it ends, and is signed over all of it. What it
names is looked up at each use: a link of somebody who may hear recordings no more, or of a share that was taken back,
is good for nothing.
"""

import base64
import binascii
import hashlib
import hmac
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum
from uuid import UUID

from domain.errors import ConfigError

SIGNED_BYTES = 16
"""128 bits of the signature: nobody guesses one."""
_SAID = struct.Struct(">BBB16s16s16sQ")
_EDITION = 1
LENGTH = len(base64.urlsafe_b64encode(bytes(_SAID.size + SIGNED_BYTES)).rstrip(b"="))


class Of(IntEnum):
    """What is shown."""

    CALL_RECORDING = 1
    MESSAGE_RECORDING = 2
    SHARED_CALL = 3


class By(IntEnum):
    """Who a link was made for."""

    USER = 1
    KEY = 2
    SHARE = 3


@dataclass(frozen=True, slots=True)
class Grant:
    """What a link is good for, in whole seconds."""

    of: Of
    business_id: UUID
    object_id: UUID
    by: By
    by_id: UUID
    expires_at: datetime

    def is_over(self, now: datetime) -> bool:
        return now >= self.expires_at


class PlaybackLinks:
    """Makes and reads tokens.

    Args:
        keys: secrets, the newest first; all of them are good, the first signs.

    Raises:
        ConfigError: there is none.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        if not keys:
            raise ConfigError("SEAL_KEYS: at least one key")
        self._keys = [hashlib.sha256(b"links of recordings " + key.encode()).digest() for key in keys]

    def token(self, grant: Grant) -> str:
        """Characters that can stand in an address."""
        said = _SAID.pack(
            _EDITION,
            grant.of,
            grant.by,
            grant.business_id.bytes,
            grant.object_id.bytes,
            grant.by_id.bytes,
            int(grant.expires_at.timestamp()),
        )
        signed = said + _signature(self._keys[0], said)
        return base64.urlsafe_b64encode(signed).rstrip(b"=").decode()

    def read(self, token: str) -> Grant | None:
        """What a token was signed for, whether it is over or not; None when it is none of ours."""
        if len(token) != LENGTH or not token.isascii():
            return None
        try:
            signed = base64.b64decode(token + "=" * (-LENGTH % 4), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            return None
        said, shown = signed[: _SAID.size], signed[_SAID.size :]
        good = [hmac.compare_digest(shown, _signature(key, said)) for key in self._keys]
        if not any(good):
            return None
        edition, of, by, business_id, object_id, by_id, ends = _SAID.unpack(said)
        if edition != _EDITION:
            return None
        return Grant(
            Of(of),
            UUID(bytes=business_id),
            UUID(bytes=object_id),
            By(by),
            UUID(bytes=by_id),
            datetime.fromtimestamp(ends, UTC),
        )


def _signature(key: bytes, said: bytes) -> bytes:
    return hmac.new(key, said, hashlib.sha256).digest()[:SIGNED_BYTES]
