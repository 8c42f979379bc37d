"""What callers ask for while Postgres is away is done once it is back, once, and they are told by text message."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from redis.asyncio import Redis

from domain.errors import InvalidInput, StorageError
from sandbox.local.postgres import EmbeddedPostgres
from sandbox.local.redis import EmbeddedRedis
from services.notifications.text_drain import TextDrain
from services.profiles import Profiles
from services.tools.deferred_apply import DeferredApplier
from services.tools.deferred_drain import MAX_FAILURES, DeferredDrain
from services.tools.deferred_queue import DeferredQueue
from services.tools.messages import MESSAGE_TAKEN
from services.tools.runner import CallContext, ToolOutcome, ToolRunner
from storage.postgres import bookings, calls, messages, tables
from storage.postgres.calls import CallRow
from storage.postgres.database import Database
from storage.redis.connection import open_redis
from storage.redis.deferred import DeferredStore, DeferredWrite
from tests.integration.services.tools.promised_bookings import CALLER, WANTED, written
from tests.support.own_stores import (
    TextedCarrier,
    app_url,
    empty_outbox,
    frozen,
    own_postgres,
    texting,
)
from tests.support.salons import Salon
from tests.support.waiting import eventually

OUR_NUMBER = "+61280001234"


BOOKING = {"offering": "Haircut", "starts_at_local": f"{WANTED:%Y-%m-%dT%H:%M}", "customer_name": "Sam"}
MESSAGE = {"message": "Please ring me about Friday", "caller_name": "Sam"}


# --- the stores, the processes ----------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def own_server() -> Iterator[EmbeddedPostgres]:
    with own_postgres() as server:
        yield server


@pytest.fixture
def postgres(own_server: EmbeddedPostgres) -> EmbeddedPostgres:
    own_server.start()
    return own_server


@pytest.fixture
async def database(postgres: EmbeddedPostgres) -> AsyncIterator[Database]:
    """Takes the place of the shared one, also for `salon`; its outbox, which workers drain whole, is empty."""
    await empty_outbox(postgres)
    database = Database(app_url(postgres), pool_size=2, max_overflow=6)
    yield database
    await database.close()


@pytest.fixture
def redis_server(tmp_path: Path) -> Iterator[EmbeddedRedis]:
    with EmbeddedRedis(tmp_path / "redis") as server:
        yield server


@pytest.fixture
async def redis(redis_server: EmbeddedRedis) -> AsyncIterator[Redis]:
    client = open_redis(redis_server.url)
    yield client
    await client.aclose()


@pytest.fixture
async def texted() -> AsyncIterator[TextedCarrier]:
    async with texting() as texted:
        yield texted


@dataclass(frozen=True, slots=True)
class CallProcess:
    """What a call's process has: its tools and what it could not write."""

    salon: Salon
    deferred: DeferredQueue

    async def ask(
        self, call: CallContext, tool: str = "book_appointment", arguments: dict[str, Any] = BOOKING
    ) -> tuple[ToolOutcome, dict[str, Any]]:
        tools = ToolRunner(self.salon.database, self.salon.profile, deferred=self.deferred, timeout_s=2.0)
        outcome = await tools.run(call, "call_1", tool, arguments, datetime.now(UTC))
        return outcome, json.loads(outcome.content)


@dataclass(frozen=True, slots=True)
class Workshop:
    """One worker's parts."""

    writes: DeferredDrain
    texts: TextDrain

    async def drain(self) -> None:
        """Everything that is due."""
        await self.writes.drain()
        while await self.texts.drain():
            pass


@pytest.fixture
def applier(database: Database, redis: Redis) -> DeferredApplier:
    return DeferredApplier(database, Profiles(database, redis))


@pytest.fixture
def process(salon: Salon, redis: Redis, applier: DeferredApplier) -> CallProcess:
    return CallProcess(salon, DeferredQueue(DeferredStore(redis), applier))


@pytest.fixture
def open_workshop(
    database: Database, redis: Redis, applier: DeferredApplier, texted: TextedCarrier
) -> Callable[[], Workshop]:
    return lambda: Workshop(
        DeferredDrain(DeferredStore(redis), applier, database),
        TextDrain(database, texted.carrier, fallback_number=OUR_NUMBER),
    )


@pytest.fixture
def workshop(open_workshop: Callable[[], Workshop]) -> Workshop:
    return open_workshop()


@asynccontextmanager
async def running(deferred: DeferredQueue) -> AsyncIterator[None]:
    task = asyncio.get_running_loop().create_task(deferred.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@asynccontextmanager
async def away(postgres: EmbeddedPostgres) -> AsyncIterator[None]:
    """Without Postgres; it is back afterwards."""
    await asyncio.to_thread(postgres.stop)
    try:
        yield
    finally:
        await asyncio.to_thread(postgres.start)


async def call_row(salon: Salon, call: CallContext) -> CallRow:
    async with salon.database.tenant(salon.profile.id) as scope:
        return await calls.get(scope, call.call_id)


# --- bookings ---------------------------------------------------------------------------------------------------
async def test_a_booking_asked_for_while_postgres_is_away_is_made_once_and_texted_once(
    process: CallProcess, workshop: Workshop, postgres: EmbeddedPostgres, texted: TextedCarrier
) -> None:
    salon, call = process.salon, await process.salon.call(CALLER)
    async with away(postgres):
        outcome, told = await process.ask(call)
        again, _ = await process.ask(call)
    assert (outcome.ok, outcome.booking_id, outcome.effect) == (False, None, None)
    assert (told["result"], told["confirmed"], told["text_message"]) == ("deferred", False, True)
    assert again == outcome
    assert process.deferred.waiting == 0

    for _ in range(2):
        await workshop.drain()
    async with salon.database.tenant(salon.profile.id) as scope:
        (booking,) = await bookings.for_call(scope, call.call_id)
    assert (booking.customer_name, booking.status) == ("Sam", "confirmed")
    (text,) = await texted.texts()
    assert (text["to"], text["from"]) == (CALLER, OUR_NUMBER)
    assert text["body"].startswith(
        "Harbour Street Hair: Hi Sam, your Haircut with Mia is booked for Tuesday "
    )
    assert text["body"].endswith("at 10:00 am. 12 Harbour Street, Sydney.")


async def test_a_postgres_that_hangs_defers_as_well_and_does_not_keep_the_caller_waiting(
    process: CallProcess, workshop: Workshop, postgres: EmbeddedPostgres, texted: TextedCarrier
) -> None:
    call = await process.salon.call(CALLER)
    with frozen(postgres):
        async with asyncio.timeout(3.5):  # the tool's two seconds, and one for Redis
            _, told = await process.ask(call)
    assert told["result"] == "deferred"
    await eventually_drained(workshop)
    assert await process.salon.count(tables.Booking) == 1
    assert len(await texted.texts()) == 1


async def test_asking_again_once_postgres_is_back_books_and_the_deferred_item_then_does_nothing(
    process: CallProcess, workshop: Workshop, postgres: EmbeddedPostgres, texted: TextedCarrier
) -> None:
    salon, call = process.salon, await process.salon.call(CALLER)
    async with away(postgres):
        await process.ask(call)
    booked, told = await process.ask(call)
    assert (booked.ok, told["result"]) == (True, "booked")
    await workshop.drain()
    assert await salon.count(tables.Booking) == 1
    assert len(await texted.texts()) == 1
    assert (await process.ask(call))[0].booking_id == booked.booking_id


async def test_asking_again_after_the_worker_made_it_gives_that_booking(
    process: CallProcess, workshop: Workshop, postgres: EmbeddedPostgres
) -> None:
    call = await process.salon.call(CALLER)
    async with away(postgres):
        await process.ask(call)
    await workshop.drain()
    booked, _ = await process.ask(call)
    async with process.salon.database.tenant(process.salon.profile.id) as scope:
        (booking,) = await bookings.for_call(scope, call.call_id)
    assert (booked.ok, booked.booking_id) == (True, booking.id)


async def test_two_workers_make_one_booking_and_send_one_text(
    process: CallProcess,
    open_workshop: Callable[[], Workshop],
    postgres: EmbeddedPostgres,
    texted: TextedCarrier,
) -> None:
    call = await process.salon.call(CALLER)
    async with away(postgres):
        await process.ask(call)
    await asyncio.gather(*(open_workshop().drain() for _ in range(2)))
    await open_workshop().drain()
    assert await process.salon.count(tables.Booking) == 1
    assert len(await texted.texts()) == 1


async def test_a_time_taken_meanwhile_is_refused_by_text(
    process: CallProcess, workshop: Workshop, postgres: EmbeddedPostgres, texted: TextedCarrier
) -> None:
    salon, call = process.salon, await process.salon.call(CALLER)
    async with away(postgres):
        await process.ask(call)
    quicker, _ = await process.ask(await salon.call(None), arguments={**BOOKING, "customer_name": "Kim"})
    assert quicker.ok
    for _ in range(2):
        await workshop.drain()
    (text,) = await texted.texts()
    assert text["to"] == CALLER
    assert "your Haircut on Tuesday" in text["body"]
    assert "could not be booked" in text["body"]
    assert await salon.count(tables.Booking) == 1
    assert (await call_row(salon, call)).outcome is None


async def test_a_caller_without_a_number_is_told_to_ring_again_and_booked_all_the_same(
    process: CallProcess, workshop: Workshop, postgres: EmbeddedPostgres, texted: TextedCarrier
) -> None:
    call = await process.salon.call(None)
    async with away(postgres):
        _, told = await process.ask(call)
    assert (told["result"], told["text_message"]) == ("deferred", False)
    assert "call later" in told["message"]
    await workshop.drain()
    assert await process.salon.count(tables.Booking) == 1
    assert await texted.texts() == []


# --- messages ---------------------------------------------------------------------------------------------------
async def test_a_message_left_while_postgres_is_away_reaches_the_outbox_once(
    process: CallProcess, workshop: Workshop, postgres: EmbeddedPostgres, texted: TextedCarrier
) -> None:
    salon, call = process.salon, await process.salon.call(CALLER)
    async with away(postgres):
        outcome, told = await process.ask(call, "take_message", MESSAGE)
    assert (outcome.ok, outcome.message_id, told["result"]) == (False, None, "deferred")
    for _ in range(2):
        await workshop.drain()
    async with salon.database.tenant(salon.profile.id) as scope:
        (kept,) = await messages.for_call(scope, call.call_id)
    assert (kept.text, kept.callback_number) == (MESSAGE["message"], CALLER)
    assert [kind for kind, _, _ in await salon.promised()] == [MESSAGE_TAKEN]
    assert await texted.texts() == []
    assert (await call_row(salon, call)).outcome == "message"


async def test_a_search_and_a_transfer_are_never_deferred(
    process: CallProcess, postgres: EmbeddedPostgres, redis: Redis
) -> None:
    call = await process.salon.call(CALLER)
    async with away(postgres):
        _, searched = await process.ask(call, "find_slots", {"offering": "Haircut"})
        transferred, _ = await process.ask(call, "transfer_call", {"reason": "asked"})
    assert (searched["result"], searched["code"]) == ("refused", "unavailable")
    assert transferred.effect == "transfer"
    assert await DeferredStore(redis).waiting() == 0


# --- both stores away -------------------------------------------------------------------------------------------
async def test_with_both_stores_away_it_waits_in_the_process_until_redis_is_back(
    process: CallProcess,
    workshop: Workshop,
    postgres: EmbeddedPostgres,
    redis_server: EmbeddedRedis,
    texted: TextedCarrier,
) -> None:
    call = await process.salon.call(CALLER)
    async with away(postgres), running(process.deferred):
        await asyncio.to_thread(redis_server.stop)
        first, told = await process.ask(call)
        again, _ = await process.ask(call)
        assert (told["result"], again, process.deferred.waiting) == ("deferred", first, 1)
        await asyncio.to_thread(redis_server.start)
        await eventually(lambda: process.deferred.waiting == 0)
    await workshop.drain()
    assert await process.salon.count(tables.Booking) == 1
    assert len(await texted.texts()) == 1


async def test_with_both_stores_away_postgres_may_be_back_first(
    process: CallProcess, workshop: Workshop, postgres: EmbeddedPostgres, redis_server: EmbeddedRedis
) -> None:
    call = await process.salon.call(CALLER)
    async with running(process.deferred):
        async with away(postgres):
            await asyncio.to_thread(redis_server.stop)
            await process.ask(call)
            assert process.deferred.waiting == 1
        await eventually(lambda: process.deferred.waiting == 0)
    assert await process.salon.count(tables.Booking) == 1
    assert (await call_row(process.salon, call)).outcome == "booked"
    await asyncio.to_thread(redis_server.start)
    await workshop.drain()
    assert await process.salon.count(tables.Booking) == 1


# --- what goes wrong --------------------------------------------------------------------------------------------
async def test_while_postgres_is_away_the_item_stays_and_nothing_is_held_against_it(
    process: CallProcess, workshop: Workshop, postgres: EmbeddedPostgres, redis: Redis
) -> None:
    call = await process.salon.call(CALLER)
    deferred = DeferredStore(redis)
    async with away(postgres):
        await process.ask(call)
        for _ in range(MAX_FAILURES + 1):
            with pytest.raises(StorageError):
                await workshop.writes.drain()
            assert await deferred.waiting() == 1
            await fall_due(redis)
    await workshop.drain()
    assert await process.salon.count(tables.Booking) == 1


class Unwritable(DeferredApplier):
    """Fails at every write in the same way."""

    def __init__(self, database: Database, profiles: Profiles, error: Exception) -> None:
        super().__init__(database, profiles)
        self._error = error

    async def apply(self, write: DeferredWrite, now: datetime) -> None:
        raise self._error


@pytest.mark.parametrize(
    ("error", "times", "reason"),
    [
        (InvalidInput("no such offering"), 1, "InvalidInput"),
        (StorageError("postgres", "invalid byte sequence"), MAX_FAILURES, "postgres: invalid byte sequence"),
        (ZeroDivisionError("a defect"), MAX_FAILURES, "ZeroDivisionError"),
    ],
)
async def test_an_item_that_can_never_be_written_is_dead_and_seen_and_its_caller_told(
    salon: Salon,
    redis: Redis,
    workshop: Workshop,
    texted: TextedCarrier,
    error: Exception,
    times: int,
    reason: str,
) -> None:
    deferred = DeferredStore(redis)
    write = await written(salon, datetime.now(UTC))
    await deferred.place(write, datetime.now(UTC))
    hopeless = Unwritable(salon.database, Profiles(salon.database, redis), error)
    for attempt in range(1, times + 1):
        await DeferredDrain(deferred, hopeless, salon.database).drain()
        assert bool(await deferred.dead(10)) == (attempt == times)
        await fall_due(redis)
    assert [(dead.write, dead.error) for dead in await deferred.dead(10)] == [(write, reason)]
    assert await deferred.waiting() == 0
    await workshop.drain()
    (text,) = await texted.texts()
    assert "could not be booked" in text["body"]


async def test_no_key_is_left_without_an_end(
    process: CallProcess, workshop: Workshop, postgres: EmbeddedPostgres, redis: Redis
) -> None:
    call = await process.salon.call(CALLER)
    async with away(postgres):
        await process.ask(call)
        await process.ask(call, "take_message", MESSAGE)
        assert await immortal(redis) == []
    await workshop.drain()
    assert await immortal(redis) == []
    assert [key for key in await redis.keys("*") if key.startswith(b"deferred")] == []


# --- aids -------------------------------------------------------------------------------------------------------
async def fall_due(redis: Redis) -> None:
    """As if the time until the next attempt had passed."""
    for key in await redis.zrange("deferred:due", 0, -1):
        await redis.zadd("deferred:due", {key: 0})


async def immortal(redis: Redis) -> list[bytes]:
    return [key for key in await redis.keys("*") if await redis.ttl(key) == -1]


async def eventually_drained(workshop: Workshop) -> None:
    """A thawed server needs a moment to get rid of the connections that were given up."""
    async with asyncio.timeout(20):
        while True:
            try:
                return await workshop.drain()
            except StorageError:
                await asyncio.sleep(0.1)
