"""CPU of processes that end before anybody can read it: the launchers a raylet starts for its workers.

They live for 30 ms, and nobody waits for them, so that the kernel keeps no account of what they used.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

LOOK_EVERY_S = 0.004


@contextmanager
def ended_children(parents: list[int]) -> Iterator[dict[int, float]]:
    """CPU seconds of children of these processes that end within the block, filled in when it is left.

    They are looked at every 4 ms; what one computes between the last look and its end is missing.
    Source: https://docs.kernel.org/filesystems/proc.html (task/tid/children), sched-stats.html (schedstat)
    """
    found: dict[int, float] = {}
    if not parents:
        yield found
        return
    stop = threading.Event()
    had = {child for parent in parents for child in _children(parent)}

    def look() -> None:
        while not stop.wait(LOOK_EVERY_S):
            for parent in parents:
                for child in _children(parent):
                    if child not in had:
                        found[child] = _computed_s(child) or found.get(child, 0.0)

    looking = threading.Thread(target=look, name="launchers", daemon=True)
    looking.start()
    try:
        yield found
    finally:
        stop.set()
        looking.join()
        for child in list(found):
            if psutil.pid_exists(child):
                del found[child]  # a worker that was not forked: the meter has it


def _children(parent: int) -> list[int]:
    """Those that its main thread started: a raylet starts all of its own there."""
    try:
        return [int(child) for child in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]
    except OSError:
        return []


def _computed_s(process: int) -> float | None:
    try:
        return int(Path(f"/proc/{process}/schedstat").read_text().split()[0]) / 1e9
    except (OSError, ValueError, IndexError):
        return None
