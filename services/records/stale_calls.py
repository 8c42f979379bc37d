"""Calls whose process was lost with nobody left to close them: found by their age, or because the carrier said so.

They are closed with what their journal holds, as their process would have: turns, outcome, reason.
"""

import asyncio
from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

import structlog

from services.records.call_records import CallRecords, CallRef
from services.records.close_from_journal import close_from_journal
from storage.postgres import calls
from storage.postgres.calls import CallRow, UnendedCall

log = structlog.get_logger()

LONGEST_CALL = timedelta(hours=4)
"""Carriers end every call by then; ours are over far earlier."""

WRITTEN_WITHIN = timedelta(minutes=10)
"""From the carrier's status callback that the call is over; with slow stores an agent needs three."""

AT_ONCE = 200
"""Closed in one sweep; the rest waits for the next."""

SWEEP_FOR_S = 30.0
"""No further call is begun after so long: a slow object store must not hold the sweep's transaction open."""

REASON = "nobody was left to write how it ended"


def is_served(call: CallRow | UnendedCall, shown: Collection[UUID], now: datetime) -> bool:
    """Whether an agent will still write this call's end: it shows the call, and no call lasts that long.

    Args:
        shown: the business's calls with a live snapshot; an agent renews its own, and removes it after the rows.
    """
    return call.id in shown and now - call.started_at <= LONGEST_CALL


def is_stale(call: CallRow | UnendedCall, shown: Collection[UUID], now: datetime) -> bool:
    """Whether nobody will ever write this call's end."""
    over = call.ended_at is not None and now - call.ended_at > WRITTEN_WITHIN
    return call.id not in shown and (over or now - call.started_at > LONGEST_CALL)


class StaleCalls:
    """Closes them. Needs two connections of the database at a time."""

    def __init__(self, records: CallRecords) -> None:
        self._records = records

    async def sweep(self, now: datetime) -> int:
        """Closes the stale calls of every business and returns how many; nothing while another node does it.

        Raises:
            StorageError: what was closed stays closed; sweeping again is safe.
        """
        until_s = asyncio.get_running_loop().time() + SWEEP_FOR_S
        closed = 0
        async with self._records.database.worker() as session:
            if not await calls.take_sweep(session):
                return 0
            unended = await calls.unended(
                session, started_before=now - LONGEST_CALL, over_before=now - WRITTEN_WITHIN, limit=AT_ONCE
            )
            for business_id in {call.business_id for call in unended}:
                shown = await self._records.live.list(business_id)
                for call in unended:
                    if call.business_id != business_id or not is_stale(call, shown, now):
                        continue
                    if asyncio.get_running_loop().time() > until_s:
                        log.warning("stale_calls.left_for_later", closed=closed)
                        return closed
                    await self._close(call)
                    closed += 1
        if closed:
            log.warning("stale_calls.closed", calls=closed)
        return closed

    async def _close(self, call: UnendedCall) -> None:
        ref = CallRef(call.id, call.business_id, call.started_at)
        if await close_from_journal(self._records, ref, REASON):
            return
        async with self._records.database.tenant(call.business_id) as scope:
            # Without the carrier's callback nobody knows how long it lasted: no time rather than hours of silence.
            ended_at = call.ended_at or call.answered_at or call.started_at
            await calls.finish(scope, call.id, outcome="failed", reason=REASON, ended_at=ended_at)
