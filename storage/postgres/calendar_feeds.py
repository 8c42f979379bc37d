"""Feeds of bookings, and the bookings that stand in them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import case, delete, exists, func, insert, or_, select, update

from domain.errors import NotFound
from storage.postgres.calendar_tables import CalendarFeed
from storage.postgres.keyset import beyond
from storage.postgres.scheduling_tables import (
    BookingEvent,
    BookingItem,
    BookingSegment,
    GroupSession,
    Location,
)
from storage.postgres.tables import Booking, Business, Customer, Offering, Staff
from storage.postgres.tenant import TenantScope


@dataclass(frozen=True, slots=True)
class FeedRow:
    """A feed; `staff_id` is None for the whole business's. The secret is sealed."""

    id: UUID
    staff_id: UUID | None
    shows: str
    secret: bytes
    digest: bytes
    created_at: datetime


@dataclass(frozen=True, slots=True)
class FeedVisit:
    """A booking, or a session of a group, as a feed shows it; `changes` counts what became of it."""

    id: UUID
    starts_at: datetime
    ends_at: datetime
    cancelled: bool
    offering: str
    customer: str
    place: str
    changes: int
    changed_at: datetime


_COLUMNS = tuple(getattr(CalendarFeed, name) for name in FeedRow.__dataclass_fields__)


async def add(scope: TenantScope, feed_id: UUID, **values: Any) -> None:
    await scope.session.execute(
        insert(CalendarFeed).values(id=feed_id, business_id=scope.business_id, **values)
    )


async def feed(scope: TenantScope, feed_id: UUID, *, lock: bool = False) -> FeedRow:
    """Raises NotFound."""
    query = select(*_COLUMNS).where(CalendarFeed.business_id == scope.business_id, CalendarFeed.id == feed_id)
    row = (await scope.session.execute(query.with_for_update() if lock else query)).mappings().one_or_none()
    if row is None:
        raise NotFound("no such calendar feed")
    return FeedRow(**row)


async def page(scope: TenantScope, *, after: tuple[datetime, UUID] | None, limit: int) -> list[FeedRow]:
    """The oldest first, behind (created_at, id)."""
    order = (CalendarFeed.created_at, CalendarFeed.id)
    rows = await scope.session.execute(
        select(*_COLUMNS)
        .where(CalendarFeed.business_id == scope.business_id, *beyond(order, after))
        .order_by(*order)
        .limit(limit)
    )
    return [FeedRow(**row) for row in rows.mappings()]


async def count(scope: TenantScope) -> int:
    query = (
        select(func.count()).select_from(CalendarFeed).where(CalendarFeed.business_id == scope.business_id)
    )
    return (await scope.session.scalar(query)) or 0


async def change(scope: TenantScope, feed_id: UUID, **values: Any) -> None:
    await scope.session.execute(
        update(CalendarFeed)
        .where(CalendarFeed.business_id == scope.business_id, CalendarFeed.id == feed_id)
        .values(**values)
    )


async def remove(scope: TenantScope, feed_id: UUID) -> bool:
    """False when there is none."""
    gone = await scope.session.scalar(
        delete(CalendarFeed)
        .where(CalendarFeed.business_id == scope.business_id, CalendarFeed.id == feed_id)
        .returning(CalendarFeed.id)
    )
    return gone is not None


async def name_of(scope: TenantScope, staff_id: UUID | None) -> str | None:
    """What the feed's calendar is called; None when the business is closed or the person not there any more."""
    business = await scope.session.scalar(
        select(Business.name).where(Business.id == scope.business_id, Business.closed_at.is_(None))
    )
    if business is None or staff_id is None:
        return business
    person = await scope.session.scalar(
        select(Staff.name).where(Staff.business_id == scope.business_id, Staff.id == staff_id, Staff.active)
    )
    return None if person is None else f"{person}, {business}"


async def visits(
    scope: TenantScope,
    staff_id: UUID | None,
    *,
    since: datetime,
    until: datetime,
    cancelled_since: datetime,
    limit: int,
) -> list[FeedVisit]:
    """Bookings and sessions that end after `since` and begin before `until`; those cancelled before then left out."""
    return [
        *await _bookings(scope, staff_id, since, until, cancelled_since, limit),
        *await _sessions(scope, staff_id, since, until, limit),
    ]


async def _bookings(
    scope: TenantScope,
    staff_id: UUID | None,
    since: datetime,
    until: datetime,
    cancelled_since: datetime,
    limit: int,
) -> list[FeedVisit]:
    changes = (
        select(
            BookingEvent.booking_id,
            func.count().label("changes"),
            func.max(BookingEvent.at).label("changed_at"),
        )
        .where(BookingEvent.business_id == scope.business_id)
        .group_by(BookingEvent.booking_id)
        .subquery()
    )
    changed_at = func.coalesce(changes.c.changed_at, Booking.created_at)
    items = (
        select(func.string_agg(BookingItem.name, ", "))
        .where(BookingItem.business_id == scope.business_id, BookingItem.booking_id == Booking.id)
        .scalar_subquery()
    )
    query = (
        select(
            Booking.id,
            Booking.starts_at,
            Booking.ends_at,
            (Booking.status == "cancelled").label("cancelled"),
            func.coalesce(items, Offering.name).label("offering"),
            func.coalesce(Customer.name, "").label("customer"),
            func.coalesce(Location.address, Business.address, "").label("place"),
            func.coalesce(changes.c.changes, 0).label("changes"),
            changed_at.label("changed_at"),
        )
        .join(Business, Business.id == Booking.business_id)
        .join(Offering, Offering.id == Booking.offering_id)
        .outerjoin(Customer, Customer.id == Booking.customer_id)
        .outerjoin(Location, Location.id == Booking.location_id)
        .outerjoin(changes, changes.c.booking_id == Booking.id)
        .where(
            Booking.business_id == scope.business_id,
            Booking.status != "held",
            Booking.session_id.is_(None),
            Booking.ends_at > since,
            Booking.starts_at < until,
            or_(Booking.status != "cancelled", changed_at >= cancelled_since),
        )
        .order_by(Booking.starts_at, Booking.id)
        .limit(limit)
    )
    if staff_id is not None:
        query = query.where(
            or_(
                Booking.staff_id == staff_id,
                exists().where(
                    BookingItem.business_id == scope.business_id,
                    BookingItem.booking_id == Booking.id,
                    BookingItem.staff_id == staff_id,
                ),
                exists().where(
                    BookingSegment.business_id == scope.business_id,
                    BookingSegment.booking_id == Booking.id,
                    BookingSegment.staff_id == staff_id,
                ),
            )
        )
    return [FeedVisit(**row) for row in (await scope.session.execute(query)).mappings()]


async def _sessions(
    scope: TenantScope, staff_id: UUID | None, since: datetime, until: datetime, limit: int
) -> list[FeedVisit]:
    cancelled = GroupSession.status == "cancelled"
    query = (
        select(
            GroupSession.id,
            GroupSession.starts_at,
            GroupSession.ends_at,
            cancelled.label("cancelled"),
            Offering.name.label("offering"),
            func.coalesce(Location.address, Business.address, "").label("place"),
            case((cancelled, 1), else_=0).label("changes"),
            GroupSession.created_at.label("changed_at"),
        )
        .join(Business, Business.id == GroupSession.business_id)
        .join(Offering, Offering.id == GroupSession.offering_id)
        .outerjoin(Location, Location.id == GroupSession.location_id)
        .where(
            GroupSession.business_id == scope.business_id,
            GroupSession.ends_at > since,
            GroupSession.starts_at < until,
        )
        .order_by(GroupSession.starts_at, GroupSession.id)
        .limit(limit)
    )
    if staff_id is not None:
        query = query.where(
            exists().where(
                BookingSegment.business_id == scope.business_id,
                BookingSegment.session_id == GroupSession.id,
                BookingSegment.staff_id == staff_id,
            )
        )
    return [FeedVisit(**row, customer="") for row in (await scope.session.execute(query)).mappings()]


KEPT_CANCELLED = timedelta(weeks=4)
"""So long a cancelled booking stands in a feed as such: some programs keep what merely vanishes."""
