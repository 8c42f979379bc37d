"""A business with a phone number of a test's own."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from domain.ids import new_id
from storage.postgres import calls, tables
from storage.postgres.calls import CallRow, NewCall
from storage.postgres.database import Database
from tests.support.businesses import store_business, unused_number


@dataclass(frozen=True, slots=True)
class DialledBusiness:
    """A business in the database and the number its callers dial."""

    id: UUID
    number: str
    database: Database

    async def call(self, call_sid: str) -> CallRow | None:
        async with self.database.tenant(self.id) as scope:
            return await calls.by_sid(scope, call_sid)

    async def calls(self) -> int:
        async with self.database.tenant(self.id) as scope:
            return await scope.session.scalar(select(func.count()).select_from(tables.Call)) or 0

    async def ringing(self, started_at: datetime, call_sid: str | None = None) -> CallRow:
        """A call that has come in and nobody has answered yet."""
        call_id = new_id()
        async with self.database.tenant(self.id) as scope:
            row, _ = await calls.create(
                scope,
                NewCall(call_id, call_sid or f"CA{call_id.hex}", "+61400000001", self.number, started_at),
            )
        return row


async def open_business(
    database: Database, *, name: str = "Harbour Street Hair", max_concurrent_calls: int = 10, **changes: Any
) -> DialledBusiness:
    """Makes a business that can be dialled; `changes` are fields of its profile."""
    number = unused_number()
    profile = await store_business(
        database,
        number=number,
        max_concurrent_calls=max_concurrent_calls,
        name=name,
        greeting=f"Hello, {name}.",
        **changes,
    )
    return DialledBusiness(profile.id, number, database)
