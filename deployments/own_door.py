"""HTTP straight from the reverse proxy on a single node, past Serve's proxy.

Serve's proxy hands each request to the replica as a call of an actor, and takes the answer back as a stream of them:
measured with the API under load, 7 ms of its own CPU and 6 of the replica's for each request, beside 11 for the work.
Where the reverse proxy reaches the one replica it asks it at its own port; in a cluster Serve's proxies find replicas.
"""

import asyncio
import socket
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from uuid import uuid4

import uvicorn
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from deployments.supervised import Supervised

BACKLOG = 512
KEEP_ALIVE_S = 90
"""Longer than the reverse proxy keeps connections, so that it closes first."""

LEAVES_WITHIN_S = 15
"""What is being answered when the replica is to go."""

_ID = "X-Request-ID"


@asynccontextmanager
async def open_door(app: ASGIApp, port: int) -> AsyncGenerator[Supervised]:
    """Serves `app` on 127.0.0.1 within the block; at its end requests in hand are answered.

    Its lifespan is somebody else's to run.

    The port is shared with the replica before this one, which at a reload answers what it has begun.

    Raises:
        OSError: somebody else has the port.
    """
    first = _listener(port)
    listeners = [first]
    door = Supervised("web", lambda: _Door(app, listeners.pop() if listeners else _listener(port)))
    serving = asyncio.get_running_loop().create_task(door.run(), name="web")
    try:
        yield door
    finally:
        door.stop()
        await serving


class _Door:
    """One listening socket and what answers on it."""

    def __init__(self, app: ASGIApp, listener: socket.socket) -> None:
        self._listener = listener
        self._server = _Server(
            uvicorn.Config(
                _Named(app),
                lifespan="off",
                ws="none",
                access_log=False,
                log_config=None,
                log_level="warning",
                proxy_headers=False,
                server_header=False,
                timeout_keep_alive=KEEP_ALIVE_S,
                timeout_graceful_shutdown=LEAVES_WITHIN_S,
            )
        )

    async def run(self) -> None:
        await self._server.serve([self._listener])

    def stop(self) -> None:
        self._server.should_exit = True


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Generator[None]:
        """None: the process's signals are Ray's."""
        yield


class _Named:
    """Gives each request the id that Serve's proxy would have given it, and tells it to the client."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        name = Headers(scope=scope).get(_ID)
        if name is None:
            name = uuid4().hex
            MutableHeaders(scope=scope)[_ID] = name

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).setdefault(_ID, name)
            await send(message)

        await self._app(scope, receive, told)


def _listener(port: int) -> socket.socket:
    listener = socket.create_server(("127.0.0.1", port), backlog=BACKLOG, reuse_port=True)
    listener.setblocking(False)
    return listener
