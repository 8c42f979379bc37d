"""The live view on a real Redis."""

import asyncio
import json
from collections.abc import Mapping
from contextlib import aclosing
from uuid import UUID

from redis.asyncio import Redis

from domain.ids import new_id
from storage.redis.live_view import WATCHING_TTL_S, LiveCalls, LiveChange
from tests.integration.storage.redis.expiring_keys import until_gone

GREETING, LISTENING = {"phase": "greeting"}, {"phase": "listening"}
HELLO, BOOKED = {"speaker": "agent", "text": "Hello."}, {"speaker": "agent", "text": "That is booked."}
PARTIAL = {"speaker": "caller", "text": "I'd", "partial": True}


def change(call_id: UUID, head: Mapping[str, str], *turns: Mapping[str, object]) -> LiveChange:
    return LiveChange(call_id, {**head, "turns": list(turns)})


async def until_watched(redis: Redis, channel: str) -> None:
    while not (await redis.pubsub_numsub(channel))[0][1]:  # noqa: ASYNC110 - Redis announces no subscriptions
        await asyncio.sleep(0.01)


async def test_live_calls_are_listed_until_removed_or_expired(redis: Redis) -> None:
    live, business_id = LiveCalls(redis), new_id()
    kept, removed, expired = new_id(), new_id(), new_id()
    for call_id, ttl_s in ((kept, 30.0), (removed, 30.0), (expired, 0.02)):
        await live.keep(business_id, call_id, GREETING, ttl_s)
    await live.keep(business_id, kept, LISTENING, 30)
    await live.keep(new_id(), new_id(), {"phase": "elsewhere"}, 30)
    await live.remove(business_id, removed)
    await until_gone(redis, f"snapshot:{business_id}:{expired}")
    assert await live.list(business_id) == {kept: {"phase": "listening", "turns": []}}


async def test_a_watcher_sees_what_is_live_and_then_each_change(redis: Redis) -> None:
    live, business_id, first, second = LiveCalls(redis), new_id(), new_id(), new_id()
    await live.keep(business_id, first, GREETING, 30)
    async with asyncio.timeout(10), aclosing(live.watch(business_id)) as changes:
        assert await anext(changes) == change(first, GREETING)
        await live.publish(new_id(), new_id(), {"head": {"phase": "elsewhere"}}, 30, whole=True)
        await live.publish(business_id, second, {"head": GREETING, "0": HELLO}, 30, whole=True)
        await live.publish(business_id, second, {"head": LISTENING, "partial": PARTIAL}, 30)
        await live.publish(business_id, second, {"10": BOOKED, "9": HELLO}, 30, gone=["partial"])
        await live.remove(business_id, first)
        assert await anext(changes) == change(second, GREETING, HELLO)
        assert await anext(changes) == change(second, LISTENING, HELLO, PARTIAL)
        assert await anext(changes) == change(second, LISTENING, HELLO, HELLO, BOOKED)
        assert await anext(changes) == LiveChange(first, None)


async def test_who_comes_later_sees_all_that_was_shown_before(redis: Redis) -> None:
    live, business_id, call_id = LiveCalls(redis), new_id(), new_id()
    await live.keep(business_id, call_id, GREETING, 30)
    await live.publish(
        business_id, call_id, {"head": GREETING, "0": HELLO, "partial": PARTIAL}, 30, whole=True
    )
    await live.publish(business_id, call_id, {"head": LISTENING}, 30, gone=["partial"])
    async with asyncio.timeout(10), aclosing(live.watch(business_id)) as changes:
        assert await anext(changes) == change(call_id, LISTENING, HELLO)
        await live.publish(business_id, call_id, {"1": BOOKED}, 30)
        assert await anext(changes) == change(call_id, LISTENING, HELLO, BOOKED)


async def test_what_a_process_shows_whole_replaces_what_the_one_before_it_showed(redis: Redis) -> None:
    live, business_id, call_id = LiveCalls(redis), new_id(), new_id()
    await live.keep(business_id, call_id, GREETING, 30)
    await live.publish(
        business_id, call_id, {"head": GREETING, "0": HELLO, "partial": PARTIAL}, 30, whole=True
    )
    await live.publish(business_id, call_id, {"head": LISTENING, "0": BOOKED}, 30, whole=True)
    async with asyncio.timeout(10), aclosing(live.watch(business_id)) as changes:
        assert await anext(changes) == change(call_id, LISTENING, BOOKED)


async def test_it_is_known_which_businesses_somebody_watches(redis: Redis) -> None:
    live, watched, other = LiveCalls(redis), new_id(), new_id()
    async with asyncio.timeout(10), aclosing(live.watch(watched)) as changes:
        waiting = asyncio.ensure_future(anext(changes))
        await until_watched(redis, f"changes:{watched}")
        while not await live.watched([watched]):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        assert await live.watched([watched, other]) == {watched}
        assert await live.watched([]) == frozenset()
        assert 0 < await redis.pttl(f"watching:{watched}") <= WATCHING_TTL_S * 1000
        await live.remove(watched, new_id())
        await waiting


async def test_an_operator_sees_each_change_of_every_business(redis: Redis) -> None:
    live, call_id, other = LiveCalls(redis), new_id(), new_id()
    async with asyncio.timeout(10), aclosing(live.watch_all()) as changes:
        first = asyncio.ensure_future(anext(changes))
        while not await redis.pubsub_numpat():  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        await live.publish(new_id(), call_id, {"head": GREETING}, 30, whole=True)
        await live.publish(new_id(), other, {"head": GREETING}, 30, whole=True)
        assert await first == change(call_id, GREETING)
        assert await anext(changes) == change(other, GREETING)
        assert await live.watched([new_id()])


async def test_an_operator_who_comes_in_the_middle_of_a_call_sees_all_of_it(redis: Redis) -> None:
    live, business_id, call_id = LiveCalls(redis), new_id(), new_id()
    await live.publish(business_id, call_id, {"head": GREETING, "0": HELLO}, 30, whole=True)
    async with asyncio.timeout(10), aclosing(live.watch_all()) as changes:
        first = asyncio.ensure_future(anext(changes))
        while not await redis.pubsub_numpat():  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        await live.publish(business_id, call_id, {"1": BOOKED}, 30)
        assert await first == change(call_id, GREETING, HELLO, BOOKED)


async def test_processes_of_an_earlier_release_are_understood(redis: Redis) -> None:
    live, business_id, call_id = LiveCalls(redis), new_id(), new_id()
    shown = {"phase": "listening", "turns": [HELLO]}
    await redis.set(f"snapshot:{business_id}:{call_id}", json.dumps(shown), ex=30)
    await redis.zadd(f"snapshots:{business_id}", {str(call_id): 2**40})
    async with asyncio.timeout(10), aclosing(live.watch(business_id)) as changes:
        assert await anext(changes) == LiveChange(call_id, shown)
        later = {"phase": "speaking", "turns": [HELLO, BOOKED]}
        message = json.dumps({"call_id": str(call_id), "snapshot": later})
        waiting = asyncio.ensure_future(anext(changes))
        await until_watched(redis, f"live:{business_id}")
        await redis.publish(f"live:{business_id}", message)
        assert await waiting == LiveChange(call_id, later)


async def test_every_key_expires(redis: Redis) -> None:
    live, business_id, call_id = LiveCalls(redis), new_id(), new_id()
    await live.publish(business_id, call_id, {"head": GREETING}, 5, whole=True)
    await live.keep(business_id, call_id, GREETING, 30)
    for key in (f"snapshot:{business_id}:{call_id}", f"snapshots:{business_id}"):
        assert await redis.pttl(key) > 0
    assert await redis.pttl(f"shown:{business_id}:{call_id}") > 5000, "it lasts as long as the call is kept"
    await live.remove(business_id, call_id)
    assert not await redis.exists(f"shown:{business_id}:{call_id}")
