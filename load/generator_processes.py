"""Starts the processes that make the calls (`load.generator`), gives them their jobs and takes their events."""

import asyncio
import json
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

from load.job import JOB, Job
from sandbox.local.process import SandboxError

_READY_TIMEOUT_S = 30.0
_GIVE_UP_S = 5.0
_LONGEST_LINE = 2**24

OnEvent = Callable[[dict[str, Any]], None]


class Generators:
    """Started generators, ready to call. Made by `generators`."""

    def __init__(self, processes: list[asyncio.subprocess.Process], on_event: OnEvent) -> None:
        self._processes = processes
        self._on_event = on_event

    @property
    def pids(self) -> list[int]:
        return [process.pid for process in self._processes]

    async def wait_until_ready(self) -> None:
        """Raises SandboxError when one does not come up."""
        for process in self._processes:
            try:
                async with asyncio.timeout(_READY_TIMEOUT_S):
                    event = await self._next(process)
            except TimeoutError:
                event = None
            if event is None or event["event"] != "ready":
                raise SandboxError(
                    f"a call generator did not start (status {process.returncode}); see its error above"
                )

    async def run(self, longest_s: float) -> bool:
        """Lets the calls begin and passes on every event; False when they were not all over after `longest_s`."""
        starts_at = time.monotonic() + 0.2
        for process in self._processes:
            assert process.stdin is not None  # noqa: S101 - started with a pipe
            process.stdin.write(json.dumps({"event": "go", "at": starts_at}).encode() + b"\n")
        try:
            async with asyncio.timeout(longest_s), asyncio.TaskGroup() as group:
                for process in self._processes:
                    group.create_task(self._pass_on(process), name=f"generator-{process.pid}")
        except TimeoutError:
            return False
        return True

    async def _pass_on(self, process: asyncio.subprocess.Process) -> None:
        while (event := await self._next(process)) is not None:
            if event["event"] == "done":
                return
            self._on_event(event)

    async def _next(self, process: asyncio.subprocess.Process) -> dict[str, Any] | None:
        assert process.stdout is not None  # noqa: S101 - started with a pipe
        line = await process.stdout.readline()
        return json.loads(line) if line.endswith(b"\n") else None


@asynccontextmanager
async def generators(jobs: list[Job], on_event: OnEvent) -> AsyncIterator[Generators]:
    """One process per job; all have ended when the block is left.

    Raises:
        SandboxError: one did not come up.
    """
    processes: list[asyncio.subprocess.Process] = []
    try:
        for job in jobs:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-P",  # not the working directory's modules
                "-m",
                "load.generator",
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                limit=_LONGEST_LINE,
                start_new_session=True,
            )
            processes.append(process)
            assert process.stdin is not None  # noqa: S101 - started with a pipe
            process.stdin.write(JOB.dump_json(job) + b"\n")
        started = Generators(processes, on_event)
        await started.wait_until_ready()
        yield started
    finally:
        for process in processes:
            await _end(process)


async def _end(process: asyncio.subprocess.Process) -> None:
    """Closing its stdin tells it to give up; one that does not is killed."""
    if process.stdin is not None:
        process.stdin.close()
    for next_signal in (signal.SIGTERM, signal.SIGKILL):
        try:
            async with asyncio.timeout(_GIVE_UP_S):
                await process.wait()
                return
        except TimeoutError:
            with suppress(ProcessLookupError):
                process.send_signal(next_signal)
    await process.wait()
