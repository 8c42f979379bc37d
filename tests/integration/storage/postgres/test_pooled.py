"""A pooled connection that does not serve any more is replaced before it is used."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.ext.asyncio import create_async_engine

from storage.postgres import pooled
from storage.postgres.database import Database, async_url


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """When the server was asked whether a connection serves."""
    times: list[float] = []
    do_ping = PGDialect_asyncpg.do_ping

    def counted(self: PGDialect_asyncpg, connection: object) -> bool:
        times.append(asyncio.get_running_loop().time())
        return do_ping(self, connection)  # type: ignore[arg-type]

    monkeypatch.setattr(PGDialect_asyncpg, "do_ping", counted)
    return times


async def backend(database: Database) -> int:
    async with database.system() as session:
        return (await session.execute(text("SELECT pg_backend_pid()"))).scalar_one()


async def test_a_connection_in_use_is_not_asked_about(database: Database, asked: list[float]):
    assert len({await backend(database) for _ in range(3)}) == 1
    assert asked == []


async def test_one_that_has_lain_idle_is(
    database: Database, asked: list[float], monkeypatch: pytest.MonkeyPatch
):
    first = await backend(database)
    monkeypatch.setattr(pooled, "ASKED_AFTER_S", 0.0)
    assert await backend(database) == first
    assert len(asked) == 1


async def test_a_connection_the_server_has_closed_is_replaced_unasked(
    database: Database, postgres_owner_url: str, asked: list[float]
):
    owner, first = create_async_engine(async_url(postgres_owner_url)), await backend(database)
    async with owner.connect() as connection:
        await connection.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": first})
    await asyncio.sleep(0.1)  # for the end of the connection to be read
    assert await backend(database) != first
    assert asked == []
    await owner.dispose()


async def test_one_that_is_found_lost_is_replaced(
    database: Database, asked: list[float], monkeypatch: pytest.MonkeyPatch
):
    first = await backend(database)
    monkeypatch.setattr(pooled, "ASKED_AFTER_S", 0.0)

    def lost(self: PGDialect_asyncpg, connection: Any) -> bool:
        connection.driver_connection.terminate()
        raise self.loaded_dbapi.InterfaceError("connection is closed")

    monkeypatch.setattr(PGDialect_asyncpg, "do_ping", lost)
    assert await backend(database) != first
