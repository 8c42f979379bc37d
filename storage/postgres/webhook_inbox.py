"""Vendors' webhooks, each taken in once."""

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from storage.postgres.tables import WebhookInbox


async def accept(session: AsyncSession, vendor: str, key: str, payload: dict[str, str]) -> bool:
    """Keeps the webhook; False when one with this key was kept before.

    Args:
        session: from `Database.system`.
        key: what the vendor repeats when it sends the same event again.
    """
    accepted = await session.scalar(
        insert(WebhookInbox)
        .values(provider=vendor, key=key, payload=payload)
        .on_conflict_do_nothing(index_elements=[WebhookInbox.provider, WebhookInbox.key])
        .returning(WebhookInbox.key)
    )
    return accepted is not None
