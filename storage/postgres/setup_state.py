"""How far a business is set up, as a set-up check asks it."""

from dataclasses import dataclass

from sqlalchemy import exists, func, select

from storage.postgres.scheduling_tables import LocationHours, StaffOffering
from storage.postgres.tables import Offering, OpeningHoursRow, PhoneNumber, Staff
from storage.postgres.tenant import TenantScope


@dataclass(frozen=True, slots=True)
class SetupState:
    """Counts of what is active, and the names of offerings that lack something."""

    numbers: int
    has_hours: bool
    staff: int
    offerings: int
    nobody_does: tuple[str, ...]
    without_price: tuple[str, ...]


async def read(scope: TenantScope) -> SetupState:
    """In two statements."""
    business = scope.business_id
    working = select(Staff.id).where(Staff.business_id == business, Staff.active)
    counts = (
        await scope.session.execute(
            select(
                select(func.count())
                .select_from(PhoneNumber)
                .where(PhoneNumber.business_id == business)
                .scalar_subquery(),
                exists().where(OpeningHoursRow.business_id == business)
                | exists().where(LocationHours.business_id == business),
                select(func.count()).select_from(working.subquery()).scalar_subquery(),
            )
        )
    ).one()
    named = exists().where(StaffOffering.business_id == business, StaffOffering.offering_id == Offering.id)
    able = exists().where(
        StaffOffering.business_id == business,
        StaffOffering.offering_id == Offering.id,
        StaffOffering.staff_id.in_(working),
    )
    rows = await scope.session.execute(
        select(Offering.name, Offering.price_cents, named & ~able)
        .where(Offering.business_id == business, Offering.active)
        .order_by(Offering.position, Offering.name)
    )
    offerings = rows.all()
    return SetupState(
        numbers=counts[0],
        has_hours=counts[1],
        staff=counts[2],
        offerings=len(offerings),
        nobody_does=tuple(name for name, _, lacks in offerings if lacks),
        without_price=tuple(name for name, price, _ in offerings if not price),
    )
