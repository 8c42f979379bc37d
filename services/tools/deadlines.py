"""Work that must be answered for by a deadline, whatever the driver beneath it does with a cancellation."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import structlog

log = structlog.get_logger()

MAX_ENDING = 256
"""Pieces of work that were cut off and have not ended. More than the calls of a process: beyond it something leaks."""

T = TypeVar("T")


class Deadlines:
    """Runs work and holds what it cut off until that has ended; one per process.

    `asyncio.timeout` waits until what it cancels has ended, and a driver takes 2 s more to give up a connection that
    has gone silent (measured with a stopped Postgres). Here that goes on by itself and ends by itself.
    """

    def __init__(self, *, max_ending: int = MAX_ENDING) -> None:
        self._max_ending = max_ending
        # The event loop itself holds its tasks only weakly.
        self._ending: set[asyncio.Task[Any]] = set()

    @property
    def ending(self) -> int:
        """How many pieces of work were cut off and have not ended yet."""
        return len(self._ending)

    async def run(self, work: Coroutine[None, None, T], timeout_s: float) -> T:
        """The result of the work.

        Raises:
            TimeoutError: after exactly this time; at once while `max_ending` others have not ended.
        """
        if self.ending >= self._max_ending:
            work.close()
            raise TimeoutError
        task = asyncio.get_running_loop().create_task(work, name="deadline.work")
        try:
            await asyncio.wait({task}, timeout=timeout_s)
        finally:
            if not task.done():
                task.cancel()
                self._ending.add(task)
                task.add_done_callback(self._ended)
        if not task.done():
            raise TimeoutError
        return task.result()

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._ending.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.info("tool.gave_up", reason=type(error).__name__)
