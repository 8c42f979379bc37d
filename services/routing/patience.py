"""How long a question to Redis may take while a caller waits for its answer."""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

from domain.errors import StorageError

LIVE_WITHIN_S = 1.5
"""For one question; the caller hears silence or ringing meanwhile, and there is something else to tell them."""

T = TypeVar("T")


async def within(asking: Awaitable[T]) -> T:
    """What Redis answers in `LIVE_WITHIN_S`. Raises StorageError otherwise."""
    try:
        async with asyncio.timeout(LIVE_WITHIN_S):
            return await asking
    except TimeoutError:
        raise StorageError("redis", f"no answer within {LIVE_WITHIN_S:g} s") from None
