"""A business of a test's own, in the database."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select

from domain.business import BusinessProfile, StaffMember
from domain.ids import new_id
from services.tools.runner import CallContext
from storage.postgres import calls, tables
from storage.postgres.business_events import FAN_OUT
from storage.postgres.calls import NewCall
from storage.postgres.database import Database
from tests.support.businesses import MONDAY_TO_FRIDAY, store_business

NOW = datetime(2026, 11, 23, 5, 17, tzinfo=UTC)
"""Monday 23 November 2026 16:17 in Sydney."""


@dataclass(frozen=True, slots=True)
class Salon:
    """A business of this test's own, in the database."""

    profile: BusinessProfile
    database: Database

    async def call(self, caller_number: str | None = "+61400000001") -> CallContext:
        """A call that has come in."""
        call_id = new_id()
        async with self.database.tenant(self.profile.id) as scope:
            await calls.create(
                scope, NewCall(call_id, f"CA{call_id.hex}", caller_number, "+61280001234", NOW)
            )
        return CallContext(call_id, self.profile.id, caller_number)

    async def count(self, table: type[tables.Base]) -> int:
        async with self.database.tenant(self.profile.id) as scope:
            return await scope.session.scalar(select(func.count()).select_from(table)) or 0

    async def promised(self) -> list[tuple[str, str, dict[str, Any]]]:
        """The outbox but for what events leave there: kind, key, payload."""
        async with self.database.tenant(self.profile.id) as scope:
            rows = await scope.session.scalars(
                select(tables.OutboxRow)
                .where(tables.OutboxRow.kind != FAN_OUT)
                .order_by(tables.OutboxRow.created_at)
            )
            return [(row.kind, row.key, row.payload) for row in rows]


OpenSalon = Callable[..., Awaitable[Salon]]


async def open_salon_in(database: Database, *, staff: tuple[str, ...] = ("Mia",), **changes: Any) -> Salon:
    """A salon that is open from Monday to Friday; `changes` are fields of its profile."""
    members = tuple(StaffMember(new_id(), name) for name in staff)
    profile = await store_business(database, staff=members, **{"opening_hours": MONDAY_TO_FRIDAY, **changes})
    return Salon(profile, database)
