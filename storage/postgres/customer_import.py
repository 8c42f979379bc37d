"""Customers of a list beside those there are: found in one statement, written in few, however long the list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Text, func, or_, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.sql import bindparam, update

from domain.customers.lists import Listed
from storage.postgres.customer_notes import add_tags
from storage.postgres.customer_tables import CustomerTag
from storage.postgres.tables import Customer
from storage.postgres.tenant import TenantScope

AT_ONCE = 500
"""Rows of a statement; it takes 32,767 parameters."""
_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended('import of customers ' || :business_id, 0))")


@dataclass(frozen=True, slots=True)
class Existing:
    """A customer who may be one of the list: the row they were recognised by, and the person's tags."""

    row_id: UUID
    person_id: UUID
    name: str
    phone: str | None
    email: str | None
    notes: str
    tags: frozenset[str]


async def hold(scope: TenantScope) -> None:
    """One import of a business at a time: two of the same list find each other's customers."""
    await scope.session.execute(_LOCK, {"business_id": str(scope.business_id)})


async def existing(scope: TenantScope, listed: Sequence[Listed]) -> list[Existing]:
    """Whoever has a number, an address, or with neither the name of one of the list."""
    phones = sorted({each.phone for each in listed if each.phone})
    emails = sorted({each.email for each in listed if each.email})
    names = sorted({each.name for each in listed if not each.phone and not each.email})
    tags = (
        select(func.coalesce(func.array_agg(func.lower(CustomerTag.tag)), []))
        .where(CustomerTag.business_id == Customer.business_id, CustomerTag.customer_id == Customer.id)
        .correlate(Customer)
        .scalar_subquery()
    )
    found = await scope.session.execute(
        select(
            Customer.id,
            Customer.person_id,
            Customer.name,
            Customer.phone_e164,
            Customer.email,
            Customer.notes,
            tags.label("tags"),
        )
        .where(
            Customer.business_id == scope.business_id,
            or_(
                Customer.phone_e164 == func.any(_texts(phones)),
                Customer.email == func.any(_texts(emails)),
                Customer.name_key.in_(select(func.lower(func.unnest(_texts(names))))),
            ),
        )
        .order_by(Customer.created_at, Customer.id)
    )
    return [
        Existing(row.id, row.person_id, row.name, row.phone_e164, row.email, row.notes, frozenset(row.tags))
        for row in found
    ]


async def add(scope: TenantScope, listed: Sequence[tuple[UUID, Listed]]) -> None:
    for at in range(0, len(listed), AT_ONCE):
        part = listed[at : at + AT_ONCE]
        await scope.session.execute(
            insert(Customer).values(
                [
                    {
                        "id": customer_id,
                        "business_id": scope.business_id,
                        "name": each.name,
                        "phone_e164": each.phone,
                        "email": each.email,
                        "notes": each.notes,
                    }
                    for customer_id, each in part
                ]
            )
        )
        tags = [(customer_id, tag) for customer_id, each in part for tag in each.tags]
        await tag(scope, tags)


async def tag(scope: TenantScope, tags: Sequence[tuple[UUID, str]]) -> None:
    for at in range(0, len(tags), AT_ONCE):
        await add_tags(scope, tags[at : at + AT_ONCE])


async def fill_in(scope: TenantScope, rows: Sequence[tuple[UUID, str | None, str | None, str]]) -> None:
    """Sets number, address and notes of these rows, one statement for all of them."""
    if not rows:
        return
    connection = await scope.session.connection()
    await connection.execute(
        update(Customer.__table__)  # pyright: ignore[reportArgumentType]
        .where(Customer.business_id == scope.business_id, Customer.id == bindparam("row"))
        .values(phone_e164=bindparam("phone"), email=bindparam("address"), notes=bindparam("noted")),
        [
            {"row": row_id, "phone": phone, "address": email, "noted": notes}
            for row_id, phone, email, notes in rows
        ],
    )


def _texts(values: Sequence[str]) -> Any:
    return bindparam(None, list(values), type_=ARRAY(Text()))
