"""Customers: the people bookings are for."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from domain.ids import new_id
from storage.postgres.tables import Customer
from storage.postgres.tenant import TenantScope


async def find_or_create(scope: TenantScope, name: str, phone_e164: str | None) -> UUID:
    """The customer with this number and name (any case), made when there is none.

    Without a number nobody can be recognised, so each such call makes a new customer.
    """
    made = await scope.session.scalar(
        insert(Customer)
        .values(id=new_id(), business_id=scope.business_id, name=name.strip(), phone_e164=phone_e164)
        .on_conflict_do_nothing(
            index_elements=[Customer.business_id, Customer.phone_e164, func.lower(Customer.name)]
        )
        .returning(Customer.id)
    )
    if made is not None:
        return made
    return (
        await scope.session.scalars(
            select(Customer.id).where(
                Customer.business_id == scope.business_id,
                Customer.phone_e164 == phone_e164,
                func.lower(Customer.name) == func.lower(name.strip()),
            )
        )
    ).one()
