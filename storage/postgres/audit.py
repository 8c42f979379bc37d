"""The audit log: who changed what in a business."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select

from domain.ids import new_id
from storage.postgres.account_tables import AuditEntry
from storage.postgres.tenant import TenantScope


async def note(
    scope: TenantScope,
    *,
    actor: str,
    action: str,
    subject: str,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    request_id: str | None = None,
) -> None:
    """Adds to the audit log what is committed together with it."""
    await scope.session.execute(
        insert(AuditEntry).values(
            id=new_id(),
            business_id=scope.business_id,
            actor=actor,
            action=action,
            subject=subject,
            before=before or {},
            after=after or {},
            request_id=request_id,
        )
    )


@dataclass(frozen=True, slots=True)
class AuditRow:
    id: UUID
    at: datetime
    actor: str
    action: str
    subject: str
    before: dict[str, Any]
    after: dict[str, Any]


async def page(scope: TenantScope, *, limit: int, before: UUID | None) -> list[AuditRow]:
    """Entries older than `before`, the newest first. Ids are ordered by time."""
    wanted = select(AuditEntry).where(AuditEntry.business_id == scope.business_id)
    if before is not None:
        wanted = wanted.where(AuditEntry.id < before)
    found = await scope.session.scalars(wanted.order_by(AuditEntry.id.desc()).limit(limit))
    return [
        AuditRow(row.id, row.at, row.actor, row.action, row.subject, row.before, row.after) for row in found
    ]
