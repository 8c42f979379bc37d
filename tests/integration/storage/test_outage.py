"""A store that is away, silent or restarted shows as StorageError, and its return is noticed."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from domain.errors import StorageError
from domain.ids import new_id
from sandbox.local.postgres import EmbeddedPostgres
from sandbox.local.process import free_port
from sandbox.local.redis import EmbeddedRedis
from storage.postgres.database import Database
from storage.postgres.migrate import upgrade
from storage.redis.connection import open_redis
from storage.redis.journal import Journal
from storage.redis.stores import RedisStores
from storage.redis.tickets import Ticket, hash_token
from tests.support.own_stores import APP_PASSWORD, APP_ROLE, app_url


@pytest.fixture
def server(tmp_path: Path) -> Iterator[EmbeddedPostgres]:
    with EmbeddedPostgres(tmp_path / "postgres", durable=False) as server:
        yield server


@pytest.fixture
async def silent_port() -> AsyncIterator[int]:
    """Accepts connections and never says anything."""
    waiting: list[asyncio.StreamWriter] = []

    async def accept(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        waiting.append(writer)

    listener = await asyncio.start_server(accept, "127.0.0.1", 0)
    yield listener.sockets[0].getsockname()[1]
    for writer in waiting:
        writer.close()
    listener.close()


async def test_stopped_server_is_a_storage_error_and_its_return_is_noticed(server: EmbeddedPostgres) -> None:
    upgrade(server.owner_url, APP_ROLE, APP_PASSWORD)
    database = Database(app_url(server))
    try:
        await database.ping()
        server.stop()
        with pytest.raises(StorageError, match="postgres"):
            await database.ping()
        server.start()
        await database.ping()
    finally:
        await database.close()


async def test_server_lost_within_a_transaction_is_a_storage_error(server: EmbeddedPostgres) -> None:
    upgrade(server.owner_url, APP_ROLE, APP_PASSWORD)
    database = Database(app_url(server))

    async def lose_it() -> None:
        async with database.tenant(new_id()) as scope:
            server.stop()
            async with scope.savepoint():
                pass

    try:
        with pytest.raises(StorageError, match="postgres"):
            await lose_it()
    finally:
        await database.close()


async def test_nobody_listening_and_nobody_answering_are_storage_errors(silent_port: int) -> None:
    for port in (free_port(), silent_port):
        database = Database(f"postgresql://app@127.0.0.1:{port}/receptionist", connect_timeout_s=0.2)
        with pytest.raises(StorageError, match="postgres"):
            await database.ping()
        await database.close()


async def test_refused_login_is_a_storage_error(postgres_owner_url: str) -> None:
    database = Database(postgres_owner_url.replace("postgres@", "nobody_known@"))
    with pytest.raises(StorageError, match="nobody_known"):
        await database.ping()
    await database.close()


async def test_all_connections_taken_is_a_storage_error(postgres_url: str) -> None:
    database = Database(postgres_url, pool_size=1, max_overflow=0, pool_timeout_s=0.05)
    async with database.system():
        with pytest.raises(StorageError, match="postgres"):
            await database.ping()
    await database.ping()
    await database.close()


async def test_redis_away_is_a_storage_error_and_its_return_is_noticed(tmp_path: Path) -> None:
    with EmbeddedRedis(tmp_path / "redis") as server:
        client = open_redis(server.url)
        stores, journal, call_id = RedisStores.over(client), Journal(client), new_id()
        await journal.append(call_id, [b"before"])
        server.stop()
        for attempt in (
            journal.append(call_id, [b"lost"]),
            journal.read(call_id),
            stores.tickets.admit(_ticket(call_id), 30),
            stores.tickets.claim(call_id, "token"),
            stores.live.keep(new_id(), call_id, {}, 30),
            stores.next_steps.get("CA1"),
            stores.capacity.by_node(),
            anext(stores.live.watch(new_id())),
        ):
            with pytest.raises(StorageError, match="redis"):
                await attempt
        server.start()
        assert await journal.read(call_id) == [b"before"]
        await client.aclose()


async def test_silent_redis_is_a_storage_error(silent_port: int) -> None:
    client = open_redis(f"redis://127.0.0.1:{silent_port}", answer_timeout_s=0.2)
    with pytest.raises(StorageError, match="redis"):
        await Journal(client).append(new_id(), [b"x"])
    await client.aclose()


def _ticket(call_id: UUID) -> Ticket:
    received_at = datetime(2026, 11, 23, 5, 17, tzinfo=UTC)
    return Ticket(call_id, new_id(), "CA1", None, "+61280001234", hash_token("token"), received_at)
