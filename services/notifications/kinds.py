"""The outbox kinds of notifications, and what each is called where a business reads of it."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.notifications.kinds import Kind
from services.accounts.mails import BOOKING_CONFIRMED

STAFF_MAIL = "mail.staff_message"
"""A caller's message to one address of the business. The key is that of the message's item and the address."""
STAFF_TEXT = "sms.staff_message"
"""The same to one number."""
REMINDER = "sms.booking_reminder"
"""Asks a customer whether they come. The key is the booking's id, its time, and how many hours before."""
REPLY = "sms.reply"
"""What somebody of the business writes to a number that wrote."""

MAIL_KINDS: Mapping[str, Kind] = MappingProxyType(
    {STAFF_MAIL: Kind.STAFF_MESSAGE, BOOKING_CONFIRMED: Kind.BOOKING_CONFIRMED}
)
"""Mail of businesses, not of accounts."""

TO_STAFF = frozenset({STAFF_MAIL, STAFF_TEXT})
UNCOUNTED = TO_STAFF | {REPLY}
"""To the business's own people: no customer's limits hold."""
