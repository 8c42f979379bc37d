"""The call a tool runs in, and the kinds of text messages its tools promise."""

from dataclasses import dataclass
from uuid import UUID

BOOKING_CONFIRMED = "sms.booking_confirmed"
"""Outbox kind: tell the customer by text message. The key is the booking's id."""
BOOKING_MOVED = "sms.booking_moved"
"""Outbox kind: tell the customer the new time. The key is the booking's id and that time."""
BOOKING_CANCELLED = "sms.booking_cancelled"
"""Outbox kind: tell the customer that it is cancelled. The key is the booking's id and the call's."""
DETAILS = "sms.details"
"""Outbox kind: text a caller the address or where to book. The key is the intent's, within the call."""
CALLER_CODE = "sms.caller_code"
"""Outbox kind: text a code to a number, so that whoever reads it out has that phone. The key is the code's id."""


@dataclass(frozen=True, slots=True)
class CallContext:
    """The call a tool runs in. `caller_number` is E.164, None when withheld."""

    call_id: UUID
    business_id: UUID
    caller_number: str | None
