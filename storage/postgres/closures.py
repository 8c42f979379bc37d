"""Businesses that are closed, and those whose time is over."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, String, and_, case, delete, func, literal, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.accounts.closing import Closure
from domain.accounts.roles import Standing
from storage.postgres.account_tables import ApiKey, Invitation
from storage.postgres.table_base import Base
from storage.postgres.table_policies import TABLES, Rows
from storage.postgres.tables import Booking, Business, PhoneNumber
from storage.postgres.tenant import TenantScope


def standing() -> ColumnElement[str]:
    """A `Standing` of the row of `businesses` a statement is about, by the server's clock."""
    return case(
        (Business.erased_after <= func.now(), literal(Standing.OVER.value, String)),
        (Business.closed_at.is_not(None), literal(Standing.CLOSED.value, String)),
        (Business.suspended_at.is_not(None), literal(Standing.SUSPENDED.value, String)),
        else_=literal(Standing.OPEN.value, String),
    )


async def closure(scope: TenantScope) -> Closure | None:
    """None while the business is open."""
    row = await scope.session.scalar(select(Business).where(Business.id == scope.business_id))
    if row is None or row.closed_at is None or row.erased_after is None:
        return None
    return Closure(row.closed_at, row.erased_after, row.closed_forward_to)


async def close(scope: TenantScope, closing: Closure) -> bool:
    """False when it is closed already, or suspended."""
    closed = await scope.session.scalar(
        update(Business)
        .where(
            Business.id == scope.business_id, Business.closed_at.is_(None), Business.suspended_at.is_(None)
        )
        .values(
            closed_at=closing.closed_at,
            erased_after=closing.erased_after,
            closed_forward_to=closing.forward_to,
        )
        .returning(Business.id)
    )
    return closed is not None


async def reopen(scope: TenantScope) -> bool:
    """False when it is not closed, or its data is being erased."""
    opened = await scope.session.scalar(
        update(Business)
        .where(
            Business.id == scope.business_id,
            Business.closed_at.is_not(None),
            Business.erased_after > func.now(),
        )
        .values(closed_at=None, erased_after=None, closed_forward_to=None)
        .returning(Business.id)
    )
    return opened is not None


async def holds_number(scope: TenantScope, e164: str) -> bool:
    """Whether it is one of the business's own."""
    found = await scope.session.scalar(
        select(PhoneNumber.e164).where(PhoneNumber.business_id == scope.business_id, PhoneNumber.e164 == e164)
    )
    return found is not None


async def bookings_to_come(scope: TenantScope, now: datetime) -> int:
    return (
        await scope.session.scalar(
            select(func.count())
            .select_from(Booking)
            .where(
                Booking.business_id == scope.business_id,
                Booking.starts_at > now,
                Booking.status == "confirmed",
            )
        )
        or 0
    )


async def end_keys(scope: TenantScope, now: datetime) -> Sequence[UUID]:
    """Revokes every API key of the business; gives those that were not."""
    ended = await scope.session.scalars(
        update(ApiKey)
        .where(ApiKey.business_id == scope.business_id, ApiKey.revoked_at.is_(None))
        .values(revoked_at=now)
        .returning(ApiKey.id)
    )
    return ended.all()


async def end_invitations(scope: TenantScope, now: datetime) -> Sequence[UUID]:
    """Revokes every open invitation; gives them."""
    ended = await scope.session.scalars(
        update(Invitation)
        .where(
            Invitation.business_id == scope.business_id,
            Invitation.accepted_at.is_(None),
            Invitation.revoked_at.is_(None),
        )
        .values(revoked_at=now)
        .returning(Invitation.id)
    )
    return ended.all()


async def over(session: AsyncSession, limit: int) -> Sequence[UUID]:
    """Businesses to be erased; the session is `Database.worker`'s."""
    found = await session.scalars(
        select(Business.id)
        .where(Business.erased_after <= func.now())
        .order_by(Business.erased_after)
        .limit(limit)
    )
    return found.all()


def tables_to_erase() -> tuple[str, ...]:
    """Every table of businesses but `businesses`, those first that refer to others."""
    return tuple(
        table.name
        for table in reversed(Base.metadata.sorted_tables)
        if TABLES.get(table.name) is Rows.OF_BUSINESS and table.name != Business.__tablename__
    )


async def erase_some(scope: TenantScope, table: str, limit: int) -> int:
    """Deletes rows of a table, at most `limit`; gives how many."""
    rows = Base.metadata.tables[table]
    keys = [rows.c[column.name] for column in rows.primary_key.columns]
    some = select(*keys).where(rows.c.business_id == scope.business_id).limit(limit).subquery()
    gone = await scope.session.execute(
        delete(rows).where(
            rows.c.business_id == scope.business_id,
            and_(*(key == some.c[key.name] for key in keys)),
        )
    )
    return gone.rowcount  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownVariableType]


async def erase(scope: TenantScope) -> bool:
    """Deletes the business with what is left of it, if its time is over."""
    gone = await scope.session.scalar(
        delete(Business)
        .where(Business.id == scope.business_id, Business.erased_after <= func.now())
        .returning(Business.id)
    )
    return gone is not None


async def undo_founding(scope: TenantScope) -> None:
    """Deletes a business nobody ever got into: it has what it was founded with and no more."""
    await scope.session.execute(delete(Business).where(Business.id == scope.business_id))
