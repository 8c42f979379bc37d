"""Writing a call's journal ahead of its effects, without ever letting a slow store silence the call.

Each entry goes to the node's disk first, which outlives this process, then to Redis, which outlives the node. What
took no effect outside the process may reach Redis a little later, several in one round trip, but never after what came
behind it. While Redis is away the call goes on with the disk alone, and Redis catches up in the background.
"""

import asyncio
from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

import structlog

from domain.errors import StorageError

log = structlog.get_logger()

WRITE_TIMEOUT_S = 0.25
"""The caller hears this as part of the answer's delay when Redis hangs, once; from then on nobody waits for it."""

DEFERRED_S = 0.25
"""A node that is lost takes so much of its calls' newest words along, as if it had died that much earlier."""

CATCH_UP_TIMEOUT_S = 3.0
CATCH_UP_PAUSE_S = 0.5
MAX_UNWRITTEN = 20_000
"""Some 5 MB: more than the longest call makes."""


class JournalStore(Protocol):
    """`storage.redis.journal.Journal`."""

    async def append(self, call_id: UUID, entries: Sequence[bytes]) -> None: ...

    async def read(self, call_id: UUID) -> list[bytes]: ...


class EntryStore(Protocol):
    """`actors.call.node_store.NodeCallStore`."""

    def append(self, entries: Sequence[bytes]) -> None: ...


class JournalWriter:
    """One call's journal; `run` is a task of the call.

    Args:
        known: what the node's disk holds of a call that is taken over; Redis may lack the last of it.
    """

    def __init__(
        self, journal: JournalStore, node_store: EntryStore, call_id: UUID, known: Sequence[bytes] = ()
    ) -> None:
        self._journal = journal
        self._node_store = node_store
        self._call_id = call_id
        self._known = tuple(known)
        self._unwritten: list[bytes] = []
        self._dropped = 0
        self._behind = bool(known)
        self._waiting = asyncio.Event()
        if known:
            self._waiting.set()
        self._appending = asyncio.Lock()

    @property
    def behind(self) -> bool:
        """Whether Redis lacks something that it did not take."""
        return self._behind

    async def write(self, entries: list[bytes], *, deferred: bool = False) -> None:
        """Appends the entries; returns without them in Redis when it does not answer in time.

        Args:
            deferred: return at once, and let Redis have them within `DEFERRED_S`, or with the next that are not.
        """
        self._node_store.append(entries)
        self._unwritten.extend(entries)
        too_many = max(0, len(self._unwritten) - MAX_UNWRITTEN)
        del self._unwritten[:too_many]
        self._dropped += too_many
        if deferred:
            self._waiting.set()
        elif not self._behind:
            await self._append(WRITE_TIMEOUT_S, unless_behind=True)

    async def run(self) -> None:
        """Writes what was deferred, and catches up whenever Redis has fallen behind."""
        while True:
            await self._waiting.wait()
            if not self._behind:
                await asyncio.sleep(DEFERRED_S)
                if self._unwritten:
                    await self._append(WRITE_TIMEOUT_S, unless_behind=True)
            elif not await self._append(CATCH_UP_TIMEOUT_S):
                await asyncio.sleep(CATCH_UP_PAUSE_S)

    async def flush(self, timeout_s: float) -> bool:
        """Tries once to write whatever waits; whether Redis now has everything. Not while `run` does."""
        return not (self._unwritten or self._known) or await self._append(timeout_s)

    async def _append(self, timeout_s: float, *, unless_behind: bool = False) -> bool:
        """Writes what waits; with `unless_behind`, not once Redis has been found not to answer."""
        async with self._appending:
            if unless_behind and self._behind:
                return False
            try:
                async with asyncio.timeout(timeout_s):
                    if self._known:
                        held = frozenset(await self._journal.read(self._call_id))
                        self._unwritten[:0] = [entry for entry in self._known if entry not in held]
                        self._known = ()
                    writing, self._dropped = tuple(self._unwritten), 0
                    await self._journal.append(self._call_id, writing)
            except (StorageError, TimeoutError) as error:
                if not self._behind:
                    log.warning("journal.behind", reason=str(error) or "timeout")
                self._behind = True
                self._waiting.set()
                return False
            del self._unwritten[: max(0, len(writing) - self._dropped)]
            if not self._unwritten:
                self._behind = False
                self._waiting.clear()
            return True
