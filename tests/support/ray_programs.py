"""Programs that start a Ray of their own: a process can be the driver of one Ray only, and the tests have theirs."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from sandbox.local.own_directory import own_directory
from sandbox.local.private_ray import private_ray_environment

REPO = Path(__file__).parents[2]


def told_by(module: str, within_s: float, **environment: str) -> Any:
    """Runs the module, which prints one line of JSON last, and returns that. Its Ray leaves nothing behind."""
    with own_directory() as directory:
        ran = subprocess.run(
            [sys.executable, "-m", module],
            cwd=REPO,
            env={
                **os.environ,
                **private_ray_environment(),
                "RAY_USAGE_STATS_ENABLED": "0",
                "RAY_TMPDIR": str(directory),
                "TMPDIR": str(directory),
                **environment,
            },
            capture_output=True,
            text=True,
            check=False,
            timeout=within_s,
        )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout.splitlines()[-1])
