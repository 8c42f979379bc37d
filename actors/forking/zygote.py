"""The process Ray's workers are forked from: one for each raylet and release, started by the first launcher.

    python -P -m actors.forking.zygote LOCK RAYLET CODE

It imports what the workers need, listens, and forks one for each request it can grant. It has no thread, no event loop,
no connection and no secret beyond its environment, and ends with its raylet or when the code on disk is another.

Ray's C++ code reads every RAY_ variable when it is loaded, which is here. So this process has the environment of a
worker of its raylet, except that it belongs to no job: its workers take the job of their first task.
"""

import contextlib
import gc
import importlib
import os
import re
import runpy
import select
import signal
import socket
import sys
import time
from collections.abc import Mapping, Sequence

from actors.forking import origin
from actors.forking.holes import fill_holes
from actors.forking.paths import ZygotePaths, ray_workers, worker_code
from actors.forking.randomness import forks_draw_alike, ids_of_classes_from_the_system
from actors.forking.request import FORKED, REFUSED, ForkRequest, receive_request

PRELOADED = (
    "ray",
    "ray._private.workers.default_worker",
    "actors.call.preload",
    "serve_app",
    "deployments.preload",
)
"""Imported in this order: what a call needs comes first, which imports less of the vendors' packages."""
DECIDES_AT_START = re.compile(r"PYTHON|LD_|MALLOC_|GRPC_|OMP_|OPENBLAS_|SSL_|RAY_")
"""Variables whose value counts when a process starts or a library is loaded: a worker's must be as the zygote's."""
FREE = frozenset({"RAY_JOB_ID"})
REQUEST_WITHIN_S = 2.0
THREADS_END_WITHIN_S = 2.0
LOOKS_AT_THE_CODE_EVERY_MS = 30_000
BACKLOG = 64


def main() -> str | None:
    """The script this process is to run, in a forked worker; None in the zygote, when it has served its time."""
    lock, raylet, code = int(sys.argv[1]), sys.argv[2], sys.argv[3]
    paths = ZygotePaths(raylet, code)
    own = dict(os.environ)
    preload(PRELOADED)
    if worker_code() != code:
        raise SystemExit("the code has changed while it was imported")
    # What importing changed in the environment belongs to the workers too.
    added = {name: value for name, value in os.environ.items() if own.get(name) != value}
    # Nobody waits for the workers: the raylet watches their sockets.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    raylet_process = os.pidfd_open(int(own["RAY_RAYLET_PID"]))
    listener = _listen(paths)
    request = serve(listener, raylet_process, code, own)
    listener.close()
    os.close(raylet_process)
    if request is None:
        os.unlink(paths.address)
        return None
    os.close(lock)  # or no zygote could start while a worker of this one lives
    request.environment.update(added)
    _take_over(request)
    return request.script


def preload(modules: Sequence[str]) -> None:
    """Imports them for all workers.

    Raises SystemExit when a thread runs afterwards, or random numbers have been drawn: forking would not be safe.
    """
    # Where Ray's own script finds itself.
    sys.path.insert(0, ray_workers())
    # NumPy's linear algebra would start threads, and no worker uses it.
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    with ids_of_classes_from_the_system():
        for module in modules:
            importlib.import_module(module)
    patience = time.monotonic() + THREADS_END_WITHIN_S
    while (threads := len(os.listdir("/proc/self/task"))) > 1:  # one that was joined may be on its way out
        if time.monotonic() > patience:
            raise SystemExit(f"importing has left {threads - 1} threads running")
        time.sleep(0.02)
    if forks_draw_alike():
        raise SystemExit("importing has drawn from Ray's random numbers: every worker would draw the same")
    gc.collect()
    fill_holes()
    gc.freeze()


def serve(listener: socket.socket, raylet: int, code: str, own: Mapping[str, str]) -> ForkRequest | None:
    """Forks a worker for every request it can grant, until the raylet has ended or the code on disk is another.

    Args:
        raylet: a pidfd.
        code: the digest this process serves.
        own: the environment it was started with.

    Returns:
        In a worker its request, with the standard streams in place; in the zygote None.
    """
    waiting = select.poll()
    waiting.register(listener, select.POLLIN)
    waiting.register(raylet, select.POLLIN)
    while True:
        ready = [descriptor for descriptor, _ in waiting.poll(LOOKS_AT_THE_CODE_EVERY_MS)]
        if raylet in ready or (not ready and worker_code() != code):
            return None
        if listener.fileno() in ready:
            line, _ = listener.accept()
            with line:
                request = _fork_for(line, own)
            if request is not None:
                return request


def _fork_for(line: socket.socket, own: Mapping[str, str]) -> ForkRequest | None:
    """In the worker its request; None in the zygote, whether or not there was a fork."""
    line.settimeout(REQUEST_WITHIN_S)
    try:
        request, streams = receive_request(line)
    except (OSError, ValueError) as error:
        sys.stderr.write(f"no request: {error}\n")
        return None
    reason = refusal(request, own)
    # A launcher that has hung up has lost patience and starts the worker itself.
    in_worker = reason is None and not _hung_up(line) and os.fork() == 0
    if in_worker:
        for target, stream in enumerate(streams):
            os.dup2(stream, target)
    for stream in streams:
        os.close(stream)
    if in_worker:
        return request
    with contextlib.suppress(OSError):
        line.sendall(FORKED if reason is None else REFUSED + reason.encode())
    return None


def refusal(request: ForkRequest, own: Mapping[str, str]) -> str | None:
    """Why this worker cannot be a fork of a process with the environment `own`; None when it can."""
    if request.executable != sys.executable:
        return "another interpreter"
    theirs = request.environment
    for name in sorted(theirs.keys() | own.keys()):
        if name not in FREE and DECIDES_AT_START.match(name) and theirs.get(name) != own.get(name):
            return f"{name} differs"
    return None


def _hung_up(line: socket.socket) -> bool:
    poll = select.poll()
    poll.register(line, select.POLLRDHUP)
    return bool(poll.poll(0))


def _listen(paths: ZygotePaths) -> socket.socket:
    with contextlib.suppress(FileNotFoundError):
        os.unlink(paths.address)  # of a zygote that was killed: the lock says there is none
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(paths.address)
    listener.listen(BACKLOG)
    return listener


def _take_over(request: ForkRequest) -> None:
    """Makes this process the one the raylet asked for."""
    os.setpgid(0, 0)  # as the raylet does for a worker: it ends the whole group with it
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.chdir(request.directory)
    os.environ.clear()
    os.environ.update(request.environment)
    sys.argv[:] = [request.script, *request.arguments]
    sys.orig_argv[:] = [sys.executable, *sys.argv]
    origin.mark_forked()


if __name__ == "__main__":
    script = main()
    if script is not None:
        runpy.run_path(script, run_name="__main__")
