"""What becomes of a notification after a vendor was asked to deliver it: a status that goes forward alone."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Status(StrEnum):
    """Of one notification to one person."""

    PENDING = "pending"
    SENDING = "sending"
    """A vendor is being asked; found so by another worker, nobody knows whether it was taken."""
    PERHAPS_SENT = "perhaps_sent"
    """The vendor was asked and never answered, and cannot be asked whether it took it: not sent again by itself."""
    ACCEPTED = "accepted"
    SENT = "sent"
    """On its way to the phone or mailbox."""
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    FAILED = "failed"
    REFUSED = "refused"
    """It was never handed to a vendor: its address gets nothing, or it has become pointless."""


TAKEN = frozenset({Status.ACCEPTED, Status.SENT, Status.DELIVERED, Status.UNDELIVERED})
"""A vendor has taken it: it is sent to nobody again."""

_RANK: Mapping[Status, int] = MappingProxyType(
    {
        Status.PENDING: 0,
        Status.SENDING: 1,
        Status.PERHAPS_SENT: 2,
        Status.REFUSED: 2,
        Status.ACCEPTED: 3,
        Status.SENT: 4,
        Status.FAILED: 5,
        Status.UNDELIVERED: 5,
        Status.DELIVERED: 6,
    }
)

_TWILIO: Mapping[str, Status] = MappingProxyType(
    {
        "accepted": Status.ACCEPTED,
        "scheduled": Status.ACCEPTED,
        "queued": Status.ACCEPTED,
        "sending": Status.ACCEPTED,
        "sent": Status.SENT,
        "delivered": Status.DELIVERED,
        "read": Status.DELIVERED,
        "undelivered": Status.UNDELIVERED,
        "failed": Status.FAILED,
        "canceled": Status.FAILED,
    }
)
"""Source: https://www.twilio.com/docs/messaging/api/message-resource#message-status-values"""

_SENDGRID: Mapping[str, Status] = MappingProxyType(
    {
        "processed": Status.ACCEPTED,
        "deferred": Status.SENT,
        "delivered": Status.DELIVERED,
        "bounce": Status.UNDELIVERED,
        "dropped": Status.FAILED,
        "open": Status.DELIVERED,
        "click": Status.DELIVERED,
    }
)
"""Source: https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event#delivery-events"""

NOT_REACHED_NOW = frozenset({"30003"})
"""A phone that is off or without a network: this text is lost, the next may arrive.

Source: https://www.twilio.com/docs/api/errors/30003
"""

UNREACHABLE_NUMBER = frozenset({"21211", "21214", "21610", "21614", "30005", "30006"})
"""Twilio's codes of numbers that get no text however often one is sent: unknown, a landline, opted out.

Source: https://www.twilio.com/docs/api/errors
"""


def of_twilio(told: str) -> Status | None:
    """What a Twilio message's status means; None for one nobody knows."""
    return _TWILIO.get(told.strip().casefold())


def of_sendgrid(told: str) -> Status | None:
    """What a SendGrid event means; None for one that says nothing of delivery."""
    return _SENDGRID.get(told.strip().casefold())


def goes_on(current: Status, told: Status) -> bool:
    """Whether what is told now is further than what is known: reports come in any order.

    A mailbox that took a mail may bounce it later, so what was delivered can still become undelivered; what a carrier
    first failed with is not undone by `sent`.
    """
    if current is Status.DELIVERED and told is Status.UNDELIVERED:
        return True
    if current is Status.UNDELIVERED and told is Status.DELIVERED:
        return False
    return _RANK[told] > _RANK[current]
