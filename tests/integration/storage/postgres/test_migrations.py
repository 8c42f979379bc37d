"""The migrations and the tables say the same, and an ordinary role can run them."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from domain.errors import ConfigError, StorageError
from domain.ids import new_id
from sandbox.seed.demo import seed_demo_business
from storage.migrations import versions
from storage.postgres import migrate, tables
from storage.postgres.database import Database, async_url

VERSIONS = Path(versions.__path__[0])


@pytest.fixture
async def server(postgres_owner_url: str) -> AsyncIterator[AsyncEngine]:
    engine = create_async_engine(
        async_url(postgres_owner_url), poolclass=NullPool, isolation_level="AUTOCOMMIT"
    )
    yield engine
    await engine.dispose()


@pytest.fixture
async def empty_url(server: AsyncEngine, postgres_owner_url: str) -> AsyncIterator[str]:
    """A database of its own on the shared server, with an owner who is no superuser but may make roles."""
    name = f"migrations_{new_id().hex}"
    async with server.connect() as connection:
        await connection.execute(text(f"CREATE ROLE {name} LOGIN CREATEROLE"))
        await connection.execute(text(f"CREATE DATABASE {name} OWNER {name}"))
    yield postgres_owner_url.replace("postgres@", f"{name}@").replace("/receptionist", f"/{name}")
    async with server.connect() as connection:
        await connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


def app_role() -> str:
    return f"app_{new_id().hex}"


def as_role(url: str, role: str) -> str:
    scheme, rest = url.split("://")
    return f"{scheme}://{role}@{rest.split('@')[1]}"


def test_tables_and_migrations_agree(postgres_owner_url: str) -> None:
    assert migrate.differences(postgres_owner_url) == []
    assert migrate.current(postgres_owner_url) == migrate.head()


def test_differences_are_noticed(empty_url: str) -> None:
    migrate.upgrade(empty_url, app_role(), "pw", revision="0003")
    missing = [change[1].name for change in migrate.differences(empty_url) if change[0] == "add_table"]
    assert {"outbox", "webhook_inbox"} < set(missing)
    assert "bookings" not in missing


def test_up_down_and_up_again(empty_url: str) -> None:
    role = app_role()
    assert migrate.current(empty_url) is None
    migrate.upgrade(empty_url, role, "pw")
    migrate.upgrade(empty_url, role, "pw")
    assert migrate.differences(empty_url) == []
    migrate.downgrade(empty_url, "base")
    assert migrate.current(empty_url) is None
    migrate.upgrade(empty_url, role, "another")
    assert migrate.differences(empty_url) == []


def test_each_step_can_be_undone_alone(empty_url: str) -> None:
    role = app_role()
    revisions = sorted(path.name[:4] for path in VERSIONS.glob("[0-9]*.py"))
    assert revisions[-1] == migrate.head()
    for revision in revisions:
        migrate.upgrade(empty_url, role, "pw", revision=revision)
        migrate.downgrade(empty_url, "-1")
        migrate.upgrade(empty_url, role, "pw", revision=revision)
        assert migrate.current(empty_url) == revision


async def test_ordinary_owner_and_its_new_role_are_both_bound(empty_url: str) -> None:
    role = app_role()
    migrate.upgrade(empty_url, role, 'it\'s a "password" %s')
    app, owner = Database(as_role(empty_url, role)), Database(empty_url)
    try:
        business_id = await seed_demo_business(app)
        count = select(func.count()).select_from(tables.Staff)
        for database in (app, owner):
            async with database.tenant(new_id()) as scope:
                assert await scope.session.scalar(count) == 0
            async with database.tenant(business_id) as scope:
                assert await scope.session.scalar(count) == 1
    finally:
        await app.close()
        await owner.close()


def test_role_that_is_not_bound_is_refused(postgres_owner_url: str) -> None:
    with pytest.raises(ConfigError, match="postgres"):
        migrate.upgrade(postgres_owner_url, "postgres", "pw")


async def test_database_that_was_not_migrated_says_so(empty_url: str) -> None:
    database = Database(empty_url)
    try:
        with pytest.raises(StorageError, match="run the migrations"):
            await seed_demo_business(database)
    finally:
        await database.close()


def test_new_revision_is_written_from_the_differences(postgres_owner_url: str, tmp_path: Path) -> None:
    (script,) = migrate.write_revision(postgres_owner_url, "nothing new", directory=tmp_path)
    content = script.read_text()
    assert script.parent == tmp_path
    assert f"down_revision: str | Sequence[str] | None = '{migrate.head()}'" in content
    compile(content, str(script), "exec")
