"""Customers: the people bookings are for."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import aliased

from domain.errors import NotFound
from domain.ids import new_id
from storage.postgres.customer_tables import CustomerTag
from storage.postgres.keyset import beyond
from storage.postgres.people import email_of_person, phone_of_person, staff_of_person
from storage.postgres.tables import Customer
from storage.postgres.tenant import TenantScope

_LAST = "\U0010ffff"
"""Sorts behind every other character in collation C."""


_Row = aliased(Customer)
"""A row of a person: the surviving one, or one that was merged into it."""
_ESCAPED = str.maketrans({"\\": "\\\\", "%": "\\%", "_": "\\_"})


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """A person. `phone` is E.164; `name_key` what customers are sorted by.

    Number, address, preferred staff and tags are also of those merged into them, where they have none of their own.
    """

    id: UUID
    name: str
    phone: str | None
    email: str | None
    notes: str
    name_key: str
    created_at: datetime
    preferred_staff_id: UUID | None
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """Which customers; what is empty leaves a point open.

    Attributes:
        name: what the name begins with, in any case.
        phone: what a number begins with, from the plus on.
        email: what an address begins with.
        tag: in any case.
        words: each is somewhere in the name, or they are part of an address.
        digits: part of a number.
    """

    name: str = ""
    phone: str = ""
    email: str = ""
    tag: str = ""
    words: tuple[str, ...] = ()
    digits: str = ""


_TAGS = (
    select(func.coalesce(func.array_agg(CustomerTag.tag.distinct()), []))
    .join(_Row, _Row.id == CustomerTag.customer_id)
    .where(_Row.business_id == Customer.business_id, _Row.person_id == Customer.id)
    .correlate(Customer)
    .scalar_subquery()
)
_SELECT = select(
    Customer.id,
    Customer.name,
    phone_of_person().label("phone"),
    email_of_person().label("email"),
    Customer.notes,
    Customer.name_key,
    Customer.created_at,
    staff_of_person().label("preferred_staff_id"),
    _TAGS.label("tags"),
)


async def find_or_create(
    scope: TenantScope, name: str, phone_e164: str | None, email: str | None = None
) -> UUID:
    """The customer with this number and name (any case), made when there is none; of one that was merged the surviving.

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
            select(Customer.person_id)
            .where(
                Customer.business_id == scope.business_id,
                func.lower(Customer.name) == func.lower(name.strip()),
                *(
                    (Customer.phone_e164 == phone_e164,)
                    if phone_e164 is not None
                    else (Customer.phone_e164.is_(None), Customer.email == email)
                ),
            )
            # Nobody merges them away before the row that is to refer to them is written.
            .with_for_update(read=True, key_share=True)
        )
    ).one()


async def get(scope: TenantScope, customer_id: UUID, *, lock: bool = False) -> CustomerRow:
    """The person; of a customer that was merged the surviving one.

    Raises NotFound. With `lock` it is this transaction's alone until its end.
    """
    asked = (
        select(_Row.person_id)
        .where(_Row.business_id == scope.business_id, _Row.id == customer_id)
        .scalar_subquery()
    )
    query = _SELECT.where(Customer.id == asked)
    found = await _rows(scope, query.with_for_update(of=Customer) if lock else query)
    if not found:
        raise NotFound("no such customer")
    return found[0]


async def several(scope: TenantScope, ids: Collection[UUID]) -> dict[UUID, CustomerRow]:
    """Those of these people that there are."""
    if not ids:
        return {}
    return {each.id: each for each in await _rows(scope, _SELECT.where(Customer.id.in_(ids)))}


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
    scope: TenantScope, wanted: Filter, *, after: tuple[str, UUID] | None, limit: int
) -> list[CustomerRow]:
    """People by name, whichever of their rows fits.

    Args:
        after: `name_key` and id of the last one seen.
    """
    order = (Customer.name_key, Customer.id)
    query = _SELECT.where(Customer.merged_into.is_(None), *_conditions(scope, wanted), *beyond(order, after))
    return await _rows(scope, query.order_by(*order).limit(limit))


def _conditions(scope: TenantScope, wanted: Filter) -> list[Any]:
    found: list[Any] = []
    if wanted.name:
        # The database's own lower(): Python's knows other letters.
        key = func.lower(wanted.name)
        found += [Customer.name_key >= key, Customer.name_key < key.concat(_LAST)]
    rows: list[Any] = []
    if wanted.phone:
        rows.append((_Row.phone_key >= wanted.phone) & (_Row.phone_key < wanted.phone + _LAST))
    if wanted.email:
        rows.append(_Row.email.like(f"{wanted.email.lower().translate(_ESCAPED)}%"))
    if wanted.words or wanted.digits:
        rows.append(_somewhere(wanted))
    for each in rows:
        found.append(
            Customer.id.in_(select(_Row.person_id).where(_Row.business_id == scope.business_id, each))
        )
    if wanted.tag:
        tagged = (
            select(_Row.person_id)
            .join(CustomerTag, CustomerTag.customer_id == _Row.id)
            .where(
                CustomerTag.business_id == scope.business_id, CustomerTag.tag_key == func.lower(wanted.tag)
            )
        )
        found.append(Customer.id.in_(tagged))
    return found


def _somewhere(wanted: Filter) -> Any:
    either: list[Any] = []
    if wanted.words:
        named = [
            _Row.name_key.like(func.lower("%" + word.translate(_ESCAPED) + "%")) for word in wanted.words
        ]
        whole = " ".join(wanted.words).translate(_ESCAPED)
        either.append(and_(*named))
        either.append(_Row.email.like(func.lower(f"%{whole}%")))
    if wanted.digits:
        either.append(_Row.phone_key.like(f"%{wanted.digits}%"))
    return or_(*either)


async def change(scope: TenantScope, customer_id: UUID, **values: Any) -> None:
    """Sets `name`, `phone_e164`, `email`, `notes` or `preferred_staff_id`."""
    await scope.session.execute(
        update(Customer)
        .where(Customer.business_id == scope.business_id, Customer.id == customer_id)
        .values(**values)
    )


async def _rows(scope: TenantScope, query: Select[Any]) -> list[CustomerRow]:
    found = await scope.session.execute(query.where(Customer.business_id == scope.business_id))
    people: list[CustomerRow] = []
    for row in found.mappings():
        values: dict[str, Any] = dict(row)
        values["tags"] = tuple(sorted(values["tags"], key=str.casefold))
        people.append(CustomerRow(**values))
    return people
