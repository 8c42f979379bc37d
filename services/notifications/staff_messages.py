"""A message a caller left becomes one mail, and one text, for each of those the business wants told."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import structlog

from domain.errors import NotFound, StorageError
from domain.notifications.kinds import Kind
from domain.notifications.quiet_hours import next_allowed
from domain.notifications.settings import NotificationSettings
from domain.scheduling.hours import zone_named
from services.notifications import digests
from services.notifications.kinds import DIGEST, NOTICE_MAIL, STAFF_MAIL, STAFF_NOTICE, STAFF_TEXT
from services.outbox.due_items import DueItems
from services.tools.messages import MESSAGE_TAKEN
from storage.postgres import business_facts, messages, notification_settings, outbox
from storage.postgres.database import Database
from storage.postgres.outbox import OutboxItem
from storage.postgres.tenant import TenantScope

log = structlog.get_logger()

TOO_OLD = timedelta(days=3)
"""Nobody is told by mail of what lay so long: it stands in the list of messages."""


class StaffMessages:
    """Shares messages out; several workers may do so at once. Each recipient's item has a key of its own.

    Args:
        has_mail: whether mail can be sent at all here; without it texts alone are promised.
    """

    def __init__(self, database: Database, *, has_mail: bool) -> None:
        self._database = database
        self._has_mail = has_mail
        self._due = DueItems(database, (MESSAGE_TAKEN, STAFF_NOTICE, DIGEST))
        self.kinds = self._due.kinds

    def due_in_s(self, longest_s: float) -> float:
        """How long nothing falls due, at most `longest_s`, as the last `drain` saw it."""
        return self._due.due_in_s(longest_s)

    async def drain(self) -> int:
        """Shares out what is due, a few at a time; how many there were. Raises StorageError: Postgres is away."""
        return await self._due.handle(self._handle)

    async def _handle(self, item: OutboxItem) -> None:
        try:
            await self._share_out(item, datetime.now(UTC))
        except StorageError as error:
            log.warning("staff_message.not_shared_out", item=str(item.id), reason=str(error))
        except NotFound as gone:
            await self._bury(item, str(gone))
        except Exception:
            # The root of one item: it must not take the others with it. It falls due again and dies in the end.
            log.exception("staff_message.failed", item=str(item.id))
            await self._bury(item, "an internal error")

    async def _share_out(self, item: OutboxItem, now: datetime) -> None:
        if item.created_at is not None and now - item.created_at > TOO_OLD:
            await self._bury(item, "older than three days: it stands in the list of messages")
            return
        async with self._database.founding(item.tenant) as scope:
            if item.kind == DIGEST:
                due_at = await digests.later(scope, item, await notification_settings.get(scope), now)
                if due_at is not None:
                    await outbox.give_back(scope.session, item, None, due_at)
                    return
            told = await self._promise(scope, item, now)
            # In the same transaction: who waits for the message to be sent sees that it was shared out, and to whom.
            await outbox.done(scope.session, item, now)
        log.info("staff_message.shared_out", item=str(item.id), recipients=told)

    async def _promise(self, scope: TenantScope, item: OutboxItem, now: datetime) -> int:
        settings = await notification_settings.get(scope)
        if item.kind == STAFF_NOTICE:
            return await self._tell(scope, settings, item.key, item.payload)
        if item.kind == DIGEST:
            key = f"{Kind.DAILY_DIGEST.value} {item.key}"
            return await self._tell(scope, settings, key, await digests.payload(scope, item, settings))
        message = await messages.get(scope, UUID(str(item.payload["message_id"])))
        payload = {"message_id": str(message.id), "corrected": bool(item.payload.get("corrected"))}
        mails = await self._mails(scope, settings)
        for address in mails:
            await outbox.enqueue(scope, STAFF_MAIL, f"{item.key} {address}", payload | {"to": address})
        if settings.staff_phones:
            facts = await business_facts.get(scope)
            quiet = None if message.urgent else settings.quiet
            due_at = next_allowed(now, quiet, zone_named(facts.timezone))
            for number in settings.staff_phones:
                await outbox.enqueue(
                    scope,
                    STAFF_TEXT,
                    f"{item.key} {number}",
                    payload | {"to": number},
                    due_at=None if due_at <= now else due_at,
                )
        return len(mails) + len(settings.staff_phones)

    async def _tell(
        self, scope: TenantScope, settings: NotificationSettings, key: str, notice: Mapping[str, Any] | None
    ) -> int:
        mails = await self._mails(scope, settings) if notice is not None else ()
        for address in mails:
            await outbox.enqueue(scope, NOTICE_MAIL, f"{key} {address}", {**(notice or {}), "to": address})
        return len(mails)

    async def _mails(self, scope: TenantScope, settings: NotificationSettings) -> tuple[str, ...]:
        if not self._has_mail:
            return ()
        return settings.staff_emails or await notification_settings.owners_addresses(scope)

    async def _bury(self, item: OutboxItem, error: str) -> None:
        async with self._database.worker() as session:
            await outbox.bury(session, item, error)
