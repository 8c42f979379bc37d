"""The outbox kinds of notifications, and what each is called where a business reads of it."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.notifications.kinds import Kind
from services.accounts.mails import BOOKING_CONFIRMED

STAFF_MAIL = "mail.staff_message"
"""A caller's message to one address of the business. The key is that of the message's item and the address."""
STAFF_TEXT = "sms.staff_message"
"""The same to one number."""

MAIL_KINDS: Mapping[str, Kind] = MappingProxyType(
    {STAFF_MAIL: Kind.STAFF_MESSAGE, BOOKING_CONFIRMED: Kind.BOOKING_CONFIRMED}
)
"""Mail of businesses, not of accounts."""

TO_STAFF = frozenset({STAFF_MAIL, STAFF_TEXT})
"""To the business's own people: no customer's limits hold."""
