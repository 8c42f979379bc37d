"""What the raylet starts as a worker: has the node's zygote fork the worker, and ends. Ray is not imported here.

The raylet's command is `python launcher.py ARGUMENTS`, or `python setup_worker.py [FLAGS] launcher.py ARGUMENTS` for a
worker with a runtime environment, which is among the arguments as JSON. The raylet learns the worker's process id when
the worker registers and watches the worker's own socket, so nothing needs this process once the worker is there.

Every start that is not plainly that of a Python worker, and every start the zygote does not take, goes Ray's way: this
process becomes Ray's own script. 35 ms of CPU, 23 of them Python's own start.
"""

import contextlib
import fcntl
import json
import os
import re
import socket
import subprocess
import sys
import time
from typing import Any, NoReturn

from actors.forking.paths import ZygotePaths, ray_workers, worker_code
from actors.forking.request import ANSWER_BYTES, FORKED, ForkRequest, send_request

SWITCH = "FORK_WORKERS"
"""Environment variable; `off` has every worker started Ray's own way."""
ZYGOTE_STARTS_WITHIN_S = 25.0
ANSWERS_WITHIN_S = 3.0
RETRY_AFTER_S = 60.0
"""A zygote that could not come up costs what a worker's start costs: it is not tried again for so long."""
NO_JOB = "ffffffff"
"""The job id Ray gives to workers it starts before it knows for which job; such a worker takes its first task's."""

_CONTEXT = "--serialized-runtime-env-context="
_LANGUAGE = "--language="
_ODD = ("command_prefix", "override_worker_entrypoint", "java_jars")
_POLL_S = 0.02


def main() -> None:
    """Returns once the zygote has forked the worker; otherwise this process becomes the worker."""
    arguments = sys.argv[1:]
    scripts = ray_workers()
    worker = os.path.join(scripts, "default_worker.py")
    context = _runtime_environment(arguments)
    if context is not None and _is_odd(context, arguments):
        theirs = [worker if _is_script(argument) else argument for argument in arguments]
        _become(os.path.join(scripts, "setup_worker.py"), theirs)
    if context is not None:
        _apply_variables(context)
    plain = [argument for argument in arguments if not _for_set_up(argument, context is not None)]
    if not forked(worker, plain):
        _become(worker, plain)


def forked(worker: str, arguments: list[str]) -> bool:
    """Whether the zygote has started this worker; a zygote that is missing is started first."""
    raylet = _option(arguments, "--raylet-name")
    # Workers that spill and restore objects belong to no job, and Ray starts them in ways of their own.
    if raylet is None or not {"RAY_JOB_ID", "RAY_RAYLET_PID"} <= os.environ.keys():
        return False
    if os.environ.get(SWITCH, "on").lower() == "off":
        return False
    paths = ZygotePaths(raylet, worker_code())
    if _failed_lately(paths):
        return False
    request = ForkRequest(
        executable=sys.executable,
        script=worker,
        arguments=arguments,
        environment=os.environ,
        directory=os.getcwd(),
    )
    try:
        line = _connected(paths)
    except OSError as error:
        _pass_over(paths, f"no zygote, starting the worker itself: {error}")
        return False
    if line is None:
        return False
    if not _asked(paths, line, request):
        return False
    with contextlib.suppress(FileNotFoundError):
        os.unlink(paths.passed_over)
    return True


def _connected(paths: ZygotePaths) -> socket.socket | None:
    """A connection to the zygote; None when there is none and none comes up in time."""
    deadline = time.monotonic() + ZYGOTE_STARTS_WITHIN_S
    zygote: subprocess.Popen[bytes] | None = None
    while True:
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(ANSWERS_WITHIN_S)
        try:
            line.connect(paths.address)
        except TimeoutError:
            line.close()
            _pass_over(paths, "the zygote does not answer")
            return None
        except OSError:
            line.close()
        else:
            return line
        if zygote is None:
            zygote = _start_zygote(paths)
        elif zygote.poll() is not None:
            _note_failure(paths, f"ended with status {zygote.returncode}")
            return None
        if _failed_lately(paths):
            return None
        if time.monotonic() > deadline:
            if zygote is not None:
                zygote.kill()
                _note_failure(paths, f"not there after {ZYGOTE_STARTS_WITHIN_S:.0f} s")
            return None
        time.sleep(_POLL_S)


def _asked(paths: ZygotePaths, line: socket.socket, request: ForkRequest) -> bool:
    with line:
        try:
            send_request(line, request)
            answer = line.recv(ANSWER_BYTES)
        except OSError as error:
            # Closing the connection takes the request back: a stopped zygote must not fork the worker later.
            _pass_over(paths, f"the zygote did not answer, starting the worker itself: {error}")
            return False
    if answer != FORKED:
        _tell(f"starting the worker itself: {answer.decode(errors='replace')}")
    return answer == FORKED


def _start_zygote(paths: ZygotePaths) -> "subprocess.Popen[bytes] | None":
    """Starts it; None when another launcher is doing so. Raises OSError."""
    lock = os.open(paths.lock, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        return None
    log = os.open(paths.log, os.O_CREAT | os.O_WRONLY | os.O_APPEND | os.O_CLOEXEC, 0o600)
    try:
        # It inherits the lock and keeps it for life. A process group of its own: the raylet ends those of its workers.
        return subprocess.Popen(
            [sys.executable, "-P", "-m", "actors.forking.zygote", str(lock), *_identity(paths)],
            env=os.environ | {"RAY_JOB_ID": NO_JOB},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            pass_fds=[lock],
            process_group=0,
        )
    finally:
        os.close(log)
        os.close(lock)


def _identity(paths: ZygotePaths) -> tuple[str, str]:
    raylet, _, code = paths.address.rpartition(".zygote-")
    return raylet, code


def _failed_lately(paths: ZygotePaths) -> bool:
    try:
        return time.time() - os.stat(paths.failure).st_mtime < RETRY_AFTER_S
    except FileNotFoundError:
        return False


def _note_failure(paths: ZygotePaths, what: str) -> None:
    with open(paths.failure, "w") as file:
        file.write(what)
    _pass_over(paths, f"zygote {what}; its log: {paths.log}")


def _pass_over(paths: ZygotePaths, why: str) -> None:
    """Leaves word for `/health`: workers are there, and cost what they cost without a zygote."""
    with contextlib.suppress(OSError), open(paths.passed_over, "w") as file:
        file.write(why)
    _tell(why)


def _runtime_environment(arguments: list[str]) -> dict[str, Any] | None:
    for argument in arguments:
        if argument.startswith(_CONTEXT):
            return json.loads(argument.removeprefix(_CONTEXT))
    return None


def _is_odd(context: dict[str, Any], arguments: list[str]) -> bool:
    """Whether the runtime environment asks for more than variables: that is Ray's own business."""
    return (
        any(context.get(name) for name in _ODD)
        or context.get("py_executable") not in (None, sys.executable)
        or f"{_LANGUAGE}PYTHON" not in arguments
        or any(argument in ("-s", "-S") for argument in arguments)
    )


def _apply_variables(context: dict[str, Any]) -> None:
    """As Ray does: `${NAME}` stands for what NAME is now, and for nothing when it is not set."""
    variables: dict[str, str] = context.get("env_vars") or {}
    for name, value in variables.items():
        os.environ[name] = re.sub(r"\$\{[A-Z0-9_]+\}", "", os.path.expandvars(value))


def _is_script(argument: str) -> bool:
    return os.path.basename(argument) == os.path.basename(__file__) and not argument.startswith("-")


def _for_set_up(argument: str, has_context: bool) -> bool:
    """Whether `default_worker.py` would refuse it: it is meant for `setup_worker.py`."""
    return _is_script(argument) or (has_context and argument.startswith((_CONTEXT, _LANGUAGE)))


def _option(arguments: list[str], name: str) -> str | None:
    for argument in arguments:
        if argument.startswith(f"{name}="):
            return argument.removeprefix(f"{name}=")
    return None


def _tell(what: str) -> None:
    """Into the worker's log file, whose name the raylet gave to this process."""
    sys.stderr.write(f"{what}\n")


def _become(script: str, arguments: list[str]) -> NoReturn:
    os.execv(  # noqa: S606 - no shell is meant
        sys.executable, [sys.executable, script, *arguments]
    )


if __name__ == "__main__":
    main()
