"""The Ray actor that owns live calls: a process with everything built, waiting for a socket.

Ray starts, names and counts it; audio and events never pass through Ray. What a call needs is imported in the actor's
process only: the gateway, which starts actors, is itself started while callers wait, and saves half a second.

The event loop runs on the process's main thread, within a method that does not return: a main thread that waits for
Ray's tasks wakes a hundred times a second to look for signals (`CoreWorker::RunTaskExecutionLoop`, Ray 2.60), which is
0.0065 of a core for each actor, and most of what an idle one uses (0.009 with it, 0.0025 without). So Ray can ask it
nothing while it serves. A coroutine method would make Ray run its methods on another thread: there is none.
"""

import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import structlog
import uvloop

from config.settings import Settings
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
        self._settings = start_process("call_actor")
        self._actor_id = actor_id
        self._socket_path = Path(socket_path)
        self._release = release
        self._loop = uvloop.new_event_loop()
        self._host: CallHost | None = None

    def start(self) -> int:
        """Builds the clients, begins to listen, and returns the process id; `serve` is to follow."""
        starting = start_host(self._settings, self._actor_id, self._socket_path, self._release)
        self._host = self._loop.run_until_complete(starting)
        return os.getpid()

    def serve(self) -> None:
        """Serves the calls it is handed until the process ends."""
        self._loop.run_forever()


async def start_host(settings: Settings, actor_id: str, socket_path: Path, release: str) -> "CallHost":
    """The actor's host of calls, which listens."""
    from actors.call.build import build_dependencies
    from actors.call.host import CallHost

    dependencies = await build_dependencies(settings, socket_path.parent / "calls")
    host = CallHost(actor_id, socket_path, dependencies, _end_process, release=release)
    host.start()
    return host


def _end_process() -> None:
    log.warning("call_actor.orphaned")
    os.kill(os.getpid(), signal.SIGTERM)
