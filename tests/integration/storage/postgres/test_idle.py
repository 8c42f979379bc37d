"""Connections nobody has needed for a while are closed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.postgres.database import Database, async_url
from storage.postgres.idle import IdleConnections

NEVER_S = 3600.0


@pytest.fixture
async def engine(postgres_url: str) -> AsyncIterator[AsyncEngine]:
    engine = create_async_engine(async_url(postgres_url), pool_size=4, max_overflow=0, pool_use_lifo=True)
    yield engine
    await engine.dispose()


@pytest.fixture
async def idle(engine: AsyncEngine) -> AsyncIterator[IdleConnections]:
    """It looks when the test says so."""
    idle = IdleConnections(engine, NEVER_S)
    yield idle
    idle.stop()


async def use(engine: AsyncEngine, at_once: int) -> set[int]:
    """The backends of so many connections in use at once."""
    async with AsyncExitStack() as stack:
        connections = [await stack.enter_async_context(engine.connect()) for _ in range(at_once)]
        return {(await one.execute(text("SELECT pg_backend_pid()"))).scalar_one() for one in connections}


def kept(engine: AsyncEngine) -> int:
    pool: Any = engine.sync_engine.pool
    return pool.checkedin()


async def test_a_connection_is_kept_as_long_as_somebody_needs_it(engine: AsyncEngine, idle: IdleConnections):
    backends: set[int] = set()
    for _ in range(3):
        backends |= await use(engine, 1)
        await idle.look()
    assert len(backends) == 1


async def test_it_is_closed_once_nobody_has_needed_it_between_two_looks(
    engine: AsyncEngine, idle: IdleConnections
):
    first = await use(engine, 1)
    await idle.look()
    assert kept(engine) == 1
    await idle.look()
    assert kept(engine) == 0
    assert not await living(engine, first)


async def test_those_of_a_rush_are_closed_and_as_many_as_are_needed_opened_again(
    engine: AsyncEngine, idle: IdleConnections
):
    rush = await use(engine, 4)
    await idle.look()
    await use(engine, 2)
    await idle.look()
    assert kept(engine) == 0
    assert not await living(engine, rush)
    await use(engine, 2)
    await idle.look()
    assert kept(engine) == 2


async def test_nothing_is_closed_while_a_connection_is_in_use(engine: AsyncEngine, idle: IdleConnections):
    await use(engine, 3)
    await idle.look()
    async with engine.connect() as connection:
        await idle.look()
        assert kept(engine) == 2
        assert (await connection.execute(text("SELECT 1"))).scalar_one() == 1
    await idle.look()
    assert kept(engine) == 0


async def test_whoever_wants_one_meanwhile_gets_it(engine: AsyncEngine, idle: IdleConnections):
    await use(engine, 4)
    await idle.look()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(idle.look())
        used = [tasks.create_task(use(engine, 1)) for _ in range(8)]
    assert all(len(one.result()) == 1 for one in used)


async def test_a_database_closes_what_lies_idle_by_itself(postgres_url: str):
    database = Database(postgres_url, kept_idle_s=0.01)
    async with database.system() as session:
        mine = {(await session.execute(text("SELECT pg_backend_pid()"))).scalar_one()}
    watching = create_async_engine(async_url(postgres_url))
    async with asyncio.timeout(10):
        while await living(watching, mine):  # noqa: ASYNC110 - only the server knows
            await asyncio.sleep(0.02)
    async with database.system() as session:
        assert (await session.execute(text("SELECT 1"))).scalar_one() == 1
    await database.close()
    await watching.dispose()


async def living(engine: AsyncEngine, backends: set[int]) -> set[int]:
    """Those of them the server still has; it may take a moment to end one that was told to."""
    async with engine.connect() as connection:
        query = text("SELECT pid FROM pg_stat_activity WHERE pid = ANY(:pids)")
        for _ in range(100):
            found = set((await connection.execute(query, {"pids": list(backends)})).scalars())
            if not found:
                break
            await asyncio.sleep(0.01)
        return found
