"""A process's stores, opened and closed in one place."""

import asyncio
from pathlib import Path

import pytest
from redis.asyncio import Redis
from sqlalchemy import text

from domain.ids import new_id
from storage.settings import StoreSettings
from storage.stores import Stores, open_stores


@pytest.fixture
def settings(postgres_url: str, redis_url: str, tmp_path: Path) -> StoreSettings:
    return StoreSettings(postgres_url, redis_url, f"file://{tmp_path}/objects")


def opened(settings: StoreSettings, *, reads_from_replica: bool = False) -> Stores:
    return open_stores(
        settings,
        application_name="receptionist test",
        pool_size=1,
        max_overflow=0,
        redis_connections=2,
        reads_from_replica=reads_from_replica,
    )


async def test_everything_a_process_stores_in_answers(settings: StoreSettings) -> None:
    stores, call_id = opened(settings), new_id()
    async with stores.database.system() as session:
        shown = await session.scalar(text("SELECT current_setting('application_name')"))
    assert shown == "receptionist test"
    await stores.redis.journal.append(call_id, [b"entry"])
    assert await stores.redis.journal.read(call_id) == [b"entry"]
    await stores.objects.put("key", b"object")
    assert await stores.objects.get("key") == b"object"
    await stores.close()


async def test_closing_gives_every_connection_back(settings: StoreSettings, redis: Redis) -> None:
    stores = opened(settings)
    name = f"stores-{new_id()}"
    await stores.redis.client.client_setname(name)
    await stores.database.ping()

    async def is_connected() -> bool:
        return name in {client["name"] for client in await redis.client_list()}

    assert await is_connected()
    await stores.close()
    async with asyncio.timeout(10):
        while await is_connected():  # noqa: ASYNC110 - the server notices in its own time
            await asyncio.sleep(0.01)
