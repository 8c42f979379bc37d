"""A warm-up request, so that the first call does not pay for what an SDK loads and builds on its first one."""

import asyncio
import contextlib
import threading
from collections.abc import Awaitable, Callable

from domain.errors import ProviderError

_TIMEOUT_S = 5.0


def send_warm_up_request(request: Callable[[str], Awaitable[None]], answer: bytes) -> None:
    """Runs `request(base_url)` against a one-answer HTTP server on the loopback, in a thread with its own loop.

    Returns when it is answered, at the latest after 5 s. Nothing leaves the machine. A request that fails only
    leaves its cost to the first call.

    Args:
        answer: the whole HTTP answer to every request, headers included; the connection then closes.
    """

    async def serve_once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            await reader.readuntil(b"\r\n\r\n")
            writer.write(answer)
            await writer.drain()
            writer.close()

    async def run() -> None:
        server = await asyncio.start_server(serve_once, "127.0.0.1", 0)
        async with server, asyncio.timeout(_TIMEOUT_S):
            host, port = server.sockets[0].getsockname()
            await request(f"http://{host}:{port}")

    def in_thread() -> None:
        with contextlib.suppress(ProviderError, OSError, TimeoutError):
            asyncio.run(run())

    thread = threading.Thread(target=in_thread, name="warm_up_request")
    thread.start()
    thread.join()
