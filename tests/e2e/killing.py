"""Killing the process that serves a call, while the agent speaks."""

import asyncio
import os
import signal
from collections.abc import Collection
from contextlib import aclosing
from uuid import UUID

from load.chaos.serving import serving_processes
from sandbox.local.running import Running
from storage.redis.connection import open_redis
from storage.redis.live_view import LiveCalls


async def process_serving(call_id: str) -> int:
    """The process id of the call actor that has this call."""
    while True:
        serving = await asyncio.to_thread(serving_processes)
        if call_id in serving:
            return serving[call_id]
        await asyncio.sleep(0.1)


async def kill_while_the_agent_speaks(running: Running, caller: str, in_turns: Collection[int]) -> list[int]:
    """Kills the process that serves this caller once in each of these turns, counted over both speakers.

    Returns:
        The ids of the killed processes.
    """
    redis = open_redis(running.redis_url)
    killed: dict[int, int] = {}
    async with aclosing(LiveCalls(redis).watch(UUID(running.business_id))) as changes:
        async for change in changes:
            seen = change.snapshot
            if seen is None or seen["from"] != caller or seen["phase"] != "speaking":
                continue
            turn = len(seen["turns"])
            if turn in in_turns and turn not in killed:
                killed[turn] = await process_serving(seen["call_id"])
                os.kill(killed[turn], signal.SIGKILL)
                if len(killed) == len(in_turns):
                    break
    await redis.aclose()
    return list(killed.values())
