"""The Ray actor that owns live calls: a process with everything built, waiting for a socket.

Ray starts, names and counts it; audio and events never pass through Ray. What a call needs is imported in the actor's
process only: the gateway, which starts actors, is itself started while callers wait, and saves half a second.
"""

import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog

from config.startup import start_process

if TYPE_CHECKING:
    from actors.call.host import CallHost

log = structlog.get_logger()


class CallActor:
    """Detached, never restarted by Ray: the gateway that leases it also replaces it.

    Args:
        actor_id: its name in the node's pool.
        socket_path: where it listens for the gateway.
        release: of the gateway that starts it.
    """

    def __init__(self, actor_id: str, socket_path: str, release: str) -> None:
        settings = start_process("call_actor")
        self._settings = settings
        self._actor_id = actor_id
        self._socket_path = Path(socket_path)
        self._release = release
        self._host: CallHost | None = None

    async def start(self) -> int:
        """Builds the clients, begins to listen, and returns the process id."""
        from actors.call.build import build_dependencies
        from actors.call.host import CallHost

        dependencies = await build_dependencies(self._settings, self._socket_path.parent / "calls")
        self._host = CallHost(
            self._actor_id, self._socket_path, dependencies, _end_process, release=self._release
        )
        self._host.start()
        return os.getpid()

    async def describe(self) -> dict[str, Any]:
        """What it is doing, for operators."""
        calls = self._host.call_ids if self._host is not None else ()
        return {"actor_id": self._actor_id, "pid": os.getpid(), "calls": list(calls)}


def _end_process() -> None:
    log.warning("call_actor.orphaned")
    os.kill(os.getpid(), signal.SIGTERM)
