"""What a node keeps of its live calls on its own disk, for whichever of its processes takes one over.

The kernel keeps what a killed process has written. So a takeover on the same node needs no store: journal, profile
and audio lie here, and Redis and Postgres may be away or behind.
"""

import contextlib
import errno
import os
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

import structlog
from pydantic import TypeAdapter, ValidationError

from domain.business import BusinessProfile

log = structlog.get_logger()

_PROFILE = TypeAdapter(BusinessProfile)


class NodeCallStore:
    """The files of one media stream of a call, below a directory of the node.

    A call that comes back to its node on a fresh stream has new ones: the old process may still hold the others.
    Nothing here ever raises: a full disk must not end a call.

    Args:
        stream_generation: the number of the stream (`storage.redis.tickets.Ticket`).
    """

    def __init__(self, directory: Path, call_id: UUID, stream_generation: int = 0) -> None:
        self._directory = directory
        self._call_id = call_id
        self._stream_generation = stream_generation
        self._journal: int | None = None
        self._broken = False

    @property
    def spool_path(self) -> Path:
        """Where the recording is made."""
        return self._path("spool", self._stream_generation)

    def append(self, entries: Iterable[bytes]) -> None:
        """Adds journal entries, in one write: 6 us."""
        if self._broken:
            return
        path = self._path("journal", self._stream_generation)
        data = b"".join(entry + b"\n" for entry in entries)
        try:
            if self._journal is None:
                self._directory.mkdir(parents=True, exist_ok=True)
                _drop_torn_tail(path)
                self._journal = os.open(path, os.O_APPEND | os.O_CREAT | os.O_WRONLY | os.O_CLOEXEC, 0o600)
            if os.write(self._journal, data) < len(data):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        except OSError as refused:
            self._broken = True
            log.error("node_store.journal_broken", reason=str(refused))
            # A journal that ends too early would be taken for the whole one; Redis has that.
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)

    def entries(self) -> list[bytes]:
        """The journal as this node has it; empty when it has none. A torn last entry is left out."""
        return _entries(self._path("journal", self._stream_generation))

    def latest_entries(self) -> list[bytes]:
        """The journal as the last of the call's streams on this node left it."""
        for generation in range(self._stream_generation, -1, -1):
            if entries := _entries(self._path("journal", generation)):
                return entries
        return []

    def earlier_spool(self, stream_generation: int) -> bytes:
        """What this node recorded on an earlier stream; empty when that was elsewhere."""
        try:
            return self._path("spool", stream_generation).read_bytes()
        except OSError:
            return b""

    def keep_profile(self, profile: BusinessProfile) -> None:
        try:
            self._directory.mkdir(parents=True, exist_ok=True)
            self._path("profile", self._stream_generation).write_bytes(_PROFILE.dump_json(profile))
        except OSError as refused:
            log.error("node_store.profile_not_kept", reason=str(refused))

    def profile(self) -> BusinessProfile | None:
        try:
            return _PROFILE.validate_json(self._path("profile", self._stream_generation).read_bytes())
        except (OSError, ValidationError):
            return None

    def close(self) -> None:
        """Closes the journal; the files stay."""
        if self._journal is not None:
            os.close(self._journal)
            self._journal = None

    def clear(self) -> None:
        """The call is written down elsewhere, or goes on elsewhere: nothing of it is needed here any more."""
        self.close()
        self._broken = True
        for generation in range(self._stream_generation + 1):
            for kind in ("journal", "profile", "spool"):
                with contextlib.suppress(OSError):
                    self._path(kind, generation).unlink(missing_ok=True)

    def _path(self, kind: str, stream_generation: int) -> Path:
        return self._directory / f"{self._call_id}.{stream_generation}.{kind}"


def _drop_torn_tail(path: Path) -> None:
    """A process killed in the middle of a write leaves a torn entry: the next one must not grow onto it."""
    with contextlib.suppress(FileNotFoundError):
        data = path.read_bytes()
        whole = data.rfind(b"\n") + 1
        if whole < len(data):
            os.truncate(path, whole)


def _entries(path: Path) -> list[bytes]:
    try:
        return path.read_bytes().split(b"\n")[:-1]
    except OSError:
        return []
