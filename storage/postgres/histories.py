"""What became of bookings: the status history."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select

from domain.ids import new_id
from storage.postgres.scheduling_tables import BookingEvent
from storage.postgres.tenant import TenantScope


@dataclass(frozen=True, slots=True)
class Entry:
    """`kind` is booked, moved, cancelled, restored, no_show; `details` JSON."""

    at: datetime
    kind: str
    actor: str
    details: dict[str, Any]


async def note(scope: TenantScope, booking_id: UUID, kind: str, actor: str, **details: Any) -> None:
    await scope.session.execute(
        insert(BookingEvent).values(
            id=new_id(),
            business_id=scope.business_id,
            booking_id=booking_id,
            kind=kind,
            actor=actor,
            details=details,
        )
    )


async def of_booking(scope: TenantScope, booking_id: UUID) -> list[Entry]:
    """In the order it happened."""
    rows = await scope.session.scalars(
        select(BookingEvent)
        .where(BookingEvent.business_id == scope.business_id, BookingEvent.booking_id == booking_id)
        .order_by(BookingEvent.at, BookingEvent.id)
    )
    return [Entry(row.at, row.kind, row.actor, row.details) for row in rows]
