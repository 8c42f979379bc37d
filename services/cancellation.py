"""Cancelling work that waits for a database driver."""

import asyncio


def obey_cancellation() -> None:
    """Raises CancelledError when this task has been cancelled and the driver reported something else instead.

    A driver that is cancelled while its server goes away may say that the connection broke; a loop that takes this for
    an outage and tries again would never end.
    """
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError
