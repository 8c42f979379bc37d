"""Items of the outbox that speak to calendars of vendors, and who says in a booking's history that it was them."""

from datetime import datetime
from uuid import UUID

from storage.postgres import outbox
from storage.postgres.tenant import TenantScope

WRITE = "calendar.write"
"""A booking is to stand in a calendar as it is, or to stand there no more; key: calendar and booking."""
READ = "calendar.read"
"""A calendar is to be read; key: the calendar."""
LEAVE = "calendar.leave"
"""A connection is given up; key: the connection."""

KINDS = (WRITE, READ, LEAVE)


def actor_for(kind: str) -> str:
    return f"calendar:{kind}"


async def want_written(scope: TenantScope, calendar_id: UUID, booking_id: UUID, now: datetime) -> None:
    payload = {"calendar_id": str(calendar_id), "booking_id": str(booking_id)}
    await outbox.enqueue_again(scope, WRITE, f"{calendar_id} {booking_id}", payload, due_at=now)


async def want_read(scope: TenantScope, calendar_id: UUID, now: datetime) -> None:
    payload = {"calendar_id": str(calendar_id)}
    await outbox.enqueue_again(scope, READ, str(calendar_id), payload, due_at=now)
