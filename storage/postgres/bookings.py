"""Bookings: taken slots, made exactly once and never two at a time for one staff member."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, Select, delete, exists, func, or_, select, update
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.dialects.postgresql import insert as insert_into

from domain.errors import NotFound
from domain.ids import new_id
from storage.postgres.any_of import any_of
from storage.postgres.customer_tables import CustomerMerge, CustomerNote, CustomerTag
from storage.postgres.people import phone_of_person, reached_by
from storage.postgres.scheduling_tables import BookingSegment
from storage.postgres.tables import Booking, Customer, Offering, Staff
from storage.postgres.tenant import TenantScope

BookingStatus = Literal["confirmed", "cancelled", "no_show"]


@dataclass(frozen=True, slots=True)
class NewBooking:
    """A booking to be made.

    `starts_at` to `ends_at` is the customer's time; the staff member is taken until `until`, the buffer included.
    `intent_key` identifies what was asked for: the same key never makes a second booking.
    """

    staff_id: UUID
    offering_id: UUID
    customer_id: UUID
    starts_at: datetime
    ends_at: datetime
    until: datetime
    intent_key: str
    call_id: UUID | None = None
    id: UUID = field(default_factory=new_id)


@dataclass(frozen=True, slots=True)
class BookingRow:
    """A booking that was made; holds are none. `staff_name` is empty when nobody is needed."""

    id: UUID
    staff_id: UUID | None
    offering_id: UUID
    customer_id: UUID
    call_id: UUID | None
    starts_at: datetime
    ends_at: datetime
    status: BookingStatus
    intent_key: str
    customer_name: str
    offering_name: str
    staff_name: str
    location_id: UUID | None = None


async def busy(
    scope: TenantScope, staff_id: UUID, starts_at: datetime, ends_at: datetime
) -> list[tuple[datetime, datetime]]:
    """What the staff member is taken for, buffers included, wherever it touches `starts_at` to `ends_at`; in order.

    Stretches are whole: one may begin before `starts_at` or end after `ends_at`.
    """
    rows = await scope.session.execute(
        select(BookingSegment.starts_at, BookingSegment.ends_at)
        .where(
            BookingSegment.business_id == scope.business_id,
            BookingSegment.staff_id == staff_id,
            ~BookingSegment.released,
            BookingSegment.starts_at < ends_at,
            BookingSegment.ends_at > starts_at,
            or_(BookingSegment.hold_until.is_(None), BookingSegment.hold_until > func.clock_timestamp()),
        )
        .order_by(BookingSegment.starts_at)
    )
    return [(begin, end) for begin, end in rows]


async def insert(scope: TenantScope, new: NewBooking) -> BookingRow:
    """Makes the booking, or gives the one made before under the same `intent_key`, whatever became of it.

    The scope stays usable when this raises.

    Raises:
        SlotTaken: the staff member is taken for part of that time.
        NotFound: staff, offering, customer or call is not this business's.
    """
    await _lock_staff(scope, new.staff_id)
    async with scope.savepoint():
        made = await scope.session.scalar(
            insert_into(Booking)
            .values(
                id=new.id,
                business_id=scope.business_id,
                staff_id=new.staff_id,
                offering_id=new.offering_id,
                customer_id=new.customer_id,
                call_id=new.call_id,
                starts_at=new.starts_at,
                ends_at=new.ends_at,
                during=Range(new.starts_at, new.until, bounds="[)"),
                status="confirmed",
                intent_key=new.intent_key,
            )
            .on_conflict_do_nothing(index_elements=[Booking.business_id, Booking.intent_key])
            .returning(Booking.id)
        )
    if made is not None:
        return await get(scope, made)
    existing = await by_intent(scope, new.intent_key)
    if existing is None:
        raise NotFound("the booking made under this key is gone")
    return existing


async def get(scope: TenantScope, booking_id: UUID) -> BookingRow:
    """Raises NotFound."""
    found = await _rows(scope, _SELECT.where(Booking.id == booking_id))
    if not found:
        raise NotFound("no such booking")
    return found[0]


async def standing(scope: TenantScope, ids: Collection[UUID]) -> Mapping[UUID, tuple[str, datetime]]:
    """Status and beginning of those of these bookings there are."""
    if not ids:
        return {}
    found = await scope.session.execute(
        select(Booking.id, Booking.status, Booking.starts_at).where(
            Booking.business_id == scope.business_id, any_of(Booking.id, ids)
        )
    )
    return {booking_id: (status, starts_at) for booking_id, status, starts_at in found}


async def by_intent(scope: TenantScope, intent_key: str) -> BookingRow | None:
    """The booking made under this key, cancelled or not."""
    found = await _rows(scope, _SELECT.where(Booking.intent_key == intent_key))
    return found[0] if found else None


async def give_to(scope: TenantScope, booking: BookingRow, customer_id: UUID) -> BookingRow:
    """Puts the booking into another customer's name.

    One who has no other booking, and of whom nothing else is known, goes: the name was a mistake.
    """
    await scope.session.execute(
        update(Booking)
        .where(Booking.business_id == scope.business_id, Booking.id == booking.id)
        .values(customer_id=customer_id)
    )
    await scope.session.execute(
        delete(Customer).where(
            Customer.business_id == scope.business_id,
            Customer.id == booking.customer_id,
            Customer.id != customer_id,
            Customer.notes == "",
            Customer.preferred_staff_id.is_(None),
            *(
                ~exists().where(of.business_id == scope.business_id, column == booking.customer_id)
                for of, column in _KEEP
            ),
        )
    )
    return await get(scope, booking.id)


async def for_call(scope: TenantScope, call_id: UUID) -> list[BookingRow]:
    """What this call booked, in the order it was booked."""
    return await _rows(
        scope, _SELECT.where(Booking.call_id == call_id).order_by(Booking.created_at, Booking.id)
    )


async def upcoming_for_customer(scope: TenantScope, phone: str, now: datetime) -> list[BookingRow]:
    """Confirmed bookings from `now` on of everybody who booked with this number, soonest first."""
    return await upcoming_of_caller(scope, (phone,), None, now)


async def upcoming_of_caller(
    scope: TenantScope, numbers: Collection[str], call_id: UUID | None, now: datetime
) -> list[BookingRow]:
    """Confirmed bookings from `now` on of whoever has one of these numbers, and what the call made; soonest first."""
    return await _rows(
        scope,
        _SELECT.where(
            _of_caller(scope, numbers, call_id), Booking.status == "confirmed", Booking.starts_at >= now
        ).order_by(Booking.starts_at, Booking.id),
    )


async def of_caller(
    scope: TenantScope, booking_id: UUID, numbers: Collection[str], call_id: UUID | None
) -> BookingRow | None:
    """The booking, if it is of somebody with one of these numbers, or was made by the call."""
    found = await _rows(scope, _SELECT.where(Booking.id == booking_id, _of_caller(scope, numbers, call_id)))
    return found[0] if found else None


async def phone_of(scope: TenantScope, booking_id: UUID) -> str | None:
    """The number of whom it is for, E.164."""
    return await scope.session.scalar(
        select(phone_of_person())
        .join(Booking, Booking.customer_id == Customer.id)
        .where(Booking.business_id == scope.business_id, Booking.id == booking_id)
    )


async def email_of(scope: TenantScope, booking_id: UUID) -> str | None:
    """The address of whom it is for."""
    return await scope.session.scalar(
        select(Customer.email)
        .join(Booking, Booking.customer_id == Customer.id)
        .where(Booking.business_id == scope.business_id, Booking.id == booking_id)
    )


def _of_caller(scope: TenantScope, numbers: Collection[str], call_id: UUID | None) -> ColumnElement[bool]:
    known = reached_by(scope, numbers)
    return known if call_id is None else or_(known, Booking.call_id == call_id)


async def hold_limits(scope: TenantScope, caller: str) -> None:
    """Lets one transaction at a time book for this caller, until it ends: what counts a caller's bookings stays true.

    Args:
        caller: their number, or their call when they show none.
    """
    await scope.session.execute(
        select(func.pg_advisory_xact_lock(func.hashtextextended(f"{scope.business_id} {caller}", 0)))
    )


async def count_upcoming(scope: TenantScope, phone: str, now: datetime) -> int:
    """Confirmed bookings from `now` on of everybody who booked with this number."""
    query = (
        select(func.count())
        .select_from(Booking)
        .join(Customer, Customer.id == Booking.customer_id)
        .where(
            Booking.business_id == scope.business_id,
            reached_by(scope, (phone,)),
            Booking.status == "confirmed",
            Booking.starts_at >= now,
        )
    )
    return await scope.session.scalar(query) or 0


async def count_for_call(scope: TenantScope, call_id: UUID) -> int:
    """Confirmed bookings this call made."""
    query = select(func.count()).where(
        Booking.business_id == scope.business_id, Booking.call_id == call_id, Booking.status == "confirmed"
    )
    return await scope.session.scalar(query) or 0


async def cancel(scope: TenantScope, booking_id: UUID) -> BookingRow:
    """Gives the time back; harmless when already cancelled. Raises NotFound."""
    await scope.session.execute(
        update(Booking)
        .where(Booking.business_id == scope.business_id, Booking.id == booking_id)
        .values(status="cancelled")
    )
    return await get(scope, booking_id)


async def reschedule(
    scope: TenantScope, booking_id: UUID, starts_at: datetime, ends_at: datetime, until: datetime
) -> BookingRow:
    """Gives the booking another time with the same staff member. The scope stays usable when this raises.

    Raises:
        SlotTaken: the staff member is taken then.
        NotFound: no such booking, or it was cancelled.
    """
    booking = await get(scope, booking_id)
    if booking.staff_id is not None:
        await _lock_staff(scope, booking.staff_id)
    async with scope.savepoint():
        rescheduled = await scope.session.scalar(
            update(Booking)
            .where(
                Booking.business_id == scope.business_id,
                Booking.id == booking_id,
                Booking.status != "cancelled",
            )
            .values(starts_at=starts_at, ends_at=ends_at, during=Range(starts_at, until, bounds="[)"))
            .returning(Booking.id)
        )
    if rescheduled is None:
        raise NotFound("that booking was cancelled")
    return await get(scope, booking_id)


_KEEP: tuple[tuple[Any, Any], ...] = (
    (Booking, Booking.customer_id),
    (CustomerNote, CustomerNote.customer_id),
    (CustomerTag, CustomerTag.customer_id),
    (CustomerMerge, CustomerMerge.survivor_id),
    (CustomerMerge, CustomerMerge.absorbed_id),
)
"""What a customer is kept for."""

_SELECT = (
    select(
        Booking.id,
        Booking.staff_id,
        Booking.offering_id,
        Booking.customer_id,
        Booking.call_id,
        Booking.starts_at,
        Booking.ends_at,
        Booking.status,
        Booking.intent_key,
        Customer.name.label("customer_name"),
        Offering.name.label("offering_name"),
        func.coalesce(Staff.name, "").label("staff_name"),
        Booking.location_id,
    )
    .join(Customer, Customer.id == Booking.customer_id)
    .join(Offering, Offering.id == Booking.offering_id)
    .outerjoin(Staff, Staff.id == Booking.staff_id)
    .where(Booking.status != "held")
)


async def _rows(scope: TenantScope, query: Select[Any]) -> list[BookingRow]:
    found = await scope.session.execute(query.where(Booking.business_id == scope.business_id))
    return [BookingRow(**row) for row in found.mappings()]


async def _lock_staff(scope: TenantScope, staff_id: UUID) -> None:
    """Lets one transaction at a time book this staff member.

    Without it two overlapping inserts at the same moment may each find the other's row in the exclusion constraint
    and wait, until the server breaks the deadlock after `deadlock_timeout` (1 s) with an error that is not SlotTaken.
    Source: https://github.com/postgres/postgres/blob/REL_18_STABLE/src/backend/executor/execIndexing.c (head comment)
    """
    locked = await scope.session.scalar(
        select(Staff.id)
        .where(Staff.business_id == scope.business_id, Staff.id == staff_id)
        .with_for_update(key_share=True)
    )
    if locked is None:
        raise NotFound("no such staff member")
