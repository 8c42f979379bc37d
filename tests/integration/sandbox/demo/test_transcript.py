"""Of several calls to a business the simulated phone's own is followed."""

import asyncio
from typing import Any

from redis.asyncio import Redis

from domain.ids import new_id
from sandbox.demo.transcript import follow_call
from storage.redis.live_view import LiveCalls

OURS, ANOTHERS = "+61400000123", "+61400000456"


async def test_the_next_call_from_the_number_is_followed_and_no_other(redis: Redis) -> None:
    live, business_id = LiveCalls(redis), new_id()
    earlier, anothers, ours, later = new_id(), new_id(), new_id(), new_id()
    seen: list[dict[str, Any]] = []
    await live.keep(business_id, earlier, {"from": OURS, "n": 0}, 30)
    async with asyncio.timeout(10), asyncio.TaskGroup() as tasks:
        following = tasks.create_task(follow_call(live, business_id, OURS, seen.append))
        while not (await redis.pubsub_numsub(f"changes:{business_id}"))[0][1]:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        for call_id, snapshot in (
            (earlier, {"from": OURS, "n": 1}),
            (anothers, {"from": ANOTHERS, "n": 2}),
            (ours, {"from": OURS, "n": 3}),
            (later, {"from": OURS, "n": 4}),
            (ours, {"from": OURS, "n": 5}),
        ):
            await live.publish(business_id, call_id, {"head": snapshot}, 30, whole=True)
        while len(seen) < 2:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        following.cancel()
    assert [snapshot["n"] for snapshot in seen] == [3, 5]
