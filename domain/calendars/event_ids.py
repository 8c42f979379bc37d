"""The ids of our bookings in calendars kept elsewhere: they are ours to give, so that writing one twice makes one."""

import base64
import binascii
from uuid import UUID

_LENGTH = 26


def event_id(booking_id: UUID) -> str:
    """26 characters of `0-9a-v`, as Google wants ids (base32hex, RFC 4648 section 7, lower case, unpadded)."""
    return base64.b32hexencode(booking_id.bytes).decode().rstrip("=").lower()


def booking_in(external_id: str) -> UUID | None:
    """Which booking an id could be of; None when it can be of none."""
    if len(external_id) != _LENGTH or not external_id.isascii():
        return None
    try:
        found = UUID(bytes=base64.b32hexdecode(external_id.upper() + "======"))
    except (binascii.Error, ValueError):
        return None
    return found if event_id(found) == external_id else None
