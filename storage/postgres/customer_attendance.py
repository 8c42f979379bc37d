"""How somebody kept their appointments."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, exists, func, select

from storage.postgres.people import reached_by
from storage.postgres.scheduling_tables import BookingEvent
from storage.postgres.tables import Booking, Customer
from storage.postgres.tenant import TenantScope

_BY_THE_BUSINESS = ("user:%", "key:%", "system")


@dataclass(frozen=True, slots=True)
class Attendance:
    """Counts of a person's bookings.

    Attributes:
        visits: those that are over and were neither cancelled nor missed.
        no_shows: nobody came.
        late_cancels: the customer cancelled so shortly before that the time was lost.
        first_at, last_at, next_at: when the first and the last visit began, and when the next one will.
    """

    visits: int
    upcoming: int
    no_shows: int
    late_cancels: int
    first_at: datetime | None
    last_at: datetime | None
    next_at: datetime | None


async def of_person(scope: TenantScope, person_id: UUID, now: datetime, late_within: timedelta) -> Attendance:
    """One statement."""
    cancelled_late = exists().where(
        BookingEvent.business_id == scope.business_id,
        BookingEvent.booking_id == Booking.id,
        BookingEvent.kind == "cancelled",
        BookingEvent.at > Booking.starts_at - late_within,
        *(~BookingEvent.actor.like(actor) for actor in _BY_THE_BUSINESS),
    )
    confirmed = Booking.status == "confirmed"
    over, ahead = and_(confirmed, Booking.starts_at <= now), and_(confirmed, Booking.starts_at > now)
    row = (
        await scope.session.execute(
            select(
                func.count().filter(over),
                func.count().filter(ahead),
                func.count().filter(Booking.status == "no_show"),
                func.count().filter(and_(Booking.status == "cancelled", cancelled_late)),
                func.min(Booking.starts_at).filter(over),
                func.max(Booking.starts_at).filter(over),
                func.min(Booking.starts_at).filter(ahead),
            )
            .join(Customer, Customer.id == Booking.customer_id)
            .where(
                Booking.business_id == scope.business_id,
                Customer.business_id == scope.business_id,
                Customer.person_id == person_id,
            )
        )
    ).one()
    return Attendance(*row)


async def no_shows_of(scope: TenantScope, number: str) -> int:
    """Appointments nobody came to, of the one with the most of them who is known by this number."""
    counted = (
        select(func.count().label("missed"))
        .select_from(Booking)
        .join(Customer, Customer.id == Booking.customer_id)
        .where(
            Booking.business_id == scope.business_id,
            Booking.status == "no_show",
            Customer.business_id == scope.business_id,
            reached_by(scope, (number,)),
        )
        .group_by(Customer.person_id)
        .subquery()
    )
    return await scope.session.scalar(select(func.max(counted.c.missed))) or 0
