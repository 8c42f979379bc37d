"""A small Ray of a process of its own: a process can be the driver of one Ray only, and the tests have theirs."""

import logging
from typing import Any

from sandbox.local.private_ray import keep_ray_private


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
