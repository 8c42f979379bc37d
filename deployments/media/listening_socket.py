"""The listening socket of a node's media gateway, which outlives the gateway.

It is inherited, as web servers do at an upgrade: the gateway gives every actor a duplicate
(`actors.pool.listening_socket`), the actor keeps it while no gateway is there (`actors.handoff.listening_socket`), the
kernel queues callers meanwhile, and the next gateway gets it back here.
"""

import asyncio
import contextlib
import errno
import socket
from pathlib import Path

import structlog

from actors.pool.pool import CallPool

log = structlog.get_logger()

BACKLOG = 512
INHERIT_WAIT_S = 1.0
"""For the first actor that answers: they do in milliseconds, one that is busy in some hundred."""

TAKEN_RETRY_S = 0.1
TAKEN_FOR_S = 5.0
"""A port that is taken belongs to the gateway before, whose listening socket an actor still holds."""


async def open_listening_socket(address: tuple[str, int], pool: CallPool, remembered: Path) -> socket.socket:
    """The listening socket of the gateway before this one, as an actor kept it; else a new one, on the same port.

    Args:
        address: host and port; port 0 picks one, which later gateways of the node keep.
        remembered: the file that holds the node's port.

    Raises:
        OSError: somebody else has the port.
    """
    listener = await pool.inherited_listening_socket(INHERIT_WAIT_S)
    if listener is None:
        listener = await _bind(address[0], address[1] or _port_in(remembered))
    else:
        log.info("media_gateway.listening_socket_inherited")
    listener.setblocking(False)
    _remember(remembered, listener.getsockname()[1])
    pool.keep_listening_socket(listener)
    return listener


async def _bind(host: str, port: int) -> socket.socket:
    deadline_s = asyncio.get_running_loop().time() + TAKEN_FOR_S
    while True:
        try:
            return socket.create_server((host, port), backlog=BACKLOG, reuse_port=False)
        except OSError as error:
            if error.errno != errno.EADDRINUSE or asyncio.get_running_loop().time() > deadline_s:
                raise
        await asyncio.sleep(TAKEN_RETRY_S)


def _remember(file: Path, port: int) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(str(port))


def _port_in(remembered: Path) -> int:
    with contextlib.suppress(OSError, ValueError):
        return int(remembered.read_text())
    return 0
