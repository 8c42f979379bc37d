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
    """Something to be done again and again, `every_s` after it was done, or as soon as it is woken.

    Attributes:
        every_s: may be worked out anew after each step.
        woken_by: cleared before each step.
    """

    name: str
    every_s: float | Callable[[], float]
    step: Callable[[], Awaitable[object]]
    woken_by: asyncio.Event | None = None

    @property
    def pause_s(self) -> float:
        return self.every_s() if callable(self.every_s) else self.every_s


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
        for task in self._tasks:
            if task.woken_by is not None:
                task.woken_by.set()

    async def run(self) -> None:
        async with asyncio.TaskGroup() as group:
            for task in self._tasks:
                group.create_task(self._repeat(task), name=f"{self._owner}.{task.name}")

    async def _repeat(self, task: PeriodicTask) -> None:
        failing_s = 0.0
        while not self.stopping():
            if task.woken_by is not None:
                task.woken_by.clear()
            try:
                await task.step()
                failing_s = 0.0
            except (StorageError, TimeoutError) as error:
                reason = str(error) or "timeout"
                log.warning("periodic_task.postponed", owner=self._owner, task=task.name, reason=reason)
                failing_s = self._longer(failing_s or self._first_pause_s(task))
            except Exception:
                # The root of a periodic task: whatever is wrong with one, it goes on, and so do the others.
                log.exception("periodic_task.failed", owner=self._owner, task=task.name)
                failing_s = self._longer(failing_s or self._first_pause_s(task))
            obey_cancellation()
            await self._pause(failing_s or task.pause_s, task.woken_by)

    def _first_pause_s(self, task: PeriodicTask) -> float:
        """A pause that is worked out may be long because all was well."""
        return min(task.pause_s, self._longest_pause_s) if callable(task.every_s) else task.pause_s

    def _longer(self, pause_s: float) -> float:
        return max(pause_s, min(pause_s * 2, self._longest_pause_s))

    async def _pause(self, seconds: float, woken_by: asyncio.Event | None) -> None:
        try:
            async with asyncio.timeout(seconds):
                await (woken_by or self._stopping).wait()
        except TimeoutError:
            pass
