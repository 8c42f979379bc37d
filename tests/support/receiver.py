"""A server of somebody else's that takes webhooks: keeps what it gets, and answers as it is told."""

import asyncio
import ssl
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Got:
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(slots=True)
class Receiver:
    """`answer` gives status line and headers, and the body, for a request; None closes the connection unanswered.

    Nothing is answered while `answers` is not set.
    """

    url: str = ""
    got: list[Got] = field(default_factory=list[Got])
    status: str = "204 No Content"
    headers: dict[str, str] = field(default_factory=dict[str, str])
    body: bytes = b""
    answer: Callable[[Got], str | None] | None = None
    answers: asyncio.Event = field(default_factory=asyncio.Event)
    more: asyncio.Condition = field(default_factory=asyncio.Condition)
    open_now: int = 0
    most_open: int = 0
    connections: int = 0

    async def has(self, count: int) -> None:
        """Waits until it has got so many requests."""
        async with asyncio.timeout(30), self.more:
            await self.more.wait_for(lambda: len(self.got) >= count)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.open_now += 1
        self.most_open = max(self.most_open, self.open_now)
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            first, *lines = head.split("\r\n")
            fields = (line.partition(": ") for line in lines if line)
            headers = {name.lower(): value for name, _, value in fields}
            body = await reader.readexactly(int(headers.get("content-length", "0")))
            got = Got(first.split()[1], headers, body)
            self.got.append(got)
            async with self.more:
                self.more.notify_all()
            await self.answers.wait()
            status = self.answer(got) if self.answer is not None else self.status
            if status is not None:
                told = "".join(f"{name}: {value}\r\n" for name, value in self.headers.items())
                length = f"Content-Length: {len(self.body)}\r\n"
                writer.write(
                    f"HTTP/1.1 {status}\r\n{told}{length}Connection: close\r\n\r\n".encode() + self.body
                )
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            self.open_now -= 1
            writer.close()


@asynccontextmanager
async def receiver(*, tls: ssl.SSLContext | None = None, host: str = "127.0.0.1") -> AsyncGenerator[Receiver]:
    """One on a free port of this machine."""
    it = Receiver()
    it.answers.set()
    server = await asyncio.start_server(it.serve, host, 0, ssl=tls)
    port = server.sockets[0].getsockname()[1]
    it.url = f"{'https' if tls else 'http'}://{host}:{port}/hooks"
    try:
        yield it
    finally:
        it.answers.set()
        server.close()
        await server.wait_closed()
