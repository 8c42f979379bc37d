"""Personal data that has served its purpose: what webhooks said, and what texts to callers were made of."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog

from storage.postgres import business_events, outbox, webhook_inbox
from storage.postgres import webhooks as outgoing_webhooks
from storage.postgres.database import Database

log = structlog.get_logger()

AT_ONCE = 500
"""Rows a transaction, so that none holds locks for long."""


KEEP_SENT_EVENTS = timedelta(days=30)
"""What webhooks were sent can be sent again for so long."""


class Retention:
    """Removes it `keep` after its use; several workers may do so at once.

    Args:
        keep_events: how long business events are kept; for ever when None.
    """

    def __init__(self, database: Database, keep: timedelta, *, keep_events: timedelta | None = None) -> None:
        self._database = database
        self._keep = keep
        self._keep_events = keep_events

    async def sweep(self, now: datetime) -> int:
        """Removes all that is old enough and returns of how many rows. Raises StorageError."""
        before = now - self._keep

        async def texts() -> int:
            async with self._database.worker() as session:
                return await outbox.forget_settled(session, before, AT_ONCE)

        async def webhooks() -> int:
            async with self._database.system() as session:
                return await webhook_inbox.forget(session, before, AT_ONCE)

        async def events() -> int:
            if self._keep_events is None:
                return 0
            async with self._database.worker() as session:
                return await business_events.forget(session, now - self._keep_events, AT_ONCE)

        async def sent_events() -> int:
            async with self._database.worker() as session:
                return await outgoing_webhooks.forget(session, now - KEEP_SENT_EVENTS, AT_ONCE)

        forgotten = 0
        for batch in (texts, webhooks, events, sent_events):
            forgotten += await _to_the_end(batch)
        if forgotten:
            log.info("retention.forgotten", rows=forgotten)
        return forgotten


async def _to_the_end(batch: Callable[[], Awaitable[int]]) -> int:
    count = 0
    while some := await batch():
        count += some
    return count
