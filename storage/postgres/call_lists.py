"""Calls as people look at them: lists with filters, in one statement, the latest first."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select

from storage.postgres.keyset import beyond
from storage.postgres.tables import Booking, Call
from storage.postgres.tenant import TenantScope


@dataclass(frozen=True, slots=True)
class ListedCall:
    """`bookings` is how many it made, whatever became of them; `receptionist_version` the one that served it."""

    id: UUID
    from_number: str | None
    to_number: str
    status: str
    outcome: str | None
    reason: str | None
    started_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    answer_ms: float | None
    is_recorded: bool
    bookings: int
    receptionist_version: int | None
    recording_removed_at: datetime | None
    transcript_removed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Filter:
    """Which calls; None and empty leave a point open. `since` to `until` is when they came in."""

    since: datetime | None = None
    until: datetime | None = None
    statuses: Collection[str] = field(default_factory=tuple[str, ...])
    outcomes: Collection[str] = field(default_factory=tuple[str, ...])
    from_number: str | None = None


_MADE = (
    select(func.count())
    .where(Booking.business_id == bindparam("business"), Booking.call_id == Call.id, Booking.status != "held")
    .correlate(Call)
    .scalar_subquery()
)
_SELECT = select(
    Call.id,
    Call.from_number,
    Call.to_number,
    Call.status,
    Call.outcome,
    Call.reason,
    Call.started_at,
    Call.answered_at,
    Call.ended_at,
    Call.answer_ms,
    Call.recording_key.is_not(None).label("is_recorded"),
    _MADE.label("bookings"),
    Call.receptionist_version,
    Call.recording_removed_at,
    Call.transcript_removed_at,
).where(Call.business_id == bindparam("business"))


async def page(
    scope: TenantScope, wanted: Filter, *, after: tuple[datetime, UUID] | None, limit: int
) -> list[ListedCall]:
    """Args:
    after: start and id of the last one seen.
    """
    conditions: list[Any] = []
    if wanted.since is not None:
        conditions.append(Call.started_at >= wanted.since)
    if wanted.until is not None:
        conditions.append(Call.started_at < wanted.until)
    if wanted.statuses:
        conditions.append(Call.status.in_(wanted.statuses))
    if wanted.outcomes:
        conditions.append(Call.outcome.in_(wanted.outcomes))
    if wanted.from_number is not None:
        conditions.append(Call.from_number == wanted.from_number)
    conditions += beyond((Call.started_at, Call.id), after, descending=True)
    return await _rows(
        scope, _SELECT.where(*conditions).order_by(Call.started_at.desc(), Call.id.desc()).limit(limit)
    )


async def get(scope: TenantScope, call_id: UUID) -> ListedCall | None:
    found = await _rows(scope, _SELECT.where(Call.id == call_id))
    return found[0] if found else None


async def _rows(scope: TenantScope, query: Any) -> list[ListedCall]:
    rows = await scope.session.execute(query, {"business": scope.business_id})
    return [ListedCall(**row) for row in rows.mappings()]
