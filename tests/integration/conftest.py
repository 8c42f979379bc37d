"""Real servers, started once per session and ended with it, whatever happens in between."""

from collections.abc import AsyncIterator, Iterator
from uuid import UUID

import pytest
from redis.asyncio import Redis

from sandbox.local.postgres import EmbeddedPostgres
from sandbox.local.redis import EmbeddedRedis
from sandbox.seed.demo import seed_demo_business
from storage.postgres.database import Database
from storage.redis.connection import open_redis
from tests.support.own_stores import app_url, open_directory, own_postgres


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[EmbeddedPostgres]:
    """A migrated server without fsync. Do not stop it: other tests share it."""
    with own_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_owner_url(postgres_server: EmbeddedPostgres) -> str:
    """URL for the owner of the tables, a superuser."""
    return postgres_server.owner_url


@pytest.fixture(scope="session")
def postgres_url(postgres_server: EmbeddedPostgres) -> str:
    """URL for the application's role, which row-level security binds."""
    return app_url(postgres_server)


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """URL of a Redis all tests share: keep to keys of your own ids."""
    with open_directory() as directory, EmbeddedRedis(directory / "redis") as server:
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
