"""Calls whose node is lost: each gets its fresh stream from one watchdog, or its end from its journal."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import pytest
from redis.asyncio import Redis

from domain.call import codec
from domain.call.effects import NextStepKind
from domain.call.events import CallAnswered, CallBrief, Event, UtteranceEnded
from domain.call.next_step import NextStep
from domain.call_control import CallControl, OpenStream, TakeVoicemail
from domain.dialogue.lines import ENGLISH
from domain.errors import CallEnded, ProviderError
from domain.ids import new_id
from sandbox.local.process import free_port
from sandbox.local.redis import EmbeddedRedis
from services.routing.stream_ended import EndedStream, EndedStreams
from services.routing.streams import PAUSES_S
from services.routing.watchdog import REASON, Watchdog
from storage.postgres import calls
from storage.postgres.calls import CallRow
from storage.postgres.database import Database
from storage.redis.capacity import CallSlots
from storage.redis.connection import open_redis
from storage.redis.tickets import Ticket
from tests.integration.services.routing.call_routing import CallRouting, call_routing, stream_of
from tests.support.businesses import unused_number
from tests.support.dialled_business import DialledBusiness, open_business
from tests.support.waiting import eventually

NOW = datetime(2026, 11, 23, 5, 17, tzinfo=UTC)
NOW_MS = NOW.timestamp() * 1000


class Carrier:
    """Notes the redirects; `error` is raised by each."""

    def __init__(self) -> None:
        self.told: dict[str, list[CallControl]] = {}
        self.error: Exception | None = None

    async def redirect_call(self, call_sid: str, step: CallControl) -> None:
        self.told.setdefault(call_sid, []).append(step)
        if self.error is not None:
            raise self.error


@pytest.fixture
async def own_redis(tmp_path: Path) -> AsyncIterator[Redis]:
    """Leases and capacity are one for the whole Redis."""
    with EmbeddedRedis(tmp_path / "redis") as server:
        client = open_redis(server.url)
        yield client
        await client.aclose()


@pytest.fixture
async def business(database: Database) -> DialledBusiness:
    return await open_business(database, max_concurrent_calls=100)


@pytest.fixture
async def routing(database: Database, own_redis: Redis) -> CallRouting:
    routing = call_routing(database, own_redis)
    await routing.stores.capacity.report("node", CallSlots(90, 100), 60)
    return routing


@pytest.fixture
def carrier() -> Carrier:
    return Carrier()


def watchdog(routing: CallRouting, carrier: Carrier, *, grace_s: float = 0.0) -> Watchdog:
    parts: tuple[Any, ...] = (routing.leases, routing.ended_streams, carrier, routing.records)
    return Watchdog(*cast("tuple[Any, Any, Any, Any]", parts), grace_s=grace_s)


async def served_call(routing: CallRouting, business: DialledBusiness) -> Ticket:
    """A live call: answered, and something was said."""
    step = await routing.incoming_calls.decide(f"CA{new_id().hex}", unused_number(), business.number, NOW)
    ticket = await routing.stores.tickets.claim(*stream_of(step))
    assert ticket is not None
    async with business.database.tenant(business.id) as scope:
        await calls.mark_answered(scope, ticket.call_id, NOW, 400.0)
    brief = CallBrief(str(ticket.call_id), str(business.id), None, "en-AU", "AU", "Hello.", True)
    said = UtteranceEnded("Are you open on Monday?", 0.9, NOW_MS + 3000)
    happened: list[tuple[float, Event]] = [(NOW_MS, CallAnswered(brief, "MZ1")), (NOW_MS + 3300, said)]
    await routing.records.journal.append(
        ticket.call_id, [codec.encode(event, at_ms) for at_ms, event in happened]
    )
    await routing.leases.renew([ticket], 60)
    return ticket


async def lose(routing: CallRouting, *tickets: Ticket) -> None:
    await routing.leases.renew(tickets, 0.001)
    await asyncio.sleep(0.003)


async def row(business: DialledBusiness, ticket: Ticket) -> CallRow:
    found = await business.call(ticket.call_sid)
    assert found is not None
    return found


async def test_two_watchdogs_redirect_each_lost_call_once(
    routing: CallRouting, business: DialledBusiness, carrier: Carrier
) -> None:
    lost = [await served_call(routing, business) for _ in range(8)]
    kept = await served_call(routing, business)
    watchdogs = [watchdog(routing, carrier) for _ in range(2)]
    await lose(routing, *lost)
    redirected = await asyncio.gather(*(each.look() for each in watchdogs))
    assert sum(redirected) == 8
    assert sorted(carrier.told) == sorted(ticket.call_sid for ticket in lost)
    assert {len(steps) for steps in carrier.told.values()} == {1}
    assert kept.call_sid not in carrier.told
    assert await asyncio.gather(*(each.look() for each in watchdogs)) == [0, 0]


async def test_the_carrier_is_sent_to_a_stream_that_lets_the_call_in(
    routing: CallRouting, business: DialledBusiness, carrier: Carrier
) -> None:
    lost = await served_call(routing, business)
    await lose(routing, lost)
    assert await watchdog(routing, carrier).look() == 1
    (step,) = carrier.told[lost.call_sid]
    assert isinstance(step, OpenStream)
    moved = await routing.stores.tickets.claim(step.call_id, step.token)
    assert moved is not None
    assert (moved.call_id, moved.stream_generation) == (lost.call_id, 2)
    assert await routing.leases.lapsed(10) == []
    await routing.leases.renew([moved], 60)
    assert await routing.leases.renew([lost], 60) == (lost,), "a node that wakes up lets go of it"


# --- the carrier asks meanwhile ---------------------------------------------------------------------------------
async def asks(routing: CallRouting, ticket: Ticket) -> CallControl:
    """The carrier has noticed by itself that the call's stream is over."""
    number, generation = ticket.to_number, ticket.stream_generation
    ended = EndedStream(ticket.call_sid, number, call_id=ticket.call_id, stream_generation=generation)
    return await routing.ended_streams.after(ended, NOW)


async def opens(routing: CallRouting, step: CallControl) -> Ticket:
    """The carrier opens the stream, and an agent serves it."""
    ticket = await routing.stores.tickets.claim(*stream_of(step))
    assert ticket is not None, "the upgrade would be refused"
    assert isinstance(step, OpenStream)
    assert ticket.stream_generation == step.stream_generation, "the carrier will ask by this number"
    await routing.leases.renew([ticket], 60)
    return ticket


async def test_a_carrier_that_asks_while_it_is_being_redirected_loses_no_call(
    routing: CallRouting, business: DialledBusiness, carrier: Carrier
) -> None:
    lost = await served_call(routing, business)
    await lose(routing, lost)
    await watchdog(routing, carrier).look()
    answered = await asks(routing, lost)
    assert await asks(routing, lost) == answered
    asked_for = await opens(routing, answered)
    assert await routing.leases.superseded(asked_for), "the redirect will end its stream: nobody has hung up"
    (redirect,) = carrier.told[lost.call_sid]
    redirected = await opens(routing, redirect)
    assert not await routing.leases.superseded(redirected)
    assert await routing.leases.renew([asked_for], 60) == (asked_for,)
    assert await routing.stores.tickets.claim(*stream_of(answered)) is None
    assert await routing.stores.tickets.claim(*stream_of(redirect)) is None
    following = await opens(routing, await asks(routing, redirected))
    assert following.stream_generation == redirected.stream_generation + 1


async def test_a_carrier_that_obeys_before_its_answer_comes_needs_no_answer(
    routing: CallRouting, business: DialledBusiness, carrier: Carrier
) -> None:
    lost = await served_call(routing, business)
    await lose(routing, lost)
    await watchdog(routing, carrier).look()
    redirected = await opens(routing, carrier.told[lost.call_sid][0])
    unheard = await asks(routing, lost)
    assert await routing.stores.tickets.claim(*stream_of(unheard)) is None
    assert not await routing.leases.superseded(redirected)
    assert await routing.leases.ticket(lost.call_id) == redirected


async def test_a_redirect_that_never_comes_costs_the_call_nothing(
    routing: CallRouting, business: DialledBusiness, carrier: Carrier, own_redis: Redis
) -> None:
    lost = await served_call(routing, business)
    carrier.error = ProviderError("twilio", "calls.update", "refused", retryable=True, status=503)
    await lose(routing, lost)
    await watchdog(routing, carrier).look()
    served = await opens(routing, await asks(routing, lost))
    await own_redis.hincrby(f"ticket:{lost.call_id}", "redirected_at", -10_001)
    assert not await routing.leases.superseded(served), "a caller who hangs up now has hung up"
    going_on = await opens(routing, await asks(routing, served))
    assert going_on.stream_generation == served.stream_generation + 1


async def test_a_second_redirect_names_another_stream_than_the_first_which_may_have_come_all_the_same(
    routing: CallRouting, business: DialledBusiness, carrier: Carrier
) -> None:
    lost = await served_call(routing, business)
    carrier.error = ProviderError("twilio", "calls.update", "did not answer in time", retryable=True)
    await lose(routing, lost)
    await watchdog(routing, carrier).look()
    opened = await opens(routing, carrier.told[lost.call_sid][0])
    await lose(routing, opened)
    await watchdog(routing, carrier).look()
    assert await routing.leases.superseded(opened)
    again = await opens(routing, carrier.told[lost.call_sid][1])
    assert again.stream_generation > opened.stream_generation
    assert not await routing.leases.superseded(again)


async def test_between_two_redirects_the_carrier_may_ask(
    routing: CallRouting, business: DialledBusiness, carrier: Carrier
) -> None:
    lost = await served_call(routing, business)
    carrier.error = ProviderError("twilio", "calls.update", "did not answer in time", retryable=True)
    for _ in range(2):
        await lose(routing, lost)
        await watchdog(routing, carrier).look()
    asked_for = await opens(routing, await asks(routing, lost))
    assert await routing.leases.superseded(asked_for)
    await opens(routing, carrier.told[lost.call_sid][1])


async def test_a_carrier_that_has_its_answer_is_not_redirected(
    routing: CallRouting, business: DialledBusiness, carrier: Carrier, own_redis: Redis
) -> None:
    lost = await served_call(routing, business)
    answer = await asks(routing, lost)
    await own_redis.set(f"lease:{lost.call_id}", lost.to_json())  # who answered died before it held the lease
    await lose(routing, lost)
    assert await watchdog(routing, carrier).look() == 0
    assert carrier.told == {}
    assert await routing.leases.lapsed(10) == []
    opened = await opens(routing, answer)
    assert not await routing.leases.superseded(opened)


async def test_a_call_whose_answer_is_being_worked_out_is_left_alone(
    routing: CallRouting, business: DialledBusiness, carrier: Carrier
) -> None:
    lost = await served_call(routing, business)
    await lose(routing, lost)
    room = asyncio.Event()
    asked = asyncio.Event()
    look_for_room = routing.streams.actor_for_a_live_call

    class WaitingForRoom:
        async def actor_for_a_live_call(self, call_id: UUID, generation: int, within_s: float) -> bool:
            asked.set()
            await room.wait()
            return await look_for_room(call_id, generation, within_s)

        def __getattr__(self, name: str) -> Any:
            return getattr(routing.streams, name)

    records, stores = routing.records, routing.stores
    parts: tuple[Any, ...] = (stores.leases, stores.next_steps, routing.profiles, WaitingForRoom())
    waiting = replace(routing, ended_streams=EndedStreams(records, *parts))
    async with asyncio.TaskGroup() as tasks:
        answering = tasks.create_task(asks(waiting, lost))
        await asked.wait()
        assert await watchdog(routing, carrier).look() == 0
        room.set()
    assert carrier.told == {}
    await opens(routing, answering.result())


async def test_a_call_the_carrier_says_is_over_is_closed_from_its_journal(
    routing: CallRouting, business: DialledBusiness, carrier: Carrier
) -> None:
    lost = await served_call(routing, business)
    carrier.error = CallEnded("the call is not in progress")
    await lose(routing, lost)
    assert await watchdog(routing, carrier).look() == 0
    closed = await row(business, lost)
    assert (closed.status, closed.outcome, closed.reason) == ("ended", "answered", "caller hung up")
    assert closed.ended_at == NOW + timedelta(milliseconds=3300)
    assert closed.journal_key is not None
    async with business.database.tenant(business.id) as scope:
        turns = await calls.turns(scope, lost.call_id)
    assert "Are you open on Monday?" in [turn.heard_text for turn in turns]
    assert await routing.leases.ticket(lost.call_id) is None


async def test_a_call_that_is_over_and_left_no_journal_is_closed_all_the_same(
    routing: CallRouting, business: DialledBusiness, carrier: Carrier
) -> None:
    lost = await served_call(routing, business)
    await routing.records.journal.delete(lost.call_id)
    carrier.error = CallEnded("the call is not in progress")
    await lose(routing, lost)
    await watchdog(routing, carrier).look()
    closed = await row(business, lost)
    assert (closed.status, closed.outcome, closed.reason) == ("ended", "failed", REASON)


async def test_a_call_whose_end_was_decided_is_closed_without_touching_its_transfer(
    routing: CallRouting, business: DialledBusiness, carrier: Carrier
) -> None:
    lost = await served_call(routing, business)
    await routing.stores.next_steps.put(lost.call_sid, NextStep(NextStepKind.TRANSFER))
    await lose(routing, lost)
    await watchdog(routing, carrier).look()
    assert carrier.told == {}
    assert (await row(business, lost)).status == "ended"
    assert await routing.leases.ticket(lost.call_id) is None


async def test_what_its_agent_wrote_stands(
    routing: CallRouting, business: DialledBusiness, carrier: Carrier
) -> None:
    lost = await served_call(routing, business)
    async with business.database.tenant(business.id) as scope:
        await calls.finish(scope, lost.call_id, outcome="booked", reason="completed", ended_at=NOW)
    await lose(routing, lost)
    await watchdog(routing, carrier).look()
    assert carrier.told == {}
    written = await row(business, lost)
    assert (written.outcome, written.reason, written.ended_at) == ("booked", "completed", NOW)
    assert await routing.leases.ticket(lost.call_id) is None


async def test_a_carrier_that_cannot_be_told_is_asked_until_the_call_has_no_stream_left(
    routing: CallRouting, business: DialledBusiness, carrier: Carrier
) -> None:
    lost = await served_call(routing, business)
    carrier.error = ProviderError("twilio", "calls.update", "did not answer in time", retryable=True)
    dog = watchdog(routing, carrier)
    for _ in range(len(PAUSES_S) + 1):
        held = await routing.leases.ticket(lost.call_id)
        assert held is not None
        await lose(routing, held)
        assert await dog.look() == 0
    told = carrier.told[lost.call_sid]
    assert len(told) == len(PAUSES_S) + 1
    assert isinstance(told[-1], TakeVoicemail)
    assert told[-1].words == ENGLISH.voicemail_when_failed
    assert await routing.leases.ticket(lost.call_id) is None
    assert await dog.look() == 0
    assert len(told) == len(PAUSES_S) + 1


async def test_after_one_failure_the_call_is_soon_taken_again(
    routing: CallRouting, business: DialledBusiness, carrier: Carrier, own_redis: Redis
) -> None:
    lost = await served_call(routing, business)
    carrier.error = ProviderError("twilio", "calls.update", "refused", retryable=True, status=503)
    await lose(routing, lost)
    await watchdog(routing, carrier).look()
    lapses_ms = await own_redis.zscore("leases", str(lost.call_id))
    seconds, microseconds = await own_redis.time()
    assert lapses_ms is not None
    assert lapses_ms - (seconds * 1000 + microseconds / 1000) <= 1500


async def test_with_postgres_away_lost_calls_are_redirected_all_the_same(
    routing: CallRouting, business: DialledBusiness, carrier: Carrier, own_redis: Redis
) -> None:
    lost = await served_call(routing, business)
    away = Database(f"postgresql://app@127.0.0.1:{free_port()}/receptionist")
    await lose(routing, lost)
    assert await watchdog(call_routing(away, own_redis), carrier).look() == 1
    await away.close()


@asynccontextmanager
async def repeating(step: Callable[[], Awaitable[object]], every_s: float) -> AsyncIterator[None]:
    async def repeat() -> None:
        while True:
            await step()
            await asyncio.sleep(every_s)

    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(repeat())
        yield
        running.cancel()


async def test_a_redis_that_restarts_causes_no_redirect(
    database: Database, business: DialledBusiness, carrier: Carrier, tmp_path: Path
) -> None:
    with EmbeddedRedis(tmp_path / "restarted") as server:
        client = open_redis(server.url)
        routing = call_routing(database, client)
        await routing.stores.capacity.report("node", CallSlots(3, 4), 60)
        served = await served_call(routing, business)
        lost = await served_call(routing, business)
        dog = watchdog(routing, carrier, grace_s=3.0)
        async with repeating(dog.look, 0.05):
            await asyncio.sleep(3.2)
            await routing.leases.renew([served, lost], 0.5)
            await asyncio.to_thread(server.stop)
            await asyncio.sleep(0.6)
            await asyncio.to_thread(server.start)
            assert set(await routing.leases.lapsed(10)) == {served.call_id, lost.call_id}
            assert carrier.told == {}
            await routing.leases.renew([served], 60)
            await eventually(lambda: carrier.told, within_s=20)
        assert list(carrier.told) == [lost.call_sid]
        await client.aclose()
