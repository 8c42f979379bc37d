"""Notifications: what was said to whom, and what became of it."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import NotFound
from domain.notifications.delivery import TAKEN, Status, goes_on
from domain.notifications.kinds import Channel
from storage.postgres.keyset import beyond
from storage.postgres.notification_tables import NotificationRow
from storage.postgres.table_base import Base
from storage.postgres.tenant import TenantScope


@dataclass(frozen=True, slots=True)
class NewNotification:
    """One to one person; `id` is its outbox item's."""

    id: UUID
    kind: str
    channel: Channel
    recipient: str
    subject: str
    body: str
    segments: int = 0
    message_id: UUID | None = None
    booking_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Notification:
    id: UUID
    kind: str
    channel: str
    recipient: str
    subject: str
    body: str
    segments: int
    message_id: UUID | None
    booking_id: UUID | None
    status: str
    error_code: str | None
    vendor_id: str | None
    answer: str | None
    answered_at: datetime | None
    created_at: datetime
    updated_at: datetime


_ACCEPT_ALL = text(
    "UPDATE notifications SET updated_at = now(),"
    " vendor_id = coalesce(taken.vendor_id, notifications.vendor_id),"
    " error_code = CASE WHEN status IN ('pending', 'sending', 'perhaps_sent', 'refused') THEN NULL ELSE error_code END,"
    " status = CASE WHEN status IN ('pending', 'sending', 'perhaps_sent', 'refused') THEN 'accepted' ELSE status END"
    " FROM unnest(CAST(:ids AS uuid[]), CAST(:vendor_ids AS text[])) AS taken (id, vendor_id)"
    " WHERE notifications.id = taken.id"
)
"""Those whose status `accepted` goes on from, as `goes_on` has it."""

_TABLE = Base.metadata.tables[NotificationRow.__tablename__]
_COLUMNS = [getattr(NotificationRow, name) for name in Notification.__dataclass_fields__]


async def begin(
    scope: TenantScope, wanted: Sequence[NewNotification], *, again: AbstractSet[UUID]
) -> Mapping[UUID, Status]:
    """Notes that a vendor is about to be asked for each of these; commit it before asking.

    Args:
        again: those claimed before, which nobody settled or a person had tried once more: what is known decides.

    Returns:
        Those that may not be sent just so. `SENDING`: an earlier attempt ended without a word; else what one has come
        to already.
    """
    if not wanted:
        return {}
    values = [
        {"business_id": scope.business_id, "status": Status.SENDING.value, **_values(new)} for new in wanted
    ]
    inserted = await scope.session.scalars(
        insert(_TABLE).on_conflict_do_nothing().returning(_TABLE.c.id), values
    )
    fresh = set(inserted)
    return {
        new.id: known
        for new in wanted
        if new.id not in fresh
        and (known := await _begin_again(scope, new, again=new.id in again)) is not None
    }


async def _begin_again(scope: TenantScope, new: NewNotification, *, again: bool) -> Status | None:
    status = await _status(scope, new.id)
    if status is not None and (
        status in TAKEN or (again and status in (Status.SENDING, Status.PERHAPS_SENT))
    ):
        return status
    await _set(scope, new.id, status=Status.SENDING.value, error_code=None, **_words(new))
    return None


async def accept_all(session: AsyncSession, taken: Sequence[tuple[UUID, str | None]]) -> None:
    """A vendor has taken these, and calls them so; a report that came faster is not undone.

    `session` is from `Database.worker`: they may be of any business.
    """
    ids, vendor_ids = [each for each, _ in taken], [vendor_id for _, vendor_id in taken]
    await session.execute(_ACCEPT_ALL, {"ids": ids, "vendor_ids": vendor_ids})


async def settle(
    scope: TenantScope,
    notification_id: UUID,
    status: Status,
    *,
    vendor_id: str | None = None,
    error_code: str | None = None,
) -> None:
    """What the vendor's answer, or its lack, makes of it; a report that came faster is not undone."""
    current = await _status(scope, notification_id)
    if current is None:
        return
    known = {"vendor_id": vendor_id} if vendor_id else {}
    if current is Status.SENDING or goes_on(current, status):
        await _set(scope, notification_id, status=status.value, error_code=error_code, **known)
    elif known:
        await _set(scope, notification_id, **known)


async def advance(
    scope: TenantScope, notification_id: UUID, status: Status, *, error_code: str | None = None
) -> Notification | None:
    """What a vendor's report makes of it; None when it says nothing new, or there is no such notification."""
    current = await _status(scope, notification_id)
    if current is None or not goes_on(current, status):
        return None
    await _set(scope, notification_id, status=status.value, error_code=error_code)
    return await get(scope, notification_id)


async def refuse(scope: TenantScope, new: NewNotification, error_code: str) -> None:
    """It is handed to no vendor; its row says why."""
    current = await _status(scope, new.id)
    if current is None:
        await scope.session.execute(
            insert(NotificationRow).values(
                business_id=scope.business_id,
                status=Status.REFUSED.value,
                error_code=error_code,
                **_values(new),
            )
        )
    elif current not in TAKEN:
        await _set(scope, new.id, status=Status.REFUSED.value, error_code=error_code)


async def get(scope: TenantScope, notification_id: UUID) -> Notification:
    """Raises NotFound."""
    found = await _rows(scope, select(*_COLUMNS).where(NotificationRow.id == notification_id))
    if not found:
        raise NotFound("no such notification")
    return found[0]


async def some(scope: TenantScope, ids: Sequence[UUID]) -> list[Notification]:
    """Those of these there are, in no order."""
    return await _rows(scope, select(*_COLUMNS).where(NotificationRow.id.in_(ids)))


async def statuses_of_message(scope: TenantScope, message_id: UUID) -> list[Status]:
    """Of all who were told of this message."""
    found = await scope.session.scalars(
        select(NotificationRow.status).where(
            NotificationRow.business_id == scope.business_id, NotificationRow.message_id == message_id
        )
    )
    return [Status(each) for each in found]


@dataclass(frozen=True, slots=True)
class Filter:
    status: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    recipient: str | None = None
    message_id: UUID | None = None
    booking_id: UUID | None = None


async def page(
    scope: TenantScope, wanted: Filter, *, after: tuple[datetime, UUID] | None, limit: int
) -> list[Notification]:
    """The latest first."""
    query = select(*_COLUMNS)
    if wanted.status:
        query = query.where(NotificationRow.status.in_(wanted.status))
    if wanted.kind:
        query = query.where(NotificationRow.kind.in_(wanted.kind))
    for column, value in (
        (NotificationRow.recipient, wanted.recipient),
        (NotificationRow.message_id, wanted.message_id),
        (NotificationRow.booking_id, wanted.booking_id),
    ):
        if value is not None:
            query = query.where(column == value)
    order = (NotificationRow.created_at, NotificationRow.id)
    query = query.where(*beyond(order, after, descending=True))
    return await _rows(
        scope, query.order_by(NotificationRow.created_at.desc(), NotificationRow.id.desc()).limit(limit)
    )


async def _status(scope: TenantScope, notification_id: UUID) -> Status | None:
    found = await scope.session.scalar(
        select(NotificationRow.status)
        .where(NotificationRow.business_id == scope.business_id, NotificationRow.id == notification_id)
        .with_for_update()
    )
    return None if found is None else Status(found)


async def _set(scope: TenantScope, notification_id: UUID, **values: object) -> None:
    await scope.session.execute(
        update(NotificationRow)
        .where(NotificationRow.business_id == scope.business_id, NotificationRow.id == notification_id)
        .values(updated_at=func.now(), **values)
    )


async def _rows(scope: TenantScope, query: Select[tuple[object, ...]]) -> list[Notification]:
    found = await scope.session.execute(query.where(NotificationRow.business_id == scope.business_id))
    return [Notification(**row) for row in found.mappings()]


def _words(new: NewNotification) -> dict[str, object]:
    return {"subject": new.subject, "body": new.body, "segments": new.segments, "recipient": new.recipient}


def _values(new: NewNotification) -> dict[str, object]:
    return {
        "id": new.id,
        "kind": new.kind,
        "channel": new.channel.value,
        "message_id": new.message_id,
        "booking_id": new.booking_id,
        **_words(new),
    }
