"""The live view on a real Redis."""

import asyncio
from contextlib import aclosing

from redis.asyncio import Redis

from domain.ids import new_id
from storage.redis.live_view import LiveCalls, LiveChange
from tests.integration.storage.redis.expiring_keys import until_gone


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


async def test_an_operator_sees_each_change_of_every_business(redis: Redis) -> None:
    live, call_id, other = LiveCalls(redis), new_id(), new_id()
    async with asyncio.timeout(10), aclosing(live.watch_all()) as changes:
        first = asyncio.ensure_future(anext(changes))
        while not await redis.pubsub_numpat():  # noqa: ASYNC110 - Redis announces no subscriptions
            await asyncio.sleep(0.01)
        await live.publish(new_id(), call_id, {"phase": "greeting"}, 30)
        await live.publish(new_id(), other, {"phase": "greeting"}, 30)
        assert await first == LiveChange(call_id, {"phase": "greeting"})
        assert await anext(changes) == LiveChange(other, {"phase": "greeting"})


async def test_every_key_of_a_snapshot_expires(redis: Redis) -> None:
    business_id, call_id = new_id(), new_id()
    await LiveCalls(redis).publish(business_id, call_id, {}, 30)
    assert await redis.pttl(f"snapshot:{business_id}:{call_id}") > 0
    assert await redis.pttl(f"snapshots:{business_id}") > 0
