"""The API over this session's stores."""

from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from storage.postgres.database import Database
from tests.support.api import Api, api


@pytest.fixture
async def served(database: Database, redis: Redis) -> AsyncIterator[Api]:
    async with api(database, redis) as served:
        yield served
