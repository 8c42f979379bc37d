"""Draining the outbox of its mail: claimed, sent, marked, and its tokens forgotten."""

from contextlib import suppress
from datetime import UTC, datetime

import structlog

from domain.errors import InvalidInput, ProviderError, StorageError
from providers.sendgrid.mailer import Mail, SendGridMailer
from services.accounts.mails import KINDS
from services.outbox.due_items import DueItems
from services.outbox.mail_texts import letter
from storage.postgres import outbox
from storage.postgres.database import Database
from storage.postgres.outbox import OutboxItem

log = structlog.get_logger()

NOT_OURS = frozenset({401, 403})
"""Refusals that are about our account with SendGrid: the mail can go once somebody has mended that."""


class MailDrain:
    """Several workers may drain at once. At least once: SendGrid takes no idempotency key.

    Args:
        frontend_url: where links lead.
    """

    def __init__(self, database: Database, mailer: SendGridMailer, frontend_url: str) -> None:
        self._database = database
        self._mailer = mailer
        self._frontend_url = frontend_url.rstrip("/")
        self._due = DueItems(database, KINDS)
        self.kinds = self._due.kinds

    def due_in_s(self, longest_s: float) -> float:
        """How long nothing falls due, at most `longest_s`, as the last `drain` saw it."""
        return self._due.due_in_s(longest_s)

    async def drain(self) -> int:
        """Sends what is due, a few at a time, and returns how many it tried.

        Raises:
            StorageError: Postgres is away; what was claimed falls due again.
        """
        return await self._due.handle(self._handle)

    async def _handle(self, item: OutboxItem) -> None:
        try:
            await self._send(item)
        except StorageError as error:
            log.warning("outbox.not_sent", item=str(item.id), kind=item.kind, reason=str(error))
        except Exception:
            # The root of one item: it must not take the others with it. It falls due again and dies in the end.
            log.exception("outbox.failed", item=str(item.id), kind=item.kind)
            with suppress(StorageError):
                await self._settle(item, "an internal error")

    async def _send(self, item: OutboxItem) -> None:
        error, for_good = "", False
        try:
            written = letter(item.kind, item.payload, self._frontend_url)
            mail = Mail(str(item.payload["to"]), written.subject, written.text, written.html, str(item.id))
            await self._mailer.send(mail)
        except (InvalidInput, KeyError) as malformed:
            error, for_good = f"malformed: {type(malformed).__name__}", True
        except ProviderError as refused:
            error = str(refused)
            for_good = not refused.retryable and refused.status not in NOT_OURS
        await self._settle(item, error, for_good=for_good)

    async def _settle(self, item: OutboxItem, error: str, *, for_good: bool = False) -> None:
        """Without an error it was sent, and its token is forgotten."""
        async with self._database.worker() as session:
            if not error:
                await outbox.done(session, item, datetime.now(UTC), forget=True)
                log.info("outbox.sent", item=str(item.id), kind=item.kind)
            elif for_good:
                await outbox.bury(session, item, error)
            else:
                await outbox.failed(session, item, error, datetime.now(UTC))
