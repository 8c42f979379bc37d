"""Recordings the carrier made: promised to be brought here and erased there."""

from typing import Protocol
from uuid import UUID

import structlog

from domain.errors import InvalidInput
from storage.postgres import outbox, recordings
from storage.postgres.database import Database
from storage.postgres.tenant import TenantScope

log = structlog.get_logger()

FETCH = "voicemail.fetch"
"""Outbox kind: bring a voicemail here. The key is the carrier's id of its recording."""
ERASE = "voicemail.erase"
"""The same recording is to be erased at the carrier, and not kept here."""


class CarrierRecordings(Protocol):
    """`providers.twilio.recordings.TwilioRecordings`."""

    async def fetch(self, sid: str) -> bytes: ...

    async def erase(self, sid: str) -> None: ...


async def promise_fetch(scope: TenantScope, sid: str, message_id: UUID) -> None:
    """Once the scope has committed."""
    await outbox.enqueue(scope, FETCH, sid, {"message_id": str(message_id)})


async def promise_erasure(scope: TenantScope, sid: str) -> None:
    """Of a recording nobody keeps."""
    await outbox.enqueue(scope, ERASE, sid, {})


def sid_of(url: str | None) -> str | None:
    """The carrier's id of a recording by its address."""
    return None if not url else url.rstrip("/").rpartition("/")[2].partition(".")[0]


async def erase_at_carrier(database: Database, carrier: CarrierRecordings, business_id: UUID) -> int:
    """Erases what the carrier still keeps of a business's voicemails, before its rows go; how many.

    Raises:
        StorageError, ProviderError: the rest is erased the next time.
    """
    count = 0
    while True:
        async with database.tenant(business_id) as scope:
            kept = await recordings.at_carrier(scope, 100)
        for message_id, url in kept:
            sid = sid_of(url)
            try:
                if sid is not None:
                    await carrier.erase(sid)
            except InvalidInput:
                log.warning("voicemail.no_carrier_id", business=str(business_id))
            async with database.tenant(business_id) as scope:
                await recordings.forget_address(scope, message_id)
            count += 1
        if not kept:
            return count
