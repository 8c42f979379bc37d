"""How much a process computes, to tell an actor that hangs from one that only gets no processor."""

import os
from pathlib import Path


def cpu_use(pid: int | None) -> tuple[float, bool]:
    """CPU seconds of the process so far, and whether one of its threads is ready to run; (0, False) where unknown.

    Source: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
    """
    if pid is None:
        return 0.0, False
    used_ticks, runnable = 0, False
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            # The name before the last bracket may hold anything.
            state, *fields = (task / "stat").read_text().rpartition(")")[2].split()
            runnable = runnable or state == "R"
            used_ticks += int(fields[10]) + int(fields[11])
    except (OSError, ValueError, IndexError):
        return 0.0, False
    return used_ticks / os.sysconf("SC_CLK_TCK"), runnable


class BusyMeter:
    """How busy the machine's processors are, from one call to the next.

    Source: https://man7.org/linux/man-pages/man5/proc_stat.5.html
    """

    def __init__(self) -> None:
        self._before = _used_and_all_ticks()

    def __call__(self) -> float:
        """The share in use since the last call, from 0 to 1; 0 where it is unknown. 20 us."""
        now = _used_and_all_ticks()
        used, passed = (after - before for after, before in zip(now, self._before, strict=True))
        self._before = now
        return used / passed if passed > 0 else 0.0


def _used_and_all_ticks() -> tuple[int, int]:
    try:
        with open("/proc/stat") as file:
            user, nice, system, idle, iowait, irq, softirq, steal, *_ = map(int, file.readline().split()[1:])
    except (OSError, ValueError):
        return 0, 0
    used = user + nice + system + irq + softirq + steal
    return used, used + idle + iowait


def processors() -> int:
    """How many this process may run on."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
