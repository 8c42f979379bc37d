"""The one timer of all calls."""

import asyncio

import pytest

from sandbox.phone.pacer import Pacer


async def ticks(pacer: Pacer, count: int) -> list[float]:
    """The deadlines of this many ticks."""
    deadlines: list[float] = []
    done = asyncio.Event()

    def tick(due: float) -> None:
        deadlines.append(due)
        if len(deadlines) == count:
            ticket.stop()
            done.set()

    ticket = pacer.start(tick)
    await done.wait()
    return deadlines


async def test_deadlines_are_absolute_even_when_a_tick_is_slow():
    pacer = Pacer()
    slow = pacer.start(lambda _due: asyncio.get_running_loop().time() and sum(range(200_000)) and None)
    deadlines = await ticks(pacer, 8)
    pacer.close()
    first = deadlines[0]
    assert deadlines == pytest.approx([first + 0.02 * n for n in range(8)])
    assert len(slow.lateness_ms) >= 6


async def test_a_tick_that_fails_stops_alone():
    pacer = Pacer()
    failures: list[float] = []

    def fail(due: float) -> None:
        failures.append(due)
        raise ValueError("broken call")

    pacer.start(fail)
    assert len(await ticks(pacer, 4)) == 4
    assert len(failures) == 1
    pacer.close()


async def test_calls_started_together_share_a_wake_up():
    pacer = Pacer(grid_ms=5)
    first, second = await asyncio.gather(ticks(pacer, 2), ticks(pacer, 2))
    assert first == pytest.approx(second)
    pacer.close()
