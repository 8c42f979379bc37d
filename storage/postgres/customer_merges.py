"""Customers that are one person: merged, and parted again.

The absorbed customer's row stays as it was. Its bookings and places on the waiting list go to the surviving one, and
each is noted, so that exactly these go back. All merges of a business take turns (`hold`).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import cast, delete, func, insert, literal, select, text, update
from sqlalchemy.dialects.postgresql import insert as insert_into

from domain.errors import NotFound
from domain.ids import new_id
from storage.postgres.customer_tables import CustomerMerge, CustomerMergeRow, CustomersApart
from storage.postgres.keyset import beyond
from storage.postgres.scheduling_tables import WaitingEntry
from storage.postgres.tables import Booking, Customer
from storage.postgres.tenant import TenantScope

_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended('merges of customers ' || :business_id, 0))")
_MOVED: tuple[tuple[str, Any], ...] = (("booking", Booking), ("waiting", WaitingEntry))


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a person; `merged_into` is None for the surviving one."""

    id: UUID
    name: str
    phone: str | None
    email: str | None
    notes: str
    merged_into: UUID | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Merge:
    """The absorbed customer as they were, and are again when it is undone."""

    id: UUID
    survivor_id: UUID
    absorbed_id: UUID
    name: str
    phone: str | None
    email: str | None
    notes: str
    merged_at: datetime
    merged_by: str
    undone_at: datetime | None
    undone_by: str | None


async def hold(scope: TenantScope) -> None:
    """One merge, or undoing of one, at a time."""
    await scope.session.execute(_LOCK, {"business_id": str(scope.business_id)})


async def rows_of(
    scope: TenantScope, person_ids: Collection[UUID], *, lock: bool = False
) -> dict[UUID, list[Row]]:
    """By person, the surviving row first. With `lock` nothing new refers to them until the transaction ends."""
    query = (
        select(
            Customer.person_id,
            Customer.id,
            Customer.name,
            Customer.phone_e164.label("phone"),
            Customer.email,
            Customer.notes,
            Customer.merged_into,
            Customer.created_at,
        )
        .where(Customer.business_id == scope.business_id, Customer.person_id.in_(person_ids))
        .order_by(Customer.id)
    )
    found = await scope.session.execute(query.with_for_update() if lock else query)
    people: dict[UUID, list[Row]] = {}
    for row in found.mappings():
        values: dict[str, Any] = dict(row)
        people.setdefault(values.pop("person_id"), []).append(Row(**values))
    for rows in people.values():
        rows.sort(key=lambda each: (each.merged_into is not None, each.created_at, each.id))
    return people


async def merge(scope: TenantScope, survivor_id: UUID, absorbed_id: UUID, by: str) -> UUID:
    """Both are people of their own, and locked. Gives the merge's id."""
    merge_id = new_id()
    await scope.session.execute(
        insert(CustomerMerge).values(
            id=merge_id,
            business_id=scope.business_id,
            survivor_id=survivor_id,
            absorbed_id=absorbed_id,
            merged_by=by,
        )
    )
    for kind, table in _MOVED:
        theirs = (table.business_id == scope.business_id, table.customer_id == absorbed_id)
        await scope.session.execute(
            insert(CustomerMergeRow).from_select(
                ["business_id", "merge_id", "row_id", "kind"],
                select(
                    table.business_id,
                    cast(literal(merge_id), CustomerMergeRow.merge_id.type),
                    table.id,
                    cast(literal(kind), CustomerMergeRow.kind.type),
                ).where(*theirs),
            )
        )
        await scope.session.execute(update(table).where(*theirs).values(customer_id=survivor_id))
    await scope.session.execute(
        update(Customer)
        .where(Customer.business_id == scope.business_id, Customer.person_id == absorbed_id)
        .values(survivor_id=survivor_id, merged_into=func.coalesce(Customer.merged_into, survivor_id))
    )
    return merge_id


async def undo(scope: TenantScope, merge: Merge, rows: Collection[Row], by: str) -> None:
    """Gives back what the absorbed customer had, with whoever had been merged into them before.

    Args:
        rows: of the person as they are now, locked.
    """
    for kind, table in _MOVED:
        moved = select(CustomerMergeRow.row_id).where(
            CustomerMergeRow.business_id == scope.business_id,
            CustomerMergeRow.merge_id == merge.id,
            CustomerMergeRow.kind == kind,
        )
        # What was given to somebody else since is theirs.
        await scope.session.execute(
            update(table)
            .where(
                table.business_id == scope.business_id,
                table.id.in_(moved),
                table.customer_id.in_([row.id for row in rows]),
            )
            .values(customer_id=merge.absorbed_id)
        )
    # Nor do they go to anybody when a later merge is undone.
    gone = select(CustomerMergeRow.row_id).where(
        CustomerMergeRow.business_id == scope.business_id, CustomerMergeRow.merge_id == merge.id
    )
    later = select(CustomerMerge.id).where(
        CustomerMerge.business_id == scope.business_id, CustomerMerge.merged_at > merge.merged_at
    )
    await scope.session.execute(
        delete(CustomerMergeRow).where(
            CustomerMergeRow.business_id == scope.business_id,
            CustomerMergeRow.row_id.in_(gone),
            CustomerMergeRow.merge_id.in_(later),
        )
    )
    beneath = _beneath(merge.absorbed_id, rows)
    of_business = Customer.business_id == scope.business_id
    await scope.session.execute(
        update(Customer)
        .where(of_business, Customer.id == merge.absorbed_id)
        .values(merged_into=None, survivor_id=None, phone_e164=merge.phone, email=merge.email)
    )
    if beneath:
        await scope.session.execute(
            update(Customer)
            .where(of_business, Customer.id.in_(beneath))
            .values(survivor_id=merge.absorbed_id)
        )
    await scope.session.execute(
        update(CustomerMerge)
        .where(CustomerMerge.business_id == scope.business_id, CustomerMerge.id == merge.id)
        .values(undone_at=func.now(), undone_by=by)
    )


async def get(scope: TenantScope, merge_id: UUID) -> Merge:
    """Raises NotFound."""
    found = await scope.session.execute(_SELECT.where(*_of(scope), CustomerMerge.id == merge_id))
    row = found.mappings().one_or_none()
    if row is None:
        raise NotFound("no such merge")
    return Merge(**row)


async def page(
    scope: TenantScope,
    person_id: UUID | None,
    *,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> list[Merge]:
    """The latest first; of one person those in force, else all."""
    order = (CustomerMerge.merged_at, CustomerMerge.id)
    query = _SELECT.where(*_of(scope), *beyond(order, after, descending=True))
    if person_id is not None:
        query = query.where(Customer.person_id == person_id, CustomerMerge.undone_at.is_(None))
    found = await scope.session.execute(
        query.order_by(CustomerMerge.merged_at.desc(), CustomerMerge.id.desc()).limit(limit)
    )
    return [Merge(**row) for row in found.mappings()]


async def park(scope: TenantScope, absorbed_id: UUID) -> None:
    """Takes number and address off a row that was merged, until that is undone."""
    of_row = (Customer.business_id == scope.business_id, Customer.id == absorbed_id)
    await scope.session.execute(
        update(CustomerMerge)
        .where(
            CustomerMerge.business_id == scope.business_id,
            CustomerMerge.absorbed_id == absorbed_id,
            CustomerMerge.undone_at.is_(None),
        )
        .values(
            parked_phone=select(func.coalesce(CustomerMerge.parked_phone, Customer.phone_e164))
            .where(*of_row)
            .scalar_subquery(),
            parked_email=select(func.coalesce(CustomerMerge.parked_email, Customer.email))
            .where(*of_row)
            .scalar_subquery(),
        )
    )
    await scope.session.execute(update(Customer).where(*of_row).values(phone_e164=None, email=None))


async def keep_apart(scope: TenantScope, one: UUID, other: UUID, by: str) -> None:
    """They are not the same person, however alike they look."""
    await scope.session.execute(
        insert_into(CustomersApart)
        .values(business_id=scope.business_id, low_id=min(one, other), high_id=max(one, other), told_by=by)
        .on_conflict_do_nothing()
    )


_SELECT = select(
    CustomerMerge.id,
    CustomerMerge.survivor_id,
    CustomerMerge.absorbed_id,
    Customer.name,
    func.coalesce(CustomerMerge.parked_phone, Customer.phone_e164).label("phone"),
    func.coalesce(CustomerMerge.parked_email, Customer.email).label("email"),
    Customer.notes,
    CustomerMerge.merged_at,
    CustomerMerge.merged_by,
    CustomerMerge.undone_at,
    CustomerMerge.undone_by,
).join(Customer, Customer.id == CustomerMerge.absorbed_id)


def _of(scope: TenantScope) -> tuple[Any, ...]:
    return CustomerMerge.business_id == scope.business_id, Customer.business_id == scope.business_id


def _beneath(row_id: UUID, rows: Collection[Row]) -> list[UUID]:
    """Whoever was merged into this one, or into one who was."""
    found: list[UUID] = []
    level = [row_id]
    while level:
        level = [each.id for each in rows if each.merged_into in level]
        found += level
    return found
