"""A database of its own with a small set of made-up businesses: what a whole set leaves would disturb other tests."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import date

import pytest
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


@dataclass(frozen=True, slots=True)
class SeededDatabase:
    url: str
    owner_url: str
    role: str
    seeded: Seeded


@pytest.fixture(scope="module")
def seeded(postgres_owner_url: str) -> Iterator[SeededDatabase]:
    name = f"seeded_{new_id().hex}"
    asyncio.run(_execute(postgres_owner_url, f"CREATE DATABASE {name}"))
    owner_url = postgres_owner_url.replace("/receptionist", f"/{name}")
    role = f"app_{name}"
    migrate.upgrade(owner_url, role, APP_PASSWORD)
    url = owner_url.replace("postgres@", f"{role}:{APP_PASSWORD}@")
    yield SeededDatabase(url, owner_url, role, asyncio.run(_seed(url)))
    asyncio.run(_execute(postgres_owner_url, f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
async def seeded_rows(seeded: SeededDatabase) -> AsyncIterator[Database]:
    database = Database(seeded.url)
    yield database
    await database.close()


async def _seed(url: str) -> Seeded:
    database = Database(url)
    try:
        return await seed_businesses(database, PLAN)
    finally:
        await database.close()


async def _execute(owner_url: str, statement: str) -> None:
    engine = create_async_engine(async_url(owner_url), poolclass=NullPool, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text(statement))
    await engine.dispose()
