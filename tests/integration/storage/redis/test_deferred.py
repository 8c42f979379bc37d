"""Writes that wait in Redis: kept once, claimed by one worker at a time, gone or dead in the end."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from redis.asyncio import Redis

from domain.ids import new_id
from sandbox.local.redis import EmbeddedRedis
from storage.redis.connection import open_redis
from storage.redis.deferred import KEEP_S, UNREADABLE, DeferredStore, DeferredWrite

NOW = datetime(2026, 11, 23, 5, 17, tzinfo=UTC)
LEASE_S = 30.0
LEASE_END = NOW + timedelta(seconds=LEASE_S)


@pytest.fixture(scope="module")
def own_redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The index of due items is one for all businesses, so these tests have a Redis to themselves."""
    directory: Path = tmp_path_factory.mktemp("redis")
    with EmbeddedRedis(directory) as server:
        yield server.url


@pytest.fixture
async def own_redis(own_redis_url: str) -> AsyncIterator[Redis]:
    client = open_redis(own_redis_url)
    await client.flushall()
    yield client
    await client.aclose()


@pytest.fixture
def deferred(own_redis: Redis) -> DeferredStore:
    return DeferredStore(own_redis)


def a_write(key: str = "key") -> DeferredWrite:
    return DeferredWrite(
        business_id=new_id(),
        call_id=new_id(),
        caller_number="+61400000001",
        tool="take_message",
        arguments={"message": "Ring me", "caller_name": "Zoë", "callback_number": None},
        intent_key=key,
        asked_at=NOW,
    )


async def test_a_write_is_given_out_as_it_was_kept(deferred: DeferredStore) -> None:
    write = a_write()
    assert await deferred.place(write, NOW)
    (item,) = await deferred.claim(10, NOW, LEASE_S)
    assert (item.write, item.failures) == (write, 0)
    withheld = replace(write, caller_number=None, intent_key="other")
    await deferred.place(withheld, NOW)
    (item,) = await deferred.claim(10, NOW, LEASE_S)
    assert item.write == withheld


async def test_the_same_intent_is_kept_once_as_it_was_told_last(deferred: DeferredStore) -> None:
    first = a_write()
    renamed = replace(first, arguments=first.arguments | {"caller_name": "Zoe"})
    assert await deferred.place(first, NOW)
    assert not await deferred.place(renamed, NOW)
    assert [item.write for item in await deferred.claim(10, NOW, LEASE_S)] == [renamed]
    assert await deferred.waiting() == 1


async def test_what_is_told_anew_while_it_is_being_written_is_written_again(deferred: DeferredStore) -> None:
    first = a_write()
    renamed = replace(first, arguments=first.arguments | {"caller_name": "Zoe"})
    await deferred.place(first, NOW)
    (item,) = await deferred.claim(10, NOW, LEASE_S)
    await deferred.place(first, NOW)
    await deferred.place(renamed, NOW)
    assert not await deferred.done(item)
    (again,) = await deferred.claim(10, NOW, LEASE_S)
    assert again.write == renamed
    assert await deferred.done(again)
    assert await deferred.waiting() == 0


async def test_each_item_is_claimed_by_one_of_many_workers(deferred: DeferredStore) -> None:
    keys = [f"key {index}" for index in range(40)]
    for key in keys:
        await deferred.place(a_write(key), NOW)
    claims = await asyncio.gather(*(deferred.claim(7, NOW, LEASE_S) for _ in range(12)))
    assert sorted(item.write.intent_key for items in claims for item in items) == sorted(keys)


async def test_a_dead_workers_item_falls_to_another_and_its_late_answer_counts_for_nothing(
    deferred: DeferredStore,
) -> None:
    await deferred.place(a_write(), NOW)
    (first,) = await deferred.claim(10, NOW, LEASE_S)
    assert await deferred.claim(10, LEASE_END - timedelta(seconds=1), LEASE_S) == []
    (second,) = await deferred.claim(10, LEASE_END, LEASE_S)
    assert second.write == first.write
    assert not await deferred.done(first)
    assert not await deferred.put_off(first, "late", LEASE_END, counts=True)
    assert not await deferred.bury(first, "late", LEASE_END)
    assert await deferred.done(second)
    assert not await deferred.done(second)


async def test_an_item_put_off_is_due_again_then_and_remembers_what_is_held_against_it(
    deferred: DeferredStore,
) -> None:
    await deferred.place(a_write(), NOW)
    due_at = NOW
    for counts, failures in ((True, 0), (False, 1), (True, 1), (True, 2)):
        assert await deferred.claim(10, due_at - timedelta(seconds=1), LEASE_S) == []
        (item,) = await deferred.claim(10, due_at, LEASE_S)
        assert item.failures == failures
        due_at += timedelta(minutes=1)
        assert await deferred.put_off(item, "not yet", due_at, counts=counts)


async def test_a_done_item_leaves_nothing_behind_and_may_be_asked_for_again(
    deferred: DeferredStore, own_redis: Redis
) -> None:
    write = a_write()
    await deferred.place(write, NOW)
    (item,) = await deferred.claim(10, NOW, LEASE_S)
    assert await deferred.done(item)
    assert await own_redis.keys("*") == []
    assert await deferred.place(write, NOW)


async def test_a_dead_item_is_not_claimed_but_seen_with_its_reason_and_stays_dead(
    deferred: DeferredStore,
) -> None:
    write = a_write()
    await deferred.place(write, NOW)
    (item,) = await deferred.claim(10, NOW, LEASE_S)
    assert await deferred.bury(item, "InvalidInput", NOW)
    assert not await deferred.place(write, NOW)
    assert await deferred.claim(10, NOW + timedelta(days=1), LEASE_S) == []
    assert await deferred.waiting() == 0
    assert [(dead.write, dead.error) for dead in await deferred.dead(10)] == [(write, "InvalidInput")]


async def test_a_dead_item_is_tried_again_when_a_person_says_so(deferred: DeferredStore) -> None:
    await deferred.place(a_write(), NOW)
    (item,) = await deferred.claim(10, NOW, LEASE_S)
    await deferred.bury(item, "InvalidInput", NOW)
    assert await deferred.count_dead() == 1
    assert await deferred.revive("key", LEASE_END)
    assert not await deferred.revive("key", LEASE_END)
    assert await deferred.count_dead() == 0
    (again,) = await deferred.claim(10, LEASE_END, LEASE_S)
    assert (again.write, again.failures) == (item.write, 0)


@pytest.mark.parametrize(
    "body", [b"{", b"[]", b'{"call_id": 7}', b"\xff"], ids=["cut", "list", "lacking", "bytes"]
)
async def test_an_item_that_cannot_be_read_is_dead_and_the_others_are_given_out(
    deferred: DeferredStore, own_redis: Redis, body: bytes
) -> None:
    await deferred.place(a_write("poison"), NOW)
    await deferred.place(a_write("well"), NOW)
    await own_redis.hset("deferred:item:poison", "body", body)  # pyright: ignore
    assert [item.write.intent_key for item in await deferred.claim(10, NOW, LEASE_S)] == ["well"]
    (dead,) = await deferred.dead(10)
    assert (dead.intent_key, dead.write, dead.error) == ("poison", None, UNREADABLE)
    assert await deferred.waiting() == 1


async def test_every_key_expires_at_every_stage_and_an_expired_item_leaves_the_index(
    deferred: DeferredStore, own_redis: Redis
) -> None:
    async def all_expire() -> bool:
        lifetimes = [await own_redis.ttl(key) for key in await own_redis.keys("*")]
        return bool(lifetimes) and all(0 < seconds <= KEEP_S for seconds in lifetimes)

    await deferred.place(a_write("one"), NOW)
    await deferred.place(a_write("two"), NOW)
    assert await all_expire()
    one, two = await deferred.claim(10, NOW, LEASE_S)
    assert await all_expire()
    await deferred.put_off(one, "not yet", NOW, counts=True)
    await deferred.bury(two, "never", NOW)
    assert await all_expire()
    await own_redis.delete(f"deferred:item:{one.write.intent_key}")
    assert await deferred.claim(10, NOW, LEASE_S) == []
    assert await deferred.waiting() == 0
