"""Writing a call's journal ahead of its effects, without ever letting a slow store silence the call."""

import asyncio
from collections.abc import Callable
from uuid import UUID

import structlog

from domain.errors import StorageError
from storage.journal import Journal

log = structlog.get_logger()

WRITE_TIMEOUT_S = 0.25
"""The caller hears this as part of the answer's delay when Redis hangs, once; then `PAUSE_S` passes without trying."""

PAUSE_S = 1.0
MAX_UNWRITTEN = 20_000
"""Some 5 MB: more than the longest call makes."""


class JournalWriter:
    """One call's journal. Entries that could not be written wait, in order, for the next attempt."""

    def __init__(self, journal: Journal, call_id: UUID, now_s: Callable[[], float]) -> None:
        self._journal = journal
        self._call_id = call_id
        self._now_s = now_s
        self._unwritten: list[bytes] = []
        self._not_before_s = 0.0

    async def write(self, entries: list[bytes]) -> None:
        """Appends the entries; returns without them written when Redis does not answer in time."""
        self._unwritten.extend(entries)
        del self._unwritten[:-MAX_UNWRITTEN]
        if self._now_s() < self._not_before_s:
            return
        await self.flush(WRITE_TIMEOUT_S)

    async def flush(self, timeout_s: float) -> None:
        """Tries to write whatever waits."""
        writing = tuple(self._unwritten)
        if not writing:
            return
        try:
            async with asyncio.timeout(timeout_s):
                await self._journal.append(self._call_id, writing)
        except (StorageError, TimeoutError) as error:
            self._not_before_s = self._now_s() + PAUSE_S
            log.warning("journal.behind", waiting=len(self._unwritten), reason=str(error) or "timeout")
            return
        del self._unwritten[: len(writing)]
