"""Telephones that forward their calls here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from domain.errors import NotFound
from domain.forwarding.progress import Failure, Phase, Progress, Test
from storage.postgres.keyset import beyond
from storage.postgres.number_tables import Forwarding
from storage.postgres.tables import OutboxRow, PhoneNumber
from storage.postgres.tenant import TenantScope


@dataclass(frozen=True, slots=True)
class ForwardingRow:
    """A telephone as it is stored; see `number_tables.Forwarding`."""

    id: UUID
    public_e164: str
    number_id: UUID
    country: str
    carrier: str
    conditions: Sequence[str]
    delay_s: int | None
    phase: str
    failure: str | None
    test_id: UUID | None
    test_caller: str | None
    test_until: datetime | None
    test_sid: str | None
    proved_at: datetime | None
    last_forwarded_at: datetime | None
    created_at: datetime

    @property
    def progress(self) -> Progress:
        test = None
        if self.test_id is not None and self.test_caller is not None and self.test_until is not None:
            test = Test(self.test_id, self.test_caller, self.test_until)
        failure = None if self.failure is None else Failure(self.failure)
        return Progress(Phase(self.phase), failure, test, self.proved_at, self.last_forwarded_at)


_COLUMNS = tuple(getattr(Forwarding, name) for name in ForwardingRow.__dataclass_fields__)


async def add(scope: TenantScope, forwarding_id: UUID, **values: Any) -> bool:
    """False when the telephone is known already."""
    added = await scope.session.execute(
        insert(Forwarding)
        .values(id=forwarding_id, business_id=scope.business_id, **values)
        .on_conflict_do_nothing(index_elements=[Forwarding.business_id, Forwarding.public_e164])
        .returning(Forwarding.id)
    )
    return added.first() is not None


async def get(scope: TenantScope, forwarding_id: UUID, *, lock: bool = False) -> ForwardingRow:
    """Raises NotFound."""
    query = select(*_COLUMNS).where(
        Forwarding.business_id == scope.business_id, Forwarding.id == forwarding_id
    )
    row = (await scope.session.execute(query.with_for_update() if lock else query)).mappings().one_or_none()
    if row is None:
        raise NotFound("no such forwarding")
    return ForwardingRow(**row)


async def page(
    scope: TenantScope, *, limit: int, after: tuple[datetime, UUID] | None = None
) -> list[ForwardingRow]:
    """The oldest first, behind (created_at, id)."""
    order = (Forwarding.created_at, Forwarding.id)
    rows = await scope.session.execute(
        select(*_COLUMNS)
        .where(Forwarding.business_id == scope.business_id, *beyond(order, after))
        .order_by(*order)
        .limit(limit)
    )
    return [ForwardingRow(**row) for row in rows.mappings()]


async def to_number(scope: TenantScope, e164: str, *, lock: bool = False) -> list[ForwardingRow]:
    """Those that forward to this number of the business."""
    query = (
        select(*_COLUMNS)
        .join(PhoneNumber, PhoneNumber.id == Forwarding.number_id)
        .where(Forwarding.business_id == scope.business_id, PhoneNumber.e164 == e164)
        .order_by(Forwarding.id)
    )
    rows = await scope.session.execute(query.with_for_update(of=Forwarding) if lock else query)
    return [ForwardingRow(**row) for row in rows.mappings()]


async def change(scope: TenantScope, forwarding_id: UUID, **values: Any) -> None:
    await scope.session.execute(
        update(Forwarding)
        .where(Forwarding.business_id == scope.business_id, Forwarding.id == forwarding_id)
        .values(**values)
    )


async def note(scope: TenantScope, forwarding_id: UUID, progress: Progress) -> None:
    """Writes how far it is."""
    test = progress.test
    await change(
        scope,
        forwarding_id,
        phase=progress.phase.value,
        failure=None if progress.failure is None else progress.failure.value,
        test_id=None if test is None else test.id,
        test_caller=None if test is None else test.caller,
        test_until=None if test is None else test.until,
        proved_at=progress.proved_at,
        last_forwarded_at=progress.last_forwarded_at,
    )


async def remove(scope: TenantScope, forwarding_id: UUID) -> bool:
    removed = await scope.session.execute(
        delete(Forwarding)
        .where(Forwarding.business_id == scope.business_id, Forwarding.id == forwarding_id)
        .returning(Forwarding.id)
    )
    return removed.first() is not None


async def tests_since(scope: TenantScope, kind: str, since: datetime) -> int:
    """How many test calls the business has asked for since then; `kind` is theirs in the outbox."""
    return (
        await scope.session.scalar(
            select(func.count())
            .select_from(OutboxRow)
            .where(
                OutboxRow.business_id == scope.business_id,
                OutboxRow.kind == kind,
                OutboxRow.created_at >= since,
            )
        )
    ) or 0
