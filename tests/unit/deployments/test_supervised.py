"""A part that ends by itself is started again, and whoever asks is told that it was."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import pairwise

import pytest

from deployments.supervised import FIRST_PAUSE_S, LONGEST_PAUSE_S, SETTLED_AFTER_S, Supervised
from domain.errors import ConfigError, PartDown


class Part:
    """Runs for so long, then does as it is told; `begun` notes each start of any."""

    def __init__(self, begun: list[float], lasts_s: float, error: Exception | None) -> None:
        self._begun = begun
        self._lasts_s = lasts_s
        self._error = error
        self._stopped = asyncio.Event()
        self.finished = False

    async def run(self) -> None:
        self._begun.append(asyncio.get_running_loop().time())
        try:
            async with asyncio.timeout(self._lasts_s):
                await self._stopped.wait()
        except TimeoutError:
            if self._error is not None:
                raise self._error from None
            return
        await asyncio.sleep(1)  # what is in hand
        self.finished = True

    def stop(self) -> None:
        self._stopped.set()


@asynccontextmanager
async def at_work(supervised: Supervised) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.get_running_loop().create_task(supervised.run())
    try:
        yield task
    finally:
        supervised.stop()
        await task


def pauses_s(begun: list[float], lasts_s: float) -> list[float]:
    return [round(later - at - lasts_s, 3) for at, later in pairwise(begun)]


@pytest.mark.parametrize("error", [ZeroDivisionError(), None], ids=["crashes", "returns"])
async def test_a_part_that_ends_is_started_again_after_growing_pauses(error: Exception | None) -> None:
    begun: list[float] = []
    async with at_work(Supervised("part", lambda: Part(begun, 0.5, error))):
        await asyncio.sleep(120)
    assert pauses_s(begun, 0.5)[:5] == [FIRST_PAUSE_S * 2**n for n in range(5)]
    assert pauses_s(begun, 0.5)[-1] == LONGEST_PAUSE_S


async def test_one_that_had_run_for_long_is_started_again_at_once() -> None:
    begun: list[float] = []
    async with at_work(Supervised("part", lambda: Part(begun, SETTLED_AFTER_S * 6, ZeroDivisionError()))):
        await asyncio.sleep(SETTLED_AFTER_S * 30)
    assert set(pauses_s(begun, SETTLED_AFTER_S * 6)) == {FIRST_PAUSE_S}


async def test_a_part_that_cannot_be_made_is_tried_again() -> None:
    begun: list[float] = []
    failing = [ConfigError("not set"), ConfigError("not set")]

    def build() -> Part:
        if failing:
            raise failing.pop()
        return Part(begun, 1000, None)

    supervised = Supervised("part", build)
    async with at_work(supervised):
        await asyncio.sleep(FIRST_PAUSE_S)
        with pytest.raises(PartDown, match="ConfigError"):
            await supervised.check()
        await asyncio.sleep(FIRST_PAUSE_S * 3)
        assert len(begun) == 1


async def is_down(supervised: Supervised) -> bool:
    try:
        await supervised.check()
    except PartDown:
        return True
    return False


async def test_who_asks_learns_that_it_is_down_until_it_has_run_for_a_while() -> None:
    begun: list[float] = []
    lives = iter([5.0, 1000.0])
    supervised = Supervised("part", lambda: Part(begun, next(lives), ZeroDivisionError()))
    assert await is_down(supervised), "it has not been started"
    async with at_work(supervised):
        await asyncio.sleep(1)
        assert not await is_down(supervised)
        await asyncio.sleep(4.5)
        assert await is_down(supervised), "it has just crashed"
        await asyncio.sleep(FIRST_PAUSE_S + 1)
        assert len(begun) == 2
        assert await is_down(supervised), "it may crash again"
        await asyncio.sleep(SETTLED_AFTER_S)
        assert not await is_down(supervised)


async def test_stopping_lets_it_finish_and_starts_nothing_more() -> None:
    parts: list[Part] = []
    begun: list[float] = []

    def build() -> Part:
        parts.append(Part(begun, 1000, None))
        return parts[-1]

    supervised = Supervised("part", build)
    async with at_work(supervised):
        await asyncio.sleep(1)
    assert [part.finished for part in parts] == [True]


async def test_stopping_during_a_pause_waits_for_nothing() -> None:
    begun: list[float] = []
    supervised = Supervised("part", lambda: Part(begun, 0.5, ZeroDivisionError()))
    async with at_work(supervised) as task:
        await asyncio.sleep(30)
        stopped_at_s = asyncio.get_running_loop().time()
        supervised.stop()
        await task
    assert asyncio.get_running_loop().time() == stopped_at_s
