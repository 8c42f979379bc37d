"""A Ray cluster on this machine: one node, or a head that takes no calls and several raylets that do.

A node here is a raylet with the processes it started. It can be killed the way a machine is lost: all of it at once,
without a word to anybody.
"""

import contextlib
import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import IO, Any, Self

import psutil

from sandbox.local.empty_directory import empty_directory
from sandbox.local.private_ray import have_private_environment
from sandbox.local.process import SandboxError, end, start_tied
from sandbox.local.ray_keeper import RayNodes, RayOrder

LEAVING_S = 5.0
"""What Ray was told to end gets so long."""
KILLED_S = 10.0
_TAIL_BYTES = 4000


class LocalCluster:
    """The nodes, from `start` to `stop`; a synchronous context manager. They inherit the environment of that moment.

    Ray's processes are those of a child (`sandbox.local.ray_keeper`) and end with it and with this process.

    Args:
        nodes: those that take calls. One is its own head; to several the head comes on top and outlives them all.
        call_slots: the resource `call_slot` of each.
        directory: where Ray keeps its session, with sockets and logs; short. Ray's own by default.
        serve_port: where Serve's proxy listens; with it the applications are deployed, and healthy once it is started.

    Attributes:
        node_ids: Ray's ids of the nodes that take calls. An index below is a place in it; killed ones keep theirs.
    """

    def __init__(
        self, nodes: int, call_slots: int, directory: Path | None = None, serve_port: int | None = None
    ) -> None:
        self._order = RayOrder(nodes, call_slots, str(directory) if directory else None, serve_port)
        self._keeper: subprocess.Popen[bytes] | None = None
        self._started: RayNodes | None = None
        self.node_ids: list[str] = []

    @property
    def address(self) -> str:
        """Where drivers join: the GCS. Only between `start` and `stop`."""
        if self._started is None:
            raise SandboxError("the cluster does not run")
        return self._started.address

    def start(self) -> None:
        """Starts one node after the other; `stop` ends also what a failed start leaves. Raises SandboxError."""
        have_private_environment()
        with TemporaryFile() as log:
            self._keeper = start_tied(
                [sys.executable, "-P", "-m", "sandbox.local.ray_keeper"],
                cwd=empty_directory(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
            )
            told = _ask(self._keeper, asdict(self._order))
            if "error" in told:
                raise SandboxError(f"Ray did not start: {told['error']}\n{_tail(log)}")
        self._started = RayNodes(**told)
        self.node_ids = self._started.node_ids

    def node_pids(self, index: int) -> list[int]:
        """The raylet, its agents and every worker process it started, as far as they live."""
        return [process.pid for process in _started_by({self._raylets[index]}) if _lives(process)]

    def kill_node(self, index: int) -> None:
        """SIGKILL to every process of the node; returns when none is left."""
        _end(_started_by({self._raylets[index]}), within_s=0)

    @property
    def _raylets(self) -> list[int]:
        return self._started.raylets if self._started is not None else []

    def stop(self) -> None:
        """Ends every node, killed ones or not; harmless when repeated."""
        keeper, self._keeper = self._keeper, None
        started, self._started = self._started, None
        if keeper is None:
            return
        left = psutil.Process(keeper.pid).children(recursive=True) if keeper.poll() is None else []
        if started is not None:
            ray_itself = _of_session(started.session)
            left += [*ray_itself, *_started_by({process.pid for process in ray_itself})]
            _ask_to_leave(started.raylets)
        try:
            end(keeper)
        finally:
            _end(set(left), within_s=LEAVING_S)

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def _ask(keeper: subprocess.Popen[bytes], order: dict[str, Any]) -> dict[str, Any]:
    """The keeper's answer."""
    if keeper.stdin is None or keeper.stdout is None:
        raise SandboxError("the process that starts Ray has no pipes")
    with contextlib.suppress(BrokenPipeError):
        keeper.stdin.write(json.dumps(order).encode() + b"\n")
        keeper.stdin.flush()
    line = keeper.stdout.readline()
    return json.loads(line) if line else {"error": f"it ended with status {keeper.wait()}"}


def _tail(log: IO[bytes]) -> str:
    log.seek(max(0, log.seek(0, 2) - _TAIL_BYTES))
    return log.read().decode(errors="replace")


def _ask_to_leave(raylets: Iterable[int]) -> None:
    """SIGTERM to the raylets, which end their workers; returns when they are gone or `LEAVING_S` are over."""
    asked: list[psutil.Process] = []
    for pid in raylets:
        with contextlib.suppress(psutil.NoSuchProcess):
            raylet = psutil.Process(pid)
            raylet.terminate()
            asked.append(raylet)
    psutil.wait_procs(asked, timeout=LEAVING_S)


def _of_session(session: str) -> list[psutil.Process]:
    """Ray's own processes: they carry their session in the command line. Agents and workers overwrite theirs."""
    found: list[psutil.Process] = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if any(session in part for part in process.cmdline()):
                found.append(process)
    return found


def _started_by(raylets: set[int]) -> list[psutil.Process]:
    """These raylets, then what they started.

    Agents are a raylet's children, as long as it lives. Workers name it in their environment, which outlives it.
    """
    found: dict[int, psutil.Process] = {}
    for pid in raylets:
        with contextlib.suppress(psutil.NoSuchProcess):
            raylet = psutil.Process(pid)
            found |= {process.pid: process for process in [raylet, *raylet.children(recursive=True)]}
    names = set(map(str, raylets))
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if process.environ().get("RAY_RAYLET_PID") in names:
                found.setdefault(process.pid, process)
    return list(found.values())


def _end(processes: Iterable[psutil.Process], *, within_s: float) -> None:
    """Gives them `within_s` to end by themselves, then SIGKILL; returns when they have ended.

    Raises SandboxError when one outlives that, stuck in the kernel.
    """
    deadline = time.monotonic() + within_s
    left = [process for process in processes if _lives(process)]
    while left and time.monotonic() < deadline:
        time.sleep(0.02)
        left = [process for process in left if _lives(process)]
    for process in left:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + KILLED_S
    while any(_lives(process) for process in left):
        if time.monotonic() > deadline:
            raise SandboxError(f"processes outlived SIGKILL: {[p.pid for p in left if _lives(p)]}")
        time.sleep(0.005)


def _lives(process: psutil.Process) -> bool:
    """False also for one that has ended and that nobody has waited for."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
