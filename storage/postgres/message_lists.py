"""Messages callers left, as people of the business work through them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, func, select, update
from sqlalchemy.dialects.postgresql import insert

from domain.errors import NotFound
from storage.postgres.keyset import beyond
from storage.postgres.messages import MessageRow
from storage.postgres.notification_tables import MessageRead
from storage.postgres.tables import Message
from storage.postgres.tenant import TenantScope

_COLUMNS = [getattr(Message, name) for name in MessageRow.__dataclass_fields__]


@dataclass(frozen=True, slots=True)
class Filter:
    """What is wanted; `unread_by` is a user who has not read it."""

    status: str | None = None
    urgent: bool | None = None
    unread_by: UUID | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    user_id: UUID
    read_at: datetime


async def page(
    scope: TenantScope, wanted: Filter, *, after: tuple[datetime, UUID] | None, limit: int
) -> list[MessageRow]:
    """The latest first."""
    query = select(*_COLUMNS).where(Message.business_id == scope.business_id)
    if wanted.status is not None:
        query = query.where(Message.status == wanted.status)
    if wanted.urgent is not None:
        query = query.where(Message.urgent == wanted.urgent)
    if wanted.unread_by is not None:
        read = exists().where(
            MessageRead.business_id == scope.business_id,
            MessageRead.message_id == Message.id,
            MessageRead.user_id == wanted.unread_by,
        )
        query = query.where(~read)
    order = (Message.created_at, Message.id)
    found = await scope.session.execute(
        query.where(*beyond(order, after, descending=True))
        .order_by(Message.created_at.desc(), Message.id.desc())
        .limit(limit)
    )
    return [MessageRow(**row) for row in found.mappings()]


async def readings(scope: TenantScope, message_ids: Sequence[UUID]) -> dict[UUID, list[Reading]]:
    """Who has read each of these, the first reader first."""
    found = await scope.session.execute(
        select(MessageRead.message_id, MessageRead.user_id, MessageRead.read_at)
        .where(MessageRead.business_id == scope.business_id, MessageRead.message_id.in_(message_ids))
        .order_by(MessageRead.read_at, MessageRead.user_id)
    )
    readers: dict[UUID, list[Reading]] = defaultdict(list)
    for row in found:
        readers[row.message_id].append(Reading(row.user_id, row.read_at))
    return readers


async def note_read(scope: TenantScope, message_id: UUID, user_id: UUID) -> None:
    """The first reading counts. The message is known to be the business's."""
    await scope.session.execute(
        insert(MessageRead)
        .values(business_id=scope.business_id, message_id=message_id, user_id=user_id)
        .on_conflict_do_nothing()
    )


async def set_status(scope: TenantScope, message_id: UUID, status: str, by: str) -> str:
    """Opens it or says that it is done; gives what it was before. Raises NotFound."""
    before = await scope.session.scalar(
        select(Message.status)
        .where(Message.business_id == scope.business_id, Message.id == message_id)
        .with_for_update()
    )
    if before is None:
        raise NotFound("no such message")
    if before != status:
        is_done = status == "done"
        await scope.session.execute(
            update(Message)
            .where(Message.business_id == scope.business_id, Message.id == message_id)
            .values(status=status, done_at=func.now() if is_done else None, done_by=by if is_done else None)
        )
    return before


async def note_sent(scope: TenantScope, message_id: UUID, now: datetime) -> None:
    """A vendor has taken it for somebody; the first time counts."""
    await scope.session.execute(
        update(Message)
        .where(Message.business_id == scope.business_id, Message.id == message_id, Message.sent_at.is_(None))
        .values(sent_at=now)
    )
