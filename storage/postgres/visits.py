"""What bookings take: people and assets as rows of segments, of which the database lets no two overlap.

Writing follows what was measured on PostgreSQL 18 with 50 connections: one `INSERT ... SELECT ... ORDER BY ... ON
CONFLICT DO NOTHING` for all segments of a visit, undone when fewer rows come back than were asked for. Plain inserts
deadlocked in two of three attempts at visits of several segments that overlap partly, sorted or not.
An expired hold in the way is deleted by whoever finds it there, by the server's clock and never by `now()`, which is
stale after waiting for a lock.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, delete, func, insert, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert as insert_into
from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import NotFound, SlotTaken
from domain.ids import new_id
from domain.scheduling.ranges import TimeRange
from storage.postgres.scheduling_tables import BookingItem, BookingSegment, Seat
from storage.postgres.tables import Booking, Staff
from storage.postgres.tenant import TenantScope


@dataclass(frozen=True, slots=True)
class NewSegment:
    """A person or an asset for a stretch of time."""

    resource_id: UUID
    is_asset: bool
    during: TimeRange


_INSERT = text(
    """
    INSERT INTO booking_segments
        (id, business_id, booking_id, session_id, staff_id, asset_id, starts_at, ends_at, hold_until)
    SELECT id, :business_id, :booking_id, :session_id, staff_id, asset_id, starts_at, ends_at, :hold_until
    FROM unnest(
        CAST(:ids AS uuid[]), CAST(:staff AS uuid[]), CAST(:assets AS uuid[]),
        CAST(:starts AS timestamptz[]), CAST(:ends AS timestamptz[])
    ) AS wanted (id, staff_id, asset_id, starts_at, ends_at)
    ORDER BY COALESCE(staff_id, asset_id), starts_at
    ON CONFLICT DO NOTHING
    RETURNING 1
    """
)


OFFER_KEY = "hold:waiting:"
"""How the keys of holds begin that the waiting list has made."""


async def claim(
    scope: TenantScope,
    segments: Sequence[NewSegment],
    *,
    booking_id: UUID | None = None,
    session_id: UUID | None = None,
    hold_until: datetime | None = None,
) -> None:
    """Takes all these for a booking or a session, or none of them. The scope stays usable when this raises.

    Raises:
        SlotTaken: one of them is taken, by something other than a hold that has expired.
    """
    ordered = sorted(segments, key=lambda each: (each.resource_id, each.during.start))
    values = {
        "business_id": scope.business_id,
        "booking_id": booking_id,
        "session_id": session_id,
        "hold_until": hold_until,
        "ids": [new_id() for _ in ordered],
        "staff": [None if each.is_asset else each.resource_id for each in ordered],
        "assets": [each.resource_id if each.is_asset else None for each in ordered],
        "starts": [each.during.start for each in ordered],
        "ends": [each.during.end for each in ordered],
    }
    if await _all_inserted(scope, values) or (
        await _reclaimed(scope, ordered) and await _all_inserted(scope, values)
    ):
        return
    raise SlotTaken("that time overlaps another booking")


async def _all_inserted(scope: TenantScope, values: Mapping[str, Any]) -> bool:
    """Whether every row could be inserted; nothing is left when not."""
    savepoint = await scope.session.begin_nested()
    made = (await scope.session.execute(_INSERT, values)).all()
    if len(made) == len(values["ids"]):
        await savepoint.commit()
        return True
    await savepoint.rollback()
    return False


async def _reclaimed(scope: TenantScope, segments: Iterable[NewSegment]) -> bool:
    """Deletes the expired holds that overlap these, with all their segments; whether there were any."""
    in_the_way = or_(
        *(
            (func.coalesce(BookingSegment.staff_id, BookingSegment.asset_id) == each.resource_id)
            & (BookingSegment.starts_at < each.during.end)
            & (BookingSegment.ends_at > each.during.start)
            for each in segments
        )
    )
    expired = (
        select(Booking.id)
        .where(
            Booking.business_id == scope.business_id,
            Booking.status == "held",
            Booking.hold_until <= func.clock_timestamp(),
            Booking.id.in_(
                select(BookingSegment.booking_id).where(
                    BookingSegment.business_id == scope.business_id, ~BookingSegment.released, in_the_way
                )
            ),
        )
        .order_by(Booking.id)
        .with_for_update()
    )
    found = (await scope.session.scalars(expired)).all()
    return await delete_holds(scope, found)


async def delete_holds(scope: TenantScope, ids: Collection[UUID]) -> bool:
    """Gives back what these holds take; False when none is a hold any more."""
    if not ids:
        return False
    gone = await scope.session.execute(
        delete(Booking).where(
            Booking.business_id == scope.business_id, Booking.id.in_(ids), Booking.status == "held"
        )
    )
    return bool(cast("CursorResult[Any]", gone).rowcount)


async def give_up(scope: TenantScope, booking_id: UUID) -> None:
    """Takes back everything a booking has taken, to claim anew: a move, in one transaction."""
    await scope.session.execute(
        delete(BookingSegment).where(
            BookingSegment.business_id == scope.business_id, BookingSegment.booking_id == booking_id
        )
    )


async def segments_of(scope: TenantScope, booking_id: UUID) -> list[NewSegment]:
    """What a booking takes, or took before it was cancelled."""
    rows = await scope.session.scalars(
        select(BookingSegment).where(
            BookingSegment.business_id == scope.business_id, BookingSegment.booking_id == booking_id
        )
    )
    return [
        NewSegment(
            cast(UUID, row.staff_id or row.asset_id),
            row.asset_id is not None,
            TimeRange(row.starts_at, row.ends_at),
        )
        for row in rows
    ]


async def forget_items(scope: TenantScope, booking_id: UUID) -> None:
    """The offerings a booking had go: it gets others."""
    await scope.session.execute(
        delete(BookingItem).where(
            BookingItem.business_id == scope.business_id, BookingItem.booking_id == booking_id
        )
    )


async def insert_items(scope: TenantScope, booking_id: UUID, items: Sequence[Mapping[str, Any]]) -> None:
    """The offerings of a booking that has none, in order."""
    await scope.session.execute(
        insert(BookingItem),
        [
            {"business_id": scope.business_id, "booking_id": booking_id, "position": position, **item}
            for position, item in enumerate(items)
        ],
    )


async def insert_booking(scope: TenantScope, values: Mapping[str, Any]) -> bool:
    """The row of a visit; False when there is one under its intent key already."""
    made = await scope.session.scalar(
        insert_into(Booking)
        .values(business_id=scope.business_id, **values)
        .on_conflict_do_nothing(index_elements=[Booking.business_id, Booking.intent_key])
        .returning(Booking.id)
    )
    return made is not None


async def confirm(scope: TenantScope, booking_id: UUID, customer_id: UUID, values: Mapping[str, Any]) -> bool:
    """Turns a hold into a booking; False when it has expired or is gone, and then nothing is changed."""
    confirmed = await scope.session.scalar(
        update(Booking)
        .where(
            Booking.business_id == scope.business_id,
            Booking.id == booking_id,
            Booking.status == "held",
            Booking.hold_until > func.clock_timestamp(),
        )
        .values(status="confirmed", hold_until=None, customer_id=customer_id, **values)
        .returning(Booking.id)
    )
    if confirmed is None:
        return False
    await scope.session.execute(
        update(BookingSegment)
        .where(BookingSegment.business_id == scope.business_id, BookingSegment.booking_id == booking_id)
        .values(hold_until=None)
    )
    return True


async def extend_hold(scope: TenantScope, booking_id: UUID, hold_until: datetime) -> bool:
    """Holds longer; False when the hold has expired or is gone."""
    held = await scope.session.scalar(
        update(Booking)
        .where(
            Booking.business_id == scope.business_id,
            Booking.id == booking_id,
            Booking.status == "held",
            Booking.hold_until > func.clock_timestamp(),
        )
        .values(hold_until=hold_until)
        .returning(Booking.id)
    )
    if held is None:
        return False
    await scope.session.execute(
        update(BookingSegment)
        .where(BookingSegment.business_id == scope.business_id, BookingSegment.booking_id == booking_id)
        .values(hold_until=hold_until)
    )
    return True


async def release_hold(scope: TenantScope, booking_id: UUID) -> bool:
    """Gives back what a hold takes; False when it is no hold any more."""
    return await delete_holds(scope, (booking_id,))


async def is_begun(scope: TenantScope, intent_keys: Collection[str]) -> bool:
    """Whether something is booked or held under one of these keys."""
    found = await scope.session.scalar(
        select(Booking.id)
        .where(Booking.business_id == scope.business_id, Booking.intent_key.in_(intent_keys))
        .limit(1)
    )
    return found is not None


@dataclass(frozen=True, slots=True)
class Released:
    """What a hold had taken."""

    offering_id: UUID
    starts_at: datetime
    ends_at: datetime


async def release_of_call(scope: TenantScope, call_id: UUID) -> list[Released]:
    """Gives back all a call holds, in one statement. What the waiting list keeps for its caller is not the call's."""
    rows = await scope.session.execute(
        delete(Booking)
        .where(
            Booking.business_id == scope.business_id,
            Booking.call_id == call_id,
            Booking.status == "held",
            Booking.intent_key.not_like(f"{OFFER_KEY}%"),
        )
        .returning(Booking.offering_id, Booking.starts_at, Booking.ends_at)
    )
    return [Released(*row) for row in rows]


async def expired_holds(session: AsyncSession, limit: int) -> list[tuple[UUID, UUID]]:
    """Holds of every business whose time is over: business and booking.

    Args:
        session: from `Database.worker`.
    """
    rows = await session.execute(
        select(Booking.business_id, Booking.id)
        .where(Booking.status == "held", Booking.hold_until <= func.now())
        .order_by(Booking.hold_until)
        .limit(limit)
    )
    return [(business_id, booking_id) for business_id, booking_id in rows]


async def locked_if_expired(scope: TenantScope, booking_id: UUID) -> "VisitRow | None":
    """The hold, for this transaction alone; None when it is none any more, or somebody is at it."""
    found = await _visits(
        scope,
        _VISIT.where(
            Booking.id == booking_id, Booking.status == "held", Booking.hold_until <= func.clock_timestamp()
        ).with_for_update(skip_locked=True),
    )
    return found[0] if found else None


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A booking's or a hold's own row."""

    id: UUID
    status: str
    staff_id: UUID | None
    offering_id: UUID
    location_id: UUID | None
    session_id: UUID | None
    segmented: bool
    starts_at: datetime
    ends_at: datetime
    hold_until: datetime | None
    intent_key: str
    notes: str


_VISIT = select(
    Booking.id,
    Booking.status,
    Booking.staff_id,
    Booking.offering_id,
    Booking.location_id,
    Booking.session_id,
    Booking.segmented,
    Booking.starts_at,
    Booking.ends_at,
    Booking.hold_until,
    Booking.intent_key,
    Booking.notes,
)


async def _visits(scope: TenantScope, query: Any) -> list[VisitRow]:
    rows = await scope.session.execute(query.where(Booking.business_id == scope.business_id))
    return [VisitRow(**row) for row in rows.mappings()]


async def hold_of(scope: TenantScope, intent_key: str) -> VisitRow | None:
    """The hold under this key, expired or not."""
    found = await _visits(scope, _VISIT.where(Booking.intent_key == intent_key, Booking.status == "held"))
    return found[0] if found else None


async def of_session(scope: TenantScope, session_id: UUID) -> list[tuple[UUID, str]]:
    """Bookings and holds of a session with their status."""
    rows = await scope.session.execute(
        select(Booking.id, Booking.status)
        .where(Booking.business_id == scope.business_id, Booking.session_id == session_id)
        .order_by(Booking.id)
    )
    return [(booking_id, status) for booking_id, status in rows]


async def of_series(scope: TenantScope, series_id: UUID, since: datetime) -> Sequence[UUID]:
    """Bookings of a series that begin at `since` or later and are to come, soonest first."""
    found = await scope.session.scalars(
        select(Booking.id)
        .where(
            Booking.business_id == scope.business_id,
            Booking.series_id == series_id,
            Booking.starts_at >= since,
            Booking.status == "confirmed",
        )
        .order_by(Booking.starts_at)
    )
    return found.all()


async def locked(scope: TenantScope, booking_id: UUID) -> VisitRow:
    """The row, for this transaction alone until it ends. Raises NotFound."""
    found = await _visits(scope, _VISIT.where(Booking.id == booking_id).with_for_update())
    if not found:
        raise NotFound("no such booking")
    return found[0]


async def place_at(scope: TenantScope, booking_id: UUID, values: Mapping[str, Any]) -> None:
    """Changes when and with whom it is; what it takes is claimed besides."""
    await scope.session.execute(
        update(Booking)
        .where(Booking.business_id == scope.business_id, Booking.id == booking_id)
        .values(**values)
    )


async def set_status(scope: TenantScope, booking_id: UUID, status: str) -> None:
    await place_at(scope, booking_id, {"status": status})


async def items_of(scope: TenantScope, booking_id: UUID) -> Sequence[BookingItem]:
    """In order; none for a booking of a release that knew one offering only."""
    rows = await scope.session.scalars(
        select(BookingItem)
        .where(BookingItem.business_id == scope.business_id, BookingItem.booking_id == booking_id)
        .order_by(BookingItem.position)
    )
    return rows.all()


async def sold(scope: TenantScope, booking_ids: Collection[UUID]) -> Mapping[UUID, tuple[str, str]]:
    """What each of these bookings is of, and who does it, in words: `Haircut and Colour`, `Mia and Leo`."""
    if not booking_ids:
        return {}
    rows = await scope.session.execute(
        select(BookingItem.booking_id, BookingItem.name, Staff.name)
        .outerjoin(Staff, Staff.id == BookingItem.staff_id)
        .where(BookingItem.business_id == scope.business_id, BookingItem.booking_id.in_(booking_ids))
        .order_by(BookingItem.booking_id, BookingItem.position)
    )
    names: dict[UUID, tuple[list[str], dict[str, None]]] = {}
    for booking_id, name, who in rows:
        what, people = names.setdefault(booking_id, ([], {}))
        what.append(name)
        people |= {who: None} if who else {}
    return {each: (" and ".join(what), " and ".join(people)) for each, (what, people) in names.items()}


async def free_seats(scope: TenantScope, booking_id: UUID) -> None:
    """Gives back the seats of a booking."""
    await scope.session.execute(
        update(Seat)
        .where(Seat.business_id == scope.business_id, Seat.booking_id == booking_id)
        .values(booking_id=None, hold_until=None)
    )


async def server_time(scope: TenantScope) -> datetime:
    """The clock holds are judged by."""
    return (await scope.session.execute(select(func.clock_timestamp()))).scalar_one()
