"""Calls whose recording or transcript a business keeps no longer."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.postgres.notification_tables import NotificationRow
from storage.postgres.receptionist_tables import ReceptionistVersion
from storage.postgres.tables import Call, Message, Turn
from storage.postgres.tenant import TenantScope

LIMITS = ("recording_days", "transcript_days", "message_days", "customer_days")
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
                *(_RETENTION[kept].astext.is_not(None) for kept in LIMITS),
                _RETENTION["keeps_nothing"].astext == "true",
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


async def messages(
    scope: TenantScope, created_before: datetime, limit: int
) -> list[tuple[UUID, str | None, str | None]]:
    """Messages from before, the oldest first: id, the recording's object here and its address at the carrier.

    Those of calls on hold are not among them.
    """
    rows = await scope.session.execute(
        select(Message.id, Message.recording_key, Message.recording_url)
        .outerjoin(Call, (Call.business_id == Message.business_id) & (Call.id == Message.call_id))
        .where(
            Message.business_id == scope.business_id,
            Message.created_at < created_before,
            Call.held_at.is_(None),
        )
        .order_by(Message.created_at)
        .limit(limit)
    )
    return [(row.id, row.recording_key, row.recording_url) for row in rows]


async def forget_messages(scope: TenantScope, ids: Sequence[UUID]) -> None:
    """With what the business's people were told of them."""
    await scope.session.execute(
        delete(NotificationRow).where(
            NotificationRow.business_id == scope.business_id, NotificationRow.message_id.in_(ids)
        )
    )
    await scope.session.execute(
        delete(Message).where(Message.business_id == scope.business_id, Message.id.in_(ids))
    )


async def unkept(scope: TenantScope, ended_before: datetime, limit: int) -> list[tuple[UUID, str | None]]:
    """Calls that were served by a version that keeps nothing, ended before, and still say who called."""
    rows = await scope.session.execute(
        select(Call.id, Call.journal_key)
        .join(
            ReceptionistVersion,
            (ReceptionistVersion.business_id == Call.business_id)
            & (ReceptionistVersion.number == Call.receptionist_version),
        )
        .where(
            Call.business_id == scope.business_id,
            Call.status == "ended",
            Call.ended_at < ended_before,
            Call.held_at.is_(None),
            or_(Call.from_number.is_not(None), Call.reason.is_not(None)),
            _RETENTION["keeps_nothing"].astext == "true",
        )
        .order_by(Call.ended_at)
        .limit(limit)
    )
    return [(row.id, row.journal_key) for row in rows]


async def archived(scope: TenantScope, ids: Sequence[UUID]) -> list[UUID]:
    """Those of the calls that lie in the archive."""
    found = await scope.session.scalars(
        select(Call.id).where(
            Call.business_id == scope.business_id, Call.id.in_(ids), Call.archive_id.is_not(None)
        )
    )
    return list(found)
