"""Draining the outbox of mail about accounts: claimed, sent, marked, and its tokens forgotten."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Protocol

from domain.errors import InvalidInput, ProviderError
from providers.sendgrid.mailer import Mail
from services.accounts.mails import KINDS
from services.outbox.due_items import DueItems
from services.outbox.mail_texts import letter
from services.outbox.outcomes import Outcome
from services.outbox.refusals import is_for_good, rest_s
from services.outbox.sliding_drain import Ready, SlidingDrain
from storage.postgres import outbox
from storage.postgres.database import Database
from storage.postgres.outbox import OutboxItem

AT_ONCE = 8


class Mailer(Protocol):
    """Who takes mail (`providers.sendgrid.mailer.SendGridMailer`)."""

    async def send(self, mail: Mail) -> str: ...


class AccountMail:
    """At least once: SendGrid takes no idempotency key.

    Args:
        frontend_url: where links lead.
    """

    def __init__(self, database: Database, mailer: Mailer, frontend_url: str) -> None:
        self._database = database
        self._mailer = mailer
        self._frontend_url = frontend_url.rstrip("/")

    async def prepare(self, items: Sequence[OutboxItem]) -> Sequence[Ready[Mail] | Outcome]:
        """Raises nothing."""
        return [self._ready(item) for item in items]

    def _ready(self, item: OutboxItem) -> Ready[Mail] | Outcome:
        try:
            written = letter(item.kind, item.payload, self._frontend_url)
            to = str(item.payload["to"])
        except (InvalidInput, KeyError) as malformed:
            return Outcome(item, f"malformed: {type(malformed).__name__}", for_good=True)
        return Ready(item, Mail(to, written.subject, written.text, written.html, str(item.id)), to)

    async def deliver(self, ready: Ready[Mail]) -> Outcome:
        try:
            vendor_id = await self._mailer.send(ready.work)
        except ProviderError as refused:
            return Outcome(ready.item, str(refused), for_good=is_for_good(refused), rest_s=rest_s(refused))
        return Outcome(ready.item, vendor_id=vendor_id)

    async def write(self, outcomes: Sequence[Outcome]) -> None:
        """All in one transaction; of what was sent the token is forgotten. Raises StorageError."""
        now = datetime.now(UTC)
        async with self._database.worker() as session:
            for each in outcomes:
                if each.again_at is not None:
                    await outbox.give_back(session, each.item, each.error, each.again_at)
                elif each.error is None:
                    await outbox.done(session, each.item, now, forget=True)
                elif each.for_good:
                    await outbox.bury(session, each.item, each.error)
                else:
                    await outbox.failed(session, each.item, each.error, now)


class MailDrain(SlidingDrain[Mail]):
    """Several workers may drain at once. Its arguments are those of `AccountMail`."""

    def __init__(self, database: Database, mailer: Mailer, frontend_url: str) -> None:
        sending = AccountMail(database, mailer, frontend_url)
        super().__init__(DueItems(database, KINDS), sending, at_once=AT_ONCE)
