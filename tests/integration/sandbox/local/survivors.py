"""Kills a process that holds embedded servers and waits for the servers to be gone."""

import subprocess
import sys
from pathlib import Path

import psutil

from tests.support.processes import still_running

_ROOT = Path(__file__).resolve().parents[4]


def program(import_server: str, data_dir: Path) -> str:
    """Python that starts `Server` over `data_dir`, prints its pid and waits to be killed."""
    return (
        f"{import_server}\nfrom pathlib import Path\n"
        f"server = Server(Path({str(data_dir)!r}))\nserver.start()\n"
        "print(server.pid, flush=True)\ninput()\n"
    )


def kill_parent_and_wait_for_children(source: str) -> None:
    """Runs `source`, kills it with SIGKILL, and fails unless all it had started ends."""
    with subprocess.Popen(
        [sys.executable, "-c", source], cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as parent:
        assert parent.stdout is not None
        server_pid = int(parent.stdout.readline())
        children = psutil.Process(parent.pid).children(recursive=True)
        assert server_pid in {child.pid for child in children}
        parent.kill()
        parent.wait()
    left = still_running(children, within_s=30)
    for child in left:
        child.kill()
    assert left == []
