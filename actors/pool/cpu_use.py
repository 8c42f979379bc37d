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
