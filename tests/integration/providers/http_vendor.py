"""A vendor of one HTTP answer, for tests: says what it is told to and tells what it was asked."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.support.serving import serve_app

Send = Callable[[bytes], Awaitable[None]]


@dataclass
class Asked:
    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes
    client: tuple[str, int]


@dataclass
class HttpVendor:
    """Answers every request the same way.

    After its chunks it either ends the answer properly, breaks the connection (`drop`) or says nothing more
    (`hang`); `hang_at_once` does not even send headers.
    """

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    chunks: list[bytes] = field(default_factory=list)
    then: str = "end"
    hang_at_once: bool = False
    asked: list[Asked] = field(default_factory=list)
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when a request has come."""
    left: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when the client has closed its connection before the answer was complete."""

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            while (await receive())["type"] != "lifespan.shutdown":
                await send({"type": "lifespan.startup.complete"})
            await send({"type": "lifespan.shutdown.complete"})
            return
        body = b""
        while (message := await receive())["type"] == "http.request":
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        names = {name.decode(): value.decode() for name, value in scope["headers"]}
        query = scope["query_string"].decode()
        self.asked.append(Asked(scope["method"], scope["path"], query, names, body, tuple(scope["client"])))
        self.reached.set()
        if self.hang_at_once:
            await self._until_left(receive)
            return
        headers = [(name.encode(), value.encode()) for name, value in self.headers.items()]
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        for chunk in self.chunks:
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        if self.then == "hang":
            await self._until_left(receive)
        elif self.then == "drop":
            raise ConnectionAbortedError
        else:
            await send({"type": "http.response.body", "body": b""})

    async def _until_left(self, receive: Any) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        self.left.set()


@asynccontextmanager
async def serving(vendor: HttpVendor) -> AsyncIterator[str]:
    """The vendor's base URL."""
    async with serve_app(vendor) as base_url:
        yield base_url
