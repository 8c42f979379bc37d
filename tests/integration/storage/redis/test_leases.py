"""Leases of live calls on a real Redis."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from redis.asyncio import Redis

from domain.errors import StorageError
from domain.ids import new_id
from sandbox.local.process import free_port
from sandbox.local.redis import EmbeddedRedis
from storage.redis.connection import open_redis
from storage.redis.leases import Leases
from storage.redis.tickets import Ticket


@pytest.fixture
async def own_redis(tmp_path: Path) -> AsyncIterator[Redis]:
    """What has lapsed is one list for the whole Redis."""
    with EmbeddedRedis(tmp_path / "redis") as server:
        client = open_redis(server.url)
        yield client
        await client.aclose()


@pytest.fixture
def leases(own_redis: Redis) -> Leases:
    return Leases(own_redis)


def ticket(generation: int = 0, call_id: UUID | None = None) -> Ticket:
    return Ticket(
        call_id or new_id(),
        new_id(),
        "CA1",
        None,
        "+61280001234",
        f"hash {generation}",
        datetime(2026, 11, 23, 5, 17, 0, 123, tzinfo=UTC),
        generation,
    )


async def lapse(leases: Leases, *calls: Ticket) -> None:
    await leases.renew(calls, 0.001)
    await asyncio.sleep(0.003)


async def test_a_lease_that_is_not_renewed_lapses_and_one_that_is_does_not(leases: Leases) -> None:
    kept, lost = ticket(), ticket()
    await lapse(leases, kept, lost)
    assert set(await leases.lapsed(10)) == {kept.call_id, lost.call_id}
    await leases.renew([kept], 60)
    assert await leases.lapsed(10) == [lost.call_id]
    assert await leases.take(kept.call_id, 60) is None
    assert await leases.ticket(kept.call_id) == kept


async def test_what_lapsed_first_comes_first_and_no_more_than_asked(leases: Leases) -> None:
    calls = [ticket() for _ in range(3)]
    for call in calls:
        await lapse(leases, call)
    assert await leases.lapsed(2) == [call.call_id for call in calls[:2]]


async def test_of_many_watchdogs_one_gets_a_lapsed_call_and_nobody_while_it_is_held(leases: Leases) -> None:
    lost = ticket()
    await lapse(leases, lost)
    takes = await asyncio.gather(*(leases.take(lost.call_id, 60) for _ in range(20)))
    assert [taken for taken in takes if taken is not None] == [lost]
    assert await leases.lapsed(10) == []
    assert await leases.take(lost.call_id, 60) is None


async def test_a_call_that_is_held_and_not_renewed_lapses_again(leases: Leases) -> None:
    lost = ticket()
    await lapse(leases, lost)
    assert await leases.take(lost.call_id, 0.001) == lost
    await asyncio.sleep(0.003)
    assert await leases.take(lost.call_id, 60) == lost


async def test_a_call_that_moved_is_kept_by_its_new_process_only(leases: Leases) -> None:
    old = ticket()
    new = replace(old, stream_generation=1, token_hash="hash 1")
    other = ticket()
    assert await leases.renew([old, other], 60) == ()
    assert await leases.renew([new], 0.001) == ()
    assert await leases.renew([other, old], 60) == (old,)
    assert await leases.renew([old, new], 0.001) == (old,), "one process may have both"
    await asyncio.sleep(0.003)
    assert await leases.lapsed(10) == [old.call_id]
    assert await leases.take(old.call_id, 60) == new


async def test_the_end_of_an_earlier_stream_leaves_the_lease_of_a_later_one(leases: Leases) -> None:
    old = ticket()
    new = replace(old, stream_generation=old.stream_generation + 1)
    await leases.renew([new], 60)
    await leases.release(old.call_id, old.stream_generation)
    assert await leases.ticket(old.call_id) == new
    await leases.release(new.call_id, new.stream_generation)
    assert await leases.ticket(old.call_id) is None


async def test_a_released_call_is_nobodys(leases: Leases) -> None:
    call = ticket()
    await lapse(leases, call)
    await leases.release(call.call_id)
    await leases.release(call.call_id)
    assert await leases.lapsed(10) == []
    assert await leases.take(call.call_id, 60) is None
    assert await leases.ticket(call.call_id) is None


async def test_a_lapsed_call_whose_ticket_is_gone_is_forgotten(leases: Leases, own_redis: Redis) -> None:
    lost = ticket()
    await lapse(leases, lost)
    await own_redis.delete(f"lease:{lost.call_id}")
    assert await leases.take(lost.call_id, 60) is None
    assert await leases.lapsed(10) == []


async def test_many_calls_are_renewed_in_one_round_trip(leases: Leases, own_redis: Redis) -> None:
    before = (await own_redis.info("commandstats"))["cmdstat_eval"]["calls"] if await _asked(leases) else 0
    await leases.renew([ticket() for _ in range(200)], 60)
    assert (await own_redis.info("commandstats"))["cmdstat_eval"]["calls"] == before + 1
    assert await own_redis.zcard("leases") == 200


async def _asked(leases: Leases) -> bool:
    return await leases.lapsed(1) == []


async def test_nothing_to_renew_asks_nothing() -> None:
    assert await Leases(open_redis(f"redis://127.0.0.1:{free_port()}")).renew([], 2) == ()


async def test_every_key_expires(leases: Leases, own_redis: Redis) -> None:
    call = ticket()
    await lapse(leases, call)
    await leases.take(call.call_id, 60)
    keys = await own_redis.keys("*")
    assert sorted(keys) == sorted([b"leases", f"lease:{call.call_id}".encode()])
    assert [key for key in keys if await own_redis.pttl(key) <= 0] == []


async def test_an_unreachable_redis_is_a_storage_error() -> None:
    away = Leases(open_redis(f"redis://127.0.0.1:{free_port()}"))
    for asking in (
        away.renew([ticket()], 2),
        away.release(new_id()),
        away.lapsed(1),
        away.take(new_id(), 2),
        away.ticket(new_id()),
    ):
        with pytest.raises(StorageError, match="redis"):
            await asking
