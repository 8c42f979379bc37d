"""A process of its own that starts Ray with forked workers, uses and breaks them. Prints what it saw as JSON.

Run by test_forked_workers.py: a process can be the driver of one Ray only. `RECEPTIONIST_SOAK` more starts may be asked
for at the end.
"""

import contextlib
import json
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import ray
from ray.exceptions import ActorDiedError

from actors.ray_actors import remote_class
from sandbox.local.cluster import LocalCluster
from sandbox.local.serve import join_ray

WAIT_S = 60
BURST = 16
SOAK = int(os.environ.get("RECEPTIONIST_SOAK", "0"))


def worker_class() -> Any:
    # Made in a function, so that it travels by value: workers do not have this module.
    @ray.remote(num_cpus=0)
    class Worker:
        """Stands for a call's actor."""

        def facts(self) -> dict[str, Any]:
            import random
            import sys
            from pathlib import Path

            import ray

            from actors.forking.origin import is_forked

            return {
                "pid": os.getpid(),
                "parent": os.getppid(),
                "forked": is_forked(),
                "job": ray.get_runtime_context().get_job_id(),
                "random": random.random(),
                "id": ray.ObjectID.from_random().hex(),
                "release": os.environ.get("RELEASE"),
                "threads_of_zygote": len(os.listdir(f"/proc/{os.getppid()}/task")) if is_forked() else None,
                "title": Path("/proc/self/cmdline").read_bytes().decode().rstrip("\0"),
                "loop": type(__import__("asyncio").new_event_loop()).__module__,
                "call_loaded": "actors.call.host" in sys.modules,
                "tables_related": not any(
                    registry._new_mappers
                    for registry in __import__("sqlalchemy.orm").orm.mapperlib._all_registries()
                ),
            }

        async def speaks_tls(self) -> bool:
            """A TLS session within the process, by the context that vendors' clients use."""
            import ssl

            from providers.tls import tls_context

            incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
            session = tls_context().wrap_bio(incoming, outgoing, server_hostname="vendor.example")
            with contextlib.suppress(ssl.SSLWantReadError):
                session.do_handshake()
            return outgoing.pending > 100

        def leave(self) -> None:
            ray.actor.exit_actor()

    return Worker


def serving_actor(name: str) -> Any:
    """As `actors.call_actor.CallActor`: a method that does not return keeps the main thread."""

    class Serving:
        def __init__(self) -> None:
            import uvloop

            self._loop = uvloop.new_event_loop()

        def start(self) -> dict[str, Any]:
            import asyncio
            import threading

            self._loop.run_until_complete(asyncio.sleep(0))
            return {"pid": os.getpid(), "main": threading.current_thread() is threading.main_thread()}

        def serve(self) -> None:
            self._loop.run_forever()

    return remote_class(Serving).options(name=name, num_cpus=0, lifetime="detached").remote()


def started(worker: Any) -> dict[str, Any]:
    """As the pool's starter: both are asked for at once."""
    start = worker.start.remote()
    worker.serve.remote()
    return ray.get(start, timeout=WAIT_S)


def serving() -> dict[str, Any]:
    """How often an idle one's main thread wakes in a second, and whether each way of ending one does."""
    idle = serving_actor("idle")
    seen: dict[str, Any] = started(idle)

    def wakes() -> int:
        status = Path(f"/proc/{seen['pid']}/task/{seen['pid']}/status").read_text()
        return int(status.partition("voluntary_ctxt_switches:")[2].split()[0])

    time.sleep(0.5)  # it has come to rest
    before = wakes()
    time.sleep(1)
    seen["wakes"] = wakes() - before

    def ended(name: str, end: Callable[[Any, int], object]) -> bool:
        worker = serving_actor(name)
        pid = started(worker)["pid"]
        end(worker, pid)
        return gone(pid)

    seen["ended"] = {
        "SIGKILL": ended("SIGKILL", lambda _, pid: os.kill(pid, signal.SIGKILL)),
        "SIGTERM": ended("SIGTERM", lambda _, pid: os.kill(pid, signal.SIGTERM)),
        "ray.kill": ended("ray.kill", lambda _, __: ray.kill(ray.get_actor("ray.kill"))),
    }
    return seen


def lives(pid: int) -> bool:
    with contextlib.suppress(psutil.NoSuchProcess):
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    return False


def gone(pid: int) -> bool:
    """Whether the process ends within the time any of them may take."""
    deadline = time.monotonic() + WAIT_S
    while lives(pid):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def facts_of(worker: Any) -> dict[str, Any]:
    return ray.get(worker.facts.remote(), timeout=WAIT_S)


def died(worker: Any) -> bool:
    try:
        facts_of(worker)
    except ActorDiedError:
        return True
    return False


def deaths(start: Callable[[], Any]) -> dict[str, Any]:
    seen: dict[str, Any] = {}

    def by(name: str, end: Callable[[Any, int], object]) -> None:
        worker = start()
        pid = facts_of(worker)["pid"]
        end(worker, pid)
        seen[name] = [gone(pid), died(worker)]

    by("SIGKILL", lambda _, pid: os.kill(pid, signal.SIGKILL))
    by("SIGTERM", lambda _, pid: os.kill(pid, signal.SIGTERM))
    by("ray.kill", lambda worker, _: ray.kill(worker))
    by("exit_actor", lambda worker, _: worker.leave.remote())
    return seen


def zygotes_death(start: Callable[[], Any]) -> dict[str, Any]:
    """A zygote that is killed, then one that is stopped."""
    survivor = start()
    first = facts_of(survivor)
    os.kill(first["parent"], signal.SIGKILL)
    second = facts_of(start())
    os.kill(second["parent"], signal.SIGSTOP)
    ordinary = facts_of(start())
    os.kill(second["parent"], signal.SIGCONT)
    third = facts_of(start())
    return {
        "survivor": facts_of(survivor)["pid"] == first["pid"],
        "another_zygote": second["forked"] and second["parent"] != first["parent"],
        "while_stopped": ordinary["forked"],
        "afterwards": third["forked"] and third["parent"] == second["parent"],
    }


def changed_code(start: Callable[[], Any], source: Path) -> dict[str, Any]:
    """`source` is touched, as an upgrade would, and put back."""
    before = facts_of(start())
    times = source.stat()
    os.utime(source, ns=(times.st_atime_ns, times.st_mtime_ns + 1))
    try:
        after = facts_of(start())
    finally:
        os.utime(source, ns=(times.st_atime_ns, times.st_mtime_ns))
    return {
        "forked": [before["forked"], after["forked"]],
        "another_zygote": before["parent"] != after["parent"],
    }


def main() -> None:
    with LocalCluster(1, BURST) as cluster:
        join_ray(cluster.address)
        worker = worker_class()
        first = worker.remote()
        one = facts_of(first)
        zygote = psutil.Process(one["parent"])
        workers = [worker.remote() for _ in range(BURST)]
        burst = ray.get([each.facts.remote() for each in workers], timeout=WAIT_S)
        seen: dict[str, Any] = {
            "job": ray.get_runtime_context().get_job_id(),
            "one": one | {"tls": ray.get(first.speaks_tls.remote(), timeout=WAIT_S)},
            "zygote": {
                "command": zygote.cmdline(),
                "connections": len(zygote.net_connections("inet")),
                "session": os.getsid(zygote.pid) == os.getsid(one["pid"]),
            },
            "burst": burst,
            "released": facts_of(worker.options(runtime_env={"env_vars": {"RELEASE": "r2"}}).remote()),
            "other_python": facts_of(
                worker.options(runtime_env={"env_vars": {"PYTHONHASHSEED": "7"}}).remote()
            ),
        }
        del workers
        seen["serving"] = serving()
        seen["deaths"] = deaths(worker.remote)
        seen["zygotes_death"] = zygotes_death(worker.remote)
        seen["changed_code"] = changed_code(worker.remote, Path("serve_app.py"))
        last = worker.remote()
        seen["soak"] = 0
        for _ in range(SOAK):
            each = worker.remote()
            seen["soak"] += facts_of(each)["forked"]
            ray.kill(each)
        left = facts_of(last)
        [raylet] = [
            process for process in psutil.Process().children(recursive=True) if "raylet" in process.name()
        ]
        ray.shutdown()
        raylet.kill()
        left["serving"] = seen["serving"]["pid"]
        seen["left_when_the_raylet_is_killed"] = [
            name for name in ("pid", "parent", "serving") if not gone(left[name])
        ]
    print(json.dumps(seen))  # noqa: T201


if __name__ == "__main__":
    main()
