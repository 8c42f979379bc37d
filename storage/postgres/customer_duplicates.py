"""Pairs of customers with the same number, address or name, for who decides whether they are one person."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from domain.customers.duplicates import Known
from storage.postgres.customer_tables import CustomersApart
from storage.postgres.tables import Customer
from storage.postgres.tenant import TenantScope

MOST_ALIKE = 12
"""Rows with the same number, address or name: more of them say that it is a switchboard, or a very common name."""
MOST_ROWS = 4000
"""That share something with another."""


@dataclass(frozen=True, slots=True)
class Candidates:
    pairs: list[tuple[Known, Known]]
    apart: frozenset[tuple[UUID, UUID]]


async def candidates(scope: TenantScope) -> Candidates:
    """In two statements, whatever number of customers there is."""
    own = Customer.business_id == scope.business_id
    columns: tuple[Any, ...] = (Customer.phone_e164, Customer.email, Customer.name_key)
    shared = [
        func.count().over(partition_by=column).label(name)
        for column, name in zip(columns, ("phones", "emails", "names"), strict=True)
    ]
    rows = select(
        Customer.person_id,
        Customer.name,
        Customer.phone_e164.label("phone"),
        Customer.email,
        Customer.name_key,
        *shared,
    ).where(own)
    every = rows.subquery()
    found = await scope.session.execute(
        select(every)
        .where(
            ((every.c.phones > 1) & every.c.phone.is_not(None))
            | ((every.c.emails > 1) & every.c.email.is_not(None))
            | (every.c.names > 1)
        )
        .order_by(every.c.person_id)
        .limit(MOST_ROWS)
    )
    groups: dict[tuple[str, str], list[Known]] = defaultdict(list)
    for row in found:
        known = Known(row.person_id, row.name, row.phone, row.email)
        for kind, value in (("phone", row.phone), ("email", row.email), ("name", row.name_key)):
            if value:
                groups[kind, value].append(known)
    pairs = [
        (one, other)
        for group in groups.values()
        if 1 < len(group) <= MOST_ALIKE
        for place, one in enumerate(group)
        for other in group[place + 1 :]
        if one.person_id != other.person_id
    ]
    apart = await scope.session.execute(
        select(CustomersApart.low_id, CustomersApart.high_id).where(
            CustomersApart.business_id == scope.business_id
        )
    )
    return Candidates(pairs, frozenset((row.low_id, row.high_id) for row in apart))
