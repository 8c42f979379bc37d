"""Everything a business has of one person, as a ZIP: JSON, and the recordings beside it."""

import asyncio
import json
import tempfile
import zipfile
from datetime import UTC, date, datetime, time
from typing import IO, Any
from uuid import UUID

import structlog

from domain.accounts.roles import Permission, Principal
from domain.errors import NotFound
from services.accounts.access import actor_of
from services.privacy.erasing import subject_of
from storage.objects import Objects
from storage.postgres import audit, persons
from storage.postgres.database import Database

log = structlog.get_logger()


class PersonExport:
    def __init__(self, database: Database, objects: Objects) -> None:
        self._database = database
        self._objects = objects

    async def make(self, principal: Principal, phone: str | None, email: str | None) -> IO[bytes]:
        """A file without a name, at its beginning; who closes it deletes it.

        Raises:
            NotPermitted, InvalidInput.
            NotFound: there is nothing of such a person.
        """
        principal.require(Permission.PRIVACY_WRITE)
        subject = await subject_of(self._database, principal.business_id, phone, email)
        async with self._database.tenant(principal.business_id) as scope:
            person = await persons.find(
                scope, [subject.phone] if subject.phone else [], [subject.email] if subject.email else []
            )
            rows = await persons.rows_of(scope, person)
            if not rows:
                raise NotFound("nothing is kept of such a person")
            await audit.note(
                scope,
                actor=actor_of(principal),
                action="person.exported",
                subject=f"business:{principal.business_id}",
                after={name: len(each) for name, each in rows.items()},
            )
        files = {f"recordings/call-{call.id}.wav": call.recording_key for call in person.calls}
        files |= {f"recordings/voicemail-{each.id}.wav": each.recording_key for each in person.messages}
        told = {"exported_at": datetime.now(UTC).isoformat(), **rows}
        archive = await asyncio.to_thread(tempfile.TemporaryFile)
        try:
            written = await asyncio.to_thread(_begun, archive, json.dumps(told, default=_plain, indent=1))
            for name, key in files.items():
                if key is None:
                    continue
                try:
                    data = await self._objects.get(key)
                except NotFound:  # deleted at this moment
                    log.info("person_export.recording_gone")
                    continue
                await asyncio.to_thread(written.writestr, name, data, zipfile.ZIP_STORED)
            await asyncio.to_thread(written.close)
            await asyncio.to_thread(archive.seek, 0)
        except BaseException:
            archive.close()
            raise
        return archive


def _begun(archive: IO[bytes], told: str) -> zipfile.ZipFile:
    written = zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED)
    written.writestr("person.json", told)
    return written


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    return str(value)
