"""Child processes that end with the process that started them, even when that one is killed.

On Linux the kernel does it (`tied_exec`); elsewhere children end when this interpreter exits normally, not when it is
killed.
"""

import atexit
import contextlib
import os
import queue
import random
import signal
import socket
import subprocess
import sys
import threading
import weakref
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from domain.errors import ReceptionistError

_TIED_EXEC = Path(__file__).with_name("tied_exec.py")

Stream = int | IO[bytes] | None

PORTS = range(20_000, 32_000)
"""Below those that outgoing connections are given (Linux: 32,768 and up, macOS: 49,152 and up): a server binds the port
it was given seconds later.
"""

PORTS_TRIED = 100


class SandboxError(ReceptionistError):
    """A part of the sandbox could not be started; the message says what to do."""


@dataclass(frozen=True, slots=True)
class RunAs:
    """The user a child becomes; needs root."""

    uid: int
    gid: int


class _Spawner:
    """Starts every child from one thread that lives until the process ends.

    The kernel sends a child's death signal when the thread that started it ends, so starting one from a pool thread
    would end it early.
    """

    def __init__(self) -> None:
        self._work: queue.SimpleQueue[
            tuple[Callable[[], subprocess.Popen[bytes]], Future[subprocess.Popen[bytes]]]
        ]
        self._work = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._thread_of_pid = 0

    def start(self, make: Callable[[], subprocess.Popen[bytes]]) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._thread_of_pid != os.getpid():  # also after a fork, where threads do not survive
                self._thread_of_pid = os.getpid()
                threading.Thread(target=self._run, name="tied-spawner", daemon=True).start()
        future: Future[subprocess.Popen[bytes]] = Future()
        self._work.put((make, future))
        return future.result()

    def _run(self) -> None:
        while True:
            make, future = self._work.get()
            try:
                future.set_result(make())
            except BaseException as error:
                future.set_exception(error)


_spawner = _Spawner()
_children: weakref.WeakSet[subprocess.Popen[bytes]] = weakref.WeakSet()


def start_tied(
    argv: Sequence[str | Path],
    *,
    death_signal: signal.Signals = signal.SIGKILL,
    run_as: RunAs | None = None,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    stdin: Stream = subprocess.DEVNULL,
    stdout: Stream = None,
    stderr: Stream = None,
) -> subprocess.Popen[bytes]:
    """Starts a program that receives `death_signal` when this process ends, however it ends.

    The child leads its own session, so Ctrl-C in the terminal reaches only us. May be called from any thread.

    Args:
        argv: absolute path of the program, then its arguments.
        run_as: the user to become first; only root may.
    """
    user = (str(run_as.uid), str(run_as.gid)) if run_as else ("-1", "-1")
    shim = [sys.executable, "-I", "-S", str(_TIED_EXEC), str(os.getpid()), str(int(death_signal)), *user]

    def make() -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [*shim, *map(str, argv)],
            stdin=stdin,
            stdout=stdout,
            stderr=stderr,
            env=env,
            cwd=cwd,
            start_new_session=True,
        )

    child = _spawner.start(make)
    _children.add(child)
    return child


def run_tied(
    argv: Sequence[str | Path],
    *,
    run_as: RunAs | None = None,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    timeout_s: float = 60.0,
) -> str:
    """Runs a program to its end and gives what it printed.

    Raises:
        SandboxError: it failed or took longer than `timeout_s`; the message holds its output.
    """
    child = start_tied(
        argv, run_as=run_as, env=env, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    try:
        output, _ = child.communicate(timeout=timeout_s)
    except subprocess.TimeoutExpired:
        raise SandboxError(f"{argv[0]} did not finish within {timeout_s:.0f} s") from None
    finally:
        end(child, first=signal.SIGKILL)
    text = output.decode(errors="replace")
    if child.returncode != 0:
        raise SandboxError(f"{argv[0]} failed with status {child.returncode}:\n{text.strip()}")
    return text


def end(
    child: subprocess.Popen[bytes], *, first: signal.Signals = signal.SIGTERM, timeout_s: float = 10.0
) -> int:
    """Ends one child: `first`, then SIGKILL after `timeout_s`. Gives its exit status; harmless when it has ended."""
    if child.poll() is None:
        child.send_signal(first)
        try:
            child.wait(timeout_s)
        except subprocess.TimeoutExpired:
            child.kill()
    return child.wait()


@atexit.register
def _end_all() -> None:
    for child in list(_children):
        end(child, timeout_s=3.0)


def free_port() -> int:
    """A TCP port of 127.0.0.1 nobody listens on right now, and that no outgoing connection will take meanwhile.

    Raises SandboxError when none of many is free.
    """
    for port in random.sample(PORTS, PORTS_TRIED):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise SandboxError(f"none of {PORTS_TRIED} ports between {PORTS.start} and {PORTS.stop} is free")


def log_tail(path: Path, lines: int = 15) -> str:
    """The last lines of a log file, or an empty string."""
    try:
        return "\n".join(path.read_text(errors="replace").splitlines()[-lines:])
    except OSError:
        return ""
