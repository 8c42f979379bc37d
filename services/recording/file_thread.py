"""Work on the files of calls, in one thread of the process.

A call's audio is megabytes: read, laid out and compressed on the event loop it would hold up the process's other calls.
One piece of work at a time takes the memory of one call, however many end together.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

_THREAD = ThreadPoolExecutor(1, thread_name_prefix="call_files")
"""Started by the first piece of work: a process that is forked from this one has its own."""


async def in_file_thread(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """What `work` returns or raises. Cancelled, it stops waiting; work that has begun is done to its end."""
    return await asyncio.get_running_loop().run_in_executor(_THREAD, partial(work, *args, **kwargs))
