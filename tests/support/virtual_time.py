"""An event loop whose clock jumps to the next timer when nothing else is left to do.

A call of ten minutes is played in milliseconds, always in the same order. Only timers move the clock: what is given to
a thread runs at once and takes no time, and a test under it must not wait for a process or the network.
"""

import asyncio
import os
import selectors
from collections.abc import Callable, Mapping
from typing import Any

import pytest

START_S = 1_000_000.0
SMALL_JUMP_S = 0.01
KERNEL_S = 0.001
"""What is sent on the loopback is usually there at once; before a big jump it gets this long."""

OWN_DESCRIPTORS = 1
"""The loop's self-pipe."""


class VirtualTimeLoop(asyncio.SelectorEventLoop):
    """`time()` stands still while something is ready and jumps over every wait for a timer.

    Sockets whose two ends live in this loop work too.
    """

    def __init__(self) -> None:
        super().__init__(_JumpingSelector(self))
        self._now_s = START_S

    def time(self) -> float:
        return self._now_s

    def jump(self, seconds: float) -> None:
        self._now_s += seconds

    def run_in_executor(  # type: ignore[override]
        self, executor: object, func: Callable[..., Any], *args: Any
    ) -> asyncio.Future[Any]:
        done: asyncio.Future[Any] = self.create_future()
        try:
            done.set_result(func(*args))
        except Exception as error:
            done.set_exception(error)
        return done


class _JumpingSelector(selectors.DefaultSelector):
    """Lets the loop's clock pass instead of waiting."""

    def __init__(self, loop: VirtualTimeLoop) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if ready or timeout == 0:
            return ready
        if len(self.get_map()) > OWN_DESCRIPTORS:
            os.sched_yield()
            ready = super().select(0 if timeout is not None and timeout <= SMALL_JUMP_S else KERNEL_S)
        if not ready and timeout is None:
            raise RuntimeError("deadlock: nothing is ready and no timer is set")
        if not ready and timeout is not None:
            self._loop.jump(timeout)
        return ready


def on_virtual_time(
    config: pytest.Config, item: pytest.Item
) -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Runs every test of a folder on virtual time: a conftest imports it `as pytest_asyncio_loop_factories`."""
    return {"virtual_time": VirtualTimeLoop}


async def until(holds: Callable[[], object], *, within_s: float = 60.0) -> None:
    """Lets everything run until `holds()` is true. Raises AssertionError after `within_s` on the loop's clock."""
    loop = asyncio.get_running_loop()
    deadline_s = loop.time() + within_s
    while not holds():
        assert loop.time() < deadline_s, "it did not come true in time"
        await asyncio.sleep(0.005)
