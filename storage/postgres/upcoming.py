"""Bookings and sessions to come, with what they take, in a fixed number of statements."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select

from domain.scheduling.hours import ONE_DAY
from domain.scheduling.ranges import TimeRange
from domain.setup.affected import UpcomingVisit, clipped
from storage.postgres.scheduling_tables import BookingItem, BookingSegment, GroupSession
from storage.postgres.tables import Booking, Customer, Offering
from storage.postgres.tenant import TenantScope

MOST = 2000
"""The nearest; a change of hours has been told of enough then."""

_LONGEST = 2 * ONE_DAY


async def visits(scope: TenantScope, window: TimeRange) -> list[UpcomingVisit]:
    """What is booked and not over at the window's beginning, and begins before its end; the nearest first."""
    own, of_window = Booking.business_id == scope.business_id, _within(Booking, window)
    rows = (
        await scope.session.execute(
            select(
                Booking.id,
                Booking.location_id,
                Booking.starts_at,
                Booking.ends_at,
                Booking.offering_id,
                Booking.session_id,
                Customer.name,
                Offering.name.label("offering"),
            )
            .join(
                Customer,
                and_(Customer.business_id == Booking.business_id, Customer.id == Booking.customer_id),
            )
            .join(
                Offering,
                and_(Offering.business_id == Booking.business_id, Offering.id == Booking.offering_id),
            )
            .where(own, of_window, Booking.status == "confirmed", Booking.session_id.is_(None))
            .order_by(Booking.starts_at, Booking.id)
            .limit(MOST)
        )
    ).all()
    sessions = (
        await scope.session.execute(
            select(GroupSession, Offering.name)
            .join(
                Offering,
                and_(
                    Offering.business_id == GroupSession.business_id, Offering.id == GroupSession.offering_id
                ),
            )
            .where(
                GroupSession.business_id == scope.business_id,
                _within(GroupSession, window),
                GroupSession.status == "planned",
            )
            .order_by(GroupSession.starts_at, GroupSession.id)
            .limit(MOST)
        )
    ).all()
    if not rows and not sessions:
        return []
    takes = await _takes(scope, window)
    items = await _offerings(scope, [row.id for row in rows])
    found = [
        UpcomingVisit(
            id=row.id,
            location_id=row.location_id,
            during=TimeRange(row.starts_at, row.ends_at),
            offering_ids=items.get(row.id) or (row.offering_id,),
            takes=_clipped(takes.get(row.id, ()), TimeRange(row.starts_at, row.ends_at)),
            name=row.offering,
            customer=row.name,
        )
        for row in rows
    ]
    found.extend(
        UpcomingVisit(
            id=session.id,
            location_id=session.location_id,
            during=TimeRange(session.starts_at, session.ends_at),
            offering_ids=(session.offering_id,),
            takes=_clipped(takes.get(session.id, ()), TimeRange(session.starts_at, session.ends_at)),
            is_session=True,
            name=name,
        )
        for session, name in sessions
    )
    return sorted(found, key=lambda visit: (visit.during.start, visit.id))


async def _takes(scope: TenantScope, window: TimeRange) -> dict[UUID, list[tuple[UUID, TimeRange]]]:
    segment = BookingSegment
    rows = await scope.session.execute(
        select(
            segment.booking_id,
            segment.session_id,
            segment.staff_id,
            segment.asset_id,
            segment.starts_at,
            segment.ends_at,
        ).where(
            segment.business_id == scope.business_id,
            ~segment.released,
            segment.ends_at > window.start - ONE_DAY,
            segment.starts_at < window.end + _LONGEST,
        )
    )
    found: dict[UUID, list[tuple[UUID, TimeRange]]] = defaultdict(list)
    for row in rows:
        of, who = row.booking_id or row.session_id, row.staff_id or row.asset_id
        found[of].append((who, TimeRange(row.starts_at, row.ends_at)))
    return found


async def _offerings(scope: TenantScope, booking_ids: Sequence[UUID]) -> dict[UUID, tuple[UUID, ...]]:
    rows = await scope.session.execute(
        select(BookingItem.booking_id, BookingItem.offering_id)
        .where(BookingItem.business_id == scope.business_id, BookingItem.booking_id.in_(booking_ids))
        .order_by(BookingItem.booking_id, BookingItem.position)
    )
    found: dict[UUID, tuple[UUID, ...]] = defaultdict(tuple)
    for booking_id, offering_id in rows:
        found[booking_id] += (offering_id,)
    return found


def _within(table: Any, window: TimeRange) -> ColumnElement[bool]:
    return and_(
        table.starts_at > window.start - _LONGEST, table.starts_at < window.end, table.ends_at > window.start
    )


def _clipped(
    takes: Sequence[tuple[UUID, TimeRange]] | tuple[()], within: TimeRange
) -> tuple[tuple[UUID, TimeRange], ...]:
    parts = ((who, clipped(during, within)) for who, during in takes)
    return tuple((who, part) for who, part in parts if part is not None)
