"""Cancelling work that waits for a database's driver.

Drivers lose cancellations: redis-py returns a command's answer after all (of 288 cancelled commands 176 did), and
asyncpg, cancelled while its server goes away, says that the connection broke. A loop that takes this for an answer or
an outage goes on for ever, and whoever cancelled it waits as long.
"""

import asyncio
from collections.abc import Generator
from contextlib import contextmanager


def obey_cancellation(beyond: int = 0) -> None:
    """Raises CancelledError when this task has been cancelled more than `beyond` times."""
    if _requests() > beyond:
        raise asyncio.CancelledError


@contextmanager
def cancellation_kept() -> Generator[None]:
    """Around a driver's work: a cancellation that came meanwhile is raised, whatever the driver made of it."""
    before = _requests()
    try:
        yield
    except Exception:
        obey_cancellation(before)
        raise
    obey_cancellation(before)


def _requests() -> int:
    task = asyncio.current_task()
    return task.cancelling() if task is not None else 0
