"""Calls that found no line, and get one after all."""

from uuid import UUID

from sqlalchemy import update

from storage.postgres.tables import Call
from storage.postgres.tenant import TenantScope


async def let_in(scope: TenantScope, call_id: UUID) -> None:
    """The call rings as if it had never been missed; one that was not missed stays as it is."""
    await scope.session.execute(
        update(Call)
        .where(
            Call.business_id == scope.business_id,
            Call.id == call_id,
            Call.status == "ended",
            Call.outcome == "missed",
        )
        .values(status="ringing", outcome=None, reason=None, ended_at=None)
    )
