"""Mail to users about their accounts: promised with what it is about, written and sent by the worker."""

from collections.abc import Mapping
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from storage.postgres import outbox

VERIFY = "mail.verify_address"
ALREADY_SIGNED_UP = "mail.already_signed_up"
RESET_PASSWORD = "mail.reset_password"  # noqa: S105 - a kind of mail
PASSWORD_CHANGED = "mail.password_changed"  # noqa: S105
CHANGE_EMAIL = "mail.change_address"
INVITED = "mail.invited"
BUSINESS_CLOSED = "mail.business_closed"
ACCOUNT_DELETED = "mail.account_deleted"
WEBHOOK_DISABLED = "mail.webhook_disabled"
BOOKING_CONFIRMED = "mail.booking_confirmed"
"""To a customer, of a business: its payload is that of the text message about the same."""
KINDS = (
    VERIFY,
    ALREADY_SIGNED_UP,
    RESET_PASSWORD,
    PASSWORD_CHANGED,
    CHANGE_EMAIL,
    INVITED,
    BUSINESS_CLOSED,
    ACCOUNT_DELETED,
    WEBHOOK_DISABLED,
)


async def promise_mail(session: AsyncSession, kind: str, to: str, fields: Mapping[str, str]) -> None:
    """Once the transaction has committed, the worker sends it. The session is `Database.identity`'s.

    Args:
        fields: what the mail's text names; a token lies in the outbox until it was sent, and no longer.
    """
    await outbox.enqueue_for_user(session, kind, str(uuid4()), {"to": to, **fields})
