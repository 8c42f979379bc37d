"""Requests to bring a number along from another carrier."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert

from domain.errors import NotFound
from domain.ids import new_id
from domain.porting import requests
from storage.postgres.keyset import beyond
from storage.postgres.number_tables import PortNote, PortRequest
from storage.postgres.tenant import TenantScope


@dataclass(frozen=True, slots=True)
class PortRow:
    """A request as it is stored; see `number_tables.PortRequest`."""

    id: UUID
    e164: str
    country: str
    carrier: str
    account_holder: str
    account_number: str
    wished_on: date | None
    phase: str
    port_on: date | None
    documents: Mapping[str, str]
    created_at: datetime

    @property
    def request(self) -> requests.PortRequest:
        return requests.PortRequest(requests.Phase(self.phase), self.port_on)


@dataclass(frozen=True, slots=True)
class NoteRow:
    """`phase` is what the request came to; None of a note alone."""

    id: UUID
    actor: str
    phase: str | None
    words: str
    created_at: datetime


_COLUMNS = tuple(getattr(PortRequest, name) for name in PortRow.__dataclass_fields__)
_NOTE_COLUMNS = tuple(getattr(PortNote, name) for name in NoteRow.__dataclass_fields__)
MOST_NOTES = 200


async def add(scope: TenantScope, port_id: UUID, **values: Any) -> bool:
    """False when a request for the number is under way."""
    added = await scope.session.execute(
        insert(PortRequest)
        .values(id=port_id, business_id=scope.business_id, **values)
        .on_conflict_do_nothing()
        .returning(PortRequest.id)
    )
    return added.first() is not None


async def get(scope: TenantScope, port_id: UUID, *, lock: bool = False) -> PortRow:
    """Raises NotFound."""
    query = select(*_COLUMNS).where(PortRequest.business_id == scope.business_id, PortRequest.id == port_id)
    row = (await scope.session.execute(query.with_for_update() if lock else query)).mappings().one_or_none()
    if row is None:
        raise NotFound("no such port request")
    return PortRow(**row)


async def page(
    scope: TenantScope, *, limit: int, after: tuple[datetime, UUID] | None = None
) -> list[PortRow]:
    """The latest first, behind (created_at, id)."""
    order = (PortRequest.created_at, PortRequest.id)
    rows = await scope.session.execute(
        select(*_COLUMNS)
        .where(PortRequest.business_id == scope.business_id, *beyond(order, after, descending=True))
        .order_by(*(each.desc() for each in order))
        .limit(limit)
    )
    return [PortRow(**row) for row in rows.mappings()]


async def change(scope: TenantScope, port_id: UUID, **values: Any) -> None:
    await scope.session.execute(
        update(PortRequest)
        .where(PortRequest.business_id == scope.business_id, PortRequest.id == port_id)
        .values(**values)
    )


async def note(scope: TenantScope, port_id: UUID, actor: str, words: str, phase: str | None = None) -> UUID:
    """Adds to what happened; gives the note's id."""
    note_id = new_id()
    await scope.session.execute(
        insert(PortNote).values(
            id=note_id,
            business_id=scope.business_id,
            port_request_id=port_id,
            actor=actor,
            phase=phase,
            words=words,
        )
    )
    return note_id


async def notes(scope: TenantScope, port_id: UUID) -> list[NoteRow]:
    """The oldest first, at most `MOST_NOTES`."""
    rows = await scope.session.execute(
        select(*_NOTE_COLUMNS)
        .where(PortNote.business_id == scope.business_id, PortNote.port_request_id == port_id)
        .order_by(PortNote.created_at, PortNote.id)
        .limit(MOST_NOTES)
    )
    return [NoteRow(**row) for row in rows.mappings()]


async def count_notes(scope: TenantScope, port_id: UUID) -> int:
    return (
        await scope.session.scalar(
            select(func.count())
            .select_from(PortNote)
            .where(PortNote.business_id == scope.business_id, PortNote.port_request_id == port_id)
        )
    ) or 0
