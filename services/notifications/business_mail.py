"""Draining the outbox of the mail of businesses: to their own people and their customers, once to each.

SendGrid takes no idempotency key and cannot be asked what it took. So a mail is noted as being sent before it is
handed over; where the answer did not come, or the worker ended, it is `perhaps_sent`: not sent again by itself, shown
as such, and made good by SendGrid's own report if there is one. A person may have it sent once more.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol
from uuid import UUID

import structlog

from domain.errors import InvalidInput, NotFound, ProviderError, StorageError
from domain.languages import spoken_language
from domain.notifications.delivery import TAKEN, Status
from domain.notifications.kinds import Channel, Kind
from providers.sendgrid.mailer import Mail, NotReached
from services.accounts.mails import BOOKING_CONFIRMED
from services.notifications.booking_letters import booking_fields
from services.notifications.kinds import MAIL_KINDS, NOTICE_MAIL, STAFF_MAIL
from services.notifications.message_letters import message_letter
from services.notifications.rendering import Rendered, rendered
from services.outbox.due_items import DueItems
from storage.postgres import (
    bookings,
    business_facts,
    message_lists,
    messages,
    notification_settings,
    notifications,
    outbox,
    suppressions,
)
from storage.postgres.database import Database
from storage.postgres.notifications import NewNotification
from storage.postgres.outbox import OutboxItem
from storage.postgres.tenant import TenantScope

log = structlog.get_logger()

NOT_OURS = frozenset({401, 403})
"""Refusals that are about our account with SendGrid: the mail can go once somebody has mended that."""

PERHAPS = "perhaps sent: nobody knows whether the mail was taken"


class Mailer(Protocol):
    """Who takes mail (`providers.sendgrid.mailer.SendGridMailer`)."""

    async def send(self, mail: Mail) -> str: ...


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as it is to be sent, and what it is about."""

    words: Rendered
    message_id: UUID | None = None
    booking_id: UUID | None = None


Writer = Callable[[TenantScope, OutboxItem], Awaitable[Letter]]


class BusinessMail:
    """Several workers may drain at once; each mail is with one of them.

    Args:
        frontend_url: where links lead.
    """

    def __init__(self, database: Database, mailer: Mailer, frontend_url: str) -> None:
        self._database = database
        self._mailer = mailer
        self._frontend_url = frontend_url.rstrip("/")
        self._due = DueItems(database, MAIL_KINDS)
        self.kinds = self._due.kinds
        self._writers: Mapping[str, Writer] = {
            STAFF_MAIL: self._staff_message,
            BOOKING_CONFIRMED: self._about_booking,
            NOTICE_MAIL: self._notice,
        }

    def due_in_s(self, longest_s: float) -> float:
        """How long nothing falls due, at most `longest_s`, as the last `drain` saw it."""
        return self._due.due_in_s(longest_s)

    async def drain(self) -> int:
        """Sends what is due, a few at a time, and returns how many it tried. Raises StorageError: Postgres is away."""
        return await self._due.handle(self._handle)

    async def _handle(self, item: OutboxItem) -> None:
        try:
            await self._send(item)
        except StorageError as error:
            log.warning("outbox.not_sent", item=str(item.id), kind=item.kind, reason=str(error))
        except Exception:
            # The root of one item: it must not take the others with it. It falls due again and dies in the end.
            log.exception("outbox.failed", item=str(item.id), kind=item.kind)

    async def _send(self, item: OutboxItem) -> None:
        try:
            async with self._database.tenant(item.tenant) as scope:
                letter = await self._writers[item.kind](scope, item)
                new = _notification(item, letter)
                if await suppressions.reasons(scope, Channel.EMAIL, new.recipient):
                    error = "the address gets no mail from this business"
                    await notifications.refuse(scope, new, error)
                    await outbox.bury(scope.session, item, error)
                    return
                known = await notifications.begin(scope, new, again=item.attempts > 1)
        except (InvalidInput, NotFound, KeyError) as gone:
            await self._settle(item, Status.REFUSED, f"nothing to tell: {type(gone).__name__}", for_good=True)
            return
        if known in TAKEN:
            await self._settle(item, Status.ACCEPTED)
            return
        if known is not None:
            await self._settle(item, Status.PERHAPS_SENT, PERHAPS, for_good=True)
            return
        try:
            mail = Mail(
                new.recipient,
                letter.words.subject,
                letter.words.text,
                letter.words.html,
                str(item.id),
                str(item.tenant),
            )
            vendor_id = await self._mailer.send(mail)
        except ProviderError as refused:
            await self._refused(item, refused)
            return
        await self._settle(item, Status.ACCEPTED, vendor_id=vendor_id, message_id=letter.message_id)
        log.info("outbox.sent", item=str(item.id), kind=item.kind)

    async def _refused(self, item: OutboxItem, refused: ProviderError) -> None:
        if refused.status is None and not isinstance(refused, NotReached):
            await self._settle(item, Status.PERHAPS_SENT, PERHAPS, for_good=True)
            return
        for_good = not refused.retryable and refused.status not in NOT_OURS
        await self._settle(
            item, Status.FAILED if for_good else Status.PENDING, str(refused), for_good=for_good
        )

    async def _settle(
        self,
        item: OutboxItem,
        status: Status,
        error: str = "",
        *,
        for_good: bool = False,
        vendor_id: str | None = None,
        message_id: UUID | None = None,
    ) -> None:
        """Notification and item in one transaction."""
        now = datetime.now(UTC)
        async with self._database.tenant(item.tenant) as scope:
            await notifications.settle(
                scope, item.id, status, vendor_id=vendor_id, error_code=error[:200] or None
            )
            if message_id is not None:
                await message_lists.note_sent(scope, message_id, now)
            if not error:
                await outbox.done(scope.session, item, now)
            elif for_good:
                await outbox.bury(scope.session, item, error)
            else:
                await outbox.failed(scope.session, item, error, now)
        if error:
            log.warning("outbox.refused", item=str(item.id), kind=item.kind, reason=error, for_good=for_good)

    async def _staff_message(self, scope: TenantScope, item: OutboxItem) -> Letter:
        message = await messages.get(scope, UUID(str(item.payload["message_id"])))
        facts = await business_facts.get(scope)
        corrected = bool(item.payload.get("corrected"))
        words = await message_letter(scope, facts, message, self._frontend_url, corrected=corrected)
        return Letter(words, message_id=message.id)

    async def _notice(self, scope: TenantScope, item: OutboxItem) -> Letter:
        kind, facts = Kind(item.payload["notice"]), await business_facts.get(scope)
        own = await notification_settings.template(scope, kind, spoken_language(facts.language))
        fields = {**item.payload["fields"], "link": self._frontend_url}
        return Letter(rendered(kind, facts.language, fields, own))

    async def _about_booking(self, scope: TenantScope, item: OutboxItem) -> Letter:
        kind, language = MAIL_KINDS[item.kind], str(item.payload.get("language") or "")
        own = await notification_settings.template(scope, kind, spoken_language(language))
        fields = booking_fields(item.payload, language)
        booking = await bookings.get(scope, UUID(str(item.payload["booking_id"])))
        return Letter(rendered(kind, language, fields, own), booking_id=booking.id)


def _notification(item: OutboxItem, letter: Letter) -> NewNotification:
    return NewNotification(
        id=item.id,
        kind=str(item.payload.get("notice") or MAIL_KINDS[item.kind].value),
        channel=Channel.EMAIL,
        recipient=str(item.payload["to"]),
        subject=letter.words.subject,
        body=letter.words.text,
        message_id=letter.message_id,
        booking_id=letter.booking_id,
    )
