"""Calls as others hear of them: that one has come in, and, once, how it ended.

A call's end is told when its row is closed and its caller is gone, whichever is known last: until then a transfer or a
voicemail may still change what it led to. Whoever creates, closes or reports a call does it here.
"""

from datetime import datetime, timedelta
from uuid import UUID

import structlog

from domain.conduct import BLOCKED
from domain.events.catalogue import BusinessEvent, CallEnded, CallMissed, CallStarted
from services.events.record import record
from storage.postgres import calls, inbox
from storage.postgres.calls import CallRow, CallStatus, NewCall
from storage.postgres.database import Database
from storage.postgres.tenant import TenantScope

log = structlog.get_logger()

UNHEARD_FOR = timedelta(hours=1)
"""After the end of a call's row its caller may still be with somebody it was put through to. When the carrier has said
nothing for so long, its word was lost."""

AT_ONCE = 200

UNANSWERED = frozenset({"missed", "abandoned", "failed"})


async def create(scope: TenantScope, new: NewCall) -> tuple[CallRow, bool]:
    """As `calls.create`, and told."""
    call, created = await calls.create(scope, new)
    if created:
        await record(scope, CallStarted(call_id=call.id, started_at=call.started_at))
    return call, created


async def finish(
    scope: TenantScope,
    call_id: UUID,
    *,
    outcome: str | None,
    ended_at: datetime,
    status: CallStatus = "ended",
    reason: str | None = None,
    answered_at: datetime | None = None,
    answer_ms: float | None = None,
    recording_key: str | None = None,
    journal_key: str | None = None,
) -> CallRow:
    """As `calls.finish`, and told if the caller is known to be gone."""
    call = await calls.finish(
        scope,
        call_id,
        outcome=outcome,
        ended_at=ended_at,
        status=status,
        reason=reason,
        answered_at=answered_at,
        answer_ms=answer_ms,
        recording_key=recording_key,
        journal_key=journal_key,
    )
    await _tell(scope, call)
    return call


async def mark_over(scope: TenantScope, call_id: UUID, ended_at: datetime) -> None:
    """As `calls.mark_over`, and told if the row was closed in the meantime."""
    await _tell(scope, await calls.mark_over(scope, call_id, ended_at))


async def caller_gone(scope: TenantScope, call_id: UUID) -> None:
    """The caller of a call whose row is closed is gone: its end is told, unless it was."""
    call = await calls.report(scope, call_id)
    if call is not None:
        await _tell(scope, call)


class UnreportedCalls:
    """Ended calls whose carrier never said that the caller is gone, and those a release without events has closed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def sweep(self, now: datetime) -> int:
        """Tells of some of them, and returns of how many. Raises StorageError."""
        async with self._database.worker() as session:
            found = await calls.unreported(session, ended_before=now - UNHEARD_FOR, limit=AT_ONCE)
        for call in found:
            async with self._database.tenant(call.business_id) as scope:
                await caller_gone(scope, call.id)
        if found:
            log.warning("calls.reported_late", calls=len(found))
        return len(found)


async def _tell(scope: TenantScope, call: CallRow) -> None:
    if call.reported_at is not None and call.ended_at is not None:
        event = _end_of(call, call.ended_at)
        await record(scope, event)
        if isinstance(event, CallMissed) and call.from_number is not None and call.reason != BLOCKED:
            await inbox.open_call(scope, call.id)


def _end_of(call: CallRow, ended_at: datetime) -> BusinessEvent:
    outcome = call.outcome or "failed"
    if call.answered_at is None and outcome in UNANSWERED:
        return CallMissed(call_id=call.id, started_at=call.started_at, ended_at=ended_at)
    return CallEnded(
        call_id=call.id,
        started_at=call.started_at,
        answered_at=call.answered_at,
        ended_at=ended_at,
        outcome=outcome,
    )
