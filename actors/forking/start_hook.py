"""What makes a raylet start its workers through the launcher.

In production `RAY_START_HOOK=actors.forking.start_hook.fork_workers` in the environment of `ray start`, on every node.
"""

import os
import sys
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent

WORKER_PATHS = {
    "worker_path": str(_HERE / "launcher.py"),
    "setup_worker_path": str(_HERE / "setup_worker.py"),
}
"""The parameters of a Ray node (`ray._private.parameter.RayParams`, Ray 2.60) that name its workers' scripts."""


def fork_workers(ray_params: Any, head: bool) -> None:
    """Called by `ray start` before it starts a node's processes. On systems other than Linux it changes nothing."""
    if can_fork():
        ray_params.update(**WORKER_PATHS)


def can_fork() -> bool:
    """Whether workers can be forked here: Linux, and not switched off by `FORK_WORKERS=off`."""
    return sys.platform == "linux" and os.environ.get("FORK_WORKERS", "on").lower() != "off"
