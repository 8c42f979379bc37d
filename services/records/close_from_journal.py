"""Closing a call whose process is lost for good: its journal says how it went, up to where it breaks off."""

from uuid import UUID

import structlog

from domain.call import codec
from domain.call.effects import TimerName
from domain.call.ending import for_the_row, outcome_of, reason_of
from domain.call.events import CallerHungUp, Event, TimerFired
from domain.call.machine import fold, step
from domain.call.state import CallState, Phase
from domain.errors import InvalidInput
from services.records.call_records import CallRecords, CallRef
from storage.postgres import bookings, calls, messages
from storage.redis.tickets import Ticket

log = structlog.get_logger()


async def close_from_journal(
    records: CallRecords, call: Ticket | CallRef, reason: str, *, hung_up: bool = False
) -> bool:
    """Writes the call's rows as its process would have, had the stream ended where the journal does.

    Nobody may be serving the call any more. Safe to do again, and beside another process that does the same; what an
    agent has written stands.

    Args:
        reason: why the call ended, for the row, when its journal does not say; no personal data.
        hung_up: the caller ended the call, says the carrier: it is no failure, and the reason is that.

    Returns:
        False, and nothing is written, when there is no journal or it cannot be understood.

    Raises:
        StorageError: Redis, and nothing was written; Postgres, and asking again is safe.
        NotFound: the call has no row.
    """
    entries = list(dict.fromkeys(await records.journal.read(call.call_id)))
    if not entries:
        return False
    try:
        events = codec.decode_journal(entries)
    except InvalidInput as error:
        log.error("lost_call.journal_unreadable", call_id=str(call.call_id), reason=str(error))
        return False
    state, missing = ended(fold(events), "" if hung_up else reason, events[-1][0])
    files = await records.keep_journal(call, [*entries, *missing])
    told, why = for_the_row(state, outcome_of(state), reason_of(state))
    outcome = await _outcome(records, call.business_id, call.call_id, told)
    await records.write_rows(call, state, files, outcome=outcome, reason=why)
    log.warning("lost_call.closed", call_id=str(call.call_id), outcome=outcome, entries=len(entries))
    return True


def ended(state: CallState, reason: str, at_ms: float) -> tuple[CallState, list[bytes]]:
    """The state once the stream is gone and nothing more can come, and the journal entries that lead to it.

    An empty reason is an orderly end.
    """
    entries: list[bytes] = []
    for event in (CallerHungUp(reason), None):
        if state.phase is Phase.ENDED:
            break
        # A tool or the voice will not report any more: the machine's own last deadline ends the wait for them.
        happened: Event = event or TimerFired(TimerName.GIVE_UP.value, state.turn_id)
        state, effects = step(state, happened, at_ms)
        entries.append(codec.encode(happened, at_ms, codec.digest(state.phase, effects)))
    return state, entries


async def _outcome(records: CallRecords, business_id: UUID, call_id: UUID, told: str) -> str:
    """What the call led to: a tool may have written what the journal no longer tells."""
    async with records.database.tenant(business_id) as scope:
        if any(booking.status == "confirmed" for booking in await bookings.for_call(scope, call_id)):
            return calls.weightier("booked", told)
        if await messages.for_call(scope, call_id):
            return calls.weightier("message", told)
    return told
