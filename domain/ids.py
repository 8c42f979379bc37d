"""Opaque, time-ordered identifiers."""

import secrets
from datetime import UTC, datetime
from uuid import UUID


def new_id(now: datetime | None = None) -> UUID:
    """A fresh UUIDv7: 48 bits of milliseconds, then 74 random bits.

    Args:
        now: the instant to encode; aware. Defaults to the wall clock, for callers at the edge.

    Source: RFC 9562 section 5.7, https://www.rfc-editor.org/rfc/rfc9562#section-5.7
    """
    instant = now or datetime.now(UTC)
    milliseconds = int(instant.timestamp() * 1000) & ((1 << 48) - 1)
    random = secrets.randbits(74)
    value = (
        (milliseconds << 80)
        | (0x7 << 76)
        | ((random >> 62) << 64)
        | (0b10 << 62)
        | (random & ((1 << 62) - 1))
    )
    return UUID(int=value)
