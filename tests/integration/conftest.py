"""Real servers, started once per session and ended with it, whatever happens in between."""

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import pytest
from redis.asyncio import Redis

from sandbox.local.postgres import EmbeddedPostgres
from sandbox.local.redis import EmbeddedRedis
from storage.postgres.database import Database
from storage.postgres.migrate import upgrade
from storage.postgres.seed import seed_demo_business
from storage.redis.connection import open_redis

APP_ROLE = "receptionist_app"
APP_PASSWORD = "app-password"


@contextmanager
def _open_directory() -> Iterator[Path]:
    """A directory every user may enter, so that PostgreSQL can run as nobody without a user namespace."""
    directory = Path(tempfile.mkdtemp(prefix="receptionist-test-"))
    try:
        directory.chmod(0o755)
        yield directory
    finally:
        shutil.rmtree(directory, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[EmbeddedPostgres]:
    """A migrated server without fsync. Do not stop it: other tests share it."""
    with (
        _open_directory() as directory,
        EmbeddedPostgres(directory / "postgres", durable=False) as server,
    ):
        upgrade(server.owner_url, APP_ROLE, APP_PASSWORD)
        yield server


@pytest.fixture(scope="session")
def postgres_owner_url(postgres_server: EmbeddedPostgres) -> str:
    """URL for the owner of the tables, a superuser."""
    return postgres_server.owner_url


@pytest.fixture(scope="session")
def postgres_url(postgres_server: EmbeddedPostgres) -> str:
    """URL for the application's role, which row-level security binds."""
    return postgres_server.owner_url.replace("postgres@", f"{APP_ROLE}:{APP_PASSWORD}@")


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """URL of a Redis all tests share: keep to keys of your own ids."""
    with _open_directory() as directory, EmbeddedRedis(directory / "redis") as server:
        yield server.url


@pytest.fixture
async def database(postgres_url: str) -> AsyncIterator[Database]:
    """The application's database, shared by all tests: keep to businesses of your own."""
    database = Database(postgres_url, pool_size=5, max_overflow=20)
    yield database
    await database.close()


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[Redis]:
    client = open_redis(redis_url)
    yield client
    await client.aclose()


@pytest.fixture
async def demo_business_id(database: Database) -> UUID:
    """The demo business, made when missing; its bookings and calls are shared by all tests."""
    return await seed_demo_business(database)
