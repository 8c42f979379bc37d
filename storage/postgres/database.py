"""Transactions against Postgres, each with the rows it may see."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

from sqlalchemy import make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from storage.postgres.bound_role import require_bound_role
from storage.postgres.errors import connection_errors, statement_errors
from storage.postgres.tenant import TenantScope

_SET = text("SELECT set_config(:name, :value, true)")

_STATEMENT_TIMEOUT_S = 10.0


def async_url(url: str) -> URL:
    """The URL with our driver in it.

    `sslmode`, which hosting companies put into their URLs, is passed on under the name asyncpg knows it by.
    """
    parsed = make_url(url)
    query = dict(parsed.query)
    if "sslmode" in query:
        query["ssl"] = query.pop("sslmode")
    return parsed.set(drivername="postgresql+asyncpg", query=query)


class Database:
    """A pool of connections; every piece of work is one transaction that commits when its block ends without error.

    Making one connects to nothing. Use it within one event loop, and `close` it there. Every method raises
    `StorageError` when the server cannot be reached, does not answer in time, or breaks off, and `ConfigError` when
    row-level security does not bind the role it lets in.

    Args:
        url: `postgresql://...` of the application's role, which must not be the owner of the tables.
        read_url: a replica for `tenant(..., read_only=True)`; `url` when None.
        connect_timeout_s: limit for making one connection.
        pool_timeout_s: limit for waiting for one when all are taken.
    """

    def __init__(
        self,
        url: str,
        *,
        read_url: str | None = None,
        pool_size: int = 5,
        max_overflow: int = 5,
        application_name: str = "receptionist",
        connect_timeout_s: float = 3.0,
        pool_timeout_s: float = 5.0,
    ) -> None:
        self._url = url
        self._read_url = read_url
        self._pool: dict[str, Any] = {
            "pool_size": pool_size,
            "max_overflow": max_overflow,
            "pool_timeout": pool_timeout_s,
            "pool_pre_ping": True,
            "pool_use_lifo": True,
            "connect_args": {
                "timeout": connect_timeout_s,
                "command_timeout": _STATEMENT_TIMEOUT_S,
                "server_settings": {"application_name": application_name},
            },
        }
        self._engines: dict[str, AsyncEngine] = {}
        self._bound: set[str] = set()
        """The URLs whose role has been looked at."""

    @asynccontextmanager
    async def tenant(self, business_id: UUID, *, read_only: bool = False) -> AsyncGenerator[TenantScope]:
        """One business's rows. With `read_only` the server refuses writes and a replica may answer."""
        async with self._transaction("app.business_id", str(business_id), read_only=read_only) as session:
            yield TenantScope(session, business_id)

    @asynccontextmanager
    async def dialled(self, e164: str) -> AsyncGenerator[AsyncSession]:
        """The one row of `phone_numbers` with this number, whichever business holds it, and nothing else."""
        async with self._transaction("app.dialled_number", e164) as session:
            yield session

    @asynccontextmanager
    async def system(self) -> AsyncGenerator[AsyncSession]:
        """The webhook inbox, which belongs to no business."""
        async with self._transaction("app.system", "on") as session:
            yield session

    @asynccontextmanager
    async def worker(self) -> AsyncGenerator[AsyncSession]:
        """Of every business: the outbox, to claim and settle, not to add to; calls that have not ended, to see."""
        async with self._transaction("app.worker", "on") as session:
            yield session

    @asynccontextmanager
    async def identity(self) -> AsyncGenerator[AsyncSession]:
        """Users, their sign-ins and codes; of the businesses nothing."""
        async with self._transaction("app.identity", "on") as session:
            yield session

    @asynccontextmanager
    async def user(self, user_id: UUID) -> AsyncGenerator[AsyncSession]:
        """What a user may know of their businesses before they choose one: names and roles."""
        async with self._transaction("app.user_id", str(user_id)) as session:
            yield session

    @asynccontextmanager
    async def shown_key(self, prefix: str) -> AsyncGenerator[AsyncSession]:
        """The one API key with this prefix, whichever business it belongs to."""
        async with self._transaction("app.key_prefix", prefix) as session:
            yield session

    @asynccontextmanager
    async def invited(self, digest: bytes) -> AsyncGenerator[AsyncSession]:
        """The one invitation with this digest, whichever business it is to."""
        async with self._transaction("app.invitation", digest.hex()) as session:
            yield session

    @asynccontextmanager
    async def founding(self, business_id: UUID) -> AsyncGenerator[TenantScope]:
        """A business and users, in one transaction: one is founded, or somebody joins."""
        async with self.tenant(business_id) as scope:
            await scope.session.execute(_SET, {"name": "app.identity", "value": "on"})
            yield scope

    async def ping(self) -> None:
        """Raises `StorageError` unless the server answers a query."""
        async with self._transaction("app.ping", "on"):
            pass

    async def close(self) -> None:
        """Closes every pooled connection; a later use opens new ones."""
        engines, self._engines = self._engines, {}
        for engine in engines.values():
            await engine.dispose()

    @asynccontextmanager
    async def _transaction(
        self, setting: str, value: str, *, read_only: bool = False
    ) -> AsyncGenerator[AsyncSession]:
        url = (self._read_url or self._url) if read_only else self._url
        async with AsyncSession(self._engine(url), expire_on_commit=False, autoflush=False) as session:
            with connection_errors():
                if read_only:
                    await session.connection(execution_options={"postgresql_readonly": True})
                if url not in self._bound:
                    await require_bound_role(session)
                    self._bound.add(url)
                await session.execute(_SET, {"name": setting, "value": value})
            with statement_errors():
                yield session
                await session.commit()

    def _engine(self, url: str) -> AsyncEngine:
        if url not in self._engines:
            self._engines[url] = create_async_engine(
                async_url(url),
                # Statement parameters hold what callers said; they must not reach a log with an error.
                hide_parameters=True,
                **self._pool,
            )
        return self._engines[url]
