"""What the platform's operators see of businesses: names and counts, nothing of callers or customers."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.postgres.account_tables import Membership, User
from storage.postgres.tables import Booking, Business, Call, OutboxRow
from storage.postgres.tenant import TenantScope

LATELY = timedelta(days=7)

_AS_BUSINESS = text("SELECT set_config('app.business_id', :id, true)")


@dataclass(frozen=True, slots=True)
class ListedBusiness:
    id: UUID
    name: str
    created_at: datetime
    suspended_at: datetime | None
    suspended_because: str | None


@dataclass(frozen=True, slots=True)
class Counters:
    """How a business does; calls and bookings of the last week."""

    members: int
    calls: int
    missed_calls: int
    failed_calls: int
    bookings: int
    undelivered: int
    """Texts and other work nobody tries any more."""
    last_call_at: datetime | None


async def page(
    session: AsyncSession, *, limit: int, after: tuple[datetime, UUID] | None
) -> list[ListedBusiness]:
    """The newest first, behind (created_at, id); the session is `Database.operator`'s."""
    wanted = select(Business).order_by(Business.created_at.desc(), Business.id.desc()).limit(limit)
    if after is not None:
        created_at, last = after
        wanted = wanted.where(
            (Business.created_at < created_at) | ((Business.created_at == created_at) & (Business.id < last))
        )
    return [
        ListedBusiness(row.id, row.name, row.created_at, row.suspended_at, row.suspended_because)
        for row in await session.scalars(wanted)
    ]


async def as_business(session: AsyncSession, business_id: UUID) -> TenantScope:
    """The same transaction, which from here on sees and writes this business's rows as well."""
    await session.execute(_AS_BUSINESS, {"id": str(business_id)})
    return TenantScope(session, business_id)


async def counters(scope: TenantScope, now: datetime) -> Counters:
    own, since = scope.business_id, now - LATELY
    calls = select(func.count()).select_from(Call).where(Call.business_id == own, Call.started_at >= since)
    counted = {
        "members": select(func.count()).select_from(Membership).where(Membership.business_id == own),
        "calls": calls,
        "missed_calls": calls.where(Call.outcome == "missed"),
        "failed_calls": calls.where(Call.outcome == "failed"),
        "bookings": select(func.count())
        .select_from(Booking)
        .where(Booking.business_id == own, Booking.created_at >= since, Booking.status == "confirmed"),
        "undelivered": select(func.count())
        .select_from(OutboxRow)
        .where(OutboxRow.business_id == own, OutboxRow.status == "dead"),
        "last_call_at": select(func.max(Call.started_at)).where(Call.business_id == own),
    }
    row = (
        await scope.session.execute(
            select(*(one.scalar_subquery().label(name) for name, one in counted.items()))
        )
    ).mappings()
    return Counters(**row.one())


async def suspend(scope: TenantScope, because: str, now: datetime) -> bool:
    """False when there is no such business, or it is suspended already."""
    return await _change(scope, suspended=False, at=now, because=because)


async def resume(scope: TenantScope) -> bool:
    """False when there is no such business, or it is not suspended."""
    return await _change(scope, suspended=True, at=None, because=None)


async def _change(scope: TenantScope, *, suspended: bool, at: datetime | None, because: str | None) -> bool:
    changed = await scope.session.scalar(
        update(Business)
        .where(Business.id == scope.business_id, Business.suspended_at.is_not(None) == suspended)
        .values(suspended_at=at, suspended_because=because)
        .returning(Business.id)
    )
    return changed is not None


async def name_operator(session: AsyncSession, email: str, *, operator: bool) -> bool:
    """False when nobody has this address; the session is `Database.identity`'s."""
    found = await session.scalar(
        update(User).where(User.email == email).values(operator=operator).returning(User.id)
    )
    return found is not None


async def operators(session: AsyncSession) -> list[tuple[str, bool]]:
    """Addresses, and whether they have a second factor, without which they can do nothing."""
    found = await session.execute(
        select(User.email, User.totp_confirmed_at).where(User.operator).order_by(User.email)
    )
    return [(row.email, row.totp_confirmed_at is not None) for row in found]
