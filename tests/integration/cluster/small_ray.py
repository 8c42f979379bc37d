"""A small Ray of a process of its own: a process can be the driver of one Ray only, and the tests have theirs."""

import json
import logging
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from sandbox.local.private_ray import keep_ray_private, private_ray_environment

REPO = Path(__file__).parents[3]


def start_small_ray(**options: Any) -> None:
    """Ray with one node and one CPU, ended with this process; Serve's own lines stay out of the output."""
    import ray

    keep_ray_private()
    ray.init(
        address="local",
        num_cpus=1,
        log_to_driver=False,
        logging_level=logging.ERROR,
        object_store_memory=100 * 1024 * 1024,
        **options,
    )
    logging.getLogger("ray.serve").setLevel(logging.ERROR)


def told_by(module: str, within_s: float, **environment: str) -> Any:
    """Runs the module, which prints one line of JSON last, and returns that."""
    ran = subprocess.run(
        [sys.executable, "-m", f"tests.integration.cluster.{module}"],
        cwd=REPO,
        env={**os.environ, **private_ray_environment(), "RAY_USAGE_STATS_ENABLED": "0"} | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=within_s,
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout.splitlines()[-1])
