"""How many files and sockets a test has left open."""

import gc
import os


def open_descriptors() -> int:
    """How many files and sockets this process holds."""
    gc.collect()
    return len(os.listdir("/proc/self/fd"))
