"""A database of its own with a small set of made-up businesses: what a whole set leaves would disturb other tests."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from domain.ids import new_id
from sandbox.seed.businesses import Plan
from sandbox.seed.seed import Seeded, seed_businesses
from storage.postgres import migrate
from storage.postgres.database import Database, async_url
from tests.support.own_stores import APP_PASSWORD

PLAN = Plan(businesses=4, days=5, seed=2, as_of=date(2026, 10, 27))


def plan_of_today() -> Plan:
    """For what asks the clock."""
    return Plan(PLAN.businesses, PLAN.days, PLAN.seed, datetime.now(UTC).date())


@dataclass(frozen=True, slots=True)
class SeededDatabase:
    """`url` is the application's role, `owner_url` a superuser's."""

    url: str
    owner_url: str
    role: str
    seeded: Seeded


@contextmanager
def seeded_database(server_owner_url: str, plan: Plan = PLAN) -> Iterator[SeededDatabase]:
    """Makes it on a server that runs, and takes it away."""
    name = f"seeded_{new_id().hex}"
    asyncio.run(_execute(server_owner_url, f"CREATE DATABASE {name}"))
    try:
        owner_url = server_owner_url.replace("/receptionist", f"/{name}")
        role = f"app_{name}"
        migrate.upgrade(owner_url, role, APP_PASSWORD)
        url = owner_url.replace("postgres@", f"{role}:{APP_PASSWORD}@")
        yield SeededDatabase(url, owner_url, role, asyncio.run(_seed(url, plan)))
    finally:
        asyncio.run(_execute(server_owner_url, f"DROP DATABASE {name} WITH (FORCE)"))


async def _seed(url: str, plan: Plan) -> Seeded:
    database = Database(url)
    try:
        return await seed_businesses(database, plan)
    finally:
        await database.close()


async def _execute(owner_url: str, statement: str) -> None:
    engine = create_async_engine(async_url(owner_url), poolclass=NullPool, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text(statement))
    await engine.dispose()
