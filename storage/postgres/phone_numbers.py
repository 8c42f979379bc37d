"""The numbers a business holds."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, null, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import NotFound
from domain.numbers.leaving import Leaving, Phase, Source
from domain.numbers.lines import Line
from domain.receptionist.content import AfterHours, ClosedAnswer
from storage.postgres.any_of import any_of
from storage.postgres.keyset import beyond
from storage.postgres.tables import Call, PhoneNumber
from storage.postgres.tenant import TenantScope


@dataclass(frozen=True, slots=True)
class NumberRow:
    """A number as it is stored; see `tables.PhoneNumber`."""

    id: UUID
    e164: str
    phase: str
    release_at: datetime | None
    source: str
    sid: str | None
    sort: str | None
    capabilities: Sequence[str]
    monthly_cents: int | None
    label: str
    location_id: UUID | None
    language: str | None
    greeting: str
    after_hours: dict[str, Any] | None
    is_caller_id: bool
    problem: str
    mended: Sequence[str]
    checked_at: datetime | None
    created_at: datetime

    @property
    def leaving(self) -> Leaving:
        return Leaving(Phase(self.phase), self.release_at)

    @property
    def line(self) -> Line:
        return Line(
            self.e164,
            self.label,
            self.location_id,
            self.language,
            self.greeting,
            read_after_hours(self.after_hours),
        )


_COLUMNS = tuple(getattr(PhoneNumber, name) for name in NumberRow.__dataclass_fields__)


async def dialled(scope: TenantScope, call_ids: Collection[UUID]) -> Mapping[UUID, str]:
    """The number each of these calls came in on."""
    if not call_ids:
        return {}
    found = await scope.session.execute(
        select(Call.id, Call.to_number).where(
            Call.business_id == scope.business_id, any_of(Call.id, call_ids)
        )
    )
    return {call_id: number for call_id, number in found if number}


async def lines(scope: TenantScope) -> tuple[Line, ...]:
    """Those callers of which reach the business."""
    rows = await scope.session.execute(
        select(*_COLUMNS)
        .where(PhoneNumber.business_id == scope.business_id, PhoneNumber.phase == Phase.ACTIVE.value)
        .order_by(PhoneNumber.created_at, PhoneNumber.e164)
    )
    return tuple(NumberRow(**row).line for row in rows.mappings())


async def page(
    scope: TenantScope, *, limit: int, after: tuple[datetime, UUID] | None = None
) -> list[NumberRow]:
    """The oldest first, behind (created_at, id)."""
    order = (PhoneNumber.created_at, PhoneNumber.id)
    rows = await scope.session.execute(
        select(*_COLUMNS)
        .where(PhoneNumber.business_id == scope.business_id, *beyond(order, after))
        .order_by(*order)
        .limit(limit)
    )
    return [NumberRow(**row) for row in rows.mappings()]


async def get(scope: TenantScope, number_id: UUID, *, lock: bool = False) -> NumberRow:
    """Raises NotFound."""
    query = select(*_COLUMNS).where(PhoneNumber.business_id == scope.business_id, PhoneNumber.id == number_id)
    row = (await scope.session.execute(query.with_for_update() if lock else query)).mappings().one_or_none()
    if row is None:
        raise NotFound("no such number")
    return NumberRow(**row)


async def by_e164(scope: TenantScope, e164: str) -> NumberRow | None:
    """The business's own."""
    row = (
        (
            await scope.session.execute(
                select(*_COLUMNS).where(
                    PhoneNumber.business_id == scope.business_id, PhoneNumber.e164 == e164
                )
            )
        )
        .mappings()
        .one_or_none()
    )
    return None if row is None else NumberRow(**row)


async def count_held(scope: TenantScope) -> int:
    """Those that are not to be given back."""
    return (
        await scope.session.scalar(
            select(func.count())
            .select_from(PhoneNumber)
            .where(PhoneNumber.business_id == scope.business_id, PhoneNumber.phase == Phase.ACTIVE.value)
        )
    ) or 0


async def monthly_cents(scope: TenantScope) -> int:
    """What the carrier takes for all of them, as far as that is known; those that are to go are paid for till then."""
    return (
        await scope.session.scalar(
            select(func.sum(PhoneNumber.monthly_cents)).where(PhoneNumber.business_id == scope.business_id)
        )
    ) or 0


async def take(
    scope: TenantScope,
    number_id: UUID,
    e164: str,
    *,
    source: Source,
    sid: str,
    sort: str | None,
    capabilities: Collection[str],
    monthly_cents: int | None,
    label: str,
    check_at: datetime,
) -> bool:
    """Has callers of the number reach the business; False when somebody else's or its own has it already."""
    first = await scope.session.scalar(
        select(func.count())
        .select_from(PhoneNumber)
        .where(PhoneNumber.business_id == scope.business_id, PhoneNumber.is_caller_id)
    )
    added = await scope.session.execute(
        insert(PhoneNumber)
        .values(
            id=number_id,
            e164=e164,
            business_id=scope.business_id,
            source=source.value,
            sid=sid,
            sort=sort,
            capabilities=sorted(capabilities),
            monthly_cents=monthly_cents,
            label=label,
            is_caller_id=not first,
            check_at=check_at,
        )
        .on_conflict_do_nothing(index_elements=[PhoneNumber.e164])
        .returning(PhoneNumber.id)
    )
    return added.first() is not None


async def change(scope: TenantScope, number_id: UUID, **values: Any) -> None:
    """Sets columns; None of `after_hours` is SQL's NULL."""
    if values.get("after_hours", ...) is None:
        values["after_hours"] = null()
    await scope.session.execute(
        update(PhoneNumber)
        .where(PhoneNumber.business_id == scope.business_id, PhoneNumber.id == number_id)
        .values(**values)
    )


async def leave(scope: TenantScope, number_id: UUID, leaving: Leaving) -> None:
    """One that is to go is shown to nobody any more."""
    shown = {} if leaving.phase is Phase.ACTIVE else {"is_caller_id": False}
    await change(scope, number_id, phase=leaving.phase.value, release_at=leaving.release_at, **shown)


async def show(scope: TenantScope, number_id: UUID) -> None:
    """Makes it the one that others see; no other of the business's is then."""
    await scope.session.execute(
        update(PhoneNumber)
        .where(PhoneNumber.business_id == scope.business_id, PhoneNumber.is_caller_id)
        .values(is_caller_id=False)
    )
    await change(scope, number_id, is_caller_id=True)


async def remove(scope: TenantScope, number_id: UUID) -> None:
    await scope.session.execute(
        delete(PhoneNumber).where(PhoneNumber.business_id == scope.business_id, PhoneNumber.id == number_id)
    )


async def to_check(session: AsyncSession, now: datetime, limit: int) -> list[tuple[UUID, UUID]]:
    """Business and id of numbers whose connection at the carrier is to be looked at. `session`: `Database.worker`."""
    found = await session.execute(
        select(PhoneNumber.business_id, PhoneNumber.id)
        .where(
            PhoneNumber.sid.is_not(None),
            PhoneNumber.phase == Phase.ACTIVE.value,
            PhoneNumber.check_at <= now,
        )
        .order_by(PhoneNumber.check_at, PhoneNumber.id)
        .limit(limit)
    )
    return [(row.business_id, row.id) for row in found]


def after_hours_document(after_hours: AfterHours | None) -> dict[str, Any] | None:
    """As it is stored."""
    if after_hours is None:
        return None
    return {
        "answer": after_hours.answer.value,
        "greeting": after_hours.greeting,
        "number": after_hours.number,
    }


def read_after_hours(data: dict[str, Any] | None) -> AfterHours | None:
    """What is stored; None also for an answer that a later release has."""
    if data is None or data.get("answer") not in list(ClosedAnswer):
        return None
    return AfterHours(ClosedAnswer(data["answer"]), data.get("greeting") or "", data.get("number"))


async def bought(scope: TenantScope) -> list[NumberRow]:
    """Those that go back to the carrier in the end."""
    rows = await scope.session.execute(
        select(*_COLUMNS).where(
            PhoneNumber.business_id == scope.business_id, PhoneNumber.source == Source.BOUGHT.value
        )
    )
    return [NumberRow(**row) for row in rows.mappings()]
