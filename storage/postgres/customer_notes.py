"""Notes about customers, and the tags they are sorted by; both of a person, whichever row they were written for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from domain.errors import NotFound
from domain.ids import new_id
from storage.postgres.customer_tables import CustomerNote, CustomerTag
from storage.postgres.keyset import beyond
from storage.postgres.tables import Customer
from storage.postgres.tenant import TenantScope


@dataclass(frozen=True, slots=True)
class Note:
    """`author` and `edited_by` as the audit log names people."""

    id: UUID
    customer_id: UUID
    text: str
    for_agent: bool
    author: str
    created_at: datetime
    edited_at: datetime | None
    edited_by: str | None


@dataclass(frozen=True, slots=True)
class UsedTag:
    """`key` is what they are sorted by."""

    tag: str
    customers: int
    key: str


async def page(
    scope: TenantScope, person_id: UUID, *, after: tuple[datetime, UUID] | None, limit: int
) -> list[Note]:
    """The latest first."""
    order = (CustomerNote.created_at, CustomerNote.id)
    return await _notes(
        scope,
        _of_person(scope, person_id)
        .where(*beyond(order, after, descending=True))
        .order_by(CustomerNote.created_at.desc(), CustomerNote.id.desc())
        .limit(limit),
    )


async def get(scope: TenantScope, person_id: UUID, note_id: UUID, *, lock: bool = False) -> Note:
    """Raises NotFound."""
    query = _of_person(scope, person_id).where(CustomerNote.id == note_id)
    found = await _notes(scope, query.with_for_update(of=CustomerNote) if lock else query)
    if not found:
        raise NotFound("no such note")
    return found[0]


async def count(scope: TenantScope, customer_id: UUID) -> int:
    """Of one row."""
    counted = await scope.session.scalar(
        select(func.count()).where(
            CustomerNote.business_id == scope.business_id, CustomerNote.customer_id == customer_id
        )
    )
    return counted or 0


async def add(scope: TenantScope, customer_id: UUID, text: str, *, for_agent: bool, author: str) -> UUID:
    note_id = new_id()
    await scope.session.execute(
        insert(CustomerNote).values(
            id=note_id,
            business_id=scope.business_id,
            customer_id=customer_id,
            text=text,
            for_agent=for_agent,
            author=author,
        )
    )
    return note_id


async def change(scope: TenantScope, note_id: UUID, *, by: str, **values: Any) -> None:
    """Sets `text` or `for_agent`."""
    await scope.session.execute(
        update(CustomerNote)
        .where(CustomerNote.business_id == scope.business_id, CustomerNote.id == note_id)
        .values(**values, edited_at=func.now(), edited_by=by)
    )


async def remove(scope: TenantScope, note_id: UUID) -> None:
    await scope.session.execute(
        delete(CustomerNote).where(CustomerNote.business_id == scope.business_id, CustomerNote.id == note_id)
    )


async def set_tags(scope: TenantScope, person_id: UUID, tags: Sequence[str]) -> None:
    """The person has these tags and no others."""
    rows = select(Customer.id).where(
        Customer.business_id == scope.business_id, Customer.person_id == person_id
    )
    await scope.session.execute(
        delete(CustomerTag).where(
            CustomerTag.business_id == scope.business_id,
            CustomerTag.customer_id.in_(rows),
            CustomerTag.tag.not_in(tags),
        )
    )
    if tags:
        await add_tags(scope, [(person_id, tag) for tag in tags])


async def add_tags(scope: TenantScope, tags: Sequence[tuple[UUID, str]]) -> None:
    """Adds tags to customers, each once."""
    await scope.session.execute(
        insert(CustomerTag)
        .values(
            [
                {"business_id": scope.business_id, "customer_id": customer_id, "tag": tag}
                for customer_id, tag in tags
            ]
        )
        .on_conflict_do_nothing()
    )


async def used_tags(scope: TenantScope, *, after: tuple[str] | None, limit: int) -> list[UsedTag]:
    """Every tag with how many people have it, by name."""
    key = CustomerTag.tag_key
    found = await scope.session.execute(
        select(func.min(CustomerTag.tag), func.count(Customer.person_id.distinct()), key)
        .join(Customer, Customer.id == CustomerTag.customer_id)
        .where(CustomerTag.business_id == scope.business_id, *((key > after[0],) if after else ()))
        .group_by(key)
        .order_by(key)
        .limit(limit)
    )
    return [UsedTag(*row) for row in found]


_SELECT = select(
    *(getattr(CustomerNote, name) for name in Note.__dataclass_fields__ if name != "customer_id"),
    Customer.person_id.label("customer_id"),
).join(Customer, Customer.id == CustomerNote.customer_id)


def _of_person(scope: TenantScope, person_id: UUID) -> Select[Any]:
    return _SELECT.where(
        CustomerNote.business_id == scope.business_id,
        Customer.business_id == scope.business_id,
        Customer.person_id == person_id,
    )


async def _notes(scope: TenantScope, query: Select[Any]) -> list[Note]:
    found = await scope.session.execute(query)
    return [Note(**row) for row in found.mappings()]
