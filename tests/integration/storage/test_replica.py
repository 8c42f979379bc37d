"""Reading from a replica: by those who ask for it, not by who has just written, and never at the price of an answer."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from domain.errors import PartDegraded, StorageError
from domain.ids import new_id
from sandbox.local.process import free_port
from storage.postgres.database import Database
from storage.settings import StoreSettings
from storage.stores import Stores, open_stores
from tests.support.businesses import store_business

WHERE = text("SELECT current_setting('application_name'), current_setting('transaction_read_only')")
REPLICA = ("receptionist test reads", "on")
PRIMARY = ("receptionist test", "on")


@pytest.fixture
def settings(postgres_url: str, redis_url: str, tmp_path: Path) -> StoreSettings:
    # The same server under another address: pools are told apart by address.
    replica = postgres_url.replace("127.0.0.1", "localhost")
    assert replica != postgres_url
    return StoreSettings(postgres_url, redis_url, f"file://{tmp_path}/objects", replica)


@pytest.fixture
async def stores(settings: StoreSettings) -> AsyncIterator[Stores]:
    stores = opened(settings)
    yield stores
    await stores.close()


def opened(settings: StoreSettings, *, reads_from_replica: bool = True) -> Stores:
    return open_stores(
        settings,
        application_name="receptionist test",
        pool_size=2,
        max_overflow=0,
        redis_connections=2,
        reads_from_replica=reads_from_replica,
    )


def nowhere(settings: StoreSettings) -> StoreSettings:
    return replace(settings, read_database_url=f"postgresql://app@127.0.0.1:{free_port()}/receptionist")


async def read_at(database: Database, business_id: UUID) -> tuple[str, str]:
    async with database.tenant(business_id, read_only=True) as scope:
        name, read_only = (await scope.session.execute(WHERE)).one()
        return name, read_only


async def test_lists_are_read_from_the_replica_and_everything_else_from_the_primary(stores: Stores) -> None:
    business_id = new_id()
    assert await read_at(stores.database, business_id) == REPLICA
    async with stores.database.tenant(business_id) as scope:
        assert (await scope.session.execute(WHERE)).one() == ("receptionist test", "off")
    with pytest.raises((StorageError, DBAPIError), match="read-only"):
        async with stores.database.tenant(business_id, read_only=True) as scope:
            await scope.session.execute(text("CREATE TABLE never (id int)"))


async def test_a_process_that_does_not_ask_for_it_reads_the_primary(settings: StoreSettings) -> None:
    stores = opened(nowhere(settings), reads_from_replica=False)
    assert await read_at(stores.database, new_id()) == PRIMARY
    await stores.database.ping_replica()
    await stores.close()


async def test_who_has_written_reads_their_own_write_in_every_process(
    stores: Stores, settings: StoreSettings
) -> None:
    other_process = opened(settings)
    profile = await store_business(stores.database)
    for one in (stores, other_process):
        assert await read_at(one.database, profile.id) == PRIMARY
        assert await read_at(one.database, new_id()) == REPLICA
    await other_process.close()


async def test_a_replica_that_is_away_costs_no_answer_and_is_told_of(settings: StoreSettings) -> None:
    stores = opened(nowhere(settings))
    business_id = new_id()
    assert await read_at(stores.database, business_id) == PRIMARY
    assert await read_at(stores.database, business_id) == PRIMARY
    with pytest.raises(PartDegraded, match="the primary answers"):
        await stores.database.ping_replica()
    await stores.close()


async def test_without_redis_nobody_reads_from_the_replica(settings: StoreSettings) -> None:
    stores = opened(replace(settings, redis_url=f"redis://127.0.0.1:{free_port()}/0"))
    assert await read_at(stores.database, new_id()) == PRIMARY
    profile = await store_business(stores.database)  # and a write is written
    assert await read_at(stores.database, profile.id) == PRIMARY
    await stores.close()
