"""The process that Ray's own are children of: it starts the nodes and what runs on them, and then becomes a small one.

    python -P -m sandbox.local.ray_keeper

Reads one line of JSON (`RayOrder`), writes one (`RayNodes`, or `{"error": ...}`), and lives until its standard input
ends. Who started it needs no Ray of its own: a process that has imported Ray and Serve holds 130 MiB, and a driver
wakes a hundred times a second.

On Linux the kernel ends Ray's processes with the one that started them, which `exec` does not end.
"""

import json
import logging
import os
import signal
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from actors.forking.start_hook import WORKER_PATHS, can_fork

OBJECT_STORE_BYTES = 100 * 1024 * 1024
_WAIT_FOR_END = "import os, sys; os.closerange(3, 4096); sys.stdin.buffer.read()"


@dataclass(frozen=True, slots=True)
class RayOrder:
    """What is to be started.

    Attributes:
        nodes: those that take calls. One is its own head; to several the head comes on top.
        call_slots: the resource `call_slot` of each.
        directory: where Ray keeps its session; Ray's own place when None.
        serve_port: where Serve's proxy listens; None for a Ray without Serve and applications.
    """

    nodes: int
    call_slots: int
    directory: str | None = None
    serve_port: int | None = None


@dataclass(frozen=True, slots=True)
class RayNodes:
    """What runs.

    Attributes:
        address: where drivers join: the GCS.
        session: the session's name, which stands in the command line of each of Ray's own processes.
        node_ids: of the nodes that take calls, in the order of their start; `raylets` are their process ids.
    """

    address: str
    session: str
    node_ids: list[str]
    raylets: list[int]


def main() -> None:
    order = RayOrder(**json.loads(sys.stdin.buffer.readline()))
    told = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # whatever Ray prints is not the answer
    try:
        nodes = start(order)
        if order.serve_port is not None:
            _deploy(nodes.address, order.serve_port, order.nodes)
    except Exception as error:
        # Told to the one who waits; how it came to this stands in the log.
        told.write(json.dumps({"error": f"{type(error).__name__}: {error}"}) + "\n")
        told.flush()
        raise
    told.write(json.dumps(asdict(nodes)) + "\n")
    told.close()
    if sys.platform == "linux":
        # Nobody waits for Ray's processes from now on.
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        os.execv(  # noqa: S606 - no shell is meant
            sys.executable, [sys.executable, "-I", "-S", "-c", _WAIT_FOR_END]
        )
    sys.stdin.buffer.read()


def start(order: RayOrder) -> RayNodes:
    """Starts one node after the other, in 1 to 2 s each."""
    from ray._common.utils import get_default_ray_temp_dir
    from ray.cluster_utils import Cluster

    from sandbox.local.private_ray import keep_ray_private

    keep_ray_private()
    directory = {} if order.directory is None else {"temp_dir": order.directory}
    if directory:
        # Where Ray notes its address whatever directory it is given; only there it is not made.
        Path(get_default_ray_temp_dir()).mkdir(parents=True, exist_ok=True)
    # It tells of addresses that only `ray.init(address="auto")` would use.
    logging.getLogger("ray").setLevel(logging.ERROR)
    cluster: Any = Cluster()
    head = {"num_cpus": os.cpu_count() or 1, "include_dashboard": False, **directory}
    resources = {"call_slot": float(order.call_slots), "media_door": 1.0}
    if order.nodes == 1:
        nodes = [cluster.add_node(resources=resources, no_monitor=True, **head, **_parameters())]
    else:
        cluster.add_node(**head, **_parameters())
        nodes = [
            cluster.add_node(resources=resources, num_cpus=1, **_parameters()) for _ in range(order.nodes)
        ]
    # Without a dashboard it serves reports of use to Ray's makers, which are off: 71 MiB.
    cluster.head_node.kill_dashboard(check_alive=False)
    return RayNodes(
        address=cluster.gcs_address,
        session=cluster.head_node.session_name,
        node_ids=[node.node_id for node in nodes],
        raylets=[node.all_processes["raylet"][0].process.pid for node in nodes],
    )


def _parameters() -> dict[str, Any]:
    return {
        "object_store_memory": OBJECT_STORE_BYTES,
        "include_log_monitor": False,
        **(WORKER_PATHS if can_fork() else {}),
    }


def _deploy(address: str, serve_port: int, nodes: int) -> None:
    """As a driver that leaves once everything is healthy."""
    import ray

    from sandbox.local.serve import deploy, join_ray_from_here

    join_ray_from_here(address)
    try:
        deploy(serve_port, nodes)
    finally:
        ray.shutdown()


if __name__ == "__main__":
    main()
