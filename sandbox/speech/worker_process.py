"""Our end of a worker process (see `framing`): starts it, asks it, starts it again when it has died.

`concurrent.futures.ProcessPoolExecutor` would not do: its worker waits on when the process that started it is killed
(tried with SIGKILL and `spawn` on Python 3.11), and one that hangs over a request cannot be ended alone.
"""

import asyncio
import os
import select
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

_ANSWER_SECONDS = 30.0
_START_SECONDS = 120.0
"""Three of them, started at once beside three whole systems on two cores, took 40 s; one alone takes 1 s."""


class WorkerFailed(Exception):
    """The worker refused the request, or died over it."""


class WorkerDied(WorkerFailed):
    """The worker process ended; whatever state it held is lost. The next request starts a new one."""


class WorkerProcess:
    """One worker process, started at first use; requests are answered one after the other.

    Works from any event loop. The process ends with `close`, or when this process does.
    """

    def __init__(self, module: str) -> None:
        self._module = module
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=module.rsplit(".", 1)[-1])
        self.greeting = b""
        self.generation = 0

    async def ask(self, request: bytes) -> bytes:
        """The body of the answer.

        Raises:
            WorkerDied: the process is gone.
            WorkerFailed: it refused.
        """
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._ask, request)

    @property
    def pid(self) -> int | None:
        """The process's id while it runs."""
        process = self._process
        return process.pid if process is not None and process.poll() is None else None

    def close(self) -> None:
        """Ends the process, after the request it works on; a later request starts a new one."""
        self._thread.submit(self._end).result()

    def _ask(self, request: bytes) -> bytes:
        try:
            process = self._running()
            assert process.stdin is not None  # noqa: S101
            process.stdin.write(len(request).to_bytes(4, "big") + request)
            kind, body = _read_answer(process)
        except (OSError, EOFError) as error:
            self._end()
            raise WorkerDied(f"{self._module} died") from error
        if kind == b"E":
            raise WorkerFailed(body.decode())
        return body

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._end()
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", self._module],  # not the working directory's modules
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                bufsize=0,
                env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
            )
            self.generation += 1
            _, self.greeting = _read_answer(self._process, _START_SECONDS)
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()


def _read_answer(process: subprocess.Popen[bytes], within_s: float = _ANSWER_SECONDS) -> tuple[bytes, bytes]:
    deadline = time.monotonic() + within_s
    header = _read(process, 5, deadline)
    return header[:1], _read(process, int.from_bytes(header[1:], "big"), deadline)


def _read(process: subprocess.Popen[bytes], count: int, deadline: float) -> bytes:
    assert process.stdout is not None  # noqa: S101
    got = bytearray()
    while len(got) < count:
        ready, _, _ = select.select([process.stdout], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            raise EOFError("no answer in time")
        piece = os.read(process.stdout.fileno(), count - len(got))
        if not piece:
            raise EOFError("the process ended")
        got += piece
    return bytes(got)
