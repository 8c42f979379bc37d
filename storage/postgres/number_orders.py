"""Numbers that businesses wish for."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert

from domain.errors import NotFound
from storage.postgres.keyset import beyond
from storage.postgres.number_tables import NumberOrder
from storage.postgres.tenant import TenantScope


@dataclass(frozen=True, slots=True)
class OrderRow:
    """A wish as it is stored; see `number_tables.NumberOrder`."""

    id: UUID
    kind: str
    e164: str | None
    sid: str | None
    sort: str | None
    label: str
    address_sid: str | None
    bundle_sid: str | None
    monthly_cents: int | None
    phase: str
    why: str | None
    waits_for: str
    number_id: UUID | None
    created_at: datetime
    settled_at: datetime | None


_COLUMNS = tuple(getattr(NumberOrder, name) for name in OrderRow.__dataclass_fields__)
PLACED, FILLED, REFUSED = "placed", "filled", "refused"


async def place(scope: TenantScope, order_id: UUID, **values: Any) -> None:
    await scope.session.execute(
        insert(NumberOrder).values(id=order_id, business_id=scope.business_id, **values)
    )


async def get(scope: TenantScope, order_id: UUID, *, lock: bool = False) -> OrderRow:
    """Raises NotFound."""
    query = select(*_COLUMNS).where(NumberOrder.business_id == scope.business_id, NumberOrder.id == order_id)
    row = (await scope.session.execute(query.with_for_update() if lock else query)).mappings().one_or_none()
    if row is None:
        raise NotFound("no such order")
    return OrderRow(**row)


async def placed(scope: TenantScope, *, e164: str | None = None, sid: str | None = None) -> OrderRow | None:
    """The wish for this number that is not settled."""
    which = NumberOrder.e164 == e164 if e164 is not None else NumberOrder.sid == sid
    row = (
        (
            await scope.session.execute(
                select(*_COLUMNS)
                .where(NumberOrder.business_id == scope.business_id, NumberOrder.phase == PLACED, which)
                .limit(1)
            )
        )
        .mappings()
        .one_or_none()
    )
    return None if row is None else OrderRow(**row)


async def count_placed(scope: TenantScope) -> int:
    return (
        await scope.session.scalar(
            select(func.count())
            .select_from(NumberOrder)
            .where(NumberOrder.business_id == scope.business_id, NumberOrder.phase == PLACED)
        )
    ) or 0


async def page(
    scope: TenantScope, *, limit: int, after: tuple[datetime, UUID] | None = None
) -> list[OrderRow]:
    """The latest first, behind (created_at, id)."""
    order = (NumberOrder.created_at, NumberOrder.id)
    rows = await scope.session.execute(
        select(*_COLUMNS)
        .where(NumberOrder.business_id == scope.business_id, *beyond(order, after, descending=True))
        .order_by(*(each.desc() for each in order))
        .limit(limit)
    )
    return [OrderRow(**row) for row in rows.mappings()]


async def change(scope: TenantScope, order_id: UUID, **values: Any) -> None:
    await scope.session.execute(
        update(NumberOrder)
        .where(NumberOrder.business_id == scope.business_id, NumberOrder.id == order_id)
        .values(**values)
    )
