"""A port of a replica's own, on its machine only, at which the reverse proxy reaches it without Serve's proxy between.

Serve's proxy makes several Ray calls of each request, in both directions. Measured with twenty webhooks a second on two
cores: 0.11 of a core in the proxy with it, 0.008 without. Where the port does not answer, the reverse proxy asks
Serve's.
"""

import asyncio
import socket
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import structlog
import uvicorn

log = structlog.get_logger()

KEEP_ALIVE_S = 90
"""Longer than the reverse proxy keeps a connection, so that it is the reverse proxy that closes one."""

FINISH_WITHIN_S = 15
"""What a replica that is to end has in hand; a ringing phone's answer takes 13 s at most."""

BACKLOG = 256

ALIVE = "/alive"
"""Answered 200 by the port itself: whether the process still gets round to requests."""


@asynccontextmanager
async def direct_port(app: Any, port: int, *, at_once: int) -> AsyncGenerator[None]:
    """Serves the application on 127.0.0.1 within the block, and finishes what it has in hand afterwards.

    The next replica may listen there before this one has ended. A port that cannot be had is logged and done without.

    Args:
        app: an ASGI application, which has been started.
        port: 0 for none.
        at_once: connections and requests at the same time; further ones are answered 503.
    """
    listener = _listener(port) if port else None
    if listener is None:
        yield
        return
    server = uvicorn.Server(
        uvicorn.Config(
            _telling_signs_of_life(app),
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            limit_concurrency=at_once,
            timeout_keep_alive=KEEP_ALIVE_S,
            timeout_graceful_shutdown=FINISH_WITHIN_S,
        )
    )
    serving = asyncio.create_task(server.serve(sockets=[listener]), name="direct_port")
    try:
        yield
    finally:
        server.should_exit = True
        await serving


def _telling_signs_of_life(app: Any) -> Any:
    async def answering(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and scope["path"] == ALIVE:
            await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]})
            await send({"type": "http.response.body"})
        else:
            await app(scope, receive, send)

    return answering


def _listener(port: int) -> socket.socket | None:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        listener.bind(("127.0.0.1", port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        log.error("direct_port.not_open", port=port, reason=str(error))
        return None
    return listener
