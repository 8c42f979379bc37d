from collections.abc import AsyncIterator, Iterator

import pytest
from redis.asyncio import Redis

from sandbox.local.redis import EmbeddedRedis
from storage.postgres.database import Database
from storage.redis.capacity import CallSlots
from storage.redis.connection import open_redis
from storage.redis.stores import RedisStores
from tests.integration.deployments.telephony.webhook_client import Twilio, webhooks
from tests.support.dialled_business import DialledBusiness, open_business


@pytest.fixture(scope="module")
def own_redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Capacity is one for the whole Redis, so these tests need one of their own."""
    with EmbeddedRedis(tmp_path_factory.mktemp("telephony") / "redis") as server:
        yield server.url


@pytest.fixture
async def own_redis(own_redis_url: str) -> AsyncIterator[Redis]:
    client = open_redis(own_redis_url)
    await client.flushall()
    yield client
    await client.aclose()


@pytest.fixture
async def stores(own_redis: Redis) -> RedisStores:
    """One node with room."""
    stores = RedisStores.over(own_redis)
    await stores.capacity.report("node", CallSlots(3, 4), 60)
    return stores


@pytest.fixture
async def business(database: Database) -> DialledBusiness:
    return await open_business(database)


@pytest.fixture
def twilio(database: Database, own_redis: Redis) -> Twilio:
    return webhooks(database, own_redis)
