"""What a business tells people of by text message and by mail, and the fields each kind's words may name."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Kind(StrEnum):
    """A kind of notification a business can word for itself; the value is its name in stores and in the API."""

    BOOKING_CONFIRMED = "booking_confirmed"
    BOOKING_MOVED = "booking_moved"
    BOOKING_CANCELLED = "booking_cancelled"
    BOOKING_REMINDER = "booking_reminder"
    MISSED_CALL = "missed_call"
    DETAILS = "details"
    """Address and link, during a call."""
    STAFF_MESSAGE = "staff_message"
    DAILY_DIGEST = "daily_digest"
    SPENDING_WARNING = "spending_warning"
    NUMBER_PORT = "number_port"
    """A request to bring a number along is somewhere else."""
    CALENDAR_DISPUTE = "calendar_dispute"
    """Something was done to a booking in a calendar kept elsewhere that could not be done here."""


class Channel(StrEnum):
    """How it reaches somebody."""

    SMS = "sms"
    EMAIL = "email"


_ALWAYS = frozenset({"business_name"})
_BOOKING = _ALWAYS | {
    "customer_name", "offering", "staff", "when", "date", "time", "price", "address", "manage_link",
}  # fmt: skip
_BUSINESS = _ALWAYS | {"address", "booking_link"}
_MESSAGE = _ALWAYS | {"caller_name", "callback_number", "message", "when", "urgent", "recording", "link"}
_DIGEST = _ALWAYS | {"date", "calls", "answered", "missed", "bookings", "messages", "minutes", "link"}
_DISPUTE = _ALWAYS | {"calendar", "customer_name", "offering", "when", "reason", "link"}
_PORT = _ALWAYS | {"number", "state", "date", "note", "link"}
_SPENDING = _ALWAYS | {"percent", "spent", "cap", "link"}

FIELDS: Mapping[Kind, frozenset[str]] = MappingProxyType(
    {
        Kind.BOOKING_CONFIRMED: _BOOKING,
        Kind.BOOKING_MOVED: _BOOKING,
        Kind.BOOKING_CANCELLED: _BOOKING,
        Kind.BOOKING_REMINDER: _BOOKING,
        Kind.MISSED_CALL: _BUSINESS,
        Kind.DETAILS: _BUSINESS,
        Kind.STAFF_MESSAGE: _MESSAGE,
        Kind.DAILY_DIGEST: _DIGEST,
        Kind.SPENDING_WARNING: _SPENDING,
        Kind.NUMBER_PORT: _PORT,
        Kind.CALENDAR_DISPUTE: _DISPUTE,
    }
)
"""What a template of each kind may name. A field that is not known reads as nothing."""

TO_STAFF = frozenset(
    {Kind.NUMBER_PORT, Kind.STAFF_MESSAGE, Kind.DAILY_DIGEST, Kind.SPENDING_WARNING, Kind.CALENDAR_DISPUTE}
)
"""These go to the business's own people, the others to its customers."""
