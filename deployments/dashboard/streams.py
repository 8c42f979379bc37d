"""Server-sent events that htmx swaps into a page: always all of what they show, so that none can be missed.

A stream ends by itself before a replica that is replaced would have to cut it, and the browser opens the next.

Source: https://html.spec.whatwg.org/multipage/server-sent-events.html
"""

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from typing import Protocol

from starlette.responses import StreamingResponse

HEARTBEAT_S = 15.0
"""Proxies cut what is silent for 75 s, and a client that is gone is noticed when something is written."""

LIFE_S = 240.0
LIFE_SPREAD_S = 60.0
"""So that pages opened together do not come back together."""

SHORTEST_INTERVAL_S = 0.2


class Watchable(Protocol):
    @property
    def version(self) -> int: ...
    async def newer_than(self, version: int) -> None: ...


class EventStream(StreamingResponse):
    media_type = "text/event-stream"

    def __init__(self, events: AsyncIterator[str]) -> None:
        super().__init__(events, headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})


async def shown_again(watched: Watchable, show: Callable[[], str]) -> AsyncIterator[str]:
    """What `show` gives, now and after each change, at most five times a second; a comment where nothing happens."""
    loop = asyncio.get_running_loop()
    ends_at_s = loop.time() + LIFE_S + LIFE_SPREAD_S * random.random()
    shown = -1
    while (left_s := ends_at_s - loop.time()) > 0:
        if watched.version > shown:
            shown = watched.version
            yield event(show())
            await asyncio.sleep(SHORTEST_INTERVAL_S)
            continue
        try:
            async with asyncio.timeout(min(HEARTBEAT_S, left_s)):
                await watched.newer_than(shown)
        except TimeoutError:
            yield ": still here\n\n"


def event(html: str) -> str:
    """One message; each line of it is a field."""
    lines = html.splitlines() or [""]
    return "".join(f"data: {line}\n" for line in lines) + "\n"
