"""What a business's web booking is made of, and how much of it one person takes up."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from domain.business_settings import served_timezone
from domain.errors import NotFound
from domain.scheduling.questions import Question, kind_named
from storage.postgres.database import Database
from storage.postgres.people import reached_by
from storage.postgres.scheduling_tables import Location, OfferingQuestion
from storage.postgres.tables import Booking, Business, Customer
from storage.postgres.tenant import TenantScope


@dataclass(frozen=True, slots=True)
class Place:
    """A location; `id` is None for a business without any."""

    id: UUID | None
    name: str
    address: str
    timezone: str


@dataclass(frozen=True, slots=True)
class Host:
    """The business, with its places."""

    name: str
    language: str
    country: str
    currency: str
    places: tuple[Place, ...]


async def business_of_slug(database: Database, slug: str) -> UUID | None:
    """The business whose web booking has this address."""
    async with database.shown_slug(slug) as session:
        return await session.scalar(select(Business.id).where(Business.slug == slug))


async def host(scope: TenantScope) -> Host:
    """Raises NotFound."""
    business = (
        await scope.session.execute(
            select(
                Business.name,
                Business.language,
                Business.country,
                Business.currency,
                Business.address,
                Business.timezone,
            ).where(Business.id == scope.business_id)
        )
    ).one_or_none()
    if business is None:
        raise NotFound("no such business")
    locations = await scope.session.execute(
        select(Location.id, Location.name, Location.address, Location.timezone)
        .where(Location.business_id == scope.business_id, Location.active)
        .order_by(Location.position, Location.name, Location.id)
    )
    places = tuple(Place(*row) for row in locations)
    only = Place(None, business.name, business.address, served_timezone(business.timezone, business.country))
    return Host(business.name, business.language, business.country, business.currency, places or (only,))


async def questions(scope: TenantScope, offerings: Collection[UUID]) -> list[Question]:
    """What is asked with these offerings, in order."""
    rows = await scope.session.scalars(
        select(OfferingQuestion)
        .where(OfferingQuestion.business_id == scope.business_id, OfferingQuestion.offering_id.in_(offerings))
        .order_by(OfferingQuestion.offering_id, OfferingQuestion.position, OfferingQuestion.id)
    )
    return [
        Question(row.id, row.offering_id, row.label, kind_named(row.kind), row.required, tuple(row.choices))
        for row in rows
    ]


async def count_upcoming(scope: TenantScope, phone: str | None, email: str | None, now: datetime) -> int:
    """Confirmed bookings from `now` on of everybody with this number or address."""
    query = (
        select(func.count())
        .select_from(Booking)
        .join(Customer, Customer.id == Booking.customer_id)
        .where(
            Booking.business_id == scope.business_id,
            Booking.status == "confirmed",
            Booking.starts_at >= now,
            reached_by(scope, (phone,) if phone else (), (email,) if email else ()),
        )
    )
    return await scope.session.scalar(query) or 0


async def count_web_holds(scope: TenantScope) -> int:
    """Slots that are held for people on the web."""
    query = select(func.count()).where(
        Booking.business_id == scope.business_id,
        Booking.status == "held",
        Booking.source == "web",
        Booking.hold_until > func.clock_timestamp(),
    )
    return await scope.session.scalar(query) or 0
