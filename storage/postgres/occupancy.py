"""What is taken of people, assets and days, as a search reads it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import BigInteger, extract, func, or_, select, text
from sqlalchemy import cast as cast_to

from domain.scheduling.engine.diary import Minutes, Taken, Taking
from domain.scheduling.hours import wall_of
from domain.scheduling.ranges import TimeRange
from storage.postgres.scheduling_tables import BookingItem, BookingSegment
from storage.postgres.tables import Booking, Customer
from storage.postgres.tenant import TenantScope


async def busy(
    scope: TenantScope, window: TimeRange, *, without: UUID | None = None
) -> Mapping[UUID, Minutes]:
    """What is taken of everybody and everything, where it touches the window: one statement.

    Whole stretches in minutes since 1970, expired holds left out.

    Args:
        without: a booking whose own segments do not count: the one to be moved.
    """
    rows = await scope.session.execute(_BUSY.where(*_taken_within(scope, window, without)))
    return {each: list(zip(begins, ends, strict=True)) for each, begins, ends in rows}


async def taken(
    scope: TenantScope, window: TimeRange, *, without: UUID | None = None
) -> Mapping[UUID, Sequence[Taken]]:
    """`busy` with what takes it, for the owner: the customer and the offering. For windows of few days."""
    rows = await scope.session.execute(
        select(
            func.coalesce(BookingSegment.staff_id, BookingSegment.asset_id),
            BookingSegment.starts_at,
            BookingSegment.ends_at,
            BookingSegment.hold_until,
            Customer.name,
        )
        .outerjoin(Booking, Booking.id == BookingSegment.booking_id)
        .outerjoin(Customer, Customer.id == Booking.customer_id)
        .where(*_taken_within(scope, window, without))
        .order_by(BookingSegment.starts_at)
    )
    found: dict[UUID, list[Taken]] = defaultdict(list)
    for each, starts_at, ends_at, hold_until, customer in rows:
        by = Taking.BOOKING if hold_until is None else Taking.HOLD
        found[each].append(Taken(TimeRange(starts_at, ends_at), by, customer or ""))
    return found


async def counts(
    scope: TenantScope,
    offerings: Collection[UUID],
    window: TimeRange,
    zone: ZoneInfo,
    *,
    without: UUID | None,
) -> Mapping[tuple[UUID, date], int]:
    """Visits of these offerings on each local day, by when they begin; holds that have not expired included."""
    if not offerings:
        return {}
    rows = await scope.session.execute(
        select(BookingItem.offering_id, Booking.starts_at)
        .join(Booking, Booking.id == BookingItem.booking_id)
        .where(
            BookingItem.business_id == scope.business_id,
            Booking.business_id == scope.business_id,
            BookingItem.offering_id.in_(offerings),
            Booking.starts_at >= window.start,
            Booking.starts_at < window.end,
            Booking.status.in_(("held", "confirmed", "no_show")),
            or_(Booking.hold_until.is_(None), Booking.hold_until > func.clock_timestamp()),
            *((Booking.id != without,) if without is not None else ()),
        )
    )
    found: dict[tuple[UUID, date], int] = defaultdict(int)
    for offering_id, starts_at in rows:
        found[offering_id, wall_of(starts_at, zone).date()] += 1
    return found


async def lock_day_limits(scope: TenantScope, offerings: Iterable[UUID], day: date) -> None:
    """Lets one transaction at a time book these offerings on a day, until it ends: what is counted stays true."""
    for offering_id in sorted(offerings):
        key = f"{offering_id} {day.isoformat()}"
        await scope.session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(key, 0))))


def _taken_within(scope: TenantScope, window: TimeRange, without: UUID | None) -> list[Any]:
    """Plain comparisons: ranges are no index condition under row-level security."""
    found = [
        BookingSegment.business_id == scope.business_id,
        ~BookingSegment.released,
        BookingSegment.starts_at < window.end,
        BookingSegment.ends_at > window.start,
        or_(BookingSegment.hold_until.is_(None), BookingSegment.hold_until > func.clock_timestamp()),
    ]
    if without is not None:
        found.append(or_(BookingSegment.booking_id.is_(None), BookingSegment.booking_id != without))
    return found


def _minute(column: Any, rounded: Any) -> Any:
    return cast_to(rounded(extract("epoch", column) / 60), BigInteger)


_BUSY = select(
    func.coalesce(BookingSegment.staff_id, BookingSegment.asset_id).label("resource"),
    func.array_agg(_minute(BookingSegment.starts_at, func.floor)).label("begins"),
    func.array_agg(_minute(BookingSegment.ends_at, func.ceil)).label("ends"),
).group_by(text("1"))
"""What a search asks most: built once but for its conditions."""
