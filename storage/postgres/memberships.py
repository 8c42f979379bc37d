"""Who works in a business."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, literal, select, text, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from domain.accounts.roles import Role, Standing
from storage.postgres import closures
from storage.postgres.account_tables import Membership, User
from storage.postgres.tables import Business
from storage.postgres.tenant import TenantScope

_AS_USER = text("SELECT set_config('app.user_id', :user, true)")
_MAY_READ = text("SELECT set_config('app.businesses', :businesses, true)")


@dataclass(frozen=True, slots=True)
class MemberOf:
    """One of the businesses a user works in."""

    business_id: UUID
    name: str
    role: Role
    erased_after: datetime | None = None
    """Of one that is closed, which only its owners see."""


async def add(scope: TenantScope, user_id: UUID, role: Role) -> bool:
    """False when they are a member already."""
    added = await scope.session.scalar(
        insert(Membership)
        .values(business_id=scope.business_id, user_id=user_id, role=role.value)
        .on_conflict_do_nothing(index_elements=[Membership.business_id, Membership.user_id])
        .returning(Membership.user_id)
    )
    return added is not None


async def role_of(scope: TenantScope, user_id: UUID, *, lock: bool = False) -> Role | None:
    query = select(Membership.role).where(
        Membership.business_id == scope.business_id, Membership.user_id == user_id
    )
    found = await scope.session.scalar(query.with_for_update() if lock else query)
    return None if found is None else Role(found)


async def owners(scope: TenantScope) -> int:
    """How many there are. Who else asks waits until this transaction ends, so that the last one cannot go twice."""
    await scope.session.execute(
        select(Business.id).where(Business.id == scope.business_id).with_for_update(key_share=True)
    )
    count = await scope.session.scalar(
        select(func.count())
        .select_from(Membership)
        .where(Membership.business_id == scope.business_id, Membership.role == Role.OWNER.value)
    )
    return count or 0


async def count(scope: TenantScope) -> int:
    """Of whatever role."""
    members_of = select(func.count()).select_from(Membership)
    return await scope.session.scalar(members_of.where(Membership.business_id == scope.business_id)) or 0


async def change(scope: TenantScope, user_id: UUID, role: Role) -> None:
    await scope.session.execute(
        update(Membership)
        .where(Membership.business_id == scope.business_id, Membership.user_id == user_id)
        .values(role=role.value)
    )


async def remove(scope: TenantScope, user_id: UUID) -> None:
    await scope.session.execute(
        delete(Membership).where(Membership.business_id == scope.business_id, Membership.user_id == user_id)
    )


@dataclass(frozen=True, slots=True)
class Member:
    user_id: UUID
    email: str
    name: str
    role: Role


async def owner_addresses(scope: TenantScope) -> list[str]:
    """Where mail to the owners goes; the scope is `Database.founding`'s, which sees users."""
    found = await scope.session.scalars(
        select(User.email)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.business_id == scope.business_id, Membership.role == Role.OWNER.value)
        .order_by(User.email)
    )
    return list(found)


async def ids_of_user(session: AsyncSession, user_id: UUID) -> list[UUID]:
    """The businesses a user works in, by id; the transaction may see their memberships from here on."""
    await session.execute(_AS_USER, {"user": str(user_id)})
    found = await session.scalars(
        select(Membership.business_id).where(Membership.user_id == user_id).order_by(Membership.business_id)
    )
    return list(found)


async def members(scope: TenantScope, *, limit: int, after: tuple[str, UUID] | None) -> list[Member]:
    """Who works in the business, by name; the scope is `Database.founding`'s, which sees users.

    Args:
        after: the name and the user the page begins behind.
    """
    wanted = (
        select(Membership.user_id, User.email, User.name, Membership.role)
        .join(User, User.id == Membership.user_id)
        .where(Membership.business_id == scope.business_id)
    )
    if after is not None:
        wanted = wanted.where(
            tuple_(func.lower(User.name), User.id) > tuple_(func.lower(after[0]), literal(after[1]))
        )
    found = await scope.session.execute(wanted.order_by(func.lower(User.name), User.id).limit(limit))
    return [Member(row.user_id, row.email, row.name, Role(row.role)) for row in found]


async def businesses_of(session: AsyncSession, user_id: UUID) -> list[MemberOf]:
    """The businesses a user gets into, by name; the session is `Database.user`'s, which may then read their rows."""
    found = await session.execute(
        select(Membership.business_id, Membership.role).where(Membership.user_id == user_id)
    )
    roles = {row.business_id: Role(row.role) for row in found}
    await session.execute(_MAY_READ, {"businesses": "{" + ",".join(map(str, roles)) + "}"})
    named = await session.execute(
        select(Business.id, Business.name, Business.erased_after)
        .where(Business.id.in_(roles), closures.standing() != Standing.OVER.value)
        .order_by(func.lower(Business.name), Business.id)
    )
    return [
        MemberOf(row.id, row.name, roles[row.id], row.erased_after)
        for row in named
        if row.erased_after is None or roles[row.id] is Role.OWNER
    ]
