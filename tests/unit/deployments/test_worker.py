"""Chores go on whatever happens to one of them, wait longer while a store is away, and end in order."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from deployments.worker import Chore, Worker
from domain.errors import StorageError
from tests.support.virtual_time import until

REDIS_AWAY = StorageError("redis", "away")


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


@asynccontextmanager
async def at_work(worker: Worker) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.get_running_loop().create_task(worker.run())
    try:
        yield task
    finally:
        worker.stop()
        await task


async def test_every_chore_is_done_again_and_again_at_its_own_pace() -> None:
    often, seldom = Steps(), Steps()
    async with at_work(Worker([Chore("often", 0.5, often), Chore("seldom", 60, seldom)])):
        await asyncio.sleep(119)
    assert len(seldom.at_s) == 2
    assert set(often.pauses_s) == {0.5}
    assert len(often.at_s) == 238


async def test_a_store_that_is_away_is_asked_less_and_less_often_and_at_once_when_it_is_back() -> None:
    chore, other = Steps(*[REDIS_AWAY] * 6), Steps()
    async with at_work(Worker([Chore("chore", 0.5, chore), Chore("other", 0.5, other)])):
        await until(lambda: len(chore.at_s) == 9)
    assert chore.pauses_s == [1.0, 2.0, 4.0, 5.0, 5.0, 5.0, 0.5, 0.5]
    assert set(other.pauses_s) == {0.5}


async def test_a_defect_in_one_chore_neither_ends_it_nor_the_others() -> None:
    broken, other = Steps(*[ZeroDivisionError()] * 3), Steps()
    async with at_work(Worker([Chore("broken", 0.5, broken), Chore("other", 0.5, other)])) as task:
        await until(lambda: len(broken.at_s) == 5)
        assert not task.done()
    assert broken.pauses_s[-1] == 0.5
    assert set(other.pauses_s) == {0.5}


async def test_a_seldom_chore_is_not_done_more_often_for_having_failed() -> None:
    seldom = Steps(REDIS_AWAY)
    async with at_work(Worker([Chore("seldom", 60, seldom)])):
        await asyncio.sleep(100)
    assert seldom.pauses_s == [60.0]


async def test_stopping_finishes_what_is_in_hand_and_begins_nothing_more() -> None:
    done: list[str] = []

    async def slow() -> int:
        await asyncio.sleep(3)
        done.append("slow")
        return 1

    worker = Worker([Chore("slow", 0.5, slow)])
    async with at_work(worker) as task:
        await asyncio.sleep(1)
        worker.stop()
        await task
    assert done == ["slow"]


async def test_a_long_chore_can_ask_whether_to_go_on() -> None:
    rounds: list[float] = []

    async def many(stopping: Callable[[], bool]) -> int:
        while not stopping():
            rounds.append(0)
            await asyncio.sleep(1)
        return len(rounds)

    worker = Worker([Chore("many", 0.5, lambda: many(worker.stopping))])
    async with at_work(worker):
        await asyncio.sleep(2.5)
    assert len(rounds) == 3
