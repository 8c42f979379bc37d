"""A role that row-level security does not bind is let in nowhere: it would show each business the others' rows."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from domain.errors import ConfigError
from domain.ids import new_id
from storage.postgres import migrate
from storage.postgres.database import Database, async_url
from tests.support.own_stores import APP_PASSWORD, APP_ROLE


@pytest.fixture
async def owner(postgres_owner_url: str) -> AsyncIterator[AsyncEngine]:
    engine = create_async_engine(async_url(postgres_owner_url), isolation_level="AUTOCOMMIT")
    yield engine
    await engine.dispose()


async def refusal(url: str, *, read_url: str | None = None) -> str:
    """What a scope of a business says instead of opening, twice."""
    database = Database(url, read_url=read_url)
    told: set[str] = set()
    try:
        for _ in range(2):
            with pytest.raises(ConfigError) as refused:
                async with database.tenant(new_id(), read_only=read_url is not None):
                    pass
            told.add(str(refused.value))
    finally:
        await database.close()
    [only] = told
    return only


@pytest.mark.parametrize("attribute", ["SUPERUSER", "BYPASSRLS"])
async def test_a_role_that_reads_across_businesses_is_refused_and_the_remedy_named(
    owner: AsyncEngine, postgres_owner_url: str, attribute: str
) -> None:
    role = f"too_strong_{attribute.lower()}_{new_id().hex[:8]}"
    async with owner.connect() as connection:
        await connection.execute(text(f"CREATE ROLE {role} LOGIN {attribute}"))
    try:
        told = await refusal(postgres_owner_url.replace("postgres@", f"{role}@"))
    finally:
        async with owner.connect() as connection:
            await connection.execute(text(f"DROP ROLE {role}"))
    assert role in told
    assert "DATABASE_URL" in told
    assert "BYPASSRLS" in told


async def test_the_replicas_role_is_looked_at_too(postgres_url: str, postgres_owner_url: str) -> None:
    assert "'postgres'" in await refusal(postgres_url, read_url=postgres_owner_url)


async def test_a_table_without_row_level_security_is_named(
    owner: AsyncEngine, postgres_owner_url: str
) -> None:
    name = f"restored_{new_id().hex}"
    async with owner.connect() as connection:
        await connection.execute(text(f"CREATE DATABASE {name}"))
    owner_url = postgres_owner_url.replace("/receptionist", f"/{name}")
    url = owner_url.replace("postgres@", f"{APP_ROLE}:{APP_PASSWORD}@")
    restored = create_async_engine(async_url(owner_url), isolation_level="AUTOCOMMIT")
    try:
        database = Database(url)
        await database.ping()  # not migrated yet: nothing to read
        await database.close()
        migrate.upgrade(owner_url, APP_ROLE, APP_PASSWORD)
        async with restored.connect() as connection:
            await connection.execute(text("ALTER TABLE staff DISABLE ROW LEVEL SECURITY"))
        told = await refusal(url)
        async with restored.connect() as connection:
            await connection.execute(text("ALTER TABLE staff ENABLE ROW LEVEL SECURITY"))
        database = Database(url)
        await database.ping()
        await database.close()
    finally:
        await restored.dispose()
        async with owner.connect() as connection:
            await connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    assert "on: staff." in told
    assert "receptionist migrate" in told
