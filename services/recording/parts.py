"""The recording of a call that migrated between nodes: each one before the last leaves its part in object storage.

A part is the node's spool as it is; all parts lie on the call's one time line, so joined in order they are one spool.
"""

from datetime import datetime
from pathlib import Path
from typing import Protocol
from uuid import UUID

from domain.errors import NotFound
from services.recording.spool import ObjectStore


class Call(Protocol):
    """What places a part: `storage.redis.tickets.Ticket`."""

    @property
    def call_id(self) -> UUID: ...

    @property
    def business_id(self) -> UUID: ...

    @property
    def received_at(self) -> datetime: ...


class PartStore(ObjectStore, Protocol):
    async def get(self, key: str) -> bytes: ...

    async def delete(self, key: str) -> None: ...


async def store_part(objects: PartStore, call: Call, generation: int, spool: Path) -> None:
    """Keeps what was recorded on the call's media stream of this generation. Raises StorageError, OSError."""
    await objects.put_file(_key(call, generation), spool)


async def earlier_part(objects: PartStore, call: Call, generation: int) -> bytes | None:
    """What was recorded on the call's media stream of this generation; None when it is lost.

    Raises:
        StorageError: asking again is safe.
    """
    try:
        return await objects.get(_key(call, generation))
    except NotFound:
        return None


async def forget_parts(objects: PartStore, call: Call, generation: int) -> None:
    """The whole recording is stored. Raises StorageError."""
    for number in range(generation):
        await objects.delete(_key(call, number))


def _key(call: Call, generation: int) -> str:
    return f"{call.business_id}/{call.received_at:%Y/%m/%d}/{call.call_id}.part{generation}.spool"
