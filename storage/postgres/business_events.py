"""Business events: written with what they tell, read by their subscribers and by the business."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, TextClause, bindparam, delete, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from domain.events.catalogue import BusinessEvent
from domain.events.codec import encode
from domain.ids import new_id
from storage.postgres.event_tables import BusinessEventRow
from storage.postgres.keyset import beyond
from storage.postgres.tenant import TenantScope
from storage.postgres.written_tables import note_written

FAN_OUT = "event.fan_out"
"""Outbox kind: ask the subscribers of an event. The key is the event's id."""

# As text: SQLAlchemy would write an INSERT ... ON CONFLICT out anew each time (`storage.postgres.inserting`).
_ADD = """
WITH made AS (
    INSERT INTO business_events (id, business_id, kind, version, subject_id, customer_id, once, data)
    VALUES (:id, :business_id, :kind, :version, :subject_id, :customer_id, :once, :data)
    ON CONFLICT (business_id, once) DO NOTHING
    RETURNING id
)
INSERT INTO outbox (id, business_id, kind, key, payload)
SELECT :item_id, :business_id, :item_kind, id::text, '{}'::jsonb FROM made
"""


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """One event; `data` as `domain.events.codec.decode` takes it."""

    id: UUID
    kind: str
    version: int
    subject_id: UUID
    customer_id: UUID | None
    data: dict[str, Any]
    at: datetime


async def add(scope: TenantScope, event: BusinessEvent) -> None:
    """Writes the event and promises to tell its subscribers, in one statement; nothing where it can happen once only
    and has."""
    note_written(scope.session, BusinessEventRow.__tablename__)
    note_written(scope.session, "outbox")
    await scope.session.execute(
        _addition(),
        {
            "id": new_id(),
            "business_id": scope.business_id,
            "kind": event.KIND,
            "version": event.VERSION,
            "subject_id": event.subject,
            "customer_id": event.customer,
            "once": event.once,
            "data": encode(event),
            "item_id": new_id(),
            "item_kind": FAN_OUT,
        },
    )


async def found(scope: TenantScope, ids: Collection[UUID]) -> Sequence[StoredEvent]:
    """Those of these events that are still there, in the order they happened."""
    rows = await scope.session.execute(
        _SELECT.where(BusinessEventRow.id.in_(ids)).order_by(BusinessEventRow.id)
    )
    return [StoredEvent(**row) for row in rows.mappings()]


async def page(
    scope: TenantScope,
    *,
    kinds: Collection[str],
    since: datetime | None,
    subject_id: UUID | None,
    customer_id: UUID | None,
    after: UUID | None,
    limit: int,
) -> list[StoredEvent]:
    """Events, the latest first.

    Args:
        kinds: only these; all when empty.
        since: that happened then or later.
        after: the id of the last one seen.
    """
    conditions: list[Any] = [BusinessEventRow.business_id == scope.business_id]
    if kinds:
        conditions.append(BusinessEventRow.kind.in_(kinds))
    if since is not None:
        conditions.append(BusinessEventRow.at >= since)
    if subject_id is not None:
        conditions.append(BusinessEventRow.subject_id == subject_id)
    if customer_id is not None:
        conditions.append(BusinessEventRow.customer_id == customer_id)
    conditions += beyond((BusinessEventRow.id,), None if after is None else (after,), descending=True)
    rows = await scope.session.execute(
        _SELECT.where(*conditions).order_by(BusinessEventRow.id.desc()).limit(limit)
    )
    return [StoredEvent(**row) for row in rows.mappings()]


async def forget(session: AsyncSession, before: datetime, limit: int) -> int:
    """Deletes events of every business that happened before then, at most so many, and returns how many.

    Args:
        session: from `Database.worker`.
    """
    old = select(BusinessEventRow.id).where(BusinessEventRow.at < before).order_by(BusinessEventRow.at)
    gone = await session.execute(
        delete(BusinessEventRow)
        .where(BusinessEventRow.id.in_(old.limit(limit)))
        .returning(BusinessEventRow.id)
    )
    return len(gone.all())


_SELECT = select(*(getattr(BusinessEventRow, name) for name in StoredEvent.__dataclass_fields__))


@cache
def _addition() -> TextClause:
    columns = cast("Table", BusinessEventRow.__table__).c
    ids = ("id", "business_id", "subject_id", "customer_id")
    return text(_ADD).bindparams(
        *(bindparam(name, type_=columns[name].type) for name in (*ids, "kind", "version", "once", "data")),
        bindparam("item_id", type_=columns["id"].type),
        bindparam("item_kind", type_=columns["kind"].type),
    )
