"""Codes texted to a number to show that it is the caller's."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert

from storage.postgres.scheduling_tables import CallerCode
from storage.postgres.tenant import TenantScope


@dataclass(frozen=True, slots=True)
class CodeRow:
    """`tries` are the wrong ones and the right one."""

    id: UUID
    phone_e164: str
    digest: bytes
    tries: int
    expires_at: datetime
    verified_at: datetime | None
    created_at: datetime


_CODE = select(
    CallerCode.id,
    CallerCode.phone_e164,
    CallerCode.digest,
    CallerCode.tries,
    CallerCode.expires_at,
    CallerCode.verified_at,
    CallerCode.created_at,
)


async def insert_code(
    scope: TenantScope,
    code_id: UUID,
    call_id: UUID,
    phone: str,
    digest: bytes,
    now: datetime,
    expires_at: datetime,
) -> None:
    await scope.session.execute(
        insert(CallerCode).values(
            id=code_id,
            business_id=scope.business_id,
            call_id=call_id,
            phone_e164=phone,
            digest=digest,
            expires_at=expires_at,
            created_at=now,
        )
    )


async def newest_of_call(scope: TenantScope, call_id: UUID) -> CodeRow | None:
    """For this transaction alone until it ends."""
    rows = await scope.session.execute(
        _CODE.where(CallerCode.business_id == scope.business_id, CallerCode.call_id == call_id)
        .order_by(CallerCode.created_at.desc(), CallerCode.id.desc())
        .limit(1)
        .with_for_update()
    )
    found = rows.mappings().one_or_none()
    return CodeRow(**found) if found else None


async def sent(
    scope: TenantScope, call_id: UUID, phone: str, now: datetime, within: timedelta
) -> tuple[int, int]:
    """How many codes the call has asked for, and how many were asked for the number lately."""
    row = (
        await scope.session.execute(
            select(
                func.count().filter(CallerCode.call_id == call_id),
                func.count().filter(CallerCode.phone_e164 == phone, CallerCode.created_at > now - within),
            ).where(CallerCode.business_id == scope.business_id, CallerCode.created_at > now - 24 * within)
        )
    ).one()
    return row[0], row[1]


async def tried(scope: TenantScope, code_id: UUID, verified_at: datetime | None) -> None:
    """Counts a try; with `verified_at` it was the right one."""
    values = {} if verified_at is None else {"verified_at": verified_at}
    await scope.session.execute(
        update(CallerCode)
        .where(CallerCode.business_id == scope.business_id, CallerCode.id == code_id)
        .values(tries=CallerCode.tries + 1, **values)
    )


async def shown_numbers(scope: TenantScope, call_id: UUID) -> list[str]:
    """The numbers shown to be the caller's in this call."""
    found = await scope.session.scalars(
        select(CallerCode.phone_e164)
        .where(
            CallerCode.business_id == scope.business_id,
            CallerCode.call_id == call_id,
            CallerCode.verified_at.is_not(None),
        )
        .distinct()
    )
    return list(found)
