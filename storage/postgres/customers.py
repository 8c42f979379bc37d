"""Customers: the people bookings are for."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select, update
from sqlalchemy.dialects.postgresql import insert

from domain.errors import NotFound
from domain.ids import new_id
from storage.postgres.keyset import beyond
from storage.postgres.tables import Customer
from storage.postgres.tenant import TenantScope

_LAST = "\U0010ffff"
"""Sorts behind every other character in collation C."""


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """`phone` is E.164; `name_key` what customers are sorted by."""

    id: UUID
    name: str
    phone: str | None
    email: str | None
    notes: str
    name_key: str
    created_at: datetime


_SELECT = select(
    Customer.id,
    Customer.name,
    Customer.phone_e164.label("phone"),
    Customer.email,
    Customer.notes,
    Customer.name_key,
    Customer.created_at,
)


async def find_or_create(
    scope: TenantScope, name: str, phone_e164: str | None, email: str | None = None
) -> UUID:
    """The customer with this number and name (any case), made when there is none.

    Who has no number is recognised by e-mail address and name; without either nobody can be, so each such call makes a
    new customer. What is known of somebody found is left as it is: whoever knows a name and a number may not redirect
    their mail.
    """
    recognised = [Customer.business_id, Customer.phone_e164, func.lower(Customer.name)]
    where = None
    if phone_e164 is None and email is not None:
        recognised = [Customer.business_id, Customer.email, func.lower(Customer.name)]
        where = Customer.phone_e164.is_(None)
    made = await scope.session.scalar(
        insert(Customer)
        .values(
            id=new_id(), business_id=scope.business_id, name=name.strip(), phone_e164=phone_e164, email=email
        )
        .on_conflict_do_nothing(index_elements=recognised, index_where=where)
        .returning(Customer.id)
    )
    if made is not None:
        return made
    return (
        await scope.session.scalars(
            select(Customer.id).where(
                Customer.business_id == scope.business_id,
                func.lower(Customer.name) == func.lower(name.strip()),
                *(
                    (Customer.phone_e164 == phone_e164,)
                    if phone_e164 is not None
                    else (Customer.phone_e164.is_(None), Customer.email == email)
                ),
            )
        )
    ).one()


async def get(scope: TenantScope, customer_id: UUID, *, lock: bool = False) -> CustomerRow:
    """Raises NotFound. With `lock` it is this transaction's alone until its end."""
    query = _SELECT.where(Customer.id == customer_id)
    found = await _rows(scope, query.with_for_update() if lock else query)
    if not found:
        raise NotFound("no such customer")
    return found[0]


async def known_as(scope: TenantScope, name: str, phone: str | None, email: str | None) -> UUID | None:
    """Who is recognised by these, if anybody is."""
    if phone is None and email is None:
        return None
    by = (
        Customer.phone_e164 == phone
        if phone is not None
        else Customer.phone_e164.is_(None) & (Customer.email == email)
    )
    return await scope.session.scalar(
        select(Customer.id).where(
            Customer.business_id == scope.business_id, by, func.lower(Customer.name) == func.lower(name)
        )
    )


async def page(
    scope: TenantScope,
    *,
    name: str = "",
    phone: str = "",
    after: tuple[str, UUID] | None,
    limit: int,
) -> list[CustomerRow]:
    """Customers by name.

    Args:
        name: what their name begins with, in any case.
        phone: what their number begins with.
        after: `name_key` and id of the last one seen.
    """
    query = _SELECT
    if name:
        # The database's own lower(): Python's knows other letters.
        key = func.lower(name)
        query = query.where(Customer.name_key >= key, Customer.name_key < key.concat(_LAST))
    if phone:
        query = query.where(Customer.phone_key >= phone, Customer.phone_key < phone + _LAST)
    order = (Customer.name_key, Customer.id)
    return await _rows(scope, query.where(*beyond(order, after)).order_by(*order).limit(limit))


async def change(scope: TenantScope, customer_id: UUID, **values: Any) -> None:
    """Sets `name`, `phone_e164`, `email` or `notes`."""
    await scope.session.execute(
        update(Customer)
        .where(Customer.business_id == scope.business_id, Customer.id == customer_id)
        .values(**values)
    )


async def _rows(scope: TenantScope, query: Select[Any]) -> list[CustomerRow]:
    found = await scope.session.execute(query.where(Customer.business_id == scope.business_id))
    return [CustomerRow(**row) for row in found.mappings()]
