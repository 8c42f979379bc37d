"""Temporary directories that do not pile up: gone with the block, or, when the process was killed, with a later one."""

import contextlib
import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import gettempdir, mkdtemp

PREFIX = "receptionist."
_YOUNG_S = 60.0
"""Between its making and its lock a directory is nobody's."""

_ATTEMPTS = 10
_PAUSE_S = 0.1


@contextlib.contextmanager
def own_directory(purpose: str = "", parent: Path | None = None) -> Iterator[Path]:
    """A directory for this user alone.

    Args:
        purpose: stands in its name.
        parent: the system's temporary directory by default.
    """
    within = parent or Path(gettempdir())
    remove_abandoned(within)
    directory = Path(mkdtemp(prefix=f"{PREFIX}{purpose}{'-' if purpose else ''}", dir=within))
    descriptor = _locked(directory)
    try:
        yield directory
    finally:
        _remove(directory)
        if descriptor is not None:
            os.close(descriptor)


def remove_abandoned(within: Path, young_s: float = _YOUNG_S) -> None:
    """Those of this user that no living process holds the lock of: the kernel lets go of a killed one's."""
    for directory in within.glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):
            facts = directory.lstat()
            if facts.st_uid != os.getuid() or time.time() - facts.st_mtime < young_s:
                continue
            descriptor = _locked(directory)
            if descriptor is not None:
                shutil.rmtree(directory, ignore_errors=True)
                os.close(descriptor)


def _remove(directory: Path) -> None:
    """Again, where a process that was just ended has still written meanwhile."""
    for _ in range(_ATTEMPTS):
        shutil.rmtree(directory, ignore_errors=True)
        if not directory.exists():
            return
        time.sleep(_PAUSE_S)


def _locked(directory: Path) -> int | None:
    """The descriptor that holds the lock; None when another process does. Raises OSError for what is no directory."""
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor
