"""Journals on a real Redis."""

import asyncio

import pytest
from redis.asyncio import Redis

from domain.ids import new_id
from storage.redis.journal import Journal
from tests.integration.storage.redis.expiring_keys import until_gone


async def test_journal_keeps_entries_in_order(redis: Redis) -> None:
    journal, call_id = Journal(redis), new_id()
    entries = [f"entry {index}".encode() for index in range(500)] + [b"\x00\xff"]
    assert await journal.read(call_id) == []
    for start in range(0, len(entries), 7):
        await journal.append(call_id, entries[start : start + 7])
    await journal.append(call_id, [])
    assert await journal.read(call_id) == entries


async def test_batches_appended_at_once_are_not_mixed(redis: Redis) -> None:
    journal, call_id = Journal(redis), new_id()
    batches = [[f"{batch}:{index}".encode() for index in range(10)] for batch in range(20)]
    await asyncio.gather(*(journal.append(call_id, batch) for batch in batches))
    read = await journal.read(call_id)
    assert len(read) == 200
    assert sorted(read[start : start + 10] for start in range(0, 200, 10)) == sorted(batches)


@pytest.mark.parametrize("way", ["expire", "delete"])
async def test_journal_can_be_let_go(redis: Redis, way: str) -> None:
    journal, call_id = Journal(redis), new_id()
    await journal.append(call_id, [b"x"])
    await (journal.expire(call_id, 0.02) if way == "expire" else journal.delete(call_id))
    await until_gone(redis, f"journal:{call_id}")
    assert await journal.read(call_id) == []


async def test_a_journal_expires(redis: Redis) -> None:
    call_id = new_id()
    await Journal(redis).append(call_id, [b"x"])
    assert await redis.pttl(f"journal:{call_id}") > 0
