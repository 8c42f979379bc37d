"""Vendors' webhooks, each taken in once."""

from datetime import datetime

from sqlalchemy import delete, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from storage.postgres.inserting import insert_new
from storage.postgres.tables import WebhookInbox


async def accept(session: AsyncSession, vendor: str, key: str, payload: dict[str, str]) -> bool:
    """Keeps the webhook; False when one with this key was kept before.

    Args:
        session: from `Database.system`.
        key: what the vendor repeats when it sends the same event again.
    """
    accepted = await insert_new(
        session,
        WebhookInbox,
        {"provider": vendor, "key": key, "payload": payload},
        unless=("provider", "key"),
        returning=("key",),
    )
    return accepted is not None


async def forget(session: AsyncSession, before: datetime, limit: int) -> int:
    """Deletes webhooks that were taken in before then, and returns how many: vendors no longer repeat them.

    Args:
        session: from `Database.system`.
    """
    key = (WebhookInbox.provider, WebhookInbox.key)
    old = (
        select(*key)
        .where(WebhookInbox.received_at < before)
        .order_by(WebhookInbox.received_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    deleted = await session.execute(delete(WebhookInbox).where(tuple_(*key).in_(old)).returning(*key))
    return len(deleted.all())
