"""What a business has told of itself."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from domain.events.catalogue import BusinessEvent
from services.subscriptions.fan_out import recorded
from storage.postgres import business_events
from storage.postgres.business_events import FAN_OUT
from storage.postgres.database import Database
from storage.postgres.tables import OutboxRow


async def told(database: Database, business_id: UUID, subject: UUID | None = None) -> list[BusinessEvent]:
    """Its events, the first first."""
    async with database.tenant(business_id) as scope:
        found = await business_events.page(
            scope, kinds=(), since=None, subject_id=subject, customer_id=None, after=None, limit=200
        )
    return [recorded(each).event for each in reversed(found)]


async def kinds_told(database: Database, business_id: UUID, subject: UUID | None = None) -> list[str]:
    return [event.KIND for event in await told(database, business_id, subject)]


async def promised(database: Database, business_id: UUID, kind: str = FAN_OUT) -> Sequence[OutboxRow]:
    """Items of the outbox, the first first."""
    async with database.tenant(business_id) as scope:
        rows = await scope.session.scalars(
            select(OutboxRow).where(OutboxRow.kind == kind).order_by(OutboxRow.id)
        )
        return rows.all()
