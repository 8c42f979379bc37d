"""A call whose process is lost for good is closed from its journal, as that process would have closed it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from redis.asyncio import Redis

from domain.call.events import CallerHungUp, Event, SpeechStopped
from domain.errors import StorageError
from domain.ids import new_id
from sandbox.local.process import free_port
from services.records.call_records import CallRecords, CallRef
from services.records.close_from_journal import close_from_journal
from services.replay.replay import journal_lines, parse_journal, replay
from storage.objects import Objects
from storage.postgres import calls, messages
from storage.postgres.calls import CallRow
from storage.postgres.database import Database
from storage.postgres.messages import NewMessage
from storage.redis.connection import open_redis
from storage.redis.journal import Journal
from storage.redis.live_view import LiveCalls
from storage.redis.tickets import Ticket
from tests.integration.services.records.lost_journal import journal_of, tool_asked
from tests.support.dialled_business import DialledBusiness, open_business

NOW = datetime(2026, 11, 23, 5, 17, tzinfo=UTC)
REASON = "its node was lost"


@pytest.fixture
async def business(database: Database) -> DialledBusiness:
    return await open_business(database)


@pytest.fixture
async def call(business: DialledBusiness) -> CallRow:
    return await business.ringing(NOW)


@pytest.fixture
def records(database: Database, redis: Redis, tmp_path: Path) -> CallRecords:
    return CallRecords(database, Journal(redis), LiveCalls(redis), Objects(f"file://{tmp_path}/objects"))


def ref(call: CallRow) -> CallRef:
    return CallRef(call.id, call.business_id, call.started_at)


async def row(records: CallRecords, call: CallRow) -> CallRow:
    async with records.database.tenant(call.business_id) as scope:
        return await calls.get(scope, call.id)


async def heard(records: CallRecords, call: CallRow) -> list[tuple[str, str]]:
    async with records.database.tenant(call.business_id) as scope:
        return [(turn.speaker, turn.heard_text) for turn in await calls.turns(scope, call.id)]


async def test_a_call_that_broke_off_has_its_turns_its_end_and_an_archived_journal(
    records: CallRecords, call: CallRow, redis: Redis
) -> None:
    entries = journal_of(call)
    await records.journal.append(call.id, entries)
    await records.live.keep(call.business_id, call.id, {"phase": "thinking"}, 60)
    assert await close_from_journal(records, ref(call), REASON)

    closed = await row(records, call)
    assert (closed.status, closed.outcome, closed.reason) == ("ended", "failed", REASON)
    assert closed.ended_at == NOW + timedelta(seconds=9)
    assert await heard(records, call) == [("agent", "Hello."), ("caller", "Are you open?")]
    assert await records.live.list(call.business_id) == {}
    assert closed.journal_key == f"{call.business_id}/2026/11/23/{call.id}.journal.gz"
    archived = journal_lines(await records.objects.get(closed.journal_key))
    assert archived[: len(entries)] == entries
    *_, last = replayed = list(replay(parse_journal(archived)))
    assert [event.difference for event in replayed if event.differs] == []
    assert (last.state.phase.value, last.state.outcome) == ("ended", "failed")


async def test_a_ticket_serves_as_well_and_closing_again_changes_nothing(
    records: CallRecords, call: CallRow
) -> None:
    await records.journal.append(call.id, journal_of(call))
    ticket = Ticket(call.id, call.business_id, call.call_sid, None, call.to_number, "hash", call.started_at)
    assert await close_from_journal(records, ticket, REASON)
    first = await row(records, call)
    assert await close_from_journal(records, ref(call), "another reason")
    assert await row(records, call) == first


async def test_a_call_whose_process_died_before_the_rows_ends_as_it_had_ended(
    records: CallRecords, call: CallRow
) -> None:
    ended: tuple[Event, ...] = (CallerHungUp(), SpeechStopped(2, 0, 0))
    await records.journal.append(call.id, journal_of(call, *ended))
    recording_key = f"{call.business_id}/2026/11/23/{call.id}.wav"
    await records.objects.put(recording_key, b"RIFF")
    assert await close_from_journal(records, ref(call), REASON)
    closed = await row(records, call)
    assert (closed.outcome, closed.reason) == ("answered", "caller hung up")
    assert closed.ended_at == NOW + timedelta(seconds=10)
    assert closed.recording_key == recording_key


async def test_what_a_tool_wrote_counts_even_when_the_journal_does_not_tell(
    records: CallRecords, call: CallRow
) -> None:
    await records.journal.append(call.id, journal_of(call, tool_asked("take_message")))
    async with records.database.tenant(call.business_id) as scope:
        await messages.insert(scope, NewMessage(new_id(), call.id, "Sam", None, "Ring me", "key"))
    assert await close_from_journal(records, ref(call), REASON)
    closed = await row(records, call)
    assert (closed.status, closed.outcome) == ("ended", "message")


async def test_without_a_journal_or_with_one_that_cannot_be_read_nothing_is_written(
    records: CallRecords, call: CallRow
) -> None:
    assert not await close_from_journal(records, ref(call), REASON)
    await records.journal.append(call.id, [*journal_of(call), b"{}"])
    assert not await close_from_journal(records, ref(call), REASON)
    assert await row(records, call) == call


async def test_while_redis_is_away_nothing_is_written(records: CallRecords, call: CallRow) -> None:
    client = open_redis(f"redis://127.0.0.1:{free_port()}")
    with pytest.raises(StorageError, match="redis"):
        await close_from_journal(replace(records, journal=Journal(client)), ref(call), REASON)
    assert await row(records, call) == call
    await client.aclose()
