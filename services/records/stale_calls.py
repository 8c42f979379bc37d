"""Calls whose process was lost with nobody left to close them: found by their age, or because the carrier said so.

They are closed with what their journal holds, as their process would have: turns, outcome, reason.
"""

import asyncio
from collections.abc import Collection
from datetime import datetime, timedelta
from time import monotonic
from uuid import UUID

import structlog

from domain.errors import StorageError
from services.events import calls as call_events
from services.item_failures import ItemFailures, reason_of
from services.records.call_records import CallRecords, CallRef
from services.records.close_from_journal import close_from_journal
from storage.postgres import calls
from storage.postgres.calls import CallRow, UnendedCall
from storage.redis.tickets import Tickets

log = structlog.get_logger()

LONGEST_CALL = timedelta(hours=4)
"""Carriers end every call by then; ours are over far earlier."""

WRITTEN_WITHIN = timedelta(seconds=45)
"""From the carrier's status callback that the call is over, with nobody showing it any more: an agent that still writes
the rows does until it has, however slow the stores are.
"""

RINGING_FOR = timedelta(seconds=40)
"""From the webhook to the agent's first sound: a carrier opens a stream within a second, or never."""

AT_ONCE = 200
"""Closed in one sweep; the rest waits for the next."""

SWEEP_FOR_S = 30.0
"""No further call is begun after so long: a slow object store must not hold the sweep's transaction open."""

PING_TIMEOUT_S = 3.0
SOURCE = "stale_calls"
NEVER_OPENED = "no media stream was opened"

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
    rings = call.answered_at is None and now - call.started_at > RINGING_FOR
    return call.id not in shown and (over or rings or now - call.started_at > LONGEST_CALL)


class StaleCalls:
    """Closes them. Needs two connections of the database at a time.

    Args:
        failures: of calls that cannot be closed; its own, which tell the log alone, unless given.
        tickets: tell which calls were let in a moment ago; without them a call's own age counts.
    """

    def __init__(
        self, records: CallRecords, failures: ItemFailures | None = None, *, tickets: Tickets | None = None
    ) -> None:
        self._records = records
        self._tickets = tickets
        self._failures = failures or ItemFailures(SOURCE, None, now_s=monotonic)

    async def sweep(self, now: datetime) -> int:
        """Closes the stale calls of every business and returns how many; nothing while another node does it.

        A call that cannot be closed costs itself only. What its record cannot hold is left out: its row is closed all
        the same, and it stands among the dead letters.

        Raises:
            StorageError: a store is away; what was closed stays closed, and sweeping again is safe.
        """
        until_s = asyncio.get_running_loop().time() + SWEEP_FOR_S
        closed = 0
        async with self._records.database.worker() as session:
            if not await calls.take_sweep(session):
                return 0
            unended = await calls.unended(
                session,
                started_before=now - LONGEST_CALL,
                over_before=now - WRITTEN_WITHIN,
                ringing_before=now - RINGING_FOR,
                limit=AT_ONCE,
                but=[UUID(item) for item in self._failures.paused],
            )
            for business_id in dict.fromkeys(call.business_id for call in unended):
                theirs = [call for call in unended if call.business_id == business_id]
                try:
                    shown = await self._records.live.list(business_id)
                except StorageError:
                    raise
                except Exception as error:
                    # The root of one business: what it shows cannot be read, and the others' can.
                    for call in theirs:
                        await self._failures.failed(str(call.id), error)
                    continue
                for call in theirs:
                    if not is_stale(call, shown, now):
                        continue
                    if await self._was_just_let_in(call, now):
                        continue
                    if asyncio.get_running_loop().time() > until_s:
                        log.warning("stale_calls.left_for_later", closed=closed)
                        return closed
                    closed += await self._try_to_close(call)
        if closed:
            log.warning("stale_calls.closed", calls=closed)
        return closed

    async def _was_just_let_in(self, call: UnendedCall, now: datetime) -> bool:
        """Whether its caller was on hold until a moment ago: the call began long before it could be answered."""
        if self._tickets is None or call.answered_at is not None or call.ended_at is not None:
            return False
        ticket = await self._tickets.peek(call.id)
        return ticket is not None and now - ticket.received_at <= RINGING_FOR

    async def _try_to_close(self, call: UnendedCall) -> bool:
        """Raises StorageError when a store is away."""
        item = str(call.id)
        try:
            await self._close(call)
        except StorageError as error:
            if not await self._stores_answer(call.business_id):
                raise
            await self._failures.failed(item, error)
            return False
        except Exception as error:
            # The root of one call: whatever is wrong with it, the others are closed.
            await self._failures.failed(item, error)
            return await self._close_without_record(call, reason_of(error))
        self._failures.succeeded(item)
        return True

    async def _close_without_record(self, call: UnendedCall, why: str) -> bool:
        try:
            await self._close_row(call, "failed", "its record could not be written")
        except Exception as error:
            if isinstance(error, StorageError) and not await self._stores_answer(call.business_id):
                raise
            log.error("stale_calls.not_closed", call_id=str(call.id), reason=reason_of(error))
            return False
        self._failures.succeeded(str(call.id))
        await self._failures.bury(str(call.id), f"closed without its record: {why}", 1)
        return True

    async def _stores_answer(self, business_id: UUID) -> bool:
        try:
            async with asyncio.timeout(PING_TIMEOUT_S):
                await self._records.database.ping()
                await self._records.live.list(business_id)
        except (StorageError, TimeoutError):
            return False
        return True

    async def _close(self, call: UnendedCall) -> None:
        ref = CallRef(call.id, call.business_id, call.started_at)
        if not await close_from_journal(self._records, ref, REASON, hung_up=call.ended_at is not None):
            never_opened = call.answered_at is None
            await self._close_row(
                call, *(("abandoned", NEVER_OPENED) if never_opened else ("failed", REASON))
            )

    async def _close_row(self, call: UnendedCall, outcome: str, reason: str) -> None:
        async with self._records.database.tenant(call.business_id) as scope:
            # Without the carrier's callback nobody knows how long it lasted: no time rather than hours of silence.
            ended_at = call.ended_at or call.answered_at or call.started_at
            await call_events.finish(scope, call.id, outcome=outcome, reason=reason, ended_at=ended_at)
