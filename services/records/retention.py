"""Recordings and transcripts go once their business keeps them no longer; what the call led to stays.

The days are those of the published version: a shorter time holds for calls from before it was published, too. A
recording is a file; a transcript is the call's turns and its journal, which holds every word. Rows of calls, bookings,
messages and customers are no part of either.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

import structlog

from domain.errors import ReceptionistError
from storage.postgres import call_retention, receptionist_versions
from storage.postgres.database import Database
from storage.postgres.tenant import TenantScope

log = structlog.get_logger()

AT_ONCE = 100
"""Calls a transaction, so that none holds locks for long."""


class ObjectRemover(Protocol):
    async def delete(self, key: str) -> None: ...


Over = Callable[[TenantScope, datetime, int], Awaitable[Sequence[tuple[UUID, str | None]]]]
Forget = Callable[[TenantScope, Sequence[UUID], datetime], Awaitable[None]]


class CallRetention:
    """Of every business; several workers may sweep at once."""

    def __init__(self, database: Database, objects: ObjectRemover) -> None:
        self._database = database
        self._objects = objects

    async def sweep(self, now: datetime) -> int:
        """Removes all that is over; of how many calls. A business whose files cannot be removed now has its turn later.

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
            log.info("call_retention.removed", calls=removed)
        return removed

    async def _sweep(self, business_id: UUID, now: datetime) -> int:
        async with self._database.tenant(business_id) as scope:
            keep = (await receptionist_versions.published(scope)).content.retention
        removed = 0
        kinds: tuple[tuple[int | None, Over, Forget], ...] = (
            (keep.recording_days, call_retention.recorded, call_retention.forget_recordings),
            (keep.transcript_days, call_retention.transcribed, call_retention.forget_transcripts),
        )
        for days, over, forget in kinds:
            if days is not None:
                removed += await self._remove(business_id, now - timedelta(days=days), over, forget, now)
        return removed

    async def _remove(
        self, business_id: UUID, before: datetime, over: Over, forget: Forget, now: datetime
    ) -> int:
        """Files first: a row that names none says that nothing is left."""
        removed = 0
        while True:
            async with self._database.tenant(business_id) as scope:
                found = await over(scope, before, AT_ONCE)
            if not found:
                return removed
            for _, key in found:
                if key is not None:
                    await self._objects.delete(key)
            async with self._database.tenant(business_id) as scope:
                await forget(scope, [call_id for call_id, _ in found], now)
            removed += len(found)
