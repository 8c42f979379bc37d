"""A call actor's process without Ray: `python -m load.bare_actor SOCKET`; see `load.call_cost`."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import uvloop

from actors.call.build import build_dependencies
from actors.call.host import CallHost
from config.startup import start_process


async def serve(socket_path: Path) -> None:
    """Serves the calls it is handed until the process is told to end."""
    settings = start_process("call_actor")
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    dependencies = await build_dependencies(settings, socket_path.parent / "calls")
    host = CallHost("bare", socket_path, dependencies, ended.set)
    host.start()
    await ended.wait()


def main() -> None:
    uvloop.run(serve(Path(sys.argv[1])))
    os._exit(0)  # calls that are still up are nobody's any more


if __name__ == "__main__":
    main()
