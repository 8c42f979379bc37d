"""Writes the set into a database."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import func, select

from domain.accounts.roles import Role
from domain.errors import NotPermitted
from sandbox.seed.businesses import Plan, id_of, make_business
from sandbox.seed.credentials import PASSWORD, email_of, key_text
from sandbox.seed.team import Users, password_hash
from services.analytics.recount import recount_all
from storage.postgres.account_tables import User
from storage.postgres.database import Database
from storage.postgres.tables import Business

AT_ONCE = 3
"""Businesses: while the server writes one the next is made."""


@dataclass(frozen=True, slots=True)
class Seeded:
    """What there is now.

    Attributes:
        ids: of the businesses, in their order.
        made: how many were made now; the others were there.
        rows: written now.
    """

    ids: tuple[UUID, ...]
    made: int
    rows: int
    seed: int

    @property
    def owner(self) -> str:
        """The address of who owns the first businesses; everybody's password is `PASSWORD`."""
        return email_of(self.seed, 0, Role.OWNER)

    @property
    def password(self) -> str:
        return PASSWORD

    def email(self, index: int, role: Role) -> str:
        return email_of(self.seed, index, role)

    def key(self, index: int, name: str = "website") -> str:
        return key_text(self.seed, index, name)


def plan_of(businesses: int = 50, days: int = 90, seed: int = 1) -> Plan:
    """Seen from today."""
    return Plan(businesses, days, seed, datetime.now(UTC).date())


async def seed_businesses(
    database: Database, plan: Plan, on_written: Callable[[int], None] = lambda _count: None
) -> Seeded:
    """Makes the businesses of the plan that are not there; what is there stays as it is.

    Args:
        on_written: told how many are there.

    Raises:
        StorageError: Postgres cannot be reached, or was not migrated.
    """
    users = Users(plan.seed, password_hash(plan.seed))
    gate = asyncio.Semaphore(AT_ONCE)
    done = written = made_now = 0

    async def one(index: int) -> None:
        nonlocal done, written, made_now
        async with gate:
            business_id = id_of(plan.seed, index)
            async with database.founding(business_id) as scope:
                there = await scope.session.scalar(select(Business.id).where(Business.id == business_id))
                if there is None:
                    made = make_business(plan, index, users)
                    await made.rows.write(scope)
                    await recount_all(scope, plan.span.now)
                    written += made.rows.count()
                    made_now += 1
            done += 1
            on_written(done)

    async with asyncio.TaskGroup() as group:
        for index in range(plan.businesses):
            group.create_task(one(index))
    ids = tuple(id_of(plan.seed, index) for index in range(plan.businesses))
    return Seeded(ids, made_now, written, plan.seed)


async def refuse_other_tenants(database: Database) -> None:
    """Raises NotPermitted when people have signed up to this database: made-up businesses are not for those."""
    async with database.identity() as session:
        others = await session.scalar(
            select(func.count()).select_from(User).where(~User.email.like("%@seed-%.example.com"))
        )
    if others:
        raise NotPermitted(
            f"{others} people have signed up to this database: made-up businesses do not belong beside theirs"
        )


async def seeded_owner(database: Database, seed: int = 1) -> str | None:
    """The address of the first businesses' owner, where the set of this seed is there."""
    email = email_of(seed, 0, Role.OWNER)
    async with database.identity() as session:
        return await session.scalar(select(User.email).where(User.email == email))
