"""What is put into the outbox is heard of by whoever listens; who cannot hear knows it, and asks instead."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from domain.errors import StorageError
from domain.ids import new_id
from sandbox.local.postgres import EmbeddedPostgres
from storage.postgres import notices as notices_module
from storage.postgres import outbox
from storage.postgres.database import Database, async_url
from storage.postgres.notices import OUTBOX, Notices, notify, plain_url
from tests.support.shop import Shop
from tests.support.waiting import eventually

WITHIN_S = 15.0


class Listener:
    """Notices on the way to a counter, listened for until the end of the block."""

    def __init__(self, url: str, database: Database, channel: str = OUTBOX) -> None:
        self.heard = asyncio.Event()
        self.said: list[str] = []
        self.stopping = False
        self.name = f"test listener {new_id().hex[:8]}"
        self.notices = Notices(url, database, channel, self._hear, application_name=self.name)

    def _hear(self, says: str) -> None:
        self.said.append(says)
        self.heard.set()

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[asyncio.Task[None]]:
        task = asyncio.get_running_loop().create_task(self.notices.listen(lambda: self.stopping))
        try:
            yield task
        finally:
            self.stopping = True
            self.notices.stirred.set()
            await asyncio.wait({task}, timeout=WITHIN_S)

    async def is_told(self) -> None:
        async with asyncio.timeout(WITHIN_S):
            await self.heard.wait()
        self.heard.clear()


@asynccontextmanager
async def listening(url: str, database: Database) -> AsyncIterator[tuple[Listener, asyncio.Task[None]]]:
    listener = Listener(url, database)
    async with listener.at_work() as task:
        await listener.is_told()
        assert listener.notices.listening, "what came before was not heard, so the beginning is told"
        yield listener, task


async def enqueue(database: Database, shop: Shop, then: Exception | None = None) -> None:
    async with database.tenant(shop.business_id) as scope:
        await outbox.enqueue(scope, "sms", new_id().hex, {})
        if then is not None:
            raise then


async def test_what_is_put_into_the_outbox_is_told(postgres_url: str, database: Database, shop: Shop) -> None:
    async with listening(postgres_url, database) as (listener, _):
        assert listener.said == [""]
        for _ in range(2):
            await enqueue(database, shop)
            await listener.is_told()
        assert listener.said == ["", "sms", "sms"]


async def test_each_kind_that_a_transaction_puts_in_is_told_once(
    postgres_url: str, database: Database, shop: Shop
) -> None:
    async with listening(postgres_url, database) as (listener, _):
        async with database.tenant(shop.business_id) as scope:
            for kind in ("sms", "mail", "sms"):
                await outbox.enqueue(scope, kind, new_id().hex, {})
        await eventually(lambda: len(listener.said) >= 3, within_s=WITHIN_S)
        await asyncio.sleep(0.05)
        assert sorted(listener.said) == ["", "mail", "sms"]


async def test_what_is_taken_back_is_not_told_nor_is_a_word_that_tries_the_line(
    postgres_url: str, database: Database, shop: Shop
) -> None:
    async with listening(postgres_url, database) as (listener, _):
        with pytest.raises(ZeroDivisionError):
            await enqueue(database, shop, then=ZeroDivisionError())
        async with database.worker() as session:
            await notify(session, OUTBOX, "trying the line: a word of somebody's own")
        assert not listener.heard.is_set()


async def test_an_item_that_is_revived_is_told(postgres_url: str, database: Database, shop: Shop) -> None:
    await enqueue(database, shop)
    async with listening(postgres_url, database) as (listener, _):
        async with database.tenant(shop.business_id) as scope:
            item_id = await scope.session.scalar(
                text("UPDATE outbox SET status = 'dead', payload = '{\"to\": 1}' RETURNING id")
            )
        async with database.worker() as session:
            assert await outbox.revive(session, item_id, datetime.now(UTC))
        await listener.is_told()


async def test_a_connection_that_is_lost_is_told_at_once(
    postgres_server: EmbeddedPostgres, postgres_url: str, database: Database
) -> None:
    async with listening(postgres_url, database) as (listener, task):
        owner = create_async_engine(async_url(postgres_server.owner_url), poolclass=NullPool)
        async with owner.connect() as connection:
            ended = await connection.scalars(
                text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = :name"),
                {"name": listener.name},
            )
            assert ended.all() == [True]
        await owner.dispose()
        await asyncio.wait({task}, timeout=WITHIN_S)
        assert isinstance(task.exception(), StorageError)
        assert not listener.notices.listening


async def test_who_would_hear_nothing_finds_out(
    postgres_server: EmbeddedPostgres, postgres_url: str, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As behind a pooler in transaction mode: LISTEN is taken, and what is sent arrives elsewhere."""
    monkeypatch.setattr(notices_module, "HEARD_WITHIN_S", 0.2)
    monkeypatch.setattr(notices_module, "ASKED_AGAIN_S", 0.1)
    elsewhere = postgres_server.owner_url.rpartition("/")[0] + "/template1"
    listener = Listener(elsewhere, database)
    async with listener.at_work() as task:
        await asyncio.wait({task}, timeout=WITHIN_S)
        assert task.done()
        task.result()
    assert not listener.notices.listening
    assert not listener.heard.is_set()


async def test_a_server_that_cannot_be_reached_is_a_storage_error(database: Database) -> None:
    listener = Listener("postgresql://app:secret@127.0.0.1:9/receptionist", database)
    with pytest.raises(StorageError) as raised:
        await listener.notices.listen(lambda: False)
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize(
    ("given", "plain"),
    [
        ("postgresql://u:p%40@h:5433/d", "postgresql://u:p%40@h:5433/d"),
        ("postgresql+asyncpg://u@h/d?ssl=require", "postgresql://u@h/d?sslmode=require"),
        ("postgresql://u@h/d?sslmode=disable", "postgresql://u@h/d?sslmode=disable"),
    ],
    ids=["plain", "with our driver", "as libpq"],
)
def test_the_address_is_given_as_the_driver_takes_it(given: str, plain: str) -> None:
    assert plain_url(given) == plain
