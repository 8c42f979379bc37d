"""A Ray cluster on this machine: one node, or a head that takes no calls and several raylets that do.

A node here is a raylet with the processes it started. It can be killed the way a machine is lost: all of it at once,
without a word to anybody.
"""

import contextlib
import logging
import os
import signal
import subprocess
import time
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psutil

from actors.forking.start_hook import WORKER_PATHS, can_fork
from sandbox.local.empty_directory import in_empty_directory
from sandbox.local.private_ray import keep_ray_private
from sandbox.local.process import SandboxError

OBJECT_STORE_BYTES = 100 * 1024 * 1024
LEAVING_S = 5.0
"""What Ray was told to end gets so long."""
KILLED_S = 10.0


class LocalCluster:
    """The nodes, from `start` to `stop`; a synchronous context manager. They inherit the environment of that moment.

    Args:
        nodes: those that take calls. One is its own head; to several the head comes on top and outlives them all.
        call_slots: the resource `call_slot` of each.
        directory: where Ray keeps its session, with sockets and logs; short. Ray's own by default.

    Attributes:
        node_ids: Ray's ids of the nodes that take calls. An index below is a place in it; killed ones keep theirs.
    """

    def __init__(self, nodes: int, call_slots: int, directory: Path | None = None) -> None:
        self._wanted = nodes
        self._call_slots = call_slots
        self._directory = {} if directory is None else {"temp_dir": str(directory)}
        self._cluster: Any = None
        self._raylets: list[subprocess.Popen[bytes]] = []
        self.node_ids: list[str] = []

    @property
    def address(self) -> str:
        """Where drivers join: the GCS. Only between `start` and `stop`."""
        return self._cluster.gcs_address

    def start(self) -> None:
        """Starts one node after the other, in 1 to 2 s each; `stop` ends also what a failed start leaves."""
        from ray._common.utils import get_default_ray_temp_dir
        from ray.cluster_utils import Cluster

        keep_ray_private()
        # It tells of addresses that only `ray.init(address="auto")` would use.
        logging.getLogger("ray").setLevel(logging.ERROR)
        if self._directory:
            # Where Ray notes its address whatever directory it is given; only there it is not made.
            Path(get_default_ray_temp_dir()).mkdir(parents=True, exist_ok=True)
        self._cluster = Cluster()
        with in_empty_directory():
            head = {"num_cpus": os.cpu_count() or 1, "include_dashboard": False, **self._directory}
            if self._wanted == 1:
                self._add_node(**head, no_monitor=True)
                return
            self._cluster.add_node(**head, **_parameters())
            for _ in range(self._wanted):
                self._add_node(num_cpus=1)

    def _add_node(self, **parameters: Any) -> None:
        resources = {"call_slot": float(self._call_slots), "media_door": 1.0}
        node = self._cluster.add_node(resources=resources, **parameters, **_parameters())
        [raylet] = node.all_processes["raylet"]
        self._raylets.append(raylet.process)
        self.node_ids.append(node.node_id)

    def node_pids(self, index: int) -> list[int]:
        """The raylet, its agents and every worker process it started, as far as they live."""
        return [process.pid for process in _started_by({self._raylets[index].pid}) if _lives(process)]

    def kill_node(self, index: int) -> None:
        """SIGKILL to every process of the node; returns when none is left."""
        _end(_started_by({self._raylets[index].pid}), within_s=0)
        self._raylets[index].wait()

    def stop(self) -> None:
        """Ends every node, killed ones or not; harmless when repeated."""
        cluster, self._cluster = self._cluster, None
        if cluster is None:
            return
        left: list[psutil.Process] = []
        if cluster.head_node is not None:
            ray_itself = _of_session(cluster.head_node.session_name)
            left = [*ray_itself, *_started_by({process.pid for process in ray_itself})]
        try:
            cluster.shutdown()
        finally:
            _end(left, within_s=LEAVING_S)

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


def _parameters() -> dict[str, Any]:
    """Of every node: workers forked where that is possible, and no process that only copies logs to drivers."""
    return {
        "object_store_memory": OBJECT_STORE_BYTES,
        "include_log_monitor": False,
        **(WORKER_PATHS if can_fork() else {}),
    }


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
