"""Which tables a transaction has written to, so that what was worked out from them before can be thrown away.

Statements of SQLAlchemy are seen, text is not: whoever writes text notes it, or writes a row of the subject beside it.
"""

from collections.abc import Set as AbstractSet
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import Table, event
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import ORMExecuteState, Session

_WRITTEN = "written_tables"


class Writes(Protocol):
    """Is told of what was committed, and knows who has written a moment ago. Raises nothing, takes no longer than a
    fraction of a second."""

    async def note(self, business_id: UUID, tables: AbstractSet[str]) -> None:
        """The business's rows of these tables have changed, or may have: a commit broke off."""
        ...

    async def is_recent(self, business_id: UUID) -> bool:
        """Whether a replica may not know yet what this business wrote; True when that cannot be found out."""
        ...


class NotingSession(Session):
    """Remembers the tables it wrote to."""

    @property
    def written(self) -> AbstractSet[str]:
        return self.info.get(_WRITTEN, frozenset())


def note_written(session: AsyncSession, table: str) -> None:
    """For who writes text."""
    session.info.setdefault(_WRITTEN, set()).add(table)


@event.listens_for(NotingSession, "do_orm_execute")
def _note(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        statement: Any = state.statement
        table = statement.table
        if isinstance(table, Table):
            state.session.info.setdefault(_WRITTEN, set()).add(table.name)
