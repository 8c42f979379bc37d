"""Serves an ASGI application on a real socket for the length of a test."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn


class _Server(uvicorn.Server):
    """Uvicorn inside somebody else's event loop and process."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leaves the process's signal handlers to pytest."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        try:
            await super().startup(sockets)
        except SystemExit as exit_:
            raise RuntimeError("the application refused to start; see the log above") from exit_


@asynccontextmanager
async def serve_app(app: Any, *, port: int = 0, **uvicorn_options: Any) -> AsyncIterator[str]:
    """Serves `app` on 127.0.0.1 and yields its base URL, `http://127.0.0.1:<port>` (no trailing slash).

    The application has started and its socket listens before the body runs. Leaving the block closes what is
    still open within half a second and runs the application's shutdown.

    Args:
        app: an ASGI application (Starlette, FastAPI).
        port: a fixed port, or 0 for a free one.
        uvicorn_options: passed on to `uvicorn.Config`.

    Raises:
        RuntimeError: the application's start-up failed.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    options: dict[str, Any] = {
        "log_level": "critical",
        "access_log": False,
        "ws": "websockets-sansio",
        "timeout_graceful_shutdown": 0.3,
        **uvicorn_options,
    }
    server = _Server(uvicorn.Config(app, **options))
    serving = asyncio.ensure_future(server.serve(sockets=[listener]))
    try:
        while not server.started:
            if serving.done():
                await serving
                raise RuntimeError("the application stopped during start-up")
            await asyncio.sleep(0.001)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        if serving.done():
            listener.close()
        else:
            await serving


@dataclass(slots=True)
class Wire:
    """One WebSocket connection or HTTP request as it was: `received` from the client, `sent` by the application.

    Text frames and JSON bodies are parsed, binary frames and other bodies are bytes; `query` is the raw query string.
    """

    path: str
    query: str
    headers: dict[str, str]
    method: str = "GET"
    received: list[Any] = field(default_factory=list)
    sent: list[Any] = field(default_factory=list)


class Wiretap:
    """An ASGI application that notes everything another one receives and sends, in `wires`."""

    def __init__(self, app: Any) -> None:
        self._app = app
        self.wires: list[Wire] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        wire = Wire(scope["path"], scope["query_string"].decode(), headers, scope.get("method", "GET"))
        self.wires.append(wire)

        async def tapped_receive() -> Any:
            event = await receive()
            _note(wire.received, event)
            return event

        async def tapped_send(event: Any) -> None:
            _note(wire.sent, event)
            await send(event)

        await self._app(scope, tapped_receive, tapped_send)


def _note(noted: list[Any], event: Any) -> None:
    content = event.get("text") or event.get("bytes") or event.get("body")
    if not content:
        return
    is_audio = event.get("bytes") is not None
    try:
        noted.append(content if is_audio else json.loads(content))
    except ValueError:
        noted.append(content)
