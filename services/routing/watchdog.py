"""The watchdog: finds calls nobody serves any more by their lapsed leases, and has the carrier open a fresh stream.

The carrier notices a closed connection by itself and asks; a node that is lost with the power cord closes none.
"""

import asyncio
from datetime import UTC, datetime
from uuid import UUID

import structlog

from domain.errors import CallEnded, NotFound, ProviderError, StorageError
from providers.ports import Carrier
from services.item_failures import ItemFailures
from services.records.call_records import CallRecords
from services.records.close_from_journal import close_from_journal
from services.routing.stream_ended import EndedStreams
from services.routing.streams import HOLD_S
from storage.redis.leases import Leases
from storage.redis.tickets import Ticket

log = structlog.get_logger()

LOOK_TIMEOUT_S = 1.0
LATE_S = 1.5
"""More than this since Redis was last seen alive: leases may have lapsed for want of it."""

GRACE_S = 4.0
"""Then and at the start: long enough for every process to find Redis again and renew its leases."""

AT_ONCE = 50
TRIED_AGAIN_S = 1.5
"""Until a call the carrier could not be told about is taken again, by whichever watchdog is first."""

CLOSED_WITHIN_S = 5.0
"""Other lost calls wait meanwhile. After it the carrier's status callback or the sweep of stale calls closes it."""

SOURCE = "lost_calls"
REASON = "nobody served the call any more"


class Watchdog:
    """One per process that watches; of several, exactly one acts on each call.

    A call the carrier cannot be told about is tried again until it has used up its fresh streams
    (`services.routing.streams.PAUSES_S`).
    """

    def __init__(
        self,
        leases: Leases,
        streams: EndedStreams,
        carrier: Carrier,
        records: CallRecords,
        *,
        grace_s: float = GRACE_S,
        failures: ItemFailures | None = None,
    ) -> None:
        self._leases = leases
        self._streams = streams
        self._carrier = carrier
        self._records = records
        self._grace_s = grace_s
        self._failures = failures or ItemFailures(
            SOURCE, None, now_s=lambda: asyncio.get_running_loop().time()
        )
        self._seen_at_s: float | None = None
        self._acts_from_s = 0.0

    async def look(self) -> int:
        """Looks once and deals with what has lapsed; returns how many calls were redirected. Never raises for a store.

        Call it several times a second; not a second time while it runs.
        """
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(LOOK_TIMEOUT_S):
                lapsed = await self._leases.lapsed(AT_ONCE)
        except (StorageError, TimeoutError) as error:
            log.warning("watchdog.not_looked", reason=str(error) or "timeout")
            self._seen_at_s = None
            return 0
        now_s = loop.time()
        if self._seen_at_s is None or now_s - self._seen_at_s > LATE_S:
            self._acts_from_s = now_s + self._grace_s
        self._seen_at_s = now_s
        if now_s < self._acts_from_s or not lapsed:
            return 0
        async with asyncio.TaskGroup() as tasks:
            dealing = [tasks.create_task(self._deal_with(call_id), name="lost_call") for call_id in lapsed]
        return sum(task.result() for task in dealing)

    async def _deal_with(self, call_id: UUID) -> bool:
        ticket = None
        try:
            ticket = await self._leases.take(call_id, HOLD_S)
            redirected = ticket is not None and await self._redirect(ticket)
        except (StorageError, NotFound) as error:
            # Held for a while yet; then it is taken again.
            log.error("lost_call.not_dealt_with", call_id=str(call_id), reason=str(error))
            return False
        except Exception as error:
            # The root of one call: whatever is wrong with it, the others are redirected.
            await self._hold_against(call_id, ticket, error)
            return False
        self._failures.succeeded(str(call_id))
        return redirected

    async def _hold_against(self, call_id: UUID, ticket: Ticket | None, error: Exception) -> None:
        """Leaves the call alone for longer and longer; in the end to the sweep of stale calls."""
        pause_s = await self._failures.failed(str(call_id), error)
        try:
            if pause_s is None:
                await self._leases.release(call_id)
            elif ticket is not None and pause_s > HOLD_S:
                await self._leases.renew([ticket], pause_s)
        except StorageError as away:
            log.warning("lost_call.not_held", call_id=str(call_id), reason=str(away))

    async def _redirect(self, ticket: Ticket) -> bool:
        call_id = str(ticket.call_id)
        if not await self._streams.awaits_stream(ticket):
            await self._close(ticket)
            return False
        step = await self._streams.unasked(ticket, datetime.now(UTC))
        if step is None:
            log.info("lost_call.asked_for", call_id=call_id)
            return False
        try:
            await self._carrier.redirect_call(ticket.call_sid, step)
        except CallEnded:
            await self._close(ticket)
            return False
        except ProviderError as error:
            log.error("lost_call.not_redirected", call_id=call_id, reason=str(error))
            await self._try_again(ticket)
            return False
        log.warning("lost_call.redirected", call_id=call_id, step=type(step).__name__)
        return True

    async def _try_again(self, ticket: Ticket) -> None:
        held = await self._leases.ticket(ticket.call_id)
        if held is not None:  # released when it got no stream any more
            await self._leases.renew([held], TRIED_AGAIN_S)

    async def _close(self, ticket: Ticket) -> None:
        """The end of a call that is over: what its journal tells, then nobody has to look after it."""
        try:
            async with asyncio.timeout(CLOSED_WITHIN_S):
                # Found within seconds, and over already: the caller's hang-up is what ended the stream.
                if not await close_from_journal(self._records, ticket, REASON, hung_up=True):
                    await self._records.give_up(ticket, REASON)
        except TimeoutError:
            log.error("lost_call.not_closed", call_id=str(ticket.call_id), reason="timeout")
        await self._leases.release(ticket.call_id)
