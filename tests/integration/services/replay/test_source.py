"""Finding a call's journal: in the archive, in Redis, and never another business's."""

import gzip
from pathlib import Path

import pytest
from redis.asyncio import Redis

from domain.call.events import CallAnswered, CallerHungUp, SpeechStopped
from domain.errors import InvalidInput, NotFound
from domain.ids import new_id
from services.replay.source import JournalSources
from storage.objects import Objects
from storage.postgres.database import Database
from storage.redis.journal import Journal
from tests.integration.services.replay.archived_calls import NOW, archived_call, end, journal_of
from tests.support.dialled_business import DialledBusiness, open_business


@pytest.fixture
async def business(database: Database) -> DialledBusiness:
    return await open_business(database)


@pytest.fixture
def sources(database: Database, redis: Redis, tmp_path: Path) -> JournalSources:
    return JournalSources(database, Journal(redis), Objects(f"file://{tmp_path}/objects"))


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


@pytest.mark.parametrize("data", [b"\x1f\x8bxx", gzip.compress(b"{}", mtime=0), b""])
async def test_an_archived_journal_that_cannot_be_read_is_named(
    sources: JournalSources, business: DialledBusiness, data: bytes
) -> None:
    call_id = await archived_call(sources, business, data)
    with pytest.raises(InvalidInput, match=rf"archive, {business.id}/{call_id}\.journal\.gz: "):
        await sources.find(call_id, business.id)
