"""The process that serves a call is killed while the agent speaks: the call goes on, on the same connection."""

import asyncio
import os
import signal
from contextlib import aclosing
from uuid import UUID

import pytest
import ray
from ray.util import list_named_actors

from sandbox.local.running import Running
from storage.redis.connection import open_redis
from storage.redis.live_view import LiveCalls
from tests.e2e.ringing import ring

pytestmark = pytest.mark.timeout(180)

BOOKING = (
    "Hi, I'd like to book a haircut next Wednesday at ten o'clock in the morning please.",
    "My name is Emily Clark.",
    "Yes please.",
    "No thank you, that's all. Goodbye.",
)
CALLER = "+61400009999"
KILLED_IN_TURNS = (3, 5)
"""Counted over both speakers: the first two answers after the greeting."""


async def process_serving(call_id: str) -> int:
    """The process id of the call actor that has this call."""
    while True:
        for actor in list_named_actors(all_namespaces=True):
            if actor["name"].startswith("call-actor-"):
                handle = ray.get_actor(actor["name"], namespace=actor["namespace"])
                described = await handle.describe.remote()
                if call_id in described["calls"]:
                    return int(described["pid"])
        await asyncio.sleep(0.1)


async def kill_while_the_agent_speaks(running: Running) -> list[int]:
    """Kills the serving process once in each of `KILLED_IN_TURNS`; returns the process ids."""
    redis = open_redis(running.redis_url)
    killed: dict[int, int] = {}
    async with aclosing(LiveCalls(redis).watch(UUID(running.business_id))) as changes:
        async for change in changes:
            seen = change.snapshot
            if seen is None or seen["from"] != CALLER or seen["phase"] != "speaking":
                continue
            turn = len(seen["turns"])
            if turn in KILLED_IN_TURNS and turn not in killed:
                killed[turn] = await process_serving(seen["call_id"])
                os.kill(killed[turn], signal.SIGKILL)
                if len(killed) == len(KILLED_IN_TURNS):
                    break
    await redis.aclose()
    return list(killed.values())


async def test_a_call_outlives_its_processes_and_still_books_once(running: Running) -> None:
    async with asyncio.TaskGroup() as tasks:
        killing = tasks.create_task(kill_while_the_agent_speaks(running))
        call = await ring(running, *BOOKING, number=CALLER)
        killing.cancel()
    said = "\n".join(
        f"{turn.speaker}: {turn.heard_text}" for turn in (call.facts.turns if call.facts else [])
    )
    assert killing.done()
    assert not killing.cancelled(), said
    assert len(set(killing.result())) == len(KILLED_IN_TURNS)
    assert len(call.heard.streams) == 1, "the caller's connection was never lost"
    assert not call.heard.errors
    assert call.facts is not None
    assert call.facts.call.outcome == "booked", said
    assert call.facts.booking is not None
    assert call.facts.booking.customer_name == "Emily Clark"
