"""Bookings as others hear of them."""

from collections.abc import Collection
from datetime import datetime
from typing import TypedDict
from uuid import UUID

from domain.events.catalogue import (
    BookingCancelled,
    BookingChanged,
    BookingCreated,
    BookingMoved,
    BookingNoShow,
    BookingRestored,
)
from services.events.record import record
from storage.postgres.bookings import BookingRow
from storage.postgres.tenant import TenantScope
from storage.postgres.visits import VisitRow


class _Fields(TypedDict):
    booking_id: UUID
    customer_id: UUID
    offering_id: UUID
    staff_id: UUID | None
    location_id: UUID | None
    call_id: UUID | None
    starts_at: datetime
    ends_at: datetime
    actor: str


def _of(booking: BookingRow, actor: str) -> _Fields:
    return {
        "booking_id": booking.id,
        "customer_id": booking.customer_id,
        "offering_id": booking.offering_id,
        "staff_id": booking.staff_id,
        "location_id": booking.location_id,
        "call_id": booking.call_id,
        "starts_at": booking.starts_at,
        "ends_at": booking.ends_at,
        "actor": actor,
    }


async def created(scope: TenantScope, booking: BookingRow, actor: str) -> None:
    await record(scope, BookingCreated(**_of(booking, actor)))


async def moved(scope: TenantScope, booking: BookingRow, actor: str, was: VisitRow) -> None:
    """Args:
    was: the booking as it was before.
    """
    await record(
        scope,
        BookingMoved(
            **_of(booking, actor),
            was_starts_at=was.starts_at,
            was_ends_at=was.ends_at,
            was_staff_id=was.staff_id,
        ),
    )


async def changed(scope: TenantScope, booking: BookingRow, actor: str, what: Collection[str]) -> None:
    await record(scope, BookingChanged(**_of(booking, actor), changed=tuple(what)))


async def cancelled(scope: TenantScope, booking: BookingRow, actor: str) -> None:
    await record(scope, BookingCancelled(**_of(booking, actor)))


async def restored(scope: TenantScope, booking: BookingRow, actor: str, was: str) -> None:
    await record(scope, BookingRestored(**_of(booking, actor), was=was))


async def no_show(scope: TenantScope, booking: BookingRow, actor: str) -> None:
    await record(scope, BookingNoShow(**_of(booking, actor)))
