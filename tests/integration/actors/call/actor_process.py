"""A call actor as a process of its own, with fake vendors, forked from a process that has imported everything.

Its journal is a file, so that another process can take its calls over. It runs on the loop Ray workers run on.
"""

import asyncio
import multiprocessing
import signal
from collections.abc import Sequence
from multiprocessing.context import ForkServerProcess
from multiprocessing.synchronize import Event
from pathlib import Path
from uuid import UUID

import structlog
import uvloop

from actors.call.host import CallHost
from tests.fakes.call import Surroundings
from tests.fakes.stores import FakeJournal
from tests.fakes.vendors import FakeTextToSpeech

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload([__name__])


class FileJournal(FakeJournal):
    def __init__(self, directory: Path) -> None:
        super().__init__()
        self._directory = directory

    async def append(self, call_id: UUID, entries: Sequence[bytes]) -> None:
        with (self._directory / f"{call_id}.journal").open("ab") as journal:
            journal.write(b"".join(entry + b"\n" for entry in entries))

    async def read(self, call_id: UUID) -> list[bytes]:
        path = self._directory / f"{call_id}.journal"
        return path.read_bytes().splitlines() if path.exists() else []


def fork_actor(
    actor_id: str, socket_path: Path, directory: Path, release: str
) -> tuple[ForkServerProcess, Event]:
    """A process that is starting, and what it sets once it listens."""
    ready = FORKS.Event()
    process = FORKS.Process(target=_run, args=(actor_id, socket_path, directory, release, ready), daemon=True)
    process.start()
    return process, ready


def _run(actor_id: str, socket_path: Path, directory: Path, release: str, ready: Event) -> None:
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    uvloop.run(_serve(actor_id, socket_path, directory, release, ready))


async def _serve(actor_id: str, socket_path: Path, directory: Path, release: str, ready: Event) -> None:
    around = Surroundings(directory / "shelf")
    around.records.journal = FileJournal(directory)
    around.voice = FakeTextToSpeech(chunk_s=0.1, distinct=True)
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    CallHost(actor_id, socket_path, around.dependencies, ended.set, release=release).start()
    ready.set()
    await ended.wait()
