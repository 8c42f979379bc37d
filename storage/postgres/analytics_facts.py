"""What days are counted from: calls, bookings, costs and turns, each in one statement however many days they are of."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, DateTime, Float, bindparam, exists, func, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from domain.analytics import histogram
from domain.analytics.counting import BookingFact, CallFact, CostFact
from domain.analytics.days import LONGEST_CALL, LocalDays
from domain.analytics.histogram import BOUNDS_MS, Counts
from domain.call.state import Latency
from storage.postgres.billing_tables import LedgerRow
from storage.postgres.scheduling_tables import BookingItem, Location
from storage.postgres.tables import Booking, Business, Call, Offering
from storage.postgres.tenant import TenantScope

# The calls of the days first, then their turns by primary key. One statement counts 90 days in their buckets.
_RESPONSES = text(
    """
    SELECT width_bucket(calls.started_at, :bounds) AS day, width_bucket(measured.ms, :buckets) AS bucket, count(*) AS n
    FROM calls
    JOIN turns ON turns.call_id = calls.id AND turns.business_id = calls.business_id
    CROSS JOIN LATERAL (SELECT (turns.latency_ms ->> :measure)::float8 AS ms) AS measured
    WHERE calls.business_id = :business_id AND calls.started_at >= :start AND calls.started_at < :end
      AND turns.speaker = 'agent' AND measured.ms IS NOT NULL
    GROUP BY 1, 2
    """
).bindparams(
    bindparam("bounds", type_=ARRAY(DateTime(timezone=True))), bindparam("buckets", type_=ARRAY(Float()))
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a business is, and the locations whose hours count."""

    locations: tuple[UUID | None, ...]
    country: str
    timezone: str
    currency: str


async def calls(scope: TenantScope, days: LocalDays) -> list[CallFact]:
    """Those that came in on the days, and in the hours before from which a call may reach into them."""
    found = await scope.session.execute(
        select(Call.started_at, Call.answered_at, Call.ended_at, Call.outcome, Call.answer_ms).where(
            Call.business_id == scope.business_id,
            Call.started_at >= days.start - LONGEST_CALL,
            Call.started_at < days.end,
        )
    )
    return [CallFact(*row) for row in found]


async def bookings(scope: TenantScope, days: LocalDays) -> list[BookingFact]:
    """Those that were made on the days or begin on them; holds are none."""
    sold_for = (
        select(func.sum(BookingItem.price_cents))
        .where(BookingItem.business_id == scope.business_id, BookingItem.booking_id == Booking.id)
        .scalar_subquery()
    )
    listed_at = (
        select(Offering.price_cents)
        .where(Offering.business_id == scope.business_id, Offering.id == Booking.offering_id)
        .scalar_subquery()
    )
    # A booking of a release that knew no items has none.
    price = func.coalesce(sold_for, listed_at)
    found = await scope.session.execute(
        select(Booking.created_at, Booking.starts_at, Booking.status, Booking.source == "phone", price).where(
            Booking.business_id == scope.business_id,
            Booking.status != "held",
            or_(
                (Booking.created_at >= days.start) & (Booking.created_at < days.end),
                (Booking.starts_at >= days.start) & (Booking.starts_at < days.end),
            ),
        )
    )
    return [BookingFact(*row) for row in found]


async def costs(scope: TenantScope, days: LocalDays) -> list[CostFact]:
    found = await scope.session.execute(
        select(
            LedgerRow.ended_at,
            func.coalesce(LedgerRow.billable_s, 0),
            LedgerRow.price_microcents,
            LedgerRow.cost_microcents,
        ).where(
            LedgerRow.business_id == scope.business_id,
            LedgerRow.ended_at >= days.start,
            LedgerRow.ended_at < days.end,
        )
    )
    return [CostFact(*row) for row in found]


async def responses(scope: TenantScope, days: LocalDays) -> dict[int, Counts]:
    """By the day's place in its days, the histogram of how long callers waited for the agent's answers."""
    found = await scope.session.execute(
        _RESPONSES,
        {
            "business_id": scope.business_id,
            "bounds": list(days.bounds),
            "buckets": list(BOUNDS_MS),
            "start": days.start,
            "end": days.end,
            "measure": Latency.VOICE_TO_VOICE.value,
        },
    )
    by_day: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for day, bucket, count in found:
        by_day[day - 1].append((bucket, count))
    return {day: histogram.of_buckets(counts) for day, counts in by_day.items()}


async def lost_words(scope: TenantScope, days: LocalDays) -> bool:
    """Whether turns of the days' calls were removed: how long callers waited cannot be counted again."""
    return bool(
        await scope.session.scalar(
            select(
                exists().where(
                    Call.business_id == scope.business_id,
                    Call.started_at >= days.start,
                    Call.started_at < days.end,
                    Call.transcript_removed_at.is_not(None),
                )
            )
        )
    )


async def place(scope: TenantScope) -> Place | None:
    """None of a business that is not there."""
    found = await scope.session.execute(
        select(Business.country, Business.timezone, Business.currency, Location.id)
        .outerjoin(Location, (Location.business_id == Business.id) & Location.active)
        .where(Business.id == scope.business_id)
    )
    rows = found.all()
    if not rows:
        return None
    country, timezone, currency, _ = rows[0]
    return Place(tuple(row[3] for row in rows), country, timezone, currency)


async def earliest(scope: TenantScope) -> datetime | None:
    """When the first of what is counted happened; a visit may begin before its booking was written down."""
    found = [
        await scope.session.scalar(select(func.min(column)).where(owner == scope.business_id))
        for column, owner in (
            (Call.started_at, Call.business_id),
            (Booking.created_at, Booking.business_id),
            (Booking.starts_at, Booking.business_id),
            (LedgerRow.ended_at, LedgerRow.business_id),
        )
    ]
    return min((each for each in found if each is not None), default=None)


async def of_booking(scope: TenantScope, booking_id: UUID) -> datetime | None:
    """When the booking was made."""
    return await scope.session.scalar(
        select(Booking.created_at).where(Booking.business_id == scope.business_id, Booking.id == booking_id)
    )


async def of_call(scope: TenantScope, call_id: UUID) -> tuple[datetime, datetime | None] | None:
    """When the call came in and when it ended."""
    found = await scope.session.execute(
        select(Call.started_at, Call.ended_at).where(
            Call.business_id == scope.business_id, Call.id == call_id
        )
    )
    row = found.one_or_none()
    return None if row is None else (row[0], row[1])


async def businesses(session: AsyncSession) -> list[UUID]:
    """All there are; the session is `Database.operator`'s."""
    return list(await session.scalars(select(Business.id).order_by(Business.id)))
