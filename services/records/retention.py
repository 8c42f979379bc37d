"""What a business keeps no longer is removed: recordings, transcripts, messages; what a call led to stays.

The days are those of the published version: a shorter time holds for calls from before it was published, too. A
recording is a file; a transcript is the call's turns and its journal, which holds every word. A call on legal hold
keeps all of it.
"""

from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

import structlog

from domain.errors import ReceptionistError
from domain.receptionist.content import Retention
from services.recording.at_carrier import promise_erasure, sid_of
from storage.postgres import audit, call_retention, calls, receptionist_versions
from storage.postgres.database import Database
from storage.postgres.tenant import TenantScope

log = structlog.get_logger()

AT_ONCE = 100
"""Calls a transaction, so that none holds locks for long."""
MOST_BATCHES = 50
"""Of one kind and business in a sweep; the rest has its turn an hour later."""
WORDS = frozenset({"transcripts", "callers"})
"""Kinds with which the words of a call go, also from the archive."""
MESSAGES_OF_NOTHING_KEPT = timedelta(days=1)
"""Where nothing is kept, messages are kept for so long, to be passed on."""


class ObjectRemover(Protocol):
    async def delete(self, key: str) -> None: ...


class Archives(Protocol):
    """`services.archive.archive.CallArchives`."""

    async def take_out(self, business_id: UUID, call_ids: Collection[UUID]) -> int: ...


Found = tuple[UUID, Sequence[str | None]]
"""A row that is over, and its objects."""


class CallRetention:
    """Of every business; several workers may sweep at once."""

    def __init__(self, database: Database, objects: ObjectRemover, archives: Archives | None = None) -> None:
        self._database = database
        self._objects = objects
        self._archives = archives

    async def sweep(self, now: datetime) -> int:
        """Removes all that is over; of how many rows. A business whose files cannot be removed now has its turn later.

        Raises:
            StorageError: it cannot be asked which businesses limit anything.
        """
        async with self._database.worker() as session:
            businesses = await call_retention.limited(session)
        removed = 0
        for business_id in businesses:
            try:
                removed += await self._sweep(business_id, now)
            except ReceptionistError as error:
                log.warning("call_retention.later", business_id=str(business_id), reason=str(error))
        if removed:
            log.info("call_retention.removed", rows=removed)
        return removed

    async def _sweep(self, business_id: UUID, now: datetime) -> int:
        async with self._database.tenant(business_id) as scope:
            keep = (await receptionist_versions.published(scope)).content.retention
        counts: dict[str, int] = {}
        try:
            for name, before, over, forget in _due(keep, now):
                counts[name] = counts.get(name, 0) + await self._remove(
                    business_id, name, before, over, forget
                )
        finally:
            told = {name: count for name, count in counts.items() if count}
            if told:
                async with self._database.tenant(business_id) as scope:
                    await audit.note(
                        scope,
                        actor="system",
                        action="retention.removed",
                        subject=f"business:{business_id}",
                        after=dict(told),
                    )
        return sum(counts.values())

    async def _remove(
        self, business_id: UUID, name: str, before: datetime, over: "_Over", forget: "_Forget"
    ) -> int:
        """Files first: a row that names none says that nothing is left."""
        removed = 0
        for _ in range(MOST_BATCHES):
            async with self._database.tenant(business_id) as scope:
                found = await over(scope, before)
            if not found:
                break
            for _, keys in found:
                for key in keys:
                    if key is not None:
                        await self._objects.delete(key)
            ids = [row_id for row_id, _ in found]
            async with self._database.tenant(business_id) as scope:
                archived = await call_retention.archived(scope, ids)
            if archived and self._archives is not None and name in WORDS:
                await self._archives.take_out(business_id, archived)
            async with self._database.tenant(business_id) as scope:
                await forget(scope, ids)
            removed += len(found)
        return removed


_Over = Callable[[TenantScope, datetime], Awaitable[Sequence[Found]]]
_Forget = Callable[[TenantScope, Sequence[UUID]], Awaitable[None]]


def _due(keep: Retention, now: datetime) -> list[tuple[str, datetime, _Over, _Forget]]:
    """What is over: its name, from before when, and how it is found and forgotten."""

    async def recorded(scope: TenantScope, before: datetime) -> list[Found]:
        return [(call_id, [key]) for call_id, key in await call_retention.recorded(scope, before, AT_ONCE)]

    async def transcribed(scope: TenantScope, before: datetime) -> list[Found]:
        return [(call_id, [key]) for call_id, key in await call_retention.transcribed(scope, before, AT_ONCE)]

    async def messages(scope: TenantScope, before: datetime) -> list[Found]:
        found = await call_retention.messages(scope, before, AT_ONCE)
        for _, _, url in found:
            if (sid := sid_of(url)) is not None:
                await promise_erasure(scope, sid)
        return [(message_id, [key]) for message_id, key, _ in found]

    async def unkept(scope: TenantScope, before: datetime) -> list[Found]:
        return [(call_id, [key]) for call_id, key in await call_retention.unkept(scope, before, AT_ONCE)]

    async def forget_unkept(scope: TenantScope, ids: Sequence[UUID]) -> None:
        await call_retention.forget_transcripts(scope, ids, now)
        for call_id in ids:
            await calls.forget_caller(scope, call_id)

    kinds: list[tuple[str, int | None, _Over, _Forget]] = [
        (
            "recordings",
            keep.recording_days,
            recorded,
            lambda scope, ids: call_retention.forget_recordings(scope, ids, now),
        ),
        (
            "transcripts",
            keep.transcript_days,
            transcribed,
            lambda scope, ids: call_retention.forget_transcripts(scope, ids, now),
        ),
        ("messages", keep.message_days, messages, call_retention.forget_messages),
    ]
    due = [
        (name, now - timedelta(days=days), over, forget)
        for name, days, over, forget in kinds
        if days is not None
    ]
    if keep.keeps_nothing:
        due += [
            ("messages", now - MESSAGES_OF_NOTHING_KEPT, messages, call_retention.forget_messages),
            ("callers", now - MESSAGES_OF_NOTHING_KEPT, unkept, forget_unkept),
        ]
    return due
