"""Processes that should have ended."""

from collections.abc import Collection

import psutil


def still_running(processes: Collection[psutil.Process], *, within_s: float) -> list[psutil.Process]:
    """Those that have not ended after so long. A zombie has: who reaps orphans may take its time."""
    _, left = psutil.wait_procs(processes, timeout=within_s)
    return [process for process in left if process.is_running() and process.status() != psutil.STATUS_ZOMBIE]
