"""What follows a media stream, on real stores: a fresh one for a call nobody finished, once for each that ended."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from redis.asyncio import Redis

from domain.business import Overflow
from domain.call import codec
from domain.call.effects import NextStepKind
from domain.call.events import CallerHungUp
from domain.call.next_step import NextStep
from domain.call_control import CallControl, HangUp, OpenStream, PutThrough, TakeVoicemail
from domain.dialogue.lines import ENGLISH
from domain.ids import new_id
from sandbox.local.process import free_port
from sandbox.local.redis import EmbeddedRedis
from services.routing.stream_ended import EndedStream
from services.routing.streams import MAX_FRESH_STREAMS, PAUSES_S
from storage.postgres import calls
from storage.postgres.calls import CallRow
from storage.postgres.database import Database
from storage.redis.capacity import CallSlots
from storage.redis.connection import open_redis
from storage.redis.tickets import Ticket
from tests.integration.deployments.media.bad_network import silent_server
from tests.integration.services.routing.call_routing import CallRouting, call_routing, stream_of
from tests.support.businesses import TRANSFER_NUMBER
from tests.support.dialled_business import DialledBusiness, open_business

NOW = datetime(2026, 11, 23, 5, 17, tzinfo=UTC)


@pytest.fixture
async def own_redis(tmp_path: Path) -> AsyncIterator[Redis]:
    """Capacity is one for the whole Redis."""
    with EmbeddedRedis(tmp_path / "redis") as server:
        client = open_redis(server.url)
        yield client
        await client.aclose()


class LiveCall:
    """A call that was let in, and the routing that let it in."""

    def __init__(self, routing: CallRouting, business: DialledBusiness, sid: str, step: CallControl) -> None:
        self.routing = routing
        self.business = business
        self.sid = sid
        self.id, self.token = stream_of(step)

    def ended(self, generation: int = 0, **changes: Any) -> EndedStream:
        return replace(
            EndedStream(self.sid, self.business.number, call_id=self.id, stream_generation=generation),
            **changes,
        )

    async def after(self, generation: int = 0, **changes: Any) -> CallControl:
        return await self.routing.ended_streams.after(self.ended(generation, **changes), NOW)

    async def served(self) -> Ticket:
        """An agent has it: the ticket is used up, the lease held, the row live."""
        ticket = await self.routing.stores.tickets.claim(self.id, self.token)
        assert ticket is not None
        await self.routing.leases.renew([ticket], 60)
        async with self.business.database.tenant(self.business.id) as scope:
            await calls.mark_answered(scope, self.id, NOW, 400.0)
        return ticket

    async def room(self, free: int) -> None:
        await self.routing.stores.capacity.report("node", CallSlots(free, 4), 60)

    async def row(self) -> CallRow:
        row = await self.business.call(self.sid)
        assert row is not None
        return row

    def voicemail(self, words: str) -> TakeVoicemail:
        return TakeVoicemail(words, ENGLISH.voicemail_goodbye, "en-AU", self.business.id)


async def call_at(business: DialledBusiness, redis: Redis, database: Database | None = None) -> LiveCall:
    routing = call_routing(business.database, redis)
    await routing.stores.capacity.report("node", CallSlots(3, 4), 60)
    sid = f"CA{new_id().hex}"
    step = await routing.incoming_calls.decide(sid, "+61400000001", business.number, NOW)
    return LiveCall(call_routing(database or business.database, redis), business, sid, step)


@pytest.fixture
async def business(database: Database) -> DialledBusiness:
    return await open_business(database)


@pytest.fixture
async def call(business: DialledBusiness, own_redis: Redis) -> LiveCall:
    return await call_at(business, own_redis)


# --- a fresh stream ---------------------------------------------------------------------------------------------
async def test_a_call_whose_agent_left_no_word_goes_on_in_a_fresh_stream(call: LiveCall) -> None:
    first = await call.served()
    step = await call.after()
    assert isinstance(step, OpenStream)
    assert (step.call_id, step.stream_generation, step.wait_s) == (call.id, 1, 0)
    assert stream_of(step)[1] != call.token
    moved = await call.routing.stores.tickets.claim(*stream_of(step))
    assert moved == replace(first, stream_generation=1, token_hash=moved.token_hash if moved else "")
    assert await call.routing.leases.ticket(call.id) == moved
    assert await call.routing.leases.lapsed(10) == []
    assert (await call.row()).status == "live"


async def test_a_call_that_wants_to_move_does(call: LiveCall) -> None:
    await call.served()
    await call.routing.stores.next_steps.put(call.sid, NextStep(NextStepKind.MOVE))
    step = await call.after()
    assert isinstance(step, OpenStream)
    assert step.stream_generation == 1
    assert await call.after() == step
    assert await call.routing.stores.next_steps.get(call.sid) is None


async def test_asked_again_about_one_stream_the_answer_is_the_same(call: LiveCall) -> None:
    await call.served()
    steps = await asyncio.gather(*(call.after() for _ in range(10)))
    assert len(set(steps)) == 1
    await call.routing.stores.tickets.claim(*stream_of(steps[0]))
    await call.routing.stores.capacity.report("node", CallSlots(0, 4), 60)
    assert await call.after() == steps[0], "not an overflow for a call that has its stream"
    assert await call.routing.stores.tickets.claim(*stream_of(steps[0])) is None


async def test_a_stream_that_could_not_be_opened_is_tried_again_ever_later_and_then_no_more(
    call: LiveCall,
) -> None:
    waits: list[int] = []
    for generation in range(len(PAUSES_S)):
        step = await call.after(generation)
        assert isinstance(step, OpenStream)
        assert step.stream_generation == generation + 1
        waits.append(step.wait_s)
    assert waits == list(PAUSES_S) == sorted(PAUSES_S)
    last = call.voicemail(ENGLISH.voicemail_when_busy)
    assert await call.after(len(PAUSES_S)) == last
    row = await call.row()
    assert (row.status, row.outcome, row.reason) == ("ended", "missed", "no media stream was opened")
    assert await call.after(len(PAUSES_S)) == last
    assert await call.routing.leases.ticket(call.id) is None


async def test_a_long_call_may_move_again_when_a_minute_has_passed(call: LiveCall, own_redis: Redis) -> None:
    ticket = await call.served()
    for _ in range(3):
        for generation in range(ticket.stream_generation, ticket.stream_generation + len(PAUSES_S)):
            assert isinstance(await call.after(generation), OpenStream)
        await own_redis.delete(f"moves:{call.id}")
        moved = await call.routing.leases.ticket(call.id)
        assert moved is not None
        ticket = moved
    assert ticket.stream_generation == 3 * len(PAUSES_S)


async def test_no_call_moves_for_ever(call: LiveCall) -> None:
    ticket = await call.served()
    worn = replace(ticket, stream_generation=MAX_FRESH_STREAMS)
    await call.routing.leases.renew([worn], 60)
    assert await call.routing.ended_streams.unasked(worn, NOW) == call.voicemail(
        ENGLISH.voicemail_when_failed
    )


async def test_the_reserve_is_for_calls_that_lost_their_stream(call: LiveCall) -> None:
    await call.served()
    await call.room(1)
    fresh = await call.routing.incoming_calls.decide(f"CA{new_id().hex}", None, call.business.number, NOW)
    assert isinstance(fresh, TakeVoicemail)
    assert isinstance(await call.after(), OpenStream)


async def test_long_after_its_ticket_a_call_is_known_by_its_lease(call: LiveCall, own_redis: Redis) -> None:
    ticket = await call.served()
    await own_redis.delete(f"ticket:{call.id}")
    step = await call.after()
    assert isinstance(step, OpenStream)
    moved = await call.routing.stores.tickets.claim(*stream_of(step))
    assert moved is not None
    assert (moved.received_at, moved.from_number) == (ticket.received_at, "+61400000001")


async def test_a_call_with_only_a_journal_left_goes_on(call: LiveCall, own_redis: Redis) -> None:
    await call.served()
    await call.routing.records.journal.append(call.id, [codec.encode(CallerHungUp("lost"), 1.0)])
    await own_redis.delete(f"ticket:{call.id}", f"lease:{call.id}")
    step = await call.after(2)
    assert isinstance(step, OpenStream)
    assert step.stream_generation == 3
    moved = await call.routing.stores.tickets.claim(*stream_of(step))
    assert moved is not None
    assert (moved.call_sid, moved.business_id, moved.received_at) == (call.sid, call.business.id, NOW)


async def test_a_document_of_an_older_version_asks_without_naming_its_stream(call: LiveCall) -> None:
    await call.served()
    step = await call.routing.ended_streams.after(EndedStream(call.sid, call.business.number), NOW)
    assert isinstance(step, OpenStream)
    assert (step.call_id, step.stream_generation) == (call.id, 1)


# --- no fresh stream --------------------------------------------------------------------------------------------
async def test_a_call_whose_caller_hung_up_is_not_reopened(call: LiveCall) -> None:
    await call.served()
    await call.routing.stores.next_steps.put(call.sid, NextStep(NextStepKind.MOVE))
    assert await call.after(call_ended=True) == HangUp()
    ticket = await call.routing.leases.ticket(call.id)
    assert ticket is not None
    assert ticket.stream_generation == 0


@pytest.mark.parametrize("other", ["sid", "number"])
async def test_a_stream_of_another_call_is_nobodys(call: LiveCall, database: Database, other: str) -> None:
    await call.served()
    rival = await open_business(database, name="Rival")
    forged = {"call_sid": f"CA{new_id().hex}"} if other == "sid" else {"to_number": rival.number}
    assert await call.after(**forged) == HangUp()
    ticket = await call.routing.leases.ticket(call.id)
    assert ticket is not None
    assert ticket.stream_generation == 0


@pytest.mark.parametrize("free", [0, None])
async def test_with_no_node_left_a_live_call_becomes_a_message(
    call: LiveCall, own_redis: Redis, free: int | None
) -> None:
    await call.served()
    await call.routing.stores.live.keep(call.business.id, call.id, {"phase": "listening"}, 60)
    if free is None:
        await own_redis.delete("capacity:node")
    else:
        await call.room(free)
    last = call.voicemail(ENGLISH.voicemail_when_failed)
    assert await call.after() == last
    assert await call.after() == last
    assert await call.routing.leases.ticket(call.id) is None
    assert await call.routing.stores.live.list(call.business.id) == {}
    row = await call.row()
    assert (row.status, row.ended_at) == ("live", NOW), "its journal has still to be written"


async def test_with_no_node_left_the_owner_is_rung_where_wanted(database: Database, own_redis: Redis) -> None:
    call = await call_at(await open_business(database, overflow=Overflow.FORWARD), own_redis)
    await call.served()
    await call.room(0)
    assert await call.after() == PutThrough(TRANSFER_NUMBER, ENGLISH.transferring, "en-AU", call.business.id)


async def test_a_live_call_is_not_put_on_hold(database: Database, own_redis: Redis) -> None:
    call = await call_at(await open_business(database, overflow=Overflow.RETRY), own_redis)
    await call.room(0)
    assert await call.after() == call.voicemail(ENGLISH.voicemail_when_busy)


# --- stores away ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("way", ["refused", "silent"])
async def test_with_postgres_away_a_call_goes_on_all_the_same(
    business: DialledBusiness, own_redis: Redis, way: str
) -> None:
    async with silent_server() as port:
        address = f"127.0.0.1:{port if way == 'silent' else free_port()}"
        away = Database(f"postgresql://app@{address}/receptionist", connect_timeout_s=60)
        call = await call_at(business, own_redis, away)
        await call.served()
        async with asyncio.timeout(6):
            step = await call.after()
        assert isinstance(step, OpenStream)
        await away.close()


async def test_with_postgres_and_every_node_away_the_carrier_takes_a_message(
    business: DialledBusiness, own_redis: Redis
) -> None:
    away = Database(f"postgresql://app@127.0.0.1:{free_port()}/receptionist")
    call = await call_at(business, own_redis, away)
    await call.served()
    await call.room(0)
    await own_redis.delete(f"profile:{business.id}")
    lines = (ENGLISH.voicemail_when_failed, ENGLISH.voicemail_goodbye)
    assert await call.after() == TakeVoicemail(*lines, "en", business.id)
    await away.close()


async def test_with_redis_away_a_live_call_becomes_a_message_and_the_watchdog_leaves_it_alone(
    business: DialledBusiness, own_redis: Redis
) -> None:
    call = await call_at(business, own_redis)
    ticket = await call.served()
    assert await call.routing.ended_streams.awaits_stream(ticket)
    away = open_redis(f"redis://127.0.0.1:{free_port()}")
    step = await call_routing(business.database, away).ended_streams.after(call.ended(), NOW)
    assert step == call.voicemail(ENGLISH.voicemail_when_failed)
    assert not await call.routing.ended_streams.awaits_stream(ticket)
    await away.aclose()


# --- whether a lost call is still to be served ------------------------------------------------------------------
@pytest.mark.parametrize(
    ("kind", "awaited"), [("move", True), ("hangup", False), ("transfer", False), ("voicemail", False)]
)
async def test_a_call_whose_end_was_decided_awaits_no_stream(
    call: LiveCall, kind: str, awaited: bool
) -> None:
    ticket = await call.served()
    await call.routing.stores.next_steps.put(call.sid, NextStep(NextStepKind(kind)))
    assert await call.routing.ended_streams.awaits_stream(ticket) is awaited


async def test_a_call_that_is_over_awaits_no_stream(call: LiveCall) -> None:
    ticket = await call.served()
    async with call.business.database.tenant(call.business.id) as scope:
        await calls.mark_over(scope, call.id, NOW)
    assert not await call.routing.ended_streams.awaits_stream(ticket)
    async with call.business.database.tenant(call.business.id) as scope:
        await calls.finish(scope, call.id, outcome="booked", ended_at=NOW)
    assert not await call.routing.ended_streams.awaits_stream(ticket)
