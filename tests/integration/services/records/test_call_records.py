"""What remains of a call: rows in Postgres, files in object storage, nothing in the live view."""

import asyncio
import gzip
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from redis.asyncio import Redis

from domain.call import codec
from domain.call.events import UtteranceEnded
from domain.call.spent import ModelTokens
from domain.call.state import AgentTurn, CallerTurn, CallState, Sentence
from domain.errors import NotFound, StorageError
from sandbox.local.process import free_port
from services.recording.spool import StereoSpool
from services.records.call_records import CallRecords, StoredFiles, answer_ms, instant, turn_rows
from storage.objects import Objects
from storage.postgres import call_ledger, calls
from storage.postgres.calls import CallRow, TurnRow
from storage.postgres.database import Database
from storage.postgres.tenant import TenantScope
from storage.redis.connection import open_redis
from storage.redis.journal import Journal
from storage.redis.live_view import LiveCalls
from storage.redis.tickets import Ticket
from tests.support.dialled_business import DialledBusiness, open_business

NOW = datetime(2026, 11, 23, 5, 17, tzinfo=UTC)
NOW_MS = NOW.timestamp() * 1000
NOTHING_STORED = StoredFiles(None, None)
ENTRIES = [b'{"event": "call.answered"}', b'{"event": "caller.hung_up"}']

GREETING = AgentTurn(
    1,
    NOW_MS + 400,
    (Sentence("Hello.", True, audio_ms=500, played_ms=500),),
    latency_ms={"first_audio_ms": 123.456},
)
QUESTION = CallerTurn("Are you open?", NOW_MS + 1500, NOW_MS + 2600, 212.34)
UNSAID = AgentTurn(2, NOW_MS + 2700)
CUT_OFF = AgentTurn(
    3,
    NOW_MS + 2900,
    (
        Sentence("Yes we are.", False, audio_ms=700, played_ms=700),
        Sentence("Until half past five today.", False, audio_ms=1000, played_ms=500),
        Sentence("Anything else?", False),
    ),
    interrupted=True,
)
STATE = CallState(
    turns=(GREETING, QUESTION, UNSAID, CUT_OFF),
    answered_at_ms=NOW_MS + 300,
    first_audio_at_ms=NOW_MS + 450,
    ended_at_ms=NOW_MS + 9000,
)


# --- turns ------------------------------------------------------------------------------------------------------
def test_turns_hold_what_was_written_and_what_was_heard() -> None:
    greeting, question, cut_off = turn_rows(STATE)
    assert greeting == TurnRow(
        0, "agent", "Hello.", "Hello.", NOW + timedelta(milliseconds=400), False, {"first_audio_ms": 123.5}
    )
    assert question == TurnRow(
        1,
        "caller",
        "Are you open?",
        "Are you open?",
        NOW + timedelta(milliseconds=1500),
        False,
        {"end_of_turn_ms": 212.3},
    )
    assert cut_off.index == 2
    assert cut_off.interrupted
    assert cut_off.generated_text == "Yes we are. Until half past five today. Anything else?"
    assert cut_off.heard_text == "Yes we are. Until half"


def test_agent_turns_that_said_nothing_are_left_out_and_numbers_have_no_gap() -> None:
    rows = turn_rows(CallState(turns=(UNSAID, GREETING, UNSAID, QUESTION, UNSAID)))
    assert [(row.index, row.speaker) for row in rows] == [(0, "agent"), (1, "caller")]
    assert turn_rows(CallState()) == []


def test_a_sentence_of_which_nothing_is_known_was_not_heard() -> None:
    turn = AgentTurn(1, NOW_MS, (Sentence("Hello.", True),))
    (row,) = turn_rows(CallState(turns=(turn,)))
    assert (row.generated_text, row.heard_text) == ("Hello.", "")


def test_instants_are_aware() -> None:
    assert instant(NOW_MS) == NOW
    assert instant(0) == datetime(1970, 1, 1, tzinfo=UTC)
    assert instant(None) is None


# --- rows and files ---------------------------------------------------------------------------------------------
@pytest.fixture
async def business(database: Database) -> DialledBusiness:
    return await open_business(database)


@pytest.fixture
async def ticket(business: DialledBusiness) -> Ticket:
    row = await business.ringing(NOW)
    return Ticket(row.id, business.id, row.call_sid, row.from_number, row.to_number, "hash", NOW)


@pytest.fixture
def records(database: Database, redis: Redis, tmp_path: Path) -> CallRecords:
    return CallRecords(database, Journal(redis), LiveCalls(redis), Objects(f"file://{tmp_path}/objects"))


def spool_of(ticket: Ticket, directory: Path, audio: bytes = b"\x10" * 800) -> StereoSpool:
    spool = StereoSpool(directory / f"{ticket.call_id}.spool")
    if audio:
        spool.caller(0, audio)
    return spool


async def row_of(records: CallRecords, ticket: Ticket) -> CallRow:
    async with records.database.tenant(ticket.business_id) as scope:
        return await calls.get(scope, ticket.call_id)


async def turns_of(records: CallRecords, ticket: Ticket) -> list[TurnRow]:
    async with records.database.tenant(ticket.business_id) as scope:
        return await calls.turns(scope, ticket.call_id)


async def test_the_answer_is_recorded_once(records: CallRecords, ticket: Ticket) -> None:
    await records.answered(ticket, STATE)
    row = await row_of(records, ticket)
    assert (row.status, row.answer_ms) == ("live", 450.0)
    assert row.answered_at == NOW + timedelta(milliseconds=300)
    await records.answered(ticket, replace(STATE, first_audio_at_ms=NOW_MS + 5000))
    assert await row_of(records, ticket) == row


def test_no_sound_is_no_answer_and_clocks_may_differ(ticket_of_nobody: Ticket) -> None:
    assert answer_ms(ticket_of_nobody, CallState()) is None
    assert answer_ms(ticket_of_nobody, replace(STATE, first_audio_at_ms=NOW_MS - 20)) == 0.0


@pytest.fixture
def ticket_of_nobody() -> Ticket:
    return Ticket(UUID(int=1), UUID(int=2), "CA1", None, "+61280001234", "hash", NOW)


async def test_an_ended_call_has_its_rows_its_files_and_leaves_the_live_view(
    records: CallRecords, ticket: Ticket, tmp_path: Path, redis: Redis
) -> None:
    await records.journal.append(ticket.call_id, ENTRIES)
    await records.live.keep(ticket.business_id, ticket.call_id, {"phase": "ended"}, 60)
    spool = spool_of(ticket, tmp_path)

    files = await records.store_files(ticket, STATE, spool)
    await records.write_rows(ticket, STATE, files, outcome="booked", reason="the caller hung up")

    row = await row_of(records, ticket)
    assert (row.status, row.outcome, row.reason) == ("ended", "booked", "the caller hung up")
    assert row.ended_at == NOW + timedelta(seconds=9)
    assert await turns_of(records, ticket) == turn_rows(STATE)
    folder = f"{ticket.business_id}/2026/11/23/{ticket.call_id}"
    assert (row.recording_key, row.journal_key) == (f"{folder}.wav", f"{folder}.journal.gz")
    wav = await records.objects.get(row.recording_key or "")
    assert (wav[:4], wav[8:12], len(wav)) == (b"RIFF", b"WAVE", 58 + 2 * 800)
    archived = gzip.decompress(await records.objects.get(row.journal_key or ""))
    assert archived.split(b"\n") == ENTRIES
    assert not spool.path.exists()
    assert await records.live.list(ticket.business_id) == {}
    assert 0 < await redis.ttl(f"journal:{ticket.call_id}") <= 24 * 3600


async def test_a_call_is_entered_in_the_ledger_once_with_what_it_took(
    records: CallRecords, ticket: Ticket
) -> None:
    state = replace(STATE, spent=ModelTokens(900, 600, 40, 30, 2))
    for outcome in ("booked", "failed"):
        await records.write_rows(ticket, state, NOTHING_STORED, outcome=outcome, reason="done")
    async with records.database.tenant(ticket.business_id) as scope:
        entry = await call_ledger.get(scope, ticket.call_id)
    assert entry.began_at == NOW + timedelta(milliseconds=450)
    assert (entry.ended_at, entry.outcome, entry.caller_spoke) == (
        NOW + timedelta(seconds=9),
        "booked",
        True,
    )
    assert (entry.listened_s, entry.characters, entry.cached_characters) == (9, 0, len("Hello."))
    assert (entry.prompt_tokens, entry.cached_prompt_tokens, entry.wasted_prompt_tokens) == (900, 600, 30)
    assert entry.billable_s is None, "rated by the worker, who knows prices"


async def test_writing_again_changes_nothing(records: CallRecords, ticket: Ticket) -> None:
    files = StoredFiles("a.wav", "a.journal.gz")
    for _ in range(2):
        await records.write_rows(ticket, STATE, files, outcome="booked", reason="done")
    first = await row_of(records, ticket)
    await records.write_rows(ticket, STATE, NOTHING_STORED, outcome="failed", reason="again")
    assert await row_of(records, ticket) == first
    assert await turns_of(records, ticket) == turn_rows(STATE)


async def test_storing_again_never_replaces_a_recording_by_silence(
    records: CallRecords, ticket: Ticket, tmp_path: Path
) -> None:
    files = await records.store_files(ticket, STATE, spool_of(ticket, tmp_path))
    kept = await records.objects.get(files.recording_key or "")
    again = await records.store_files(ticket, STATE, spool_of(ticket, tmp_path, b""))
    assert again == files
    assert await records.objects.get(files.recording_key or "") == kept
    await records.write_rows(ticket, STATE, files, outcome="booked", reason="done")
    await records.write_rows(ticket, STATE, again, outcome="booked", reason="done")
    assert (await row_of(records, ticket)).recording_key == files.recording_key


async def test_a_process_that_died_before_the_rows_leaves_its_recording_to_its_successor(
    records: CallRecords, ticket: Ticket, tmp_path: Path
) -> None:
    files = await records.store_files(ticket, STATE, spool_of(ticket, tmp_path))
    kept = await records.objects.get(files.recording_key or "")
    sliver = spool_of(ticket, tmp_path, b"\x20" * 160)  # what the caller's end sent on meanwhile
    again = await records.store_files(ticket, STATE, sliver)
    await records.write_rows(ticket, STATE, again, outcome="booked", reason="done")
    row = await row_of(records, ticket)
    assert row.recording_key == files.recording_key is not None
    assert await records.objects.get(row.recording_key or "") == kept
    assert not sliver.path.exists()


async def test_a_call_given_up_is_closed_once_and_a_late_end_adds_to_it(
    records: CallRecords, ticket: Ticket
) -> None:
    await records.live.keep(ticket.business_id, ticket.call_id, {"phase": "listening"}, 60)
    await records.give_up(ticket, "no process was left")
    first = await row_of(records, ticket)
    assert (first.status, first.outcome, first.reason) == ("ended", "failed", "no process was left")
    assert await records.live.list(ticket.business_id) == {}
    await records.give_up(ticket, "again")
    assert await row_of(records, ticket) == first
    files = StoredFiles("a.wav", "a.journal.gz")
    await records.write_rows(ticket, STATE, files, outcome="booked", reason="done")
    assert (await row_of(records, ticket)).recording_key == "a.wav"
    assert await turns_of(records, ticket) == turn_rows(STATE)


async def test_a_call_without_audio_has_no_recording(
    records: CallRecords, ticket: Ticket, tmp_path: Path
) -> None:
    files = await records.store_files(ticket, STATE, spool_of(ticket, tmp_path, b""))
    assert files.recording_key is None
    assert files.journal_key is not None
    with pytest.raises(NotFound):
        await records.objects.get(files.journal_key.replace(".journal.gz", ".wav"))
    await records.write_rows(ticket, CallState(), files, outcome="abandoned", reason="nobody spoke")
    row = await row_of(records, ticket)
    assert row.recording_key is None
    assert row.ended_at is not None
    assert await turns_of(records, ticket) == []


async def test_with_object_storage_away_the_rows_are_written_and_the_audio_is_kept(
    records: CallRecords, ticket: Ticket, tmp_path: Path
) -> None:
    (tmp_path / "occupied").write_text("a file where the directory should be")
    records = replace(records, objects=Objects(f"file://{tmp_path}/occupied/objects"))
    await records.journal.append(ticket.call_id, ENTRIES)
    spool = spool_of(ticket, tmp_path)
    files = await records.store_files(ticket, STATE, spool)
    assert files == NOTHING_STORED
    await records.write_rows(ticket, STATE, files, outcome="booked", reason="done")
    assert (await row_of(records, ticket)).outcome == "booked"
    assert spool.path.exists()
    assert await records.journal.read(ticket.call_id) == ENTRIES


async def test_of_a_call_with_a_card_number_nothing_holds_it_and_redis_forgets_at_once(
    records: CallRecords, ticket: Ticket, tmp_path: Path
) -> None:
    said = "My card is 4539 5787 6362 1486"
    state = replace(STATE, turns=(CallerTurn(said, NOW_MS, NOW_MS + 900, 300.0), *STATE.turns))
    entries = [codec.encode(UtteranceEnded(said, 0.9, NOW_MS), NOW_MS)]
    await records.journal.append(ticket.call_id, entries)
    files = await records.store_files(ticket, state, spool_of(ticket, tmp_path))
    await records.write_rows(ticket, state, files, outcome="booked", reason="done")
    assert "[card number]" in (await turns_of(records, ticket))[0].heard_text
    archived = gzip.decompress(await records.objects.get(files.journal_key or ""))
    assert b"[card number]" in archived
    assert b"5787" not in archived
    assert await records.journal.read(ticket.call_id) == []


class SilentObjects(Objects):
    """Takes everything and never answers."""

    async def exists(self, key: str) -> bool:
        return await asyncio.Event().wait()

    async def put(self, key: str, data: bytes) -> None:
        await asyncio.Event().wait()

    async def put_file(self, key: str, path: Path) -> None:
        await asyncio.Event().wait()


async def test_an_object_store_that_hangs_does_not_hold_the_rows_up(
    records: CallRecords, ticket: Ticket, tmp_path: Path
) -> None:
    records = replace(records, objects=SilentObjects("file:///unused"), storing_timeout_s=0.1)
    spool = spool_of(ticket, tmp_path)
    async with asyncio.timeout(10):
        assert await records.store_files(ticket, STATE, spool) == NOTHING_STORED
    assert spool.path.exists()


class LosingDatabase(Database):
    """Loses its connection when the next transaction is about to commit."""

    losing = True

    @asynccontextmanager
    async def tenant(self, business_id: UUID, *, read_only: bool = False) -> AsyncGenerator[TenantScope]:
        async with super().tenant(business_id, read_only=read_only) as scope:
            yield scope
            if self.losing:
                self.losing = False
                raise StorageError("postgres", "connection lost")


async def test_rows_are_written_all_or_none_and_a_second_attempt_writes_them(
    records: CallRecords, ticket: Ticket, postgres_url: str
) -> None:
    losing = LosingDatabase(postgres_url)
    await records.live.keep(ticket.business_id, ticket.call_id, {"phase": "ended"}, 60)
    await records.journal.append(ticket.call_id, ENTRIES)
    flaky = replace(records, database=losing)
    files = StoredFiles("a.wav", "a.journal.gz")
    with pytest.raises(StorageError):
        await flaky.write_rows(ticket, STATE, files, outcome="booked", reason="done")
    assert (await row_of(records, ticket)).status == "ringing"
    assert await turns_of(records, ticket) == []
    assert await records.journal.read(ticket.call_id) == ENTRIES
    assert ticket.call_id in await records.live.list(ticket.business_id)

    await flaky.write_rows(ticket, STATE, files, outcome="booked", reason="done")
    assert (await row_of(records, ticket)).outcome == "booked"
    assert await turns_of(records, ticket) == turn_rows(STATE)
    await losing.close()


async def test_a_journal_that_was_not_archived_is_not_let_go(
    records: CallRecords, ticket: Ticket, redis: Redis
) -> None:
    await records.journal.append(ticket.call_id, ENTRIES)
    await redis.persist(f"journal:{ticket.call_id}")
    await records.write_rows(ticket, STATE, NOTHING_STORED, outcome="booked", reason="done")
    assert await redis.ttl(f"journal:{ticket.call_id}") == -1


async def test_rows_are_written_while_redis_is_away(records: CallRecords, ticket: Ticket) -> None:
    client = open_redis(f"redis://127.0.0.1:{free_port()}")
    without = replace(records, live=LiveCalls(client), journal=Journal(client))
    files = StoredFiles("a.wav", "a.journal.gz")
    await without.write_rows(ticket, STATE, files, outcome="booked", reason="done")
    assert (await row_of(records, ticket)).outcome == "booked"
    assert await turns_of(records, ticket) == turn_rows(STATE)
    await without.give_up(ticket, "again")
    await client.aclose()


async def test_another_businesss_call_is_not_written(records: CallRecords, ticket: Ticket) -> None:
    other = await open_business(records.database, name="Rival")
    stolen = replace(ticket, business_id=other.id)
    with pytest.raises(NotFound):
        await records.write_rows(stolen, STATE, NOTHING_STORED, outcome="booked", reason="done")
    assert (await row_of(records, ticket)).status == "ringing"
    assert await turns_of(records, ticket) == []
