"""Finding a call's journal: in the archive, in Redis, and never another business's."""

import asyncio
import gzip
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from redis.asyncio import Redis
from typer.testing import CliRunner

from cli.app import app
from config.settings import ENV_FILE
from domain.call import codec
from domain.call.events import CallAnswered, CallBrief, CallerHungUp, Event, SpeechStopped
from domain.call.machine import step
from domain.call.state import CallState
from domain.errors import InvalidInput, NotFound
from domain.ids import new_id
from sandbox.local.running import Running, write_running
from services.replay.source import JournalSources, open_sources
from storage.objects import Objects
from storage.postgres import calls
from storage.postgres.database import Database
from storage.redis.journal import Journal
from tests.support.dialled_business import DialledBusiness, open_business

NOW = datetime(2026, 11, 23, 5, 17, tzinfo=UTC)
NOW_MS = NOW.timestamp() * 1000
NOWHERE = "postgresql://nobody:nothing@127.0.0.1:1/nowhere"


def journal_of(call_id: UUID, business_id: UUID) -> list[bytes]:
    brief = CallBrief(str(call_id), str(business_id), "+61400000001", "en-AU", "AU", "Hello.", False)
    events: tuple[Event, ...] = (CallAnswered(brief, "MZ1"), CallerHungUp(), SpeechStopped(1, 0, 0))
    state, entries = CallState(), []
    for number, event in enumerate(events):
        state, effects = step(state, event, NOW_MS + number)
        entries.append(codec.encode(event, NOW_MS + number, codec.digest(state.phase, effects)))
    return entries


@pytest.fixture
async def business(database: Database) -> DialledBusiness:
    return await open_business(database)


@pytest.fixture
def sources(database: Database, redis: Redis, tmp_path: Path) -> JournalSources:
    return JournalSources(database, Journal(redis), Objects(f"file://{tmp_path}/objects"))


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


async def test_an_ended_calls_journal_is_the_archived_one(
    sources: JournalSources, business: DialledBusiness
) -> None:
    call_id = await archived_call(sources, business)
    found = await sources.find(call_id, business.id)
    assert found.source == f"archive, {business.id}/{call_id}.journal.gz"
    assert [type(entry.event) for entry in found.entries] == [CallAnswered, CallerHungUp, SpeechStopped]
    assert all(entry.decided for entry in found.entries)


async def test_a_live_calls_journal_is_in_redis(
    sources: JournalSources, business: DialledBusiness, redis: Redis
) -> None:
    call_id = (await business.ringing(NOW)).id
    await Journal(redis).append(call_id, journal_of(call_id, business.id)[:1])
    found = await sources.find(call_id, business.id)
    assert found.source == "Redis"
    assert len(found.entries) == 1


async def test_an_archive_that_lost_the_object_is_made_up_for_by_redis(
    sources: JournalSources, business: DialledBusiness, redis: Redis
) -> None:
    call_id = (await business.ringing(NOW)).id
    await end(business, call_id, "gone.journal.gz")
    await Journal(redis).append(call_id, journal_of(call_id, business.id))
    assert (await sources.find(call_id, business.id)).source == "Redis"


async def test_another_businesss_call_is_not_found(
    sources: JournalSources, business: DialledBusiness, database: Database, redis: Redis
) -> None:
    call_id = await archived_call(sources, business)
    await Journal(redis).append(call_id, journal_of(call_id, business.id))
    other = await open_business(database)
    with pytest.raises(NotFound) as refusal:
        await sources.find(call_id, other.id)
    assert "archive: no such call" in str(refusal.value)
    assert "does not name this business as its own" in str(refusal.value)


async def test_a_missing_call_is_told_with_what_was_tried(
    sources: JournalSources, business: DialledBusiness
) -> None:
    call_id = new_id()
    with pytest.raises(NotFound) as refusal:
        await sources.find(call_id, business.id)
    first, *tried = str(refusal.value).splitlines()
    assert first == f"no journal of call {call_id} for business {business.id} was found:"
    assert [line.strip().partition(":")[0] for line in tried] == ["archive", "Redis"]


async def test_a_call_without_a_journal_is_told_with_what_was_tried(
    sources: JournalSources, business: DialledBusiness
) -> None:
    call_id = (await business.ringing(NOW)).id
    with pytest.raises(NotFound, match="archive: the call's row names no journal"):
        await sources.find(call_id, business.id)


@pytest.mark.parametrize("data", [b"\x1f\x8bxx", gzip.compress(b"{}"), b""])
async def test_an_archived_journal_that_cannot_be_read_is_named(
    sources: JournalSources, business: DialledBusiness, data: bytes
) -> None:
    call_id = await archived_call(sources, business, data)
    with pytest.raises(InvalidInput, match=rf"archive, {business.id}/{call_id}\.journal\.gz: "):
        await sources.find(call_id, business.id)


async def test_stores_that_are_away_or_not_named_are_told(tmp_path: Path) -> None:
    async with open_sources(NOWHERE, None, f"file://{tmp_path}/objects") as sources:
        with pytest.raises(
            NotFound, match=r"archive: postgres: [^\n]+\n  Redis: none is named \(REDIS_URL\)"
        ):
            await sources.find(new_id(), new_id())
    async with open_sources(None, "redis://127.0.0.1:1/0", f"file://{tmp_path}/objects") as sources:
        with pytest.raises(NotFound, match=r"archive: no database is named[^\n]+\n  Redis: redis: "):
            await sources.find(new_id(), new_id())


# --- the command ------------------------------------------------------------------------------------------------
RECORDING = Path(__file__).parents[3] / "recordings" / "put_through.journal.gz"


async def test_the_command_takes_stores_and_business_from_the_running_system(
    database: Database,
    redis: Redis,
    postgres_url: str,
    redis_url: str,
    business: DialledBusiness,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("DATABASE_URL", "REDIS_URL", "OBJECTS_URL", ENV_FILE):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    sources = JournalSources(database, Journal(redis), Objects(f"file://{tmp_path}/objects"))
    call_id = await archived_call(sources, business)
    write_running(
        Running(
            "", "", "", "", None, None, postgres_url, redis_url, str(business.id), [], 0, {}, "", tmp_path
        ),
        tmp_path,
    )
    done = await asyncio.to_thread(
        CliRunner().invoke, app, ["replay", str(call_id), "--data-dir", str(tmp_path)]
    )
    assert (done.exit_code, done.exception) == (0, None)
    assert "Journal: archive, " in done.output
    assert "Nothing differs (3 of 3 events, 0 unrecorded)" in done.output


def test_the_command_fails_on_a_difference_and_names_it(tmp_path: Path) -> None:
    lines = gzip.decompress(RECORDING.read_bytes()).split(b"\n")
    lines[1] = lines[1].replace(b'"decided":"', b'"decided":"x')
    path = tmp_path / "call.journal"
    path.write_bytes(b"\n".join(lines))
    failed = CliRunner().invoke(app, ["replay", "--file", str(path)])
    assert failed.exit_code == 1
    assert "The first difference: event 2, SpeechBegan, at " in failed.output
    assert CliRunner().invoke(app, ["replay", "--file", str(path), "--until", "1"]).exit_code == 0


def test_the_command_says_that_it_shows_personal_data() -> None:
    assert "personal data" in CliRunner().invoke(app, ["replay", "--help"]).output


def test_the_command_wants_a_call_or_a_file() -> None:
    assert CliRunner().invoke(app, ["replay"]).exit_code == 2
