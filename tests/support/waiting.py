"""Waiting for something to come true, on real time."""

import asyncio
from collections.abc import Callable


async def eventually(holds: Callable[[], object], *, within_s: float = 10.0) -> None:
    """Returns as soon as `holds()` is true. Raises AssertionError when that takes longer than `within_s`."""
    loop = asyncio.get_running_loop()
    deadline_s = loop.time() + within_s
    while not holds():
        assert loop.time() < deadline_s, f"it did not come true within {within_s:g} s"
        await asyncio.sleep(0.002)
