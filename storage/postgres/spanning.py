"""One transaction over a whole request: what several use-cases write in it commits together, or not at all.

While a span is open, `Database.tenant` of the same business joins it, or `Database.identity` one about users: each
block is a savepoint, so that what fails alone is undone alone, as if it had been a transaction of its own. It commits
when the span does.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from contextvars import ContextVar
from uuid import UUID

from storage.postgres.tenant import TenantScope


class Span:
    """An open transaction as one business, or about users, whose blocks take turns: a session serves one at a time.

    Args:
        owner: the database it was opened on; others' transactions do not join.
        stack: holds the transaction; closing it commits.
    """

    def __init__(self, owner: object, scope: TenantScope, stack: AsyncExitStack) -> None:
        self._owner = owner
        self._scope = scope
        self._stack = stack
        self._turn = asyncio.Lock()
        self._inside: asyncio.Task[object] | None = None
        self._open = True
        _CURRENT.set(self)

    @property
    def scope(self) -> TenantScope:
        return self._scope

    def is_of(self, owner: object, business_id: UUID) -> bool:
        return self._open and self._owner is owner and self._scope.business_id == business_id

    @asynccontextmanager
    async def block(self) -> AsyncGenerator[TenantScope]:
        """A part that is undone alone when it fails. One within another of the same task needs no turn."""
        task = asyncio.current_task()
        if self._inside is task:
            async with self._scope.savepoint():
                yield self._scope
            return
        async with self._turn:
            self._inside = task
            try:
                async with self._scope.savepoint():
                    yield self._scope
            finally:
                self._inside = None
                self._scope.session.expunge_all()  # the next block reads rows as they are then

    async def commit(self) -> None:
        """Raises StorageError; then nothing of it was written, or that is not known."""
        self._close()
        await self._stack.aclose()

    async def roll_back(self) -> None:
        self._close()
        with suppress(RolledBack):
            await self._stack.__aexit__(RolledBack, RolledBack(), None)

    def _close(self) -> None:
        self._open = False
        if _CURRENT.get() is self:
            _CURRENT.set(None)


OF_USERS = UUID(int=0)
"""In the place of a business, for a span over users and what is theirs."""


class RolledBack(Exception):
    """Ends the block of a transaction that is not to commit."""


_CURRENT: ContextVar[Span | None] = ContextVar("span", default=None)


def current(owner: object, business_id: UUID) -> Span | None:
    """The span that a transaction of this database as this business joins."""
    span = _CURRENT.get()
    return span if span is not None and span.is_of(owner, business_id) else None
