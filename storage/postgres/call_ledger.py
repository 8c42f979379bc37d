"""The ledger of calls: what each took, what of it is to be paid, and what Stripe was told."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, cast, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from domain.errors import NotFound
from storage.postgres.billing_tables import LedgerRow, UsageDay
from storage.postgres.inserting import insert_new
from storage.postgres.tenant import TenantScope

CONSUMED = (
    "carrier_s",
    "listened_s",
    "prompt_tokens",
    "cached_prompt_tokens",
    "completion_tokens",
    "wasted_prompt_tokens",
    "wasted_completion_tokens",
    "characters",
    "cached_characters",
)
COUNTED = ("sent", "unsure")
"""What Stripe has, or may have."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A call in the ledger; see `billing_tables.LedgerRow`."""

    call_id: UUID
    began_at: datetime | None
    ended_at: datetime
    outcome: str
    caller_spoke: bool
    carrier_s: int
    listened_s: int
    prompt_tokens: int
    cached_prompt_tokens: int
    completion_tokens: int
    wasted_prompt_tokens: int
    wasted_completion_tokens: int
    characters: int
    cached_characters: int
    talked_s: int | None
    billable_s: int | None
    free: str | None
    price_microcents: int
    cost_microcents: int
    costs: dict[str, Any] | None
    metered: str
    tried_at: datetime | None
    metered_at: datetime | None


_COLUMNS = tuple(getattr(LedgerRow, name) for name in Entry.__dataclass_fields__)


async def record(scope: TenantScope, values: dict[str, Any]) -> bool:
    """Writes the call down, unrated; False when it is there already, as it was written first.

    Args:
        values: of the columns; `call_id`, `ended_at`, `outcome` and `caller_spoke` at least.
    """
    made = await insert_new(
        scope.session,
        LedgerRow,
        {"business_id": scope.business_id, **values},
        unless=("call_id",),
        returning=("call_id",),
    )
    return made is not None


async def get(scope: TenantScope, call_id: UUID, *, lock: bool = False) -> Entry:
    """Raises NotFound."""
    wanted = select(*_COLUMNS).where(LedgerRow.business_id == scope.business_id, LedgerRow.call_id == call_id)
    row = (await scope.session.execute(wanted.with_for_update() if lock else wanted)).mappings().one_or_none()
    if row is None:
        raise NotFound("no such call")
    return Entry(**row)


async def lasted(scope: TenantScope, call_id: UUID, carrier_s: int, *, at_least_by: int) -> bool:
    """The carrier says how long the call lasted; taken, and True, when that is so many seconds more than is known."""
    changed = await scope.session.scalar(
        update(LedgerRow)
        .where(
            LedgerRow.business_id == scope.business_id,
            LedgerRow.call_id == call_id,
            LedgerRow.carrier_s + at_least_by <= carrier_s,
        )
        .values(carrier_s=carrier_s)
        .returning(LedgerRow.call_id)
    )
    return changed is not None


async def change(scope: TenantScope, call_id: UUID, **values: object) -> None:
    await scope.session.execute(
        update(LedgerRow)
        .where(LedgerRow.business_id == scope.business_id, LedgerRow.call_id == call_id)
        .values(**values)
    )


async def used_s(scope: TenantScope, start: datetime, end: datetime) -> int:
    """Billable seconds of calls that ended from `start` to before `end`."""
    return int(
        await scope.session.scalar(
            select(func.coalesce(func.sum(LedgerRow.billable_s), 0)).where(*_ended(scope, start, end))
        )
        or 0
    )


@dataclass(frozen=True, slots=True)
class Sums:
    """Of the calls of a stretch of time."""

    calls: int
    free_calls: int
    talked_s: int
    billable_s: int
    price_microcents: int
    cost_microcents: int
    unrated: int


async def sums(scope: TenantScope, start: datetime, end: datetime) -> Sums:
    row = (
        await scope.session.execute(
            select(
                func.count(),
                func.count().filter(LedgerRow.free.is_not(None)),
                func.coalesce(func.sum(LedgerRow.talked_s), 0),
                func.coalesce(func.sum(LedgerRow.billable_s), 0),
                func.coalesce(func.sum(LedgerRow.price_microcents), 0),
                func.coalesce(func.sum(LedgerRow.cost_microcents), 0),
                func.count().filter(LedgerRow.billable_s.is_(None)),
            ).where(*_ended(scope, start, end))
        )
    ).one()
    return Sums(*(int(value) for value in row))


async def page(
    scope: TenantScope, start: datetime, end: datetime, *, limit: int, after: tuple[datetime, UUID] | None
) -> list[Entry]:
    """The latest first, behind (ended_at, call_id)."""
    wanted = select(*_COLUMNS).where(*_ended(scope, start, end))
    if after is not None:
        at, last = after
        wanted = wanted.where(
            or_(LedgerRow.ended_at < at, (LedgerRow.ended_at == at) & (LedgerRow.call_id < last))
        )
    found = await scope.session.execute(
        wanted.order_by(LedgerRow.ended_at.desc(), LedgerRow.call_id.desc()).limit(limit)
    )
    return [Entry(**row) for row in found.mappings()]


async def open_entries(scope: TenantScope, before: datetime, limit: int) -> list[Entry]:
    """Calls that ended before then and Stripe was not told of, or may not have been, oldest first."""
    found = await scope.session.execute(
        select(*_COLUMNS)
        .where(
            LedgerRow.business_id == scope.business_id,
            LedgerRow.metered.in_(("due", "unsure")),
            LedgerRow.ended_at < before,
        )
        .order_by(LedgerRow.ended_at, LedgerRow.call_id)
        .limit(limit)
    )
    return [Entry(**row) for row in found.mappings()]


@dataclass(frozen=True, slots=True)
class DaySums:
    """A day (UTC) of usage: what Stripe should have counted, what it is only going to hear of, and the last of it."""

    counted_s: int
    pending: int
    last_ended_at: datetime
    last_metered_at: datetime | None


async def by_day(scope: TenantScope, start: datetime, end: datetime) -> dict[date, DaySums]:
    """Days with usage that is Stripe's to count."""
    day = cast(func.timezone("UTC", LedgerRow.ended_at), Date)
    known = LedgerRow.metered.in_(COUNTED)
    found = await scope.session.execute(
        select(
            day,
            func.coalesce(func.sum(LedgerRow.billable_s).filter(known), 0),
            func.count().filter(LedgerRow.metered == "due"),
            func.max(LedgerRow.ended_at),
            func.max(LedgerRow.metered_at),
        )
        .where(*_ended(scope, start, end), LedgerRow.metered.in_((*COUNTED, "due", "cancelled")))
        .group_by(day)
    )
    return {row[0]: DaySums(int(row[1]), row[2], row[3], row[4]) for row in found}


async def settle_unsure(scope: TenantScope, start: datetime, end: datetime, metered: str) -> None:
    """What was unsure of these days is known now."""
    await scope.session.execute(
        update(LedgerRow)
        .where(*_ended(scope, start, end), LedgerRow.metered == "unsure")
        .values(metered=metered)
    )


async def keep_day(
    scope: TenantScope,
    day: date,
    *,
    ledger_s: int,
    counted_s: int,
    corrected_s: int,
    status: str,
    checked_at: datetime,
) -> None:
    """What came of holding the day against Stripe's; of several looks the last."""
    values = {
        "ledger_s": ledger_s,
        "counted_s": counted_s,
        "corrected_s": corrected_s,
        "status": status,
        "checked_at": checked_at,
    }
    await scope.session.execute(
        insert(UsageDay)
        .values(business_id=scope.business_id, day=day, **values)
        .on_conflict_do_update(index_elements=[UsageDay.business_id, UsageDay.day], set_=values)
    )


async def days(scope: TenantScope, since: date) -> dict[date, str]:
    """How each day since then came out."""
    found = await scope.session.execute(
        select(UsageDay.day, UsageDay.status).where(
            UsageDay.business_id == scope.business_id, UsageDay.day >= since
        )
    )
    return {row.day: row.status for row in found}


async def told_of(scope: TenantScope, call_ids: Collection[UUID]) -> list[UUID]:
    """Which of these calls are the business's, and Stripe was told of."""
    found = await scope.session.scalars(
        select(LedgerRow.call_id).where(
            LedgerRow.business_id == scope.business_id,
            LedgerRow.call_id.in_(call_ids),
            LedgerRow.metered == "sent",
        )
    )
    return list(found)


def _ended(scope: TenantScope, start: datetime, end: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        LedgerRow.business_id == scope.business_id,
        LedgerRow.ended_at >= start,
        LedgerRow.ended_at < end,
    )
