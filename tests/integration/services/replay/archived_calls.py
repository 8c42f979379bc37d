"""Calls that have ended, with their journals in the archive."""

import gzip
from datetime import UTC, datetime
from uuid import UUID

from domain.call import codec
from domain.call.events import CallAnswered, CallBrief, CallerHungUp, Event, SpeechStopped
from domain.call.machine import step
from domain.call.state import CallState
from services.replay.source import JournalSources
from storage.postgres import calls
from tests.support.dialled_business import DialledBusiness

NOW = datetime(2026, 11, 23, 5, 17, tzinfo=UTC)
NOW_MS = NOW.timestamp() * 1000


def journal_of(call_id: UUID, business_id: UUID) -> list[bytes]:
    brief = CallBrief(str(call_id), str(business_id), "+61400000001", "en-AU", "AU", "Hello.", False)
    events: tuple[Event, ...] = (CallAnswered(brief, "MZ1"), CallerHungUp(), SpeechStopped(1, 0, 0))
    state, entries = CallState(), []
    for number, event in enumerate(events):
        state, effects = step(state, event, NOW_MS + number)
        entries.append(codec.encode(event, NOW_MS + number, codec.digest(state.phase, effects)))
    return entries


async def archived_call(
    sources: JournalSources, business: DialledBusiness, data: bytes | None = None
) -> UUID:
    """A call that has ended; `data` is stored in the place of its journal."""
    call_id = (await business.ringing(NOW)).id
    key = f"{business.id}/{call_id}.journal.gz"
    data = gzip.compress(b"\n".join(journal_of(call_id, business.id))) if data is None else data
    await sources.objects.put(key, data)
    await end(business, call_id, key)
    return call_id


async def end(business: DialledBusiness, call_id: UUID, key: str | None) -> None:
    async with business.database.tenant(business.id) as scope:
        await calls.finish(scope, call_id, outcome="answered", ended_at=NOW, journal_key=key)
