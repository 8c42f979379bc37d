"""The listening socket of a node's media gateway, which outlives the gateway."""

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
"""A port that is taken belongs to the gateway before, whose door an actor still holds."""


async def open_door(address: tuple[str, int], pool: CallPool, remembered: Path) -> socket.socket:
    """The door of the gateway before this one, as an actor kept it; else a new one, on the same port.

    Args:
        address: host and port; port 0 picks one, which later gateways of the node keep.
        remembered: the file that holds the node's port.

    Raises:
        OSError: somebody else has the port.
    """
    door = await pool.inherited_door(INHERIT_WAIT_S)
    if door is None:
        door = await _bind(address[0], address[1] or _port_in(remembered))
    else:
        log.info("media_gateway.door_inherited")
    door.setblocking(False)
    _remember(remembered, door.getsockname()[1])
    pool.keep_door(door)
    return door


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
