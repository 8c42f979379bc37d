"""Periodic tasks of a process, side by side: whatever becomes of one, it is done again, and so are the others."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import structlog

from domain.errors import StorageError
from storage.cancellation import obey_cancellation

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class PeriodicTask:
    """Something to be done again and again, `every_s` after it was done."""

    name: str
    every_s: float
    step: Callable[[], Awaitable[object]]


class PeriodicTasks:
    """Runs the tasks until it is stopped or cancelled.

    Args:
        owner: the process, for the log.
        longest_pause_s: pauses double up to this while a task fails; one that is not above a task's own leaves that
            task's pauses as they are.
    """

    def __init__(self, owner: str, tasks: Sequence[PeriodicTask], *, longest_pause_s: float = 0.0) -> None:
        self._owner = owner
        self._tasks = tasks
        self._longest_pause_s = longest_pause_s
        self._stopping = asyncio.Event()

    def stopping(self) -> bool:
        """Whether nothing new is to be begun; for steps that take long."""
        return self._stopping.is_set()

    def stop(self) -> None:
        """Lets every task finish what it has in hand; `run` then returns."""
        self._stopping.set()

    async def run(self) -> None:
        async with asyncio.TaskGroup() as group:
            for task in self._tasks:
                group.create_task(self._repeat(task), name=f"{self._owner}.{task.name}")

    async def _repeat(self, task: PeriodicTask) -> None:
        pause_s = task.every_s
        while not self.stopping():
            try:
                await task.step()
                pause_s = task.every_s
            except (StorageError, TimeoutError) as error:
                reason = str(error) or "timeout"
                log.warning("periodic_task.postponed", owner=self._owner, task=task.name, reason=reason)
                pause_s = self._longer(pause_s)
            except Exception:
                # The root of a periodic task: whatever is wrong with one, it goes on, and so do the others.
                log.exception("periodic_task.failed", owner=self._owner, task=task.name)
                pause_s = self._longer(pause_s)
            obey_cancellation()
            await self._pause(pause_s)

    def _longer(self, pause_s: float) -> float:
        return max(pause_s, min(pause_s * 2, self._longest_pause_s))

    async def _pause(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._stopping.wait()
        except TimeoutError:
            pass
