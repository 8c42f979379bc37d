"""Vendors' webhooks, each taken in once, and carried out by a worker where there is more to do than to keep them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.storable import storable
from storage.postgres.inserting import insert_new
from storage.postgres.tables import WebhookInbox

FIRST_DELAY_S = 5.0
LONGEST_DELAY_S = 1800.0
MOST_ATTEMPTS = 25
"""Ten hours."""


@dataclass(frozen=True, slots=True)
class InboxItem:
    """A webhook that a worker has taken to carry out. `attempts` counts this claim and identifies it."""

    vendor: str
    key: str
    payload: dict[str, str]
    attempts: int


async def accept(
    session: AsyncSession, vendor: str, key: str, payload: dict[str, str], *, due_at: datetime | None = None
) -> bool:
    """Keeps the webhook; False when one with this key was kept before.

    Args:
        session: from `Database.system`.
        key: what the vendor repeats when it sends the same event again.
        due_at: from when on a worker is to carry it out; None where nothing is left to do.
    """
    values: dict[str, object] = {"provider": vendor, "key": key, "payload": payload}
    if due_at is not None:
        values["due_at"] = due_at
    accepted = await insert_new(session, WebhookInbox, values, unless=("provider", "key"), returning=("key",))
    return accepted is not None


async def claim(
    session: AsyncSession, vendor: str, limit: int, now: datetime, lease_s: float
) -> list[InboxItem]:
    """Takes up to `limit` of the vendor's that are due, longest due first; nobody else gets them until the lease ends.

    Args:
        session: from `Database.system`; commit it before doing the work.
    """
    due = (
        select(WebhookInbox.provider, WebhookInbox.key)
        .where(WebhookInbox.due_at <= now, WebhookInbox.provider == vendor)
        .order_by(WebhookInbox.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    claimed = await session.execute(
        update(WebhookInbox)
        .where(WebhookInbox.provider == due.c.provider, WebhookInbox.key == due.c.key)
        .values(due_at=now + timedelta(seconds=lease_s), attempts=WebhookInbox.attempts + 1)
        .returning(
            WebhookInbox.provider.label("vendor"),
            WebhookInbox.key,
            WebhookInbox.payload,
            WebhookInbox.attempts,
        )
    )
    return [InboxItem(**row) for row in claimed.mappings()]


async def next_due(session: AsyncSession, vendor: str) -> datetime | None:
    """When the vendor's next one is due; None while there is none. `session` is from `Database.system`."""
    return await session.scalar(
        select(func.min(WebhookInbox.due_at)).where(
            WebhookInbox.due_at.is_not(None), WebhookInbox.provider == vendor
        )
    )


async def settle(session: AsyncSession, item: InboxItem, now: datetime, error: str | None = None) -> bool:
    """It is done, or has failed: due again after a growing delay, and left alone after `MOST_ATTEMPTS`.

    False when the lease had ended and somebody else has claimed it since. `error` holds no personal data.
    """
    again = None
    if error is not None and item.attempts < MOST_ATTEMPTS:
        again = now + timedelta(seconds=min(FIRST_DELAY_S * 2 ** (item.attempts - 1), LONGEST_DELAY_S))
    settled = await session.scalar(
        update(WebhookInbox)
        .where(
            WebhookInbox.provider == item.vendor,
            WebhookInbox.key == item.key,
            WebhookInbox.attempts == item.attempts,
            WebhookInbox.due_at.is_not(None),
        )
        .values(due_at=again, last_error=None if error is None else storable(error))
        .returning(WebhookInbox.key)
    )
    return settled is not None


async def forget(session: AsyncSession, before: datetime, limit: int) -> int:
    """Deletes webhooks that were taken in before then and carried out, and returns how many: vendors no longer repeat
    them.

    Args:
        session: from `Database.system`.
    """
    key = (WebhookInbox.provider, WebhookInbox.key)
    old = (
        select(*key)
        .where(WebhookInbox.received_at < before, WebhookInbox.due_at.is_(None))
        .order_by(WebhookInbox.received_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    deleted = await session.execute(delete(WebhookInbox).where(tuple_(*key).in_(old)).returning(*key))
    return len(deleted.all())
