"""Voicemails come into our own storage: fetched from the carrier that recorded them, and erased there.

Each step can be done again: a worker that dies between two of them leaves the item to the next.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import structlog

from domain.errors import InvalidInput, ReceptionistError
from services.item_failures import reason_of
from services.outbox.due_items import DueItems
from services.recording.at_carrier import ERASE, FETCH, CarrierRecordings
from storage.objects import Objects
from storage.postgres import outbox, recordings
from storage.postgres.database import Database
from storage.postgres.outbox import OutboxItem

log = structlog.get_logger()


def voicemail_key(business_id: UUID, message_id: UUID, created_at: datetime) -> str:
    """Where the recording goes."""
    return f"{business_id}/{created_at:%Y/%m/%d}/{message_id}.voicemail.wav"


class VoicemailDrain:
    """Several workers may drain at once.

    Args:
        clock: now, aware.
    """

    def __init__(
        self,
        database: Database,
        objects: Objects,
        carrier: CarrierRecordings,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database = database
        self._objects = objects
        self._carrier = carrier
        self._clock = clock
        self._due = DueItems(database, (FETCH, ERASE))
        self.kinds = self._due.kinds

    def due_in_s(self, longest_s: float) -> float:
        """How long nothing falls due, at most `longest_s`, as the last `drain` saw it."""
        return self._due.due_in_s(longest_s)

    async def drain(self) -> int:
        """Brings what is due, some at a time; how many. Raises StorageError."""
        return await self._due.handle(self._handle)

    async def _handle(self, item: OutboxItem) -> None:
        try:
            try:
                if item.kind == FETCH:
                    await self._bring(item.tenant, item.key, UUID(item.payload["message_id"]))
                else:
                    await self._carrier.erase(item.key)
            except (KeyError, ValueError, InvalidInput) as malformed:
                async with self._database.worker() as session:
                    await outbox.bury(session, item, f"malformed: {type(malformed).__name__}")
                return
            except ReceptionistError as error:
                async with self._database.worker() as session:
                    await outbox.failed(session, item, reason_of(error), self._clock())
                return
            async with self._database.worker() as session:
                await outbox.done(session, item, self._clock())
        except ReceptionistError as error:
            log.warning("voicemail.later", reason=str(error))

    async def _bring(self, business_id: UUID, sid: str, message_id: UUID) -> None:
        async with self._database.tenant(business_id) as scope:
            message = await recordings.of_message(scope, message_id)
        kept = message is not None and message.recording_removed_at is None
        if message is not None and kept and message.recording_key is None:
            key = voicemail_key(business_id, message_id, message.created_at)
            await self._objects.put(key, await self._carrier.fetch(sid))
            async with self._database.tenant(business_id) as scope:
                kept = await recordings.keep_voicemail(scope, message_id, key)
            if not kept:  # deleted at this moment
                await self._objects.delete(key)
        await self._carrier.erase(sid)
        async with self._database.tenant(business_id) as scope:
            await recordings.forget_address(scope, message_id)
