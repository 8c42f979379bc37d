"""What a process could not hand over waits in it, bounded, and both stores are tried every second."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from domain.dialogue.intents import BookAppointment, TakeMessage
from domain.dialogue.tools import parse
from domain.errors import InvalidInput, StorageError
from services.tools.deferred_apply import CALL_WRITTEN_WITHIN
from services.tools.deferred_drain import MAX_FAILURES, retry_delay
from services.tools.deferred_queue import PLACE_TIMEOUT_S, DeferrableIntent, DeferredQueue, deferred_write
from storage.redis.deferred import DeferredWrite
from tests.support.virtual_time import until

NOW = datetime(2026, 11, 23, 5, 17, tzinfo=UTC)
INTENT = TakeMessage("Ring me", "Sam")
WRITE = deferred_write(UUID(int=1), UUID(int=2), "+61400000001", INTENT, NOW)


class Store:
    """Redis as `place`, Postgres as `apply`: takes, is away, or hangs; notes when it was asked."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.state = "up"
        self.error: Exception | None = None
        self.taken: list[str] = []
        self.asked_at_s: list[float] = []

    async def _take(self, write: DeferredWrite) -> None:
        self.asked_at_s.append(asyncio.get_running_loop().time())
        if self.state == "hangs":
            await asyncio.Event().wait()
        if self.state == "breaks off when cancelled":
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                raise StorageError(self.name, "the connection broke") from None
        if self.state == "away":
            raise StorageError(self.name, "away")
        if self.error is not None:
            raise self.error
        self.taken.append(write.intent_key)

    async def place(self, write: DeferredWrite, due_at: datetime) -> bool:
        await self._take(write)
        return True

    async def apply(self, write: DeferredWrite, now: datetime) -> None:
        await self._take(write)


@pytest.fixture
def redis() -> Store:
    return Store("redis")


@pytest.fixture
def postgres() -> Store:
    store = Store("postgres")
    store.state = "away"
    return store


@pytest.fixture
def writes(redis: Store, postgres: Store) -> DeferredQueue:
    return DeferredQueue(redis, postgres, max_waiting=3)


@asynccontextmanager
async def running(writes: DeferredQueue) -> AsyncIterator[None]:
    task = asyncio.get_running_loop().create_task(writes.run())
    try:
        yield
        assert not task.done()
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def numbered(index: int) -> DeferredWrite:
    return replace(WRITE, intent_key=f"key {index}")


async def test_with_redis_there_nothing_waits_in_the_process(
    writes: DeferredQueue, redis: Store, postgres: Store
) -> None:
    async with running(writes):
        assert await writes.defer(WRITE)
        await asyncio.sleep(10)
    assert (writes.waiting, redis.taken, postgres.asked_at_s) == (0, [WRITE.intent_key], [])


async def test_without_it_the_write_waits_and_is_placed_within_a_second_of_its_return(
    writes: DeferredQueue, redis: Store
) -> None:
    redis.state = "away"
    async with running(writes):
        assert await writes.defer(WRITE)
        assert await writes.defer(WRITE)
        assert writes.waiting == 1
        await asyncio.sleep(20)
        assert writes.waiting == 1
        redis.state = "up"
        await until(lambda: writes.waiting == 0, within_s=1.1)
        asked = len(redis.asked_at_s)
        await asyncio.sleep(10)
    assert redis.taken == [WRITE.intent_key]
    assert len(redis.asked_at_s) == asked


async def test_postgres_may_be_back_first(writes: DeferredQueue, redis: Store, postgres: Store) -> None:
    redis.state = "away"
    async with running(writes):
        await writes.defer(WRITE)
        await asyncio.sleep(5)
        postgres.state = "up"
        await until(lambda: writes.waiting == 0, within_s=1.1)
    assert (redis.taken, postgres.taken) == ([], [WRITE.intent_key])


@pytest.mark.parametrize("hanging", ["redis", "postgres"])
async def test_a_store_that_hangs_does_not_hold_up_the_other(
    writes: DeferredQueue, redis: Store, postgres: Store, hanging: str
) -> None:
    redis.state = postgres.state = "away"
    slow, quick = (redis, postgres) if hanging == "redis" else (postgres, redis)
    slow.state = "hangs"
    async with running(writes):
        await writes.defer(WRITE)
        await asyncio.sleep(20)
        quick.state = "up"
        await until(lambda: writes.waiting == 0, within_s=1.1)


async def test_a_caller_waits_for_a_redis_that_hangs_for_a_second_only(
    writes: DeferredQueue, redis: Store
) -> None:
    redis.state = "hangs"
    began_s = asyncio.get_running_loop().time()
    assert await writes.defer(WRITE)
    assert asyncio.get_running_loop().time() - began_s == pytest.approx(PLACE_TIMEOUT_S)


async def test_the_process_keeps_so_many_and_then_promises_no_more(
    writes: DeferredQueue, redis: Store
) -> None:
    redis.state = "away"
    kept = [await writes.defer(numbered(index)) for index in range(4)]
    assert kept == [True, True, True, False]
    assert await writes.defer(numbered(0))
    assert writes.waiting == 3


async def test_a_write_that_fails_by_itself_keeps_none_of_the_others_and_goes_to_a_worker(
    writes: DeferredQueue, redis: Store, postgres: Store
) -> None:
    redis.state, postgres.state, postgres.error = "away", "up", InvalidInput("no such offering")
    async with running(writes):
        for index in range(3):
            await writes.defer(numbered(index))
        await asyncio.sleep(5)
        assert writes.waiting == 3
        redis.state = "up"
        await until(lambda: writes.waiting == 0, within_s=1.1)
    assert redis.taken == ["key 0", "key 1", "key 2"]


@pytest.mark.parametrize(
    "intent",
    [
        BookAppointment("Haircut", datetime(2026, 11, 24, 10, 30), "Zoë"),  # noqa: DTZ001 - wall time
        TakeMessage("Ring me", None, "+61400000002"),
    ],
)
def test_the_arguments_give_the_intent_back(intent: DeferrableIntent) -> None:
    write = DeferredWrite.from_json(deferred_write(UUID(int=1), UUID(int=2), None, intent, NOW).to_json())
    assert parse(write.tool, write.arguments) == intent


def test_failures_wait_longer_each_time_up_to_five_minutes() -> None:
    assert [retry_delay(failures).total_seconds() for failures in range(4)] == [2, 4, 8, 16]
    assert retry_delay(20) == timedelta(minutes=5)


def test_an_item_outlives_the_wait_for_its_calls_row() -> None:
    waits = [retry_delay(failures) for failures in range(MAX_FAILURES - 1)]
    assert sum(waits, timedelta()) > CALL_WRITTEN_WITHIN


async def test_a_driver_that_reports_its_cancellation_as_an_outage_does_not_keep_it_running(
    writes: DeferredQueue, redis: Store, postgres: Store
) -> None:
    redis.state = postgres.state = "breaks off when cancelled"
    task = asyncio.get_running_loop().create_task(writes.run())
    await writes.defer(WRITE)
    await until(lambda: postgres.asked_at_s)
    task.cancel()
    async with asyncio.timeout(60):
        await asyncio.gather(task, return_exceptions=True)
    assert task.cancelled()
