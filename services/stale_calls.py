"""Calls whose process was lost with nobody left to write their end: found by age or the carrier's word, closed."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

import structlog

from storage import calls
from storage.calls import CallRow, UnendedCall
from storage.database import Database
from storage.live import LiveCalls

log = structlog.get_logger()

LONGEST_CALL = timedelta(hours=4)
"""Carriers end every call by then; ours are over far earlier."""

WRITTEN_WITHIN = timedelta(minutes=10)
"""From the carrier's word that the call is over; with slow stores an agent needs three."""

AT_ONCE = 200
"""Closed in one sweep; the rest waits for the next."""

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
    """Closes them. Needs two connections of `database` at a time."""

    def __init__(self, database: Database, live: LiveCalls) -> None:
        self._database = database
        self._live = live

    async def sweep(self, now: datetime) -> int:
        """Closes the stale calls of every business and returns how many; nothing while another node does it.

        Raises:
            StorageError: what was closed stays closed; sweeping again is safe.
        """
        closed = 0
        async with self._database.worker() as session:
            if not await calls.take_sweep(session):
                return 0
            unended = await calls.unended(
                session, started_before=now - LONGEST_CALL, over_before=now - WRITTEN_WITHIN, limit=AT_ONCE
            )
            for business_id in {call.business_id for call in unended}:
                shown = await self._live.list(business_id)
                stale = [
                    call for call in unended if call.business_id == business_id and is_stale(call, shown, now)
                ]
                await self._close(business_id, stale)
                closed += len(stale)
        if closed:
            log.warning("stale_calls.closed", calls=closed)
        return closed

    async def _close(self, business_id: UUID, stale: list[UnendedCall]) -> None:
        async with self._database.tenant(business_id) as scope:
            for call in stale:
                # Without the carrier's word nobody knows how long it lasted: no time rather than hours of silence.
                ended_at = call.ended_at or call.answered_at or call.started_at
                await calls.finish(scope, call.id, outcome="failed", reason=REASON, ended_at=ended_at)
