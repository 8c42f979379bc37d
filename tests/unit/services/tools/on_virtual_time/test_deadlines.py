"""An answer by the deadline, even from work that takes its time to be cancelled."""

import asyncio

import pytest

from services.tools.deadlines import Deadlines


async def takes(seconds: float, *, to_end_s: float = 0.0) -> str:
    """As a driver whose server has gone silent: a cancellation takes effect only `to_end_s` later."""
    try:
        await asyncio.sleep(seconds)
    except asyncio.CancelledError:
        await asyncio.sleep(to_end_s)
        raise
    return "done"


async def fails() -> str:
    raise ValueError("as told")


async def test_work_in_time_gives_its_result_or_its_error() -> None:
    deadlines = Deadlines()
    assert await deadlines.run(takes(0.9), 1.0) == "done"
    with pytest.raises(ValueError, match="as told"):
        await deadlines.run(fails(), 1.0)
    assert deadlines.ending == 0


async def test_the_deadline_is_kept_by_work_that_will_not_end() -> None:
    deadlines, loop = Deadlines(), asyncio.get_running_loop()
    began_s = loop.time()
    with pytest.raises(TimeoutError):
        await deadlines.run(takes(60, to_end_s=2.0), 1.0)
    assert loop.time() - began_s == pytest.approx(1.0)
    assert deadlines.ending == 1
    await asyncio.sleep(2.1)
    assert deadlines.ending == 0


async def test_whoever_is_cancelled_does_not_wait_for_its_work() -> None:
    deadlines, loop = Deadlines(), asyncio.get_running_loop()
    asking = loop.create_task(deadlines.run(takes(60, to_end_s=2.0), 10.0))
    await asyncio.sleep(0.5)
    cancelled_at_s = loop.time()
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)
    assert asking.cancelled()
    assert (loop.time(), deadlines.ending) == (cancelled_at_s, 1)
    await asyncio.sleep(2.1)
    assert deadlines.ending == 0


async def test_no_more_is_begun_while_too_much_has_not_ended() -> None:
    deadlines, loop = Deadlines(max_ending=2), asyncio.get_running_loop()
    for _ in range(2):
        with pytest.raises(TimeoutError):
            await deadlines.run(takes(60, to_end_s=5.0), 0.1)
    began_s = loop.time()
    with pytest.raises(TimeoutError):
        await deadlines.run(takes(0.0), 1.0)
    assert loop.time() == began_s
    await asyncio.sleep(5.1)
    assert await deadlines.run(takes(0.0), 1.0) == "done"
