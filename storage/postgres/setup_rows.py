"""Rows of set-up data, of whichever table: read, paged, written, counted, and whether anything refers to them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    any_,
    delete,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    text,
    tuple_,
    update,
)

from domain.errors import NotFound
from storage.postgres import scheduling_tables as scheduling
from storage.postgres import tables
from storage.postgres.table_base import Base
from storage.postgres.tenant import TenantScope

_Row = TypeVar("_Row", bound=Base)

After = tuple[int, UUID]
"""Position and id of the last row of a page."""


async def lock(scope: TenantScope) -> None:
    """Until the transaction ends nobody else changes the set-up of this business.

    What is compared, counted and replaced then stays what it was; calls and bookings do not wait for it.
    """
    await scope.session.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))"),
        {"key": f"set-up {scope.business_id}"},
    )


async def one(scope: TenantScope, table: type[_Row], row_id: UUID, what: str) -> _Row:
    """Raises NotFound: `no such {what}`; of another business too."""
    wanted = select(table).where(*_own(scope, table), _id(table) == row_id)
    found = await scope.session.scalar(wanted.execution_options(populate_existing=True))
    if found is None:
        raise NotFound(f"no such {what}")
    return found


async def page(
    scope: TenantScope,
    table: type[_Row],
    *where: ColumnElement[bool],
    after: tuple[Any, ...] | None,
    limit: int,
) -> Sequence[_Row]:
    """Rows in the order of the business, after the one of this position and id."""
    columns: Any = table
    wanted = select(table).where(*_own(scope, table), *where)
    if after is not None:
        wanted = wanted.where(tuple_(columns.position, columns.id) > tuple_(*after))
    wanted = wanted.order_by(columns.position, columns.id).limit(limit)
    found = await scope.session.scalars(wanted.execution_options(populate_existing=True))
    return found.all()


async def rows(
    scope: TenantScope, table: type[_Row], *where: ColumnElement[bool], order: Iterable[Any] = ()
) -> Sequence[_Row]:
    wanted = select(table).where(*_own(scope, table), *where).order_by(*order)
    found = await scope.session.scalars(wanted.execution_options(populate_existing=True))
    return found.all()


async def add(scope: TenantScope, table: type[Base], *values: Mapping[str, Any]) -> None:
    """Rows that have all the same columns; `business_id` is added."""
    if values:
        await scope.session.execute(
            insert(table), [{"business_id": scope.business_id, **each} for each in values]
        )


async def change(scope: TenantScope, table: type[Base], row_id: UUID, values: Mapping[str, Any]) -> None:
    if values:
        await scope.session.execute(
            update(table)
            .where(*_own(scope, table), _id(table) == row_id)
            .values(**values)
            .execution_options(synchronize_session=False)
        )


async def remove(scope: TenantScope, table: type[Base], *where: ColumnElement[bool]) -> int:
    """How many went."""
    done: Any = await scope.session.execute(
        delete(table).where(*_own(scope, table), *where).execution_options(synchronize_session=False)
    )
    return done.rowcount


async def counts(scope: TenantScope, table: type[Base]) -> tuple[int, int]:
    """How many are active, and how many archived."""
    columns: Any = table
    row = (
        await scope.session.execute(
            select(func.count().filter(columns.active), func.count().filter(~columns.active)).where(
                *_own(scope, table)
            )
        )
    ).one()
    return row[0], row[1]


async def missing(scope: TenantScope, table: type[Base], ids: Iterable[UUID]) -> set[UUID]:
    """Those of the ids that are no row of this business."""
    wanted = set(ids)
    if not wanted:
        return wanted
    found = await scope.session.scalars(select(_id(table)).where(*_own(scope, table), _id(table).in_(wanted)))
    return wanted - set(found)


async def is_referred_to(scope: TenantScope, table: type[Base], row_id: UUID) -> bool:
    """Whether something would be lost, or would mean something else, if this row went."""
    found = await scope.session.scalar(select(or_(*_references(scope, table, row_id))))
    return bool(found)


def _references(scope: TenantScope, table: type[Base], row_id: UUID) -> list[ColumnElement[bool]]:
    def refers(of: Any, column: str, *where: ColumnElement[bool]) -> ColumnElement[bool]:
        return exists().where(of.business_id == scope.business_id, getattr(of, column) == row_id, *where)

    doer, other = scheduling.StaffOffering, scheduling.StaffOffering.__table__.alias()
    only_doer = ~exists().where(
        other.c.business_id == doer.business_id,
        other.c.offering_id == doer.offering_id,
        other.c.staff_id != doer.staff_id,
    )
    references: dict[type[Base], list[ColumnElement[bool]]] = {
        tables.Staff: [
            refers(tables.Booking, "staff_id"),
            refers(scheduling.BookingItem, "staff_id"),
            refers(scheduling.BookingItem, "wanted_staff_id"),
            refers(scheduling.BookingSegment, "staff_id"),
            refers(scheduling.WaitingEntry, "staff_id"),
            # An offering nobody is named for is done by everybody.
            refers(doer, "staff_id", only_doer),
        ],
        tables.Offering: [
            refers(tables.Booking, "offering_id"),
            refers(scheduling.BookingItem, "offering_id"),
            refers(scheduling.GroupSession, "offering_id"),
            refers(scheduling.WaitingEntry, "offering_id"),
        ],
        scheduling.Asset: [
            refers(scheduling.BookingSegment, "asset_id"),
            # A need without assets is none.
            refers(scheduling.OfferingAsset, "asset_id"),
        ],
        scheduling.Location: [
            refers(tables.Booking, "location_id"),
            refers(scheduling.GroupSession, "location_id"),
            refers(scheduling.WaitingEntry, "location_id"),
            # Who has no hours and no locations works everywhere.
            refers(scheduling.StaffHours, "location_id"),
            refers(scheduling.Asset, "location_id"),
            exists().where(
                tables.Staff.business_id == scope.business_id,
                literal(row_id) == any_(tables.Staff.location_ids),
            ),
        ],
    }
    return references[table]


async def options_in_use(scope: TenantScope, offering_id: UUID) -> set[UUID]:
    """The offering's variants and add-ons that were booked or are waited for; three statements."""
    item, waiting = scheduling.BookingItem, scheduling.WaitingEntry
    of_item = item.business_id == scope.business_id, item.offering_id == offering_id
    of_waiting = waiting.business_id == scope.business_id, waiting.offering_id == offering_id
    found: set[UUID] = set()
    queries: tuple[Select[Any], ...] = (
        select(item.variant_id).where(*of_item, item.variant_id.is_not(None)),
        select(func.unnest(item.add_on_ids)).where(*of_item),
        select(waiting.variant_id).where(*of_waiting, waiting.variant_id.is_not(None)),
    )
    for used in queries:
        rows: Any = await scope.session.scalars(used.distinct())
        found.update(rows)
    return found


def _own(scope: TenantScope, table: Any) -> tuple[ColumnElement[bool], ...]:
    return ((table.id if table is tables.Business else table.business_id) == scope.business_id,)


def _id(table: Any) -> Any:
    return table.id


async def by_end(
    scope: TenantScope,
    table: type[_Row],
    *where: ColumnElement[bool],
    after: tuple[Any, ...] | None,
    limit: int,
) -> Sequence[_Row]:
    """Rows in the order of `ends_at` and id."""
    columns: Any = table
    wanted = select(table).where(*_own(scope, table), *where)
    if after is not None:
        wanted = wanted.where(tuple_(columns.ends_at, columns.id) > tuple_(*after))
    found = await scope.session.scalars(wanted.order_by(columns.ends_at, columns.id).limit(limit))
    return found.all()
