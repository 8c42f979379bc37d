"""What vendors report of notifications: each goes on from what was known, in whatever order reports come."""

from dataclasses import dataclass
from uuid import UUID

import structlog

from domain.notifications.delivery import Status, of_sendgrid, of_twilio
from domain.notifications.kinds import Channel
from services.notifications import undeliverable
from storage.postgres import notifications, suppressions, webhook_inbox
from storage.postgres.database import Database
from storage.postgres.suppressions import Reason

log = structlog.get_logger()

FOR_GOOD = frozenset({"dropped"})
"""Events after which SendGrid sends nothing to the address; a bounce is for good unless it was a block."""
UNWANTED = frozenset({"spamreport", "unsubscribe"})


@dataclass(frozen=True, slots=True)
class MailEvent:
    """One of SendGrid's. `business` and `reference` are those the mail was sent with; None of mail about accounts."""

    id: str
    kind: str
    bounce_type: str
    reason: str
    business: UUID | None
    reference: UUID | None


class Reports:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def of_text(self, business_id: UUID, notification_id: UUID, told: str, code: str) -> None:
        """A status of a text, with Twilio's error code where there is one. Raises StorageError."""
        status = of_twilio(told)
        if status is None:
            return
        async with self._database.tenant(business_id) as scope:
            found = await notifications.advance(scope, notification_id, status, error_code=code or None)
            if found is not None and status in (Status.UNDELIVERED, Status.FAILED):
                await undeliverable.note_number(scope, found.recipient, code, notification_id)
        log.info("text.reported", notification=str(notification_id), status=told, code=code or None)

    async def of_mail(self, event: MailEvent) -> None:
        """One event, taken in once. Raises StorageError."""
        # The effect comes first: were the event kept and this failed, the next delivery would pass for a repetition.
        if event.business is not None and event.reference is not None:
            await self._take(event, event.business, event.reference)
        async with self._database.system() as session:
            await webhook_inbox.accept(session, "sendgrid", event.id, {"event": event.kind})

    async def _take(self, event: MailEvent, business_id: UUID, notification_id: UUID) -> None:
        status = of_sendgrid(event.kind)
        async with self._database.tenant(business_id) as scope:
            if event.kind in UNWANTED:
                (known,) = await notifications.some(scope, [notification_id]) or (None,)
                if known is not None:
                    await suppressions.add(scope, Channel.EMAIL, known.recipient, Reason.STOPPED, event.kind)
                return
            if status is None:
                return
            reason = event.reason[:200] or None
            found = await notifications.advance(scope, notification_id, status, error_code=reason)
            for_good = event.kind in FOR_GOOD or (event.kind == "bounce" and event.bounce_type != "blocked")
            if found is not None and for_good:
                await undeliverable.note(scope, Channel.EMAIL, found.recipient, event.kind)
        log.info("mail.reported", notification=str(notification_id), told=event.kind)
