"""Transactions against Postgres, each with the rows it may see."""

import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from domain.errors import DomainError, PartDegraded, StorageError
from storage.postgres import spanning
from storage.postgres.beginnings import Connection, Row, begin, driver_of
from storage.postgres.bound_role import require_bound_role
from storage.postgres.errors import connection_errors, statement_errors
from storage.postgres.idle import IdleConnections
from storage.postgres.pooled import give_out_only_what_serves
from storage.postgres.spanning import OF_USERS, RolledBack, Span
from storage.postgres.tenant import TenantScope
from storage.postgres.written_tables import NotingSession, Writes

log = structlog.get_logger()

_SET = text("SELECT set_config(:name, :value, true)")

_STATEMENT_TIMEOUT_S = 10.0

KEPT_IDLE_S = 30.0
"""A process that answers people needs the connections of one rush again in the next."""

REPLICA_AGAIN_S = 10.0
"""How long nobody asks a replica that did not answer."""
REPLICA_CONNECT_TIMEOUT_S = 1.0
"""What one that hangs costs whoever asks it."""


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
        read_url: a replica for `tenant(..., read_only=True)`; `url` when None. While it is away, and for who has just
            written, the primary answers in its stead.
        writes: is told of what businesses write.
        connect_timeout_s: limit for making one connection.
        pool_timeout_s: limit for waiting for one when all are taken.
        kept_idle_s: connections nobody has needed for so long are closed.
    """

    def __init__(
        self,
        url: str,
        *,
        read_url: str | None = None,
        writes: Writes | None = None,
        pool_size: int = 5,
        max_overflow: int = 5,
        application_name: str = "receptionist",
        connect_timeout_s: float = 3.0,
        pool_timeout_s: float = 5.0,
        kept_idle_s: float = KEPT_IDLE_S,
    ) -> None:
        self._url = url
        self._read_url = read_url
        self._writes = writes
        self._replica_away_until_s = float("-inf")
        connect_args: dict[str, Any] = {
            "timeout": connect_timeout_s,
            "command_timeout": _STATEMENT_TIMEOUT_S,
            "connection_class": Connection,
            "server_settings": {"application_name": application_name},
        }
        self._of_replica = connect_args | {
            "timeout": min(connect_timeout_s, REPLICA_CONNECT_TIMEOUT_S),
            "server_settings": {"application_name": f"{application_name} reads"},
        }
        self._pool: dict[str, Any] = {
            "pool_size": pool_size,
            "max_overflow": max_overflow,
            "pool_timeout": pool_timeout_s,
            "pool_use_lifo": True,
            "connect_args": connect_args,
        }
        self._engines: dict[str, AsyncEngine] = {}
        self._kept_idle_s = kept_idle_s
        self._idle: list[IdleConnections] = []
        self._bound: set[str] = set()
        """The URLs whose role has been looked at."""

    @asynccontextmanager
    async def tenant(self, business_id: UUID, *, read_only: bool = False) -> AsyncGenerator[TenantScope]:
        """One business's rows. With `read_only` the server refuses writes and a replica may answer.

        Within a span of this business it is a part of that, so that it sees what the request has written.
        """
        span = spanning.current(self, business_id)
        if span is not None:
            async with span.block() as scope:
                yield scope
            return
        if not read_only:
            async with self._writing(business_id) as scope:
                yield scope
            return
        name, value = "app.business_id", str(business_id)
        async with AsyncExitStack() as stack:
            session = await self._from_replica(stack, business_id, name, value)
            if session is None:
                primary = self._transaction(name, value, read_only=True)
                session = await stack.enter_async_context(primary)
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
        """Of every business: the outbox and notifications, to settle, not to add to; calls whose end is not told, to
        see; business events, to forget."""
        async with self._transaction("app.worker", "on") as session:
            yield session

    @asynccontextmanager
    async def identity(self) -> AsyncGenerator[AsyncSession]:
        """Users, their sign-ins and codes; of the businesses nothing. Within a span about users a part of that."""
        span = spanning.current(self, OF_USERS)
        if span is not None:
            async with span.block() as scope:
                yield scope.session
            return
        async with self._transaction("app.identity", "on") as session:
            yield session

    @asynccontextmanager
    async def operator(self) -> AsyncGenerator[AsyncSession]:
        """The businesses' own rows, of all of them, to see; nothing else of any."""
        async with self._transaction("app.operator", "on") as session:
            yield session

    async def alone(self, statement: str, *values: Any) -> Sequence[Row]:
        """The rows of one statement that is a transaction by itself: of a function that says for whom it acts."""
        if self._url not in self._bound:
            await self.ping()
        async with AsyncExitStack() as stack:
            with connection_errors():
                connection = await stack.enter_async_context(self._engine(self._url).connect())
            with statement_errors():
                return await driver_of(connection).fetch(statement, *values)  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]

    @asynccontextmanager
    async def user(self, user_id: UUID) -> AsyncGenerator[AsyncSession]:
        """What a user may know of their businesses before they choose one: names and roles."""
        async with self._transaction("app.user_id", str(user_id)) as session:
            yield session

    @asynccontextmanager
    async def shown_slug(self, slug: str) -> AsyncGenerator[AsyncSession]:
        """The row of the one business whose web booking has this address, and nothing of what belongs to it."""
        async with self._transaction("app.slug", slug) as session:
            yield session

    @asynccontextmanager
    async def billing_customer(self, customer_id: str) -> AsyncGenerator[AsyncSession]:
        """The one bill whose customer at Stripe this is, to see whose it is, and nothing else."""
        async with self._transaction("app.billing_customer", customer_id) as session:
            yield session

    @asynccontextmanager
    async def holidays_due(self, edition: str) -> AsyncGenerator[AsyncSession]:
        """The rows of businesses whose public holidays are of another edition, to see."""
        async with self.worker() as session:
            await session.execute(_SET, {"name": "app.holidays_edition", "value": edition})
            yield session

    @asynccontextmanager
    async def invited(self, digest: bytes) -> AsyncGenerator[AsyncSession]:
        """The one invitation with this digest, whichever business it is to."""
        async with self._transaction("app.invitation", digest.hex()) as session:
            yield session

    @asynccontextmanager
    async def founding(self, business_id: UUID) -> AsyncGenerator[TenantScope]:
        """A business and users, in one transaction: one is founded, or somebody joins."""
        span = spanning.current(self, OF_USERS)
        if span is not None:
            async with span.block() as scope:
                await scope.session.execute(_SET, {"name": "app.business_id", "value": str(business_id)})
                yield TenantScope(scope.session, business_id)
                await scope.session.execute(_SET, {"name": "app.business_id", "value": ""})
            return
        async with self.tenant(business_id) as scope:
            await scope.session.execute(_SET, {"name": "app.identity", "value": "on"})
            yield scope
            if spanning.current(self, business_id) is not None:
                await scope.session.execute(_SET, {"name": "app.identity", "value": ""})

    async def span(self, business_id: UUID) -> Span:
        """A transaction over several blocks of `tenant`, ended by its `commit` or `roll_back`."""
        stack = AsyncExitStack()
        return Span(self, await stack.enter_async_context(self._writing(business_id)), stack)

    async def span_of_users(self) -> Span:
        """The same over blocks of `identity` and `founding`."""
        stack = AsyncExitStack()
        session = await stack.enter_async_context(self._transaction("app.identity", "on"))
        return Span(self, TenantScope(session, OF_USERS), stack)

    async def ping(self) -> None:
        """Raises `StorageError` unless the server answers a query."""
        async with self._transaction("app.ping", "on"):
            pass

    async def ping_replica(self) -> None:
        """Raises `PartDegraded` unless the replica, where there is one, answers: the primary then does its work."""
        if self._read_url is None:
            return
        try:
            async with self._transaction("app.ping", "on", read_only=True, url=self._read_url):
                pass
        except StorageError as error:
            raise PartDegraded(f"the primary answers for it: {error.message}") from None
        self._replica_away_until_s = float("-inf")

    async def close(self) -> None:
        """Closes every pooled connection; a later use opens new ones."""
        engines, self._engines = self._engines, {}
        idle, self._idle = self._idle, []
        for connections in idle:
            connections.stop()
        for engine in engines.values():
            await engine.dispose()

    @asynccontextmanager
    async def _writing(self, business_id: UUID) -> AsyncGenerator[TenantScope]:
        """A transaction as one business, of whose writes others are told."""
        session = None
        broken_off = False
        try:
            async with self._transaction("app.business_id", str(business_id)) as session:
                yield TenantScope(session, business_id)
        except (DomainError, RolledBack):
            broken_off = True
            raise
        finally:
            # Told in any other case: a commit that got no answer may have happened.
            written = _written_by(session)
            if written and self._writes is not None and not broken_off:
                await self._writes.note(business_id, written)

    async def _from_replica(
        self, stack: AsyncExitStack, business_id: UUID, setting: str, value: str
    ) -> AsyncSession | None:
        """A transaction on the replica; None when the primary is to be asked."""
        if self._read_url is None or time.monotonic() < self._replica_away_until_s:
            return None
        if self._writes is not None and await self._writes.is_recent(business_id):
            return None
        replica = self._transaction(setting, value, read_only=True, url=self._read_url)
        try:
            return await stack.enter_async_context(replica)
        except StorageError as error:
            self._replica_away_until_s = time.monotonic() + REPLICA_AGAIN_S
            log.warning("database.replica_away", reason=str(error))
            return None

    @asynccontextmanager
    async def _transaction(
        self,
        setting: str,
        value: str,
        *,
        read_only: bool = False,
        url: str | None = None,
    ) -> AsyncGenerator[AsyncSession]:
        url = url or self._url
        async with AsyncSession(
            self._engine(url), sync_session_class=NotingSession, expire_on_commit=False, autoflush=False
        ) as session:
            with connection_errors():
                connection = await session.connection()
                await begin(connection, (setting, value), read_only=read_only)
                if url not in self._bound:
                    await require_bound_role(session)
                    self._bound.add(url)
            with statement_errors():
                yield session
                await session.commit()

    def _engine(self, url: str) -> AsyncEngine:
        if url not in self._engines:
            pool = self._pool if url == self._url else self._pool | {"connect_args": self._of_replica}
            self._engines[url] = create_async_engine(
                async_url(url),
                # Statement parameters hold what callers said; they must not reach a log with an error.
                hide_parameters=True,
                **pool,
            )
            give_out_only_what_serves(self._engines[url])
            self._idle.append(IdleConnections(self._engines[url], self._kept_idle_s))
        return self._engines[url]


def _written_by(session: AsyncSession | None) -> frozenset[str]:
    noted = session.sync_session if session is not None else None
    return frozenset(noted.written) if isinstance(noted, NotingSession) else frozenset()
