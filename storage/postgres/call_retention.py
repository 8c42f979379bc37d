"""Calls whose recording or transcript a business keeps no longer."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.postgres.receptionist_tables import ReceptionistVersion
from storage.postgres.tables import Call, Turn
from storage.postgres.tenant import TenantScope

_RETENTION = ReceptionistVersion.content["retention"]


async def limited(session: AsyncSession) -> Sequence[UUID]:
    """Businesses of which some version has limited how long something is kept.

    Args:
        session: from `Database.worker`.
    """
    found = await session.scalars(
        select(ReceptionistVersion.business_id)
        .distinct()
        .where(
            or_(
                _RETENTION["recording_days"].astext.is_not(None),
                _RETENTION["transcript_days"].astext.is_not(None),
            )
        )
        .order_by(ReceptionistVersion.business_id)
    )
    return found.all()


async def recorded(scope: TenantScope, ended_before: datetime, limit: int) -> list[tuple[UUID, str]]:
    """Calls with a recording that ended before, the oldest first: id and object."""
    rows = await scope.session.execute(
        select(Call.id, Call.recording_key)
        .where(
            Call.business_id == scope.business_id,
            Call.recording_key.is_not(None),
            Call.held_at.is_(None),
            Call.ended_at < ended_before,
            Call.status == "ended",
        )
        .order_by(Call.ended_at)
        .limit(limit)
    )
    return [(call_id, key) for call_id, key in rows if key is not None]


async def forget_recordings(scope: TenantScope, ids: Sequence[UUID], now: datetime) -> None:
    await scope.session.execute(
        update(Call)
        .where(Call.business_id == scope.business_id, Call.id.in_(ids))
        .values(recording_key=None, recording_removed_at=now)
    )


async def transcribed(
    scope: TenantScope, ended_before: datetime, limit: int
) -> list[tuple[UUID, str | None]]:
    """Calls that ended before and whose words are kept, the oldest first: id and the journal's object, if any."""
    rows = await scope.session.execute(
        select(Call.id, Call.journal_key)
        .where(
            Call.business_id == scope.business_id,
            Call.transcript_removed_at.is_(None),
            Call.held_at.is_(None),
            Call.status == "ended",
            Call.ended_at < ended_before,
        )
        .order_by(Call.ended_at)
        .limit(limit)
    )
    return [(call_id, key) for call_id, key in rows]


async def forget_transcripts(scope: TenantScope, ids: Sequence[UUID], now: datetime) -> None:
    """The turns go, and the call's row says since when."""
    await scope.session.execute(
        delete(Turn).where(Turn.business_id == scope.business_id, Turn.call_id.in_(ids))
    )
    await scope.session.execute(
        update(Call)
        .where(Call.business_id == scope.business_id, Call.id.in_(ids))
        .values(journal_key=None, transcript_removed_at=now)
    )
