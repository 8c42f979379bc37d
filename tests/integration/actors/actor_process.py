"""A call actor as a process of its own, with fake vendors: `python -m ...actor_process <id> <socket> <directory>`.

Its journal is a file, so that another process can take its calls over. It runs on the loop Ray workers run on.
"""

import asyncio
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

import uvloop

from actors.call_host import CallHost
from tests.fakes import FakeJournal, Surroundings


class FileJournal(FakeJournal):
    def __init__(self, directory: Path) -> None:
        super().__init__()
        self._directory = directory

    async def append(self, call_id: UUID, entries: Sequence[bytes]) -> None:
        with (self._directory / f"{call_id}.journal").open("ab") as journal:
            journal.write(b"".join(entry + b"\n" for entry in entries))

    async def read(self, call_id: UUID) -> list[bytes]:
        return (self._directory / f"{call_id}.journal").read_bytes().splitlines()


async def main(actor_id: str, socket_path: Path, directory: Path) -> None:
    around = Surroundings(directory / "spool")
    around.records.journal = FileJournal(directory)
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    CallHost(actor_id, socket_path, around.parts, ended.set).start()
    print("ready", flush=True)  # noqa: T201
    await ended.wait()


if __name__ == "__main__":
    uvloop.run(main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])))
