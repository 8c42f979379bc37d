"""CPU and memory of the server under test: the processes of one system on this machine, by component.

The system is found from one process id: its process tree, and every process that names its Ray session in its command
line or its raylet in its environment, wherever it has been re-parented to. Other Ray clusters of the machine have other
sessions. Vendor stand-ins, the callers' own processes and the process that started the system (Ray's driver,
which a production node does not have) are told apart and not counted.
"""

import re
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

import psutil

NOT_THE_SERVER = frozenset({"stand_ins", "generator", "driver"})
_SESSION = re.compile(r"session_\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d_\d+_\d+")
_RAY_SYSTEM = re.compile(
    r"raylet|gcs_server|^ray::|/ray/(dashboard|autoscaler|_private|_raylet)|plasma_store|default_worker"
)
_ZYGOTE = "actors.forking.zygote"
_TITLES = (
    ("ray::CallActor", "call_actors"),
    ("ray::ServeReplica:media", "gateway"),
    ("ray::GatewayStandby", "gateway_standby"),
    ("ray::ServeReplica:worker", "worker"),
    ("ray::ServeReplica", "serve_replicas"),
    ("ray::ProxyActor", "serve_proxy"),
    ("ray::ServeController", "serve_controller"),
)


@dataclass(frozen=True, slots=True)
class ServerRoots:
    """Where the server's processes are looked for.

    Attributes:
        pid: the process that started the system; None when it does not run here.
        parts: process ids of named parts: postgres, redis, front, vendors.
        generators: process ids of the callers.
        is_driver: whether `pid` only drives the system (Ray's driver); otherwise it is the server itself.
    """

    pid: int | None
    parts: Mapping[str, int]
    generators: tuple[int, ...] = ()
    is_driver: bool = True


@dataclass(frozen=True, slots=True)
class CpuUse:
    """CPU seconds over a stretch of time, by component; `machine_share` of all cores was busy, with whatever."""

    seconds: dict[str, float]
    wall_s: float
    machine_share: float

    @property
    def server_seconds(self) -> dict[str, float]:
        """Those of the server's components."""
        return {name: value for name, value in self.seconds.items() if name not in NOT_THE_SERVER}

    @property
    def server_s(self) -> float:
        return sum(self.server_seconds.values())


@dataclass(frozen=True, slots=True)
class MemoryUse:
    """Proportional set size by component, and what each call actor has for itself alone."""

    pss_mib: dict[str, float]
    call_actors_uss_mib: list[float] = field(default_factory=list[float])

    @property
    def server_pss_mib(self) -> dict[str, float]:
        """That of the server's components."""
        return {name: value for name, value in self.pss_mib.items() if name not in NOT_THE_SERVER}

    @property
    def server_mib(self) -> float:
        return sum(self.server_pss_mib.values())


class ServerProcesses:
    """Finds the processes and says what each belongs to."""

    def __init__(self, roots: ServerRoots) -> None:
        self._roots = roots
        self._titled: dict[psutil.Process, str] = {}

    @property
    def here(self) -> bool:
        """Whether the server runs on this machine, as far as is known."""
        return self._roots.pid is not None

    def find(self) -> dict[psutil.Process, str]:
        """Every process of the system as it is now, with its component: one look at the machine."""
        children: dict[int, list[psutil.Process]] = {}
        here: dict[int, psutil.Process] = {}
        for process in psutil.process_iter():
            with suppress(psutil.Error):
                children.setdefault(process.ppid(), []).append(process)
                here[process.pid] = process
        self._titled = {
            process: title for process, title in self._titled.items() if here.get(process.pid) == process
        }

        def tree(pid: int | None) -> Iterator[psutil.Process]:
            if pid in here:
                yield here[pid]
                for child in children.get(pid, ()):
                    yield from tree(child.pid)

        found: dict[psutil.Process, str] = {}
        for name, pid in self._roots.parts.items():
            component = "stand_ins" if name == "vendors" else name
            found |= dict.fromkeys(tree(pid), component)
        for pid in self._roots.generators:
            found |= dict.fromkeys(tree(pid), "generator")
        grown = [process for process in tree(self._roots.pid) if process not in self._titled]
        commands = {process: _command(process) for process in grown}
        sessions = {name for command in commands.values() for name in _SESSION.findall(command)}
        raylets = {str(process.pid) for process, command in commands.items() if "raylet" in command}
        known = found.keys() | self._titled.keys() | commands.keys()
        others = [process for process in here.values() if process not in known]
        for process in [*grown, *_of_ray(sessions, raylets, others)]:
            if process not in found:
                found[process] = self._component(process, commands.get(process))
        return found | self._titled

    def raylets(self) -> list[int]:
        """The ids of the raylets, which start Ray's workers."""
        found: list[int] = []
        for process in self.find():
            with suppress(psutil.Error):
                if process.name() == "raylet":
                    found.append(process.pid)
        return found

    def lasting(self) -> frozenset[int]:
        """The ids of the server's processes that come and go only with load: not a database's backends."""
        passing = NOT_THE_SERVER | {"postgres"}
        return frozenset(
            process.pid for process, component in self.find().items() if component not in passing
        )

    def _component(self, process: psutil.Process, command: str | None) -> str:
        if process.pid == self._roots.pid:
            return "driver" if self._roots.is_driver else "server"
        command = _command(process) if command is None else command
        for title, component in _TITLES:
            if command.startswith(title):
                self._titled[process] = component  # for good: a call's process is nothing else afterwards
                return component
        if _ZYGOTE in command:
            return "zygote"
        return "ray_system" if _RAY_SYSTEM.search(command) else "other"


class CpuMeter:
    """CPU of a system between `start` and `stop`; call `sample` now and then, so that what ends meanwhile counts."""

    def __init__(self, processes: ServerProcesses) -> None:
        self._processes = processes
        self._began: dict[psutil.Process, float] = {}
        self._latest: dict[psutil.Process, tuple[str, float]] = {}
        self._started_at = 0.0
        self._started_epoch = 0.0
        self._machine = (0.0, 0.0)

    def start(self) -> None:
        self._began.clear()
        self._latest.clear()
        self._started_epoch = time.time()
        for process, (component, used_s) in self._read():
            self._began[process] = used_s
            self._latest[process] = (component, used_s)
        self._machine = _machine_times()
        self._started_at = time.monotonic()

    def sample(self) -> None:
        for process, reading in self._read():
            if process not in self._began:
                # One that was started meanwhile counts from its beginning.
                is_new = process.create_time() >= self._started_epoch - 1
                self._began[process] = 0.0 if is_new else reading[1]
            self._latest[process] = reading

    def stop(self) -> CpuUse:
        wall_s = time.monotonic() - self._started_at
        total, busy = (after - before for after, before in zip(_machine_times(), self._machine, strict=True))
        self.sample()
        seconds: dict[str, float] = {}
        for process, (component, used_s) in self._latest.items():
            seconds[component] = seconds.get(component, 0.0) + used_s - self._began[process]
        return CpuUse(seconds, wall_s, busy / total if total > 0 else 0.0)

    def _read(self) -> Iterator[tuple[psutil.Process, tuple[str, float]]]:
        for process, component in self._processes.find().items():
            with suppress(psutil.Error):
                used = process.cpu_times()
                yield process, (component, used.user + used.system)


def measure_memory(processes: ServerProcesses) -> MemoryUse:
    """Reads smaps_rollup of every process, some milliseconds each, and leaves out what may not be read.

    Source: https://docs.kernel.org/filesystems/proc.html (smaps_rollup)
    """
    pss_mib: dict[str, float] = {}
    actors: list[float] = []
    for process, component in processes.find().items():
        with suppress(psutil.Error, OSError):
            memory = process.memory_full_info()
            pss_mib[component] = pss_mib.get(component, 0.0) + memory.pss / 2**20
            if component == "call_actors":
                actors.append(round(memory.uss / 2**20, 1))
    return MemoryUse(pss_mib, sorted(actors))


def _of_ray(
    sessions: set[str], raylets: set[str], others: Iterable[psutil.Process]
) -> Iterator[psutil.Process]:
    """Those of the others that are processes of these Ray sessions.

    Ray's own carry the session in their command line; a worker overwrites its, and names its raylet in its
    environment.
    """
    if not sessions:
        return
    for process in others:
        with suppress(psutil.Error, OSError):
            named = not sessions.isdisjoint(_SESSION.findall(_command(process)))
            if named or process.environ().get("RAY_RAYLET_PID") in raylets:
                yield process


def _command(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""


def _machine_times() -> tuple[float, float]:
    """Seconds of all cores since boot: altogether, and not idle."""
    times = psutil.cpu_times()
    total = sum(times) - getattr(times, "guest", 0.0) - getattr(times, "guest_nice", 0.0)
    return total, total - times.idle - getattr(times, "iowait", 0.0)
