"""Outgoing webhooks: endpoints, and messages with what became of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Literal, cast
from uuid import UUID

from sqlalchemy import Select, Table, TextClause, bindparam, delete, func, insert, or_, select, text, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import NotFound
from domain.ids import new_id
from storage.postgres.keyset import beyond
from storage.postgres.tenant import TenantScope
from storage.postgres.webhook_tables import WebhookDelivery, WebhookEndpoint
from storage.postgres.written_tables import note_written

DELIVER = "webhook.deliver"
"""Outbox kind: send a message to an endpoint. The key is the delivery's id and round."""
ENDPOINT = "endpoint"
"""The field of its payload that says to which endpoint."""

DeliveryStatus = Literal["pending", "delivered", "failed"]
LOGGED = 20
"""Attempts of a delivery that are kept; a round has ten."""

# As text: SQLAlchemy would write an INSERT ... ON CONFLICT out anew each time (`storage.postgres.inserting`).
_ADD = """
WITH made AS (
    INSERT INTO webhook_deliveries
        (id, business_id, endpoint_id, event_id, kind, customer_id, body, next_attempt_at)
    VALUES (:id, :business_id, :endpoint_id, :event_id, :kind, :customer_id, :body, now())
    ON CONFLICT (business_id, endpoint_id, event_id) DO NOTHING
    RETURNING id
)
INSERT INTO outbox (id, business_id, kind, key, payload)
SELECT :item_id, :business_id, :item_kind, id::text || '/0', jsonb_build_object('endpoint', :endpoint_text) FROM made
"""
_AGAIN = """
WITH again AS (
    UPDATE webhook_deliveries
    SET status = 'pending', round = round + 1, attempts = 0, next_attempt_at = now(), settled_at = NULL
    WHERE business_id = :business_id AND endpoint_id = :endpoint_id AND id = ANY(:ids) AND status <> 'pending'
    RETURNING id, round
)
INSERT INTO outbox (id, business_id, kind, key, payload)
SELECT gen_random_uuid(), :business_id, :item_kind, id::text || '/' || round::text,
       jsonb_build_object('endpoint', :endpoint_text)
FROM again
RETURNING key
"""


@dataclass(frozen=True, slots=True)
class EndpointRow:
    """An endpoint. The secrets are sealed; `kinds` is None where it is told of everything."""

    id: UUID
    url: str
    description: str
    kinds: list[str] | None
    secret: bytes
    old_secret: bytes | None
    old_secret_until: datetime | None
    disabled_at: datetime | None
    disabled_because: str | None
    failing_since: datetime | None
    resting_until: datetime | None
    created_at: datetime

    def secrets(self, now: datetime) -> tuple[bytes, ...]:
        """Those to sign with, sealed, the newest first."""
        overlaps = self.old_secret_until is not None and now < self.old_secret_until
        old = (self.old_secret,) if overlaps and self.old_secret is not None else ()
        return (self.secret, *old)


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """A message to an endpoint. `attempt_log` is JSON, the oldest attempt first."""

    id: UUID
    endpoint_id: UUID
    event_id: UUID
    kind: str
    customer_id: UUID | None
    body: str
    status: DeliveryStatus
    round: int
    attempts: int
    attempt_log: list[dict[str, Any]]
    next_attempt_at: datetime | None
    settled_at: datetime | None
    created_at: datetime


# --- endpoints --------------------------------------------------------------------------------------------------
async def add_endpoint(scope: TenantScope, endpoint_id: UUID, **values: Any) -> None:
    await scope.session.execute(
        insert(WebhookEndpoint).values(id=endpoint_id, business_id=scope.business_id, **values)
    )


async def endpoint(scope: TenantScope, endpoint_id: UUID, *, lock: bool = False) -> EndpointRow:
    """Raises NotFound. With `lock` it is this transaction's alone until its end."""
    query = _ENDPOINT.where(WebhookEndpoint.id == endpoint_id)
    found = await _endpoints(scope, query.with_for_update() if lock else query)
    if not found:
        raise NotFound("no such webhook")
    return found[0]


async def endpoints(
    scope: TenantScope, *, after: tuple[datetime, UUID] | None, limit: int
) -> list[EndpointRow]:
    """The oldest first, behind (created_at, id)."""
    order = (WebhookEndpoint.created_at, WebhookEndpoint.id)
    return await _endpoints(scope, _ENDPOINT.where(*beyond(order, after)).order_by(*order).limit(limit))


async def count_endpoints(scope: TenantScope) -> int:
    return (
        await scope.session.scalar(
            select(func.count())
            .select_from(WebhookEndpoint)
            .where(WebhookEndpoint.business_id == scope.business_id)
        )
    ) or 0


async def wanting(scope: TenantScope, kind: str, *, by_name_only: bool = False) -> Sequence[UUID]:
    """Endpoints in use that are told of this kind; with `by_name_only` those alone that name it."""
    named = WebhookEndpoint.kinds.any_() == kind
    found = await scope.session.scalars(
        select(WebhookEndpoint.id).where(
            WebhookEndpoint.business_id == scope.business_id,
            WebhookEndpoint.disabled_at.is_(None),
            named if by_name_only else or_(WebhookEndpoint.kinds.is_(None), named),
        )
    )
    return found.all()


async def change_endpoint(scope: TenantScope, endpoint_id: UUID, **values: Any) -> None:
    await scope.session.execute(
        update(WebhookEndpoint)
        .where(WebhookEndpoint.business_id == scope.business_id, WebhookEndpoint.id == endpoint_id)
        .values(**values)
    )


async def delete_endpoint(scope: TenantScope, endpoint_id: UUID) -> bool:
    """With its deliveries. False when there is none."""
    gone = await scope.session.scalar(
        delete(WebhookEndpoint)
        .where(WebhookEndpoint.business_id == scope.business_id, WebhookEndpoint.id == endpoint_id)
        .returning(WebhookEndpoint.id)
    )
    return gone is not None


async def disable_endpoint(scope: TenantScope, endpoint_id: UUID, because: str, now: datetime) -> bool:
    """False when it was disabled before, or is gone."""
    disabled = await scope.session.scalar(
        update(WebhookEndpoint)
        .where(
            WebhookEndpoint.business_id == scope.business_id,
            WebhookEndpoint.id == endpoint_id,
            WebhookEndpoint.disabled_at.is_(None),
        )
        .values(disabled_at=now, disabled_because=because)
        .returning(WebhookEndpoint.id)
    )
    return disabled is not None


# --- deliveries -------------------------------------------------------------------------------------------------
async def add_delivery(
    scope: TenantScope,
    endpoint_id: UUID,
    event_id: UUID,
    kind: str,
    body: str,
    *,
    customer_id: UUID | None = None,
) -> UUID:
    """Promises the message, in one statement; nothing where the endpoint has it already. Gives the delivery's id."""
    note_written(scope.session, WebhookDelivery.__tablename__)
    note_written(scope.session, "outbox")
    delivery_id = new_id()
    await scope.session.execute(
        _addition(),
        {
            "id": delivery_id,
            "business_id": scope.business_id,
            "endpoint_id": endpoint_id,
            "event_id": event_id,
            "kind": kind,
            "customer_id": customer_id,
            "body": body,
            "item_id": new_id(),
            "item_kind": DELIVER,
            "endpoint_text": str(endpoint_id),
        },
    )
    return delivery_id


async def delivery(scope: TenantScope, endpoint_id: UUID, delivery_id: UUID) -> DeliveryRow:
    """Raises NotFound."""
    found = await _deliveries(
        scope,
        _DELIVERY.where(WebhookDelivery.endpoint_id == endpoint_id, WebhookDelivery.id == delivery_id),
    )
    if not found:
        raise NotFound("no such delivery")
    return found[0]


async def deliveries(
    scope: TenantScope,
    endpoint_id: UUID,
    *,
    statuses: Collection[str],
    kinds: Collection[str],
    after: UUID | None,
    limit: int,
) -> list[DeliveryRow]:
    """The latest first, behind an id."""
    conditions: list[Any] = [WebhookDelivery.endpoint_id == endpoint_id]
    if statuses:
        conditions.append(WebhookDelivery.status.in_(statuses))
    if kinds:
        conditions.append(WebhookDelivery.kind.in_(kinds))
    conditions += beyond((WebhookDelivery.id,), None if after is None else (after,), descending=True)
    return await _deliveries(
        scope, _DELIVERY.where(*conditions).order_by(WebhookDelivery.id.desc()).limit(limit)
    )


async def failed_since(scope: TenantScope, endpoint_id: UUID, since: datetime, limit: int) -> Sequence[UUID]:
    """Of messages from then on those that were given up, the oldest first."""
    found = await scope.session.scalars(
        select(WebhookDelivery.id)
        .where(
            WebhookDelivery.business_id == scope.business_id,
            WebhookDelivery.endpoint_id == endpoint_id,
            WebhookDelivery.status == "failed",
            WebhookDelivery.created_at >= since,
        )
        .order_by(WebhookDelivery.created_at, WebhookDelivery.id)
        .limit(limit)
    )
    return found.all()


async def replay(scope: TenantScope, endpoint_id: UUID, ids: Collection[UUID]) -> int:
    """Promises these messages again, those that are not promised as it is; how many."""
    if not ids:
        return 0
    note_written(scope.session, WebhookDelivery.__tablename__)
    note_written(scope.session, "outbox")
    again = await scope.session.execute(
        _replaying(),
        {
            "business_id": scope.business_id,
            "endpoint_id": endpoint_id,
            "ids": list(ids),
            "item_kind": DELIVER,
            "endpoint_text": str(endpoint_id),
        },
    )
    return len(again.all())


@dataclass(frozen=True, slots=True)
class Due:
    """A message that is to be sent, and where to."""

    delivery: DeliveryRow
    endpoint: EndpointRow


async def due(scope: TenantScope, ids: Collection[UUID]) -> dict[UUID, Due]:
    """Those of these deliveries that are still there, by id, in one statement."""
    rows = await scope.session.execute(
        select(*_DELIVERY_COLUMNS, *(column.label(f"e_{column.key}") for column in _ENDPOINT_COLUMNS))
        .join(WebhookEndpoint, WebhookEndpoint.id == WebhookDelivery.endpoint_id)
        .where(WebhookDelivery.business_id == scope.business_id, WebhookDelivery.id.in_(ids))
    )
    found: dict[UUID, Due] = {}
    for row in rows.mappings():
        message = DeliveryRow(**{name: row[name] for name in DeliveryRow.__dataclass_fields__})
        to = EndpointRow(**{name: row[f"e_{name}"] for name in EndpointRow.__dataclass_fields__})
        found[message.id] = Due(message, to)
    return found


async def note_attempt(
    scope: TenantScope,
    delivery: DeliveryRow,
    entry: dict[str, Any],
    *,
    status: DeliveryStatus,
    next_attempt_at: datetime | None,
    now: datetime,
) -> None:
    """What came of one attempt, unless the message was replayed since."""
    await scope.session.execute(
        update(WebhookDelivery)
        .where(
            WebhookDelivery.business_id == scope.business_id,
            WebhookDelivery.id == delivery.id,
            WebhookDelivery.round == delivery.round,
        )
        .values(
            status=status,
            attempts=delivery.attempts + 1,
            attempt_log=[*delivery.attempt_log, entry][-LOGGED:],
            next_attempt_at=next_attempt_at,
            settled_at=None if status == "pending" else now,
        )
    )


async def give_up(scope: TenantScope, delivery: DeliveryRow, now: datetime) -> None:
    """The message is not tried any more; it can be replayed."""
    await scope.session.execute(
        update(WebhookDelivery)
        .where(
            WebhookDelivery.business_id == scope.business_id,
            WebhookDelivery.id == delivery.id,
            WebhookDelivery.round == delivery.round,
            WebhookDelivery.status == "pending",
        )
        .values(status="failed", next_attempt_at=None, settled_at=now)
    )


async def forget(session: AsyncSession, before: datetime, limit: int) -> int:
    """Deletes settled deliveries of every business from before then, at most so many, and returns how many.

    Args:
        session: from `Database.worker`.
    """
    old = (
        select(WebhookDelivery.id)
        .where(WebhookDelivery.created_at < before, WebhookDelivery.status != "pending")
        .order_by(WebhookDelivery.created_at)
        .limit(limit)
    )
    gone = await session.execute(
        delete(WebhookDelivery).where(WebhookDelivery.id.in_(old)).returning(WebhookDelivery.id)
    )
    return len(gone.all())


_ENDPOINT_COLUMNS = tuple(getattr(WebhookEndpoint, name) for name in EndpointRow.__dataclass_fields__)
_ENDPOINT = select(*_ENDPOINT_COLUMNS)
_DELIVERY_COLUMNS = tuple(getattr(WebhookDelivery, name) for name in DeliveryRow.__dataclass_fields__)
_DELIVERY = select(*_DELIVERY_COLUMNS)


async def _endpoints(scope: TenantScope, query: Select[Any]) -> list[EndpointRow]:
    found = await scope.session.execute(query.where(WebhookEndpoint.business_id == scope.business_id))
    return [EndpointRow(**row) for row in found.mappings()]


async def _deliveries(scope: TenantScope, query: Select[Any]) -> list[DeliveryRow]:
    found = await scope.session.execute(query.where(WebhookDelivery.business_id == scope.business_id))
    return [DeliveryRow(**row) for row in found.mappings()]


@cache
def _addition() -> TextClause:
    columns = cast("Table", WebhookDelivery.__table__).c
    names = ("id", "business_id", "endpoint_id", "event_id", "kind", "customer_id", "body")
    return text(_ADD).bindparams(
        *(bindparam(name, type_=columns[name].type) for name in names),
        bindparam("item_id", type_=columns["id"].type),
        bindparam("item_kind", type_=columns["kind"].type),
        bindparam("endpoint_text", type_=columns["kind"].type),
    )


@cache
def _replaying() -> TextClause:
    columns = cast("Table", WebhookDelivery.__table__).c
    return text(_AGAIN).bindparams(
        bindparam("business_id", type_=columns["id"].type),
        bindparam("endpoint_id", type_=columns["id"].type),
        bindparam("ids", type_=ARRAY(columns["id"].type)),
        bindparam("item_kind", type_=columns["kind"].type),
        bindparam("endpoint_text", type_=columns["kind"].type),
    )
