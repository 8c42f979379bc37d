"""Live state on a real Redis."""

import asyncio
from contextlib import aclosing
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from redis.asyncio import Redis

from domain.ids import new_id
from storage.redis.journal import Journal
from storage.redis.live_view import LiveCalls, LiveChange, Ticket, hash_token

TOKEN = "token"


def ticket(token: str = TOKEN, call_id: UUID | None = None) -> Ticket:
    return Ticket(
        call_id=call_id or new_id(),
        business_id=new_id(),
        call_sid="CA1",
        from_number=None,
        to_number="+61280001234",
        token_hash=hash_token(token),
        received_at=datetime(2026, 11, 23, 5, 17, 0, 123, tzinfo=UTC),
    )


async def until_gone(redis: Redis, key: str) -> None:
    async with asyncio.timeout(10):
        while await redis.exists(key):  # noqa: ASYNC110
            await asyncio.sleep(0.005)


async def test_ticket_is_claimed_once_of_many_at_once(redis: Redis) -> None:
    live, admitted = LiveCalls(redis), ticket()
    await live.admit(admitted, 30)
    claims = await asyncio.gather(*(live.claim(admitted.call_id, "token") for _ in range(20)))
    assert [claim for claim in claims if claim is not None] == [admitted]


async def test_wrong_token_neither_gets_nor_spends_the_ticket(redis: Redis) -> None:
    live, admitted = LiveCalls(redis), ticket()
    await live.admit(admitted, 30)
    assert await live.claim(admitted.call_id, "guess") is None
    assert await live.claim(admitted.call_id, admitted.token_hash) is None
    assert await live.claim(new_id(), "token") is None
    assert await live.claim(admitted.call_id, "token") == admitted


async def test_claimed_ticket_can_still_be_looked_at(redis: Redis) -> None:
    live, admitted = LiveCalls(redis), ticket()
    assert await live.peek(admitted.call_id) is None
    await live.admit(admitted, 30)
    await live.claim(admitted.call_id, "token")
    assert await live.peek(admitted.call_id) == admitted


async def test_spent_ticket_is_not_made_anew_by_a_repeated_webhook(redis: Redis) -> None:
    live, first = LiveCalls(redis), ticket("first")
    await live.admit(first, 30)
    await live.claim(first.call_id, "first")
    second = ticket("second", first.call_id)
    await live.admit(second, 30)
    assert await live.claim(first.call_id, "first") is None
    assert await live.claim(first.call_id, "second") is None


async def test_expired_ticket_lets_nobody_in(redis: Redis) -> None:
    live, admitted = LiveCalls(redis), ticket()
    await live.admit(admitted, 0.02)
    await until_gone(redis, f"ticket:{admitted.call_id}")
    assert await live.claim(admitted.call_id, "token") is None
    assert await live.peek(admitted.call_id) is None


# --- fresh streams of a live call -------------------------------------------------------------------------------
def moved(first: Ticket, moves: int) -> Ticket:
    return replace(first, moves=moves, token_hash=hash_token(f"token {moves}"))


async def readmit(live: LiveCalls, moved: Ticket, *, limit: int = 3, within_s: float = 60) -> int | None:
    return await live.readmit(moved, 30, limit=limit, within_s=within_s)


@pytest.mark.parametrize("claimed", [True, False])
async def test_a_fresh_stream_replaces_the_ticket_used_or_not(redis: Redis, claimed: bool) -> None:
    live, first = LiveCalls(redis), ticket()
    await live.admit(first, 30)
    if claimed:
        await live.claim(first.call_id, TOKEN)
    assert await readmit(live, moved(first, 1)) == 1
    assert await live.claim(first.call_id, TOKEN) is None
    assert await live.claim(first.call_id, "token 1") == moved(first, 1)
    assert await live.claim(first.call_id, "token 1") is None


async def test_a_fresh_stream_needs_no_earlier_ticket(redis: Redis) -> None:
    live, first = LiveCalls(redis), ticket()
    assert await readmit(live, moved(first, 4)) == 1
    assert await live.claim(first.call_id, "token 4") == moved(first, 4)


async def test_the_same_fresh_stream_again_changes_nothing(redis: Redis) -> None:
    live, first = LiveCalls(redis), ticket()
    await live.admit(first, 30)
    counts = await asyncio.gather(*(readmit(live, moved(first, 1)) for _ in range(10)))
    assert counts == [1] * 10
    await live.claim(first.call_id, "token 1")
    assert await readmit(live, moved(first, 1)) == 1
    assert await live.claim(first.call_id, "token 1") is None
    assert await readmit(live, first) == 1
    assert await live.peek(first.call_id) == moved(first, 1)


async def test_a_call_gets_so_many_fresh_streams_in_a_time_and_then_more(redis: Redis) -> None:
    live, first = LiveCalls(redis), ticket()
    assert [await readmit(live, moved(first, n), limit=2) for n in (1, 2, 3, 3)] == [1, 2, None, None]
    assert await live.peek(first.call_id) == moved(first, 2)
    assert 0 < await redis.pttl(f"moves:{first.call_id}") <= 60_000
    await redis.pexpire(f"moves:{first.call_id}", 1)
    await until_gone(redis, f"moves:{first.call_id}")
    assert await readmit(live, moved(first, 3), limit=2) == 1


async def test_a_fresh_stream_forgets_what_was_to_follow_the_old_one(redis: Redis) -> None:
    live, first = LiveCalls(redis), replace(ticket(), call_sid=f"CA{new_id().hex}")
    await live.set_next(first.call_sid, {"kind": "move"}, 30)
    await readmit(live, moved(first, 1))
    assert await live.get_next(first.call_sid) is None
    await live.set_next(first.call_sid, {"kind": "hangup"}, 30)
    await readmit(live, moved(first, 1))
    assert await live.get_next(first.call_sid) == {"kind": "hangup"}


async def test_snapshots_are_listed_until_removed_or_expired(redis: Redis) -> None:
    live, business_id = LiveCalls(redis), new_id()
    kept, removed, expired = new_id(), new_id(), new_id()
    for call_id, ttl_s in ((kept, 30.0), (removed, 30.0), (expired, 0.02)):
        await live.publish(business_id, call_id, {"phase": "greeting"}, ttl_s)
    await live.publish(business_id, kept, {"phase": "listening"}, 30)
    await live.publish(new_id(), new_id(), {"phase": "elsewhere"}, 30)
    await live.remove(business_id, removed)
    await until_gone(redis, f"snapshot:{business_id}:{expired}")
    assert await live.list(business_id) == {kept: {"phase": "listening"}}


async def test_watcher_sees_what_is_live_and_then_each_change(redis: Redis) -> None:
    live, business_id, first, second = LiveCalls(redis), new_id(), new_id(), new_id()
    await live.publish(business_id, first, {"phase": "greeting"}, 30)
    async with asyncio.timeout(10), aclosing(live.watch(business_id)) as changes:
        assert await anext(changes) == LiveChange(first, {"phase": "greeting"})
        await live.publish(new_id(), new_id(), {"phase": "elsewhere"}, 30)
        await live.publish(business_id, second, {"phase": "greeting"}, 30)
        await live.remove(business_id, first)
        assert await anext(changes) == LiveChange(second, {"phase": "greeting"})
        assert await anext(changes) == LiveChange(first, None)


async def test_what_follows_the_stream_is_remembered_for_the_carrier(redis: Redis) -> None:
    live, call_sid = LiveCalls(redis), f"CA{new_id().hex}"
    assert await live.get_next(call_sid) is None
    await live.set_next(call_sid, {"kind": "transfer", "to": "+61280009999"}, 30)
    assert await live.get_next(call_sid) == {"kind": "transfer", "to": "+61280009999"}


async def test_what_was_decided_first_can_be_kept(redis: Redis) -> None:
    live, call_sid = LiveCalls(redis), f"CA{new_id().hex}"
    await live.set_next(call_sid, {"kind": "say"}, 30, keep=True)
    await live.set_next(call_sid, {"kind": "hangup"}, 30, keep=True)
    assert await live.get_next(call_sid) == {"kind": "say"}
    await live.set_next(call_sid, {"kind": "hangup"}, 30)
    assert await live.get_next(call_sid) == {"kind": "hangup"}


async def test_capacity_counts_nodes_that_reported_lately(redis: Redis) -> None:
    live, here, gone = LiveCalls(redis), f"node-{new_id()}", f"node-{new_id()}"
    await live.report_capacity(here, 3, 8, 30)
    await live.report_capacity(here, 2, 8, 30)
    await live.report_capacity(gone, 1, 4, 0.02)
    await until_gone(redis, f"capacity:{gone}")
    capacity = await live.capacity()
    assert capacity[here] == (2, 8)
    assert gone not in capacity


async def test_every_key_expires(redis: Redis) -> None:
    live, call, business_id = LiveCalls(redis), ticket(), new_id()
    await live.admit(call, 30)
    await readmit(live, moved(call, 1))
    await live.publish(business_id, call.call_id, {}, 30)
    await live.set_next(f"CA{call.call_id.hex}", {"kind": "hangup"}, 30)
    await live.report_capacity(f"node-{call.call_id}", 1, 1, 30)
    await Journal(redis).append(call.call_id, [b"x"])
    mine = [
        f"ticket:{call.call_id}",
        f"moves:{call.call_id}",
        f"snapshot:{business_id}:{call.call_id}",
        f"snapshots:{business_id}",
        f"next:CA{call.call_id.hex}",
        f"capacity:node-{call.call_id}",
        "capacities",
        f"journal:{call.call_id}",
    ]
    assert [key for key in mine if await redis.pttl(key) <= 0] == []


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
