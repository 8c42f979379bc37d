"""The outbox kinds of notifications, and what each is called where a business reads of it."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.notifications.kinds import Kind
from services.accounts.mails import BOOKING_CONFIRMED
from services.tools.context import BOOKING_CONFIRMED as TEXT_CONFIRMED

STAFF_MAIL = "mail.staff_message"
"""A caller's message to one address of the business. The key is that of the message's item and the address."""
STAFF_TEXT = "sms.staff_message"
"""The same to one number."""
REMINDER = "sms.booking_reminder"
"""Asks a customer whether they come. The key is the booking's id, its time, and how many hours before."""
MISSED_CALL = "sms.missed_call"
"""To who rang and got nobody. The key is the call's id."""
STAFF_NOTICE = "email.staff_notice"
"""To be shared out among the people of the business. The key is the kind of notice and its occasion."""
DIGEST = "email.daily_digest"
"""The business's day, to be shared out as a notice. The key is the local day on which it is told."""
NOTICE_MAIL = "mail.staff_notice"
"""One of those, to one address. The key is that of the notice and the address."""
REPLY = "sms.reply"
"""What somebody of the business writes to a number that wrote."""

MOVED_MAIL = "mail.booking_moved"
CANCELLED_MAIL = "mail.booking_cancelled"
"""To a customer whose address is known. The key is the booking's id and the event's."""
REMINDER_MAIL = "mail.booking_reminder"
"""To one whose number gets no texts. The key is the text's item."""

MAIL_KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        STAFF_MAIL: Kind.STAFF_MESSAGE,
        BOOKING_CONFIRMED: Kind.BOOKING_CONFIRMED,
        MOVED_MAIL: Kind.BOOKING_MOVED,
        CANCELLED_MAIL: Kind.BOOKING_CANCELLED,
        REMINDER_MAIL: Kind.BOOKING_REMINDER,
        NOTICE_MAIL: Kind.SPENDING_WARNING,
    }
)
"""Mail of businesses, not of accounts; a notice says itself which kind it is."""

INSTEAD_OF_TEXT: Mapping[str, str] = MappingProxyType(
    {TEXT_CONFIRMED: BOOKING_CONFIRMED, REMINDER: REMINDER_MAIL}
)
"""By mail where no text reaches somebody; of a move and a cancellation there is a mail anyway."""

TO_STAFF = frozenset({STAFF_MAIL, STAFF_TEXT})
UNCOUNTED = TO_STAFF | {REPLY}
"""To the business's own people: no customer's limits hold."""
