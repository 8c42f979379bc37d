"""The waiting list: who would take a time that is taken now, in the order they asked."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import NotFound
from domain.ids import new_id
from storage.postgres.keyset import beyond
from storage.postgres.people import phone_of_person, reached_by
from storage.postgres.scheduling_tables import WaitingEntry
from storage.postgres.tables import Booking, Customer, Offering
from storage.postgres.tenant import TenantScope


@dataclass(frozen=True, slots=True)
class NewEntry:
    """`earliest` to `latest` is when the visit may begin."""

    customer_id: UUID
    offering_id: UUID
    earliest: datetime
    latest: datetime
    intent_key: str
    variant_id: UUID | None = None
    staff_id: UUID | None = None
    location_id: UUID | None = None
    call_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """`status` is waiting, offered, taken, withdrawn or lapsed."""

    id: UUID
    status: str
    customer_id: UUID
    customer_name: str
    customer_phone: str | None
    offering_id: UUID
    offering_name: str
    variant_id: UUID | None
    staff_id: UUID | None
    location_id: UUID | None
    call_id: UUID | None
    earliest: datetime
    latest: datetime
    offered_booking_id: UUID | None
    offered_until: datetime | None
    intent_key: str
    created_at: datetime


_ENTRY = (
    select(
        WaitingEntry.id,
        WaitingEntry.status,
        WaitingEntry.customer_id,
        Customer.name.label("customer_name"),
        phone_of_person().label("customer_phone"),
        WaitingEntry.offering_id,
        Offering.name.label("offering_name"),
        WaitingEntry.variant_id,
        WaitingEntry.staff_id,
        WaitingEntry.location_id,
        WaitingEntry.call_id,
        WaitingEntry.earliest,
        WaitingEntry.latest,
        WaitingEntry.offered_booking_id,
        WaitingEntry.offered_until,
        WaitingEntry.intent_key,
        WaitingEntry.created_at,
    )
    .join(Customer, Customer.id == WaitingEntry.customer_id)
    .join(Offering, Offering.id == WaitingEntry.offering_id)
)


async def join(scope: TenantScope, new: NewEntry) -> Entry:
    """The entry of this intent key, made when there is none."""
    await scope.session.execute(
        insert(WaitingEntry)
        .values(
            id=new_id(),
            business_id=scope.business_id,
            customer_id=new.customer_id,
            offering_id=new.offering_id,
            variant_id=new.variant_id,
            staff_id=new.staff_id,
            location_id=new.location_id,
            call_id=new.call_id,
            earliest=new.earliest,
            latest=new.latest,
            intent_key=new.intent_key,
        )
        .on_conflict_do_nothing(index_elements=[WaitingEntry.business_id, WaitingEntry.intent_key])
    )
    (found,) = await _entries(scope, _ENTRY.where(WaitingEntry.intent_key == new.intent_key))
    return found


async def get(scope: TenantScope, entry_id: UUID, *, lock: bool = False) -> Entry:
    """Raises NotFound. With `lock` it is this transaction's alone until its end."""
    query = _ENTRY.where(WaitingEntry.id == entry_id)
    found = await _entries(scope, query.with_for_update(of=WaitingEntry) if lock else query)
    if not found:
        raise NotFound("no such entry of the waiting list")
    return found[0]


async def waiting_for(scope: TenantScope, starts_at: datetime, ends_at: datetime, limit: int) -> list[Entry]:
    """Who waits for something in this stretch, the longest waiting first."""
    return await _entries(
        scope,
        _ENTRY.where(
            WaitingEntry.status == "waiting", WaitingEntry.earliest < ends_at, WaitingEntry.latest > starts_at
        )
        .order_by(WaitingEntry.created_at, WaitingEntry.id)
        .limit(limit),
    )


async def page(
    scope: TenantScope,
    *,
    statuses: Collection[str] = (),
    offering_id: UUID | None = None,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> list[Entry]:
    """Who asked first comes first.

    Args:
        statuses: empty for all.
        after: `created_at` and id of the last one seen.
    """
    query = _ENTRY
    if statuses:
        query = query.where(WaitingEntry.status.in_(statuses))
    if offering_id is not None:
        query = query.where(WaitingEntry.offering_id == offering_id)
    order = (WaitingEntry.created_at, WaitingEntry.id)
    return await _entries(scope, query.where(*beyond(order, after)).order_by(*order).limit(limit))


async def of_numbers(scope: TenantScope, phones: Collection[str]) -> list[Entry]:
    """What these numbers wait for, or have been offered."""
    return await _entries(
        scope,
        _ENTRY.where(reached_by(scope, phones), WaitingEntry.status.in_(("waiting", "offered"))).order_by(
            WaitingEntry.created_at
        ),
    )


@dataclass(frozen=True, slots=True)
class Offered:
    """A visit that is kept for somebody who waited, or was taken by them."""

    entry_id: UUID
    booking_id: UUID
    offering_id: UUID
    starts_at: datetime
    until: datetime | None


async def offered_to(scope: TenantScope, phones: Collection[str]) -> list[Offered]:
    """What is kept for these numbers, or was taken by them."""
    rows = await scope.session.execute(
        select(
            WaitingEntry.id,
            WaitingEntry.offered_booking_id,
            WaitingEntry.offering_id,
            Booking.starts_at,
            WaitingEntry.offered_until,
        )
        .join(Customer, Customer.id == WaitingEntry.customer_id)
        .join(Booking, Booking.id == WaitingEntry.offered_booking_id)
        .where(
            WaitingEntry.business_id == scope.business_id,
            reached_by(scope, phones),
            WaitingEntry.status.in_(("offered", "taken")),
        )
        .order_by(Booking.starts_at)
    )
    return [Offered(*row) for row in rows]


async def ahead_of(scope: TenantScope, entry: Entry) -> int:
    """How many wait for the same offering and asked before."""
    created = (
        select(WaitingEntry.created_at)
        .where(WaitingEntry.business_id == scope.business_id, WaitingEntry.id == entry.id)
        .scalar_subquery()
    )
    query = select(func.count()).where(
        WaitingEntry.business_id == scope.business_id,
        WaitingEntry.status == "waiting",
        WaitingEntry.offering_id == entry.offering_id,
        WaitingEntry.earliest < entry.latest,
        WaitingEntry.latest > entry.earliest,
        WaitingEntry.created_at < created,
    )
    return await scope.session.scalar(query) or 0


async def set_offered(scope: TenantScope, entry_id: UUID, booking_id: UUID, until: datetime) -> bool:
    """False when it does not wait any more."""
    return await _change(
        scope, entry_id, ("waiting",), status="offered", offered_booking_id=booking_id, offered_until=until
    )


async def set_status(scope: TenantScope, entry_id: UUID, status: str, *, from_: tuple[str, ...]) -> bool:
    """False when it is in none of the states it may leave."""
    return await _change(scope, entry_id, from_, status=status, offered_until=None)


async def lapsed(session: AsyncSession, limit: int) -> list[tuple[UUID, UUID]]:
    """Offers of every business whose time is over: business and entry.

    Args:
        session: from `Database.worker`.
    """
    rows = await session.execute(
        select(WaitingEntry.business_id, WaitingEntry.id)
        .where(WaitingEntry.status == "offered", WaitingEntry.offered_until <= func.now())
        .order_by(WaitingEntry.offered_until)
        .limit(limit)
    )
    return [(business_id, entry_id) for business_id, entry_id in rows]


async def _change(scope: TenantScope, entry_id: UUID, from_: tuple[str, ...], **values: Any) -> bool:
    changed = await scope.session.scalar(
        update(WaitingEntry)
        .where(
            WaitingEntry.business_id == scope.business_id,
            WaitingEntry.id == entry_id,
            WaitingEntry.status.in_(from_),
        )
        .values(**values)
        .returning(WaitingEntry.id)
    )
    return changed is not None


async def _entries(scope: TenantScope, query: Any) -> list[Entry]:
    rows = await scope.session.execute(query.where(WaitingEntry.business_id == scope.business_id))
    return [Entry(**row) for row in rows.mappings()]
