"""What a call reads and writes, in memory; `broken` makes every answer a StorageError."""

import asyncio
import contextlib
import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from domain.business import BusinessProfile
from domain.call import codec
from domain.call.events import Event
from domain.call.next_step import NextStep
from domain.call.state import CallState
from domain.errors import NotFound, StorageError
from services.recording.spool import StereoSpool
from services.records.call_records import StoredFiles
from storage.redis.capacity import CallSlots
from storage.redis.deferred import DeferredWrite
from storage.redis.live_view import snapshot_of
from storage.redis.tickets import Ticket


class FakeJournal:
    """`delay_s` is how long an answer takes; `broken` has every one refused.

    `late` has a write done although its answer does not come in time.
    """

    def __init__(self) -> None:
        self.entries: list[bytes] = []
        self.delay_s = 0.0
        self.broken = False
        self.late = False
        self.on_append: Callable[[Sequence[bytes]], None] | None = None

    async def append(self, call_id: UUID, entries: Sequence[bytes]) -> None:
        if self.late:
            self.entries.extend(entries)
        await self._answer()
        if self.on_append is not None:
            self.on_append(entries)
        if not self.late:
            self.entries.extend(entries)

    async def read(self, call_id: UUID) -> list[bytes]:
        await self._answer()
        return list(self.entries)

    async def _answer(self) -> None:
        if self.delay_s:
            await asyncio.sleep(self.delay_s)
        if self.broken:
            raise StorageError("redis", "connection refused")

    @property
    def events(self) -> list[Event]:
        return [event for _, event in codec.decode_journal(self.entries)]


class FakeLive:
    """Somebody watches every business unless `unwatched`; `snapshots` is what they have seen."""

    def __init__(self) -> None:
        self.snapshots: list[dict[str, Any]] = []
        self.kept: list[UUID] = []
        self.unwatched = False
        self.broken = False
        self.delay_s = 0.0
        self._parts: dict[str, Any] = {}

    async def keep(self, business_id: UUID, call_id: UUID, head: Mapping[str, Any], ttl_s: float) -> None:
        await self._answer()
        self.kept.append(call_id)

    async def watched(self, business_ids: Collection[UUID]) -> frozenset[UUID]:
        await self._answer()
        return frozenset() if self.unwatched else frozenset(business_ids)

    async def publish(
        self,
        business_id: UUID,
        call_id: UUID,
        parts: Mapping[str, Any],
        ttl_s: float,
        *,
        gone: Iterable[str] = (),
        whole: bool = False,
    ) -> None:
        await self._answer()
        kept = {} if whole else {name: part for name, part in self._parts.items() if name not in gone}
        self._parts = {**kept, **json.loads(json.dumps(parts))}
        self.snapshots.append(snapshot_of(self._parts))

    async def _answer(self) -> None:
        await asyncio.sleep(self.delay_s)
        if self.broken:
            raise StorageError("redis", "connection refused")


class FakeNextSteps:
    """`decided` is what the carrier would be told, by call sid."""

    def __init__(self) -> None:
        self.decided: dict[str, NextStep] = {}
        self.broken = False

    async def put(self, call_sid: str, step: NextStep) -> None:
        if self.broken:
            raise StorageError("redis", "connection refused")
        self.decided[call_sid] = step

    async def put_if_absent(self, call_sid: str, step: NextStep) -> None:
        await self.put(call_sid, self.decided.get(call_sid, step))


class FakeTickets:
    """`admitted` can still be claimed. With `keeps_claims` none can be given back."""

    def __init__(self) -> None:
        self.admitted: dict[tuple[UUID, str], Ticket] = {}
        self.claimed: dict[UUID, tuple[str, Ticket]] = {}
        self.broken = False
        self.keeps_claims = False

    async def claim(self, call_id: UUID, token: str) -> Ticket | None:
        self._check()
        found = self.admitted.pop((call_id, token), None)
        if found is not None:
            self.claimed[call_id] = token, found
        return found

    async def unclaim(self, ticket: Ticket) -> None:
        self._check()
        if self.keeps_claims:
            raise StorageError("redis", "connection refused")
        token, found = self.claimed.pop(ticket.call_id)
        self.admitted[ticket.call_id, token] = found

    def _check(self) -> None:
        if self.broken:
            raise StorageError("redis", "connection refused")


class FakeCapacity:
    """`nodes` is what the nodes have reported."""

    def __init__(self) -> None:
        self.nodes: dict[str, CallSlots] = {}
        self.broken = False

    async def report(self, node_id: str, slots: CallSlots, ttl_s: float) -> None:
        self._check()
        self.nodes[node_id] = slots

    async def by_node(self) -> dict[str, CallSlots]:
        self._check()
        return dict(self.nodes)

    def _check(self) -> None:
        if self.broken:
            raise StorageError("redis", "connection refused")


@dataclass(slots=True)
class FinishedCall:
    ticket: Ticket
    state: CallState
    outcome: str
    reason: str


class FakeObjects:
    """Objects in memory."""

    def __init__(self) -> None:
        self.held: dict[str, bytes] = {}
        self.broken = False
        self.takes_s = 0.0

    async def put_file(self, key: str, path: Path) -> None:
        await asyncio.sleep(self.takes_s)
        if self.broken:
            raise StorageError("objects", "connection refused")
        self.held[key] = path.read_bytes()  # noqa: ASYNC240

    async def get(self, key: str) -> bytes:
        if self.broken:
            raise StorageError("objects", "connection refused")
        if key not in self.held:
            raise NotFound("what was kept of this is not there any more")
        return self.held[key]

    async def delete(self, key: str) -> None:
        self.held.pop(key, None)


class FakeLeases:
    """`held` is what Redis would hold: the newest ticket of each call; `redirected` to which stream it is going."""

    def __init__(self) -> None:
        self.held: dict[UUID, Ticket] = {}
        self.redirected: dict[UUID, int] = {}
        self.renewed: list[UUID] = []
        self.released: list[UUID] = []
        self.broken = False

    async def renew(self, tickets: Sequence[Ticket], ttl_s: float) -> tuple[Ticket, ...]:
        self._check()
        elsewhere: list[Ticket] = []
        for mine in tickets:
            stored = self.held.get(mine.call_id)
            if stored is not None and stored.stream_generation > mine.stream_generation:
                elsewhere.append(mine)
            else:
                self.held[mine.call_id] = mine
                self.renewed.append(mine.call_id)
        return tuple(elsewhere)

    async def release(self, call_id: UUID, stream_generation: int | None = None) -> None:
        self._check()
        stored = self.held.get(call_id)
        later = None not in (stored, stream_generation) and stored.stream_generation > stream_generation
        if not later:
            self.released.append(call_id)
            self.held.pop(call_id, None)

    async def ticket(self, call_id: UUID) -> Ticket | None:
        self._check()
        return self.held.get(call_id)

    async def superseded(self, ticket: Ticket) -> bool:
        self._check()
        held = self.held.get(ticket.call_id)
        latest = max(held.stream_generation if held else 0, self.redirected.get(ticket.call_id, 0))
        return latest > ticket.stream_generation

    def _check(self) -> None:
        if self.broken:
            raise StorageError("redis", "connection refused")


class FakeDeferred:
    """Everything finds its place at once."""

    def __init__(self) -> None:
        self.kept: list[DeferredWrite] = []

    async def defer(self, write: DeferredWrite) -> bool:
        self.kept.append(write)
        return True

    async def emptied(self) -> None: ...

    async def run(self) -> None:
        await asyncio.Event().wait()


class FakeRecords:
    """`failures` makes that many attempts to write the rows fail."""

    def __init__(self) -> None:
        self.journal = FakeJournal()
        self.live = FakeLive()
        self.answers: list[Ticket] = []
        self.finished: list[FinishedCall] = []
        self.given_up: list[tuple[Ticket, str]] = []
        self.archived: list[bytes] = []
        self.recorded: list[bytes] = []
        self.loses_recordings = False
        self.objects = FakeObjects()
        self.failures = 0
        self.hangs = False

    async def answered(self, ticket: Ticket, state: CallState) -> None:
        if self.hangs:
            await asyncio.Event().wait()
        self.answers.append(ticket)

    async def store_files(
        self, ticket: Ticket, state: CallState, spool: StereoSpool, entries: Sequence[bytes] = ()
    ) -> StoredFiles:
        spool.close()
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            self.recorded.append(spool.path.read_bytes())
        self.archived = list(entries)
        return StoredFiles(None if self.loses_recordings else "recording", "journal")

    async def write_rows(
        self, ticket: Ticket, state: CallState, files: StoredFiles, *, outcome: str, reason: str
    ) -> None:
        if self.failures:
            self.failures -= 1
            raise StorageError("postgres", "connection refused")
        self.finished.append(FinishedCall(ticket, state, outcome, reason))

    async def give_up(self, ticket: Ticket, reason: str) -> None:
        if self.failures:
            self.failures -= 1
            raise StorageError("postgres", "connection refused")
        self.given_up.append((ticket, reason))


class FakePhrases:
    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.put_delay_s = 0.0

    async def get(self, voice_id: str, language: str, text: str) -> bytes | None:
        return self.kept.get(text)

    async def put(self, voice_id: str, language: str, text: str, ulaw: bytes) -> None:
        if self.put_delay_s:
            await asyncio.sleep(self.put_delay_s)
        self.kept[text] = ulaw


class FakeProfiles:
    def __init__(self, found: BusinessProfile) -> None:
        self.found = found
        self.error: Exception | None = None

    async def get(self, business_id: UUID, version: int | None = None) -> BusinessProfile:
        if self.error is not None:
            raise self.error
        return self.found
