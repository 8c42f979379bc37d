"""Phones are answered when an agent can speak, on real stores; a node here answers as the test says."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from redis.asyncio import Redis

from domain.business import Overflow
from domain.call_control import Hold, OpenStream, TakeVoicemail
from domain.dialogue.lines import ENGLISH
from domain.ids import new_id
from sandbox.local.redis import EmbeddedRedis
from services.routing.stream_ended import EndedStream
from storage.postgres import calls
from storage.postgres.database import Database
from storage.redis.capacity import CallSlots
from storage.redis.connection import open_redis
from storage.redis.rings import Answer, Rings
from storage.redis.tickets import stream_key
from tests.integration.services.routing.call_routing import CallRouting, call_routing, stream_of
from tests.support.dialled_business import DialledBusiness, open_business

NOW = datetime(2026, 11, 23, 5, 17, tzinfo=UTC)
SLOTS = CallSlots(8, 8)


@pytest.fixture
async def own_redis(tmp_path: Path) -> AsyncIterator[Redis]:
    """Nodes are one list for the whole Redis."""
    with EmbeddedRedis(tmp_path / "redis") as server:
        client = open_redis(server.url)
        yield client
        await client.aclose()


@pytest.fixture
def routing(database: Database, own_redis: Redis) -> CallRouting:
    return call_routing(database, own_redis)


@pytest.fixture
async def business(database: Database) -> DialledBusiness:
    return await open_business(database)


class AnsweringNode:
    """`rang` are the streams it was asked for; `has_actors` is what it answers, once `answers` is set."""

    def __init__(self, rings: Rings, *, has_actors: bool) -> None:
        self.rang: list[str] = []
        self.answers = asyncio.Event()
        self.answers.set()
        self._rings = rings
        self._has_actors = has_actors

    async def run(self) -> None:
        while True:
            for ring in await self._rings.next("node", 1):
                self.rang.append(ring.stream)
                await self.answers.wait()
                await self._rings.answer(ring.stream, Answer("node", self._has_actors), SLOTS, 1, 60)


@asynccontextmanager
async def a_node(routing: CallRouting, *, has_actors: bool = True) -> AsyncIterator[AnsweringNode]:
    rings = routing.stores.rings
    await rings.tell("node", SLOTS, 1, 60)
    node = AnsweringNode(rings, has_actors=has_actors)
    running = asyncio.get_running_loop().create_task(node.run())
    try:
        yield node
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def test_a_phone_rings_until_the_node_has_an_actor_for_it(
    routing: CallRouting, business: DialledBusiness
) -> None:
    async with a_node(routing) as node:
        node.answers.clear()
        sid = f"CA{new_id().hex}"
        deciding = asyncio.get_running_loop().create_task(
            routing.incoming_calls.decide(sid, None, business.number, NOW)
        )
        async with asyncio.timeout(10):
            while not node.rang:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        assert not deciding.done()
        row = await business.call(sid)
        assert row is not None
        assert row.status == "ringing", "it holds its line meanwhile"
        node.answers.set()
        opened = await deciding
        assert node.rang == [stream_key(stream_of(opened)[0], 0)]
        assert await routing.incoming_calls.decide(sid, None, business.number, NOW) == opened


@pytest.mark.parametrize("overflow", [Overflow.VOICEMAIL, Overflow.RETRY])
async def test_a_phone_no_node_has_an_actor_for_is_answered_by_the_overflow(
    routing: CallRouting, database: Database, overflow: Overflow
) -> None:
    business = await open_business(database, overflow=overflow)
    async with a_node(routing, has_actors=False):
        sid = f"CA{new_id().hex}"
        step = await routing.incoming_calls.decide(sid, None, business.number, NOW)
        assert isinstance(step, Hold if overflow is Overflow.RETRY else TakeVoicemail)
        row = await business.call(sid)
        assert row is not None
        assert (row.outcome, row.reason) == ("missed", "no call actor was ready in time")
    if overflow is Overflow.RETRY:
        async with a_node(routing):
            again = await routing.incoming_calls.decide(sid, None, business.number, NOW, attempt=1)
            assert isinstance(again, OpenStream)


async def test_a_call_the_business_has_no_line_for_asks_no_node(
    routing: CallRouting, database: Database
) -> None:
    business = await open_business(database, max_concurrent_calls=1)
    async with a_node(routing) as node:
        for _ in range(2):
            await routing.incoming_calls.decide(f"CA{new_id().hex}", None, business.number, NOW)
        assert len(node.rang) == 1


@pytest.mark.parametrize("talked", [True, False])
async def test_a_stream_that_ended_is_followed_by_one_an_actor_is_kept_for(
    routing: CallRouting, business: DialledBusiness, talked: bool
) -> None:
    async with a_node(routing) as node:
        sid = f"CA{new_id().hex}"
        opened = await routing.incoming_calls.decide(sid, None, business.number, NOW)
        call_id, token = stream_of(opened)
        if talked:
            await _talks(routing, business, sid, token)
        step = await routing.ended_streams.after(EndedStream(sid, business.number, False, call_id, 0), NOW)
        assert isinstance(step, OpenStream)
        assert node.rang[-1] == stream_key(call_id, 1)


@pytest.mark.parametrize("talked", [True, False])
async def test_a_caller_who_is_connected_and_nobody_has_talked_to_is_not_kept_waiting_in_silence(
    routing: CallRouting, business: DialledBusiness, talked: bool
) -> None:
    """A conversation goes on as soon as a node gets round to it: its caller knows who they are waiting for."""
    sid = f"CA{new_id().hex}"
    async with a_node(routing):
        opened = await routing.incoming_calls.decide(sid, None, business.number, NOW)
    call_id, token = stream_of(opened)
    if talked:
        await _talks(routing, business, sid, token)
    async with a_node(routing, has_actors=False):
        step = await routing.ended_streams.after(EndedStream(sid, business.number, False, call_id, 0), NOW)
    if talked:
        assert isinstance(step, OpenStream)
    else:
        words = ENGLISH.voicemail_when_busy
        assert step == TakeVoicemail(words, ENGLISH.voicemail_goodbye, "en-AU", business.id)


async def _talks(routing: CallRouting, business: DialledBusiness, sid: str, token: str) -> None:
    row = await business.call(sid)
    assert row is not None
    ticket = await routing.stores.tickets.claim(row.id, token)
    assert ticket is not None
    await routing.leases.renew([ticket], 60)
    async with business.database.tenant(business.id) as scope:
        await calls.mark_answered(scope, row.id, NOW, 400.0)
