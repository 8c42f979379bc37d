"""Postgres is away while the caller books: they hear that it is not confirmed yet, and get a text once it is."""

import asyncio
from contextlib import aclosing
from typing import Any
from uuid import UUID

import httpx
import pytest

from sandbox.demo.facts import CallFacts, read_facts
from sandbox.local.running import Running
from sandbox.local.system import LocalSystem
from storage.redis.connection import open_redis
from storage.redis.live_view import LiveCalls
from tests.e2e.ringing import ring

pytestmark = pytest.mark.timeout(240)

CALLER = "+61400008888"
BOOKING = (
    "Hi, I'd like to book a haircut next Monday at eleven o'clock in the morning please.",
    "My name is Emily Clark.",
    "Yes please.",
    "No thank you, that's all. Goodbye.",
)


async def agent_says(running: Running, words: str) -> None:
    """Returns as soon as the agent of this caller's call has written these words."""
    redis = open_redis(running.redis_url)
    async with aclosing(LiveCalls(redis).watch(UUID(running.business_id))) as changes:
        async for change in changes:
            seen = change.snapshot
            if seen is not None and seen["from"] == CALLER:
                said = " ".join(turn["text"] for turn in seen["turns"] if turn["speaker"] == "agent")
                if words in said:
                    break
    await redis.aclose()


async def away_for_the_booking(system: LocalSystem, running: Running) -> None:
    """Stops Postgres when all is agreed and starts it when the caller has been told."""
    assert system.postgres is not None
    await agent_says(running, "Shall I book that?")
    await asyncio.to_thread(system.postgres.stop)
    try:
        await agent_says(running, "I can't confirm that just now.")
    finally:
        await asyncio.to_thread(system.postgres.start)


async def texts(running: Running) -> list[dict[str, Any]]:
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.get(f"{running.twilio_url}/_sandbox/messages")
        return [text for text in answer.json()["messages"] if text["to"] == CALLER]


async def booked_and_texted(running: Running, call_sid: str) -> CallFacts:
    """The call's rows once the worker is done with it."""
    async with asyncio.timeout(60):
        while True:
            facts = await read_facts(running.database_url, UUID(running.business_id), call_sid)
            if facts is not None and facts.booking is not None and await texts(running):
                return facts
            await asyncio.sleep(0.2)


async def test_a_caller_who_books_while_postgres_is_away_is_told_so_and_texted_once_it_is_booked(
    system: LocalSystem, running: Running
) -> None:
    async with asyncio.TaskGroup() as tasks:
        outage = tasks.create_task(away_for_the_booking(system, running))
        call = await ring(running, *BOOKING, number=CALLER)
        outage.cancel()
    assert not outage.cancelled(), call.agent_said
    assert "You'll get a text message as soon as it's booked." in call.agent_said
    assert "all booked" not in call.agent_said

    facts = await booked_and_texted(running, call.heard.call_sid)
    assert facts.booking is not None
    assert (facts.booking.customer_name, facts.booking.status) == ("Emily Clark", "confirmed")
    assert (facts.call.status, facts.call.outcome) == ("ended", "booked")
    (text,) = await texts(running)
    assert text["from"] == running.number
    assert "your Haircut with Mia is booked for Monday" in text["body"]
