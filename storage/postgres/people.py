"""Which rows of customers are the same person, in the words of SQL.

A merged row keeps its number and address: whoever calls from it, or writes from it, is the surviving customer.
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import aliased

from domain.errors import NotFound
from storage.postgres.tables import Customer
from storage.postgres.tenant import TenantScope

_Row = aliased(Customer)


def reached_by(
    scope: TenantScope, numbers: Collection[str], emails: Collection[str] = ()
) -> ColumnElement[bool]:
    """The condition on `Customer` for whoever has one of these numbers (E.164) or addresses (lower case)."""
    same: list[ColumnElement[bool]] = [_Row.phone_e164.in_(numbers)]
    if emails:
        same.append(_Row.email.in_(emails))
    return Customer.person_id.in_(
        select(_Row.person_id).where(_Row.business_id == scope.business_id, or_(*same))
    )


def phone_of_person() -> ColumnElement[str | None]:
    """The number `Customer` is reached at: their own, else the oldest of those merged into them."""
    return func.coalesce(Customer.phone_e164, _first(_Row.phone_e164))


def email_of_person() -> ColumnElement[str | None]:
    return func.coalesce(Customer.email, _first(_Row.email))


def staff_of_person() -> ColumnElement[UUID | None]:
    """Whom they prefer."""
    return func.coalesce(Customer.preferred_staff_id, _first(_Row.preferred_staff_id))


def _first(column: Any) -> ColumnElement[Any]:
    return (
        select(column)
        .where(_Row.business_id == Customer.business_id, _Row.person_id == Customer.id, column.is_not(None))
        .order_by(_Row.created_at, _Row.id)
        .limit(1)
        .correlate(Customer)
        .scalar_subquery()
    )


async def person_of(scope: TenantScope, customer_id: UUID) -> UUID:
    """Who a customer is by now; until the transaction ends nobody can merge them into another.

    Raises NotFound.
    """
    while True:
        # A merge under way is waited for; the row is then read as it is after it.
        found = await scope.session.scalar(
            select(Customer.person_id)
            .where(Customer.business_id == scope.business_id, Customer.id == customer_id)
            .with_for_update(read=True, key_share=True)
        )
        if found is None:
            raise NotFound("no such customer")
        if found == customer_id:
            return found
        customer_id = found
