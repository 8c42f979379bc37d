"""Where Ray keeps its sessions with their logs: in one folder of the data directory, the latest few."""

import contextlib
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import psutil

from sandbox.local.own_directory import own_directory

FOLDER = "ray"
"""Only its owner enters it: Ray lets everybody write into the directory it is given, and its sockets are in there."""

SESSIONS = "sessions"
KEPT = 5
"""Sessions of earlier runs; 0.5 to 5 MiB each without load."""

_SHORT = Path("/tmp")  # noqa: S108 - a private directory is made there
_SESSION = re.compile(r"session_[\d_-]+_(\d+)")
"""Ray ends the name with the process that started it."""


@contextlib.contextmanager
def ray_sessions(data_dir: Path) -> Iterator[Path]:
    """A directory to start a Ray in, so that its session is kept below `data_dir`; those of long ago are removed.

    It is a short way to there that goes away afterwards: Ray's sockets are in its session, and a socket's path may have
    107 characters (103 on macOS), of which Ray needs 80.
    """
    kept = data_dir.absolute() / FOLDER / SESSIONS
    kept.mkdir(parents=True, exist_ok=True)
    kept.parent.chmod(0o700)
    remove_old_sessions(kept)
    with own_directory(parent=_SHORT) as directory:
        short = directory / "r"
        short.symlink_to(kept)
        try:
            yield short
        finally:
            # It leads through the short way.
            (kept / "session_latest").unlink(missing_ok=True)


def remove_old_sessions(folder: Path, keep: int = KEPT) -> None:
    """All but the latest `keep`; never one whose process lives."""
    sessions = [path for path in folder.glob("session_*") if _SESSION.fullmatch(path.name)]
    sessions.sort(key=lambda path: path.name)
    for session in sessions[: max(0, len(sessions) - keep)]:
        started_by = _SESSION.fullmatch(session.name)
        if started_by is not None and not psutil.pid_exists(int(started_by[1])):
            shutil.rmtree(session, ignore_errors=True)


def latest_logs(data_dir: Path) -> Path | None:
    """The logs of the session that was started last; None when there is none."""
    sessions = [
        path for path in (data_dir / FOLDER / SESSIONS).glob("session_*") if _SESSION.fullmatch(path.name)
    ]
    return max(sessions, key=lambda path: path.name) / "logs" if sessions else None
