"""Periodic tasks go on whatever happens to one of them, wait longer while a store is away, and end in order."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from deployments.periodic import PeriodicTask, PeriodicTasks
from domain.errors import StorageError
from tests.support.virtual_time import until

REDIS_AWAY = StorageError("redis", "away")
LONGEST_PAUSE_S = 5.0


class Steps:
    """Notes when it is asked; raises the errors it is given, one a time."""

    def __init__(self, *errors: Exception) -> None:
        self.at_s: list[float] = []
        self._errors = list(errors)

    async def __call__(self) -> int:
        self.at_s.append(asyncio.get_running_loop().time())
        if self._errors:
            raise self._errors.pop(0)
        return 0

    @property
    def pauses_s(self) -> list[float]:
        return [round(later - at, 3) for at, later in zip(self.at_s, self.at_s[1:], strict=False)]


def periodic(*tasks: PeriodicTask, longest_pause_s: float = LONGEST_PAUSE_S) -> PeriodicTasks:
    return PeriodicTasks("test", tasks, longest_pause_s=longest_pause_s)


@asynccontextmanager
async def at_work(tasks: PeriodicTasks) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.get_running_loop().create_task(tasks.run())
    try:
        yield task
    finally:
        tasks.stop()
        await task


async def test_every_task_is_done_again_and_again_at_its_own_pace() -> None:
    often, seldom = Steps(), Steps()
    async with at_work(periodic(PeriodicTask("often", 0.5, often), PeriodicTask("seldom", 60, seldom))):
        await asyncio.sleep(119)
    assert len(seldom.at_s) == 2
    assert set(often.pauses_s) == {0.5}
    assert len(often.at_s) == 238


async def test_a_store_that_is_away_is_asked_less_and_less_often_and_at_once_when_it_is_back() -> None:
    failing, other = Steps(*[REDIS_AWAY] * 6), Steps()
    async with at_work(periodic(PeriodicTask("failing", 0.5, failing), PeriodicTask("other", 0.5, other))):
        await until(lambda: len(failing.at_s) == 9)
    assert failing.pauses_s == [1.0, 2.0, 4.0, 5.0, 5.0, 5.0, 0.5, 0.5]
    assert set(other.pauses_s) == {0.5}


async def test_a_defect_in_one_task_neither_ends_it_nor_the_others() -> None:
    broken, other = Steps(*[ZeroDivisionError()] * 3), Steps()
    async with at_work(
        periodic(PeriodicTask("broken", 0.5, broken), PeriodicTask("other", 0.5, other))
    ) as task:
        await until(lambda: len(broken.at_s) == 5)
        assert not task.done()
    assert broken.pauses_s[-1] == 0.5
    assert set(other.pauses_s) == {0.5}


async def test_a_seldom_task_is_not_done_more_often_for_having_failed() -> None:
    seldom = Steps(REDIS_AWAY)
    async with at_work(periodic(PeriodicTask("seldom", 60, seldom))):
        await asyncio.sleep(100)
    assert seldom.pauses_s == [60.0]


async def test_stopping_finishes_what_is_in_hand_and_begins_nothing_more() -> None:
    done: list[str] = []

    async def slow() -> int:
        await asyncio.sleep(3)
        done.append("slow")
        return 1

    tasks = periodic(PeriodicTask("slow", 0.5, slow))
    async with at_work(tasks) as task:
        await asyncio.sleep(1)
        tasks.stop()
        await task
    assert done == ["slow"]


async def test_a_long_task_can_ask_whether_to_go_on() -> None:
    rounds: list[float] = []

    async def many(stopping: Callable[[], bool]) -> int:
        while not stopping():
            rounds.append(0)
            await asyncio.sleep(1)
        return len(rounds)

    tasks = periodic(PeriodicTask("many", 0.5, lambda: many(tasks.stopping)))
    async with at_work(tasks):
        await asyncio.sleep(2.5)
    assert len(rounds) == 3


async def test_pauses_stay_as_they_are_where_none_is_to_be_longer() -> None:
    failing = Steps(*[REDIS_AWAY, TimeoutError(), ZeroDivisionError()] * 2)
    async with at_work(periodic(PeriodicTask("failing", 0.5, failing), longest_pause_s=0.0)):
        await until(lambda: len(failing.at_s) == 9)
    assert set(failing.pauses_s) == {0.5}


async def test_a_task_that_is_woken_does_not_wait_for_its_time() -> None:
    woken = asyncio.Event()
    steps = Steps()
    async with at_work(periodic(PeriodicTask("outbox", 30, steps, woken))):
        await asyncio.sleep(12)
        woken.set()
        await asyncio.sleep(31)
    assert steps.pauses_s == [12.0, 30.0]


async def test_what_wakes_a_task_while_it_is_at_work_has_it_done_once_more() -> None:
    woken = asyncio.Event()
    begun: list[float] = []

    async def slow() -> None:
        begun.append(asyncio.get_running_loop().time())
        await asyncio.sleep(2)

    async with at_work(periodic(PeriodicTask("outbox", 30, slow, woken))):
        await asyncio.sleep(1)
        woken.set()
        await asyncio.sleep(20)
    assert len(begun) == 2


async def test_a_pause_may_be_worked_out_anew_after_each_step() -> None:
    pauses = iter([30.0, 0.2, 7.0, 60.0])
    steps = Steps()
    async with at_work(periodic(PeriodicTask("outbox", lambda: next(pauses), steps))):
        await asyncio.sleep(45)
    assert steps.pauses_s == [30.0, 0.2, 7.0]


async def test_a_long_pause_that_was_worked_out_is_no_reason_to_wait_long_for_a_store() -> None:
    steps = Steps(REDIS_AWAY, REDIS_AWAY)
    async with at_work(periodic(PeriodicTask("outbox", lambda: 30.0, steps))):
        await asyncio.sleep(12)
    assert steps.pauses_s == [LONGEST_PAUSE_S, LONGEST_PAUSE_S]


async def test_stopping_wakes_everybody() -> None:
    steps = Steps()
    tasks = periodic(PeriodicTask("outbox", 30, steps, asyncio.Event()))
    async with at_work(tasks) as task:
        await asyncio.sleep(1)
        stopped_at_s = asyncio.get_running_loop().time()
        tasks.stop()
        await task
    assert asyncio.get_running_loop().time() == stopped_at_s


async def test_a_cancellation_that_a_driver_took_for_an_outage_is_obeyed() -> None:
    async def swallowing() -> None:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            raise REDIS_AWAY from None

    tasks = periodic(PeriodicTask("swallowing", 0.5, swallowing))
    running = asyncio.get_running_loop().create_task(tasks.run())
    await asyncio.sleep(1)
    running.cancel()
    await asyncio.wait({running}, timeout=10)
    assert running.cancelled()
