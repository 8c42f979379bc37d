"""Scheduling priority for what measures: a few per cent of a core that must not wait behind the server's."""

import os
from contextlib import suppress
from pathlib import Path

NICENESS = -10


def go_first(pid: int) -> None:
    """Lets a process that leads its own session run before others; without the privilege nothing changes.

    Linux weighs whole sessions against each other ("autogroups"), and niceness only within one: both are set.
    Source: https://man7.org/linux/man-pages/man7/sched.7.html (the autogroup feature)
    """
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, pid, NICENESS)
    with suppress(OSError):
        Path(f"/proc/{pid}/autogroup").write_text(str(NICENESS))
