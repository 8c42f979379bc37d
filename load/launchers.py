"""CPU of processes that end before anybody can read it: the launchers a raylet starts for its workers.

They live for 30 ms, and nobody waits for them, so that the kernel keeps no account of what they used.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

LOOK_EVERY_S = 0.004
MOST_LISTED = 64 * 1024
"""Bytes of one list; a raylet has a handful of children."""


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
    lists = _lists_of_children(parents)
    had = _children(lists)

    def look() -> None:
        while not stop.wait(LOOK_EVERY_S):
            for child in _children(lists) - had:
                found[child] = _computed_s(child) or found.get(child, 0.0)

    looking = threading.Thread(target=look, name="launchers", daemon=True)
    looking.start()
    try:
        yield found
    finally:
        stop.set()
        looking.join()
        for opened in lists:
            os.close(opened)
        for child in list(found):
            if psutil.pid_exists(child):
                del found[child]  # a worker that was not forked: the meter has it


def _lists_of_children(parents: list[int]) -> list[int]:
    """Kept open: opening one anew at each look is most of its cost, which the callers would feel."""
    lists: list[int] = []
    for parent in parents:
        with suppress(OSError):
            lists.append(os.open(f"/proc/{parent}/task/{parent}/children", os.O_RDONLY | os.O_CLOEXEC))
    return lists


def _children(lists: list[int]) -> set[int]:
    """Those that the parents' main threads started: a raylet starts all of its own there."""
    found: set[int] = set()
    for opened in lists:
        with suppress(OSError):  # the parent is gone
            found.update(map(int, os.pread(opened, MOST_LISTED, 0).split()))
    return found


def _computed_s(process: int) -> float | None:
    try:
        return int(Path(f"/proc/{process}/schedstat").read_text().split()[0]) / 1e9
    except (OSError, ValueError, IndexError):
        return None
