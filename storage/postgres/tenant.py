"""One transaction as one business."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from storage.postgres.errors import statement_errors


@dataclass(frozen=True, slots=True)
class TenantScope:
    """A transaction that sees and writes this business's rows only.

    `Database.tenant` makes it. The database enforces it by row-level security on the transaction-local setting
    `app.business_id`; after a commit nothing is visible through `session` any more.
    """

    session: AsyncSession
    business_id: UUID

    @asynccontextmanager
    async def savepoint(self) -> AsyncGenerator[None]:
        """A part that may fail alone: what it did is undone and the transaction goes on. Raises our errors."""
        with statement_errors():
            async with self.session.begin_nested():
                yield
