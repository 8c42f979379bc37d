"""The API over this session's stores."""

from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from storage.postgres.database import Database
from storage.redis.stores import RedisStores
from storage.writes import BusinessWrites
from tests.support.api import Api, api


@pytest.fixture
async def database(postgres_url: str, redis: Redis) -> AsyncIterator[Database]:
    """The application's, shared by all tests; what is written makes kept answers void, as in every process."""
    database = Database(
        postgres_url, pool_size=5, max_overflow=20, writes=BusinessWrites(RedisStores.over(redis))
    )
    yield database
    await database.close()


@pytest.fixture
async def served(database: Database, redis: Redis) -> AsyncIterator[Api]:
    async with api(database, redis) as served:
        yield served
