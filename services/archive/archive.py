"""Words of calls older than half a year lie in object storage, compressed, and come back for a while on demand.

Rows keep everything but the words: lists, figures and bills are the same before and after. A part is chosen first (its
calls name it), then written as an object, then its words go out of the rows; a worker that dies anywhere leaves a part
that is written again, with the same bytes under the same key.
"""

import asyncio
import json
import re
from collections.abc import Callable, Collection
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import structlog

from domain.accounts.roles import Permission, Principal
from domain.errors import NotFound, ReceptionistError
from domain.ids import new_id
from services.accounts.access import actor_of
from services.archive.parts import ArchivedCall, checksum_of, packed, unpacked
from storage.objects import Objects
from storage.postgres import audit, call_archives
from storage.postgres.call_archives import ArchiveRow
from storage.postgres.database import Database

log = structlog.get_logger()

AFTER = timedelta(days=183)
AT_ONCE = 200
"""Calls of a part: some 100 kB."""
MOST_PARTS = 50
"""Of one business in a sweep; the rest has its turn an hour later."""
CLAIM = timedelta(minutes=10)
LONGEST = timedelta(days=90)
TRIES = 3

NOT_ARCHIVED = "nothing of it is in the archive"


class CallArchives:
    """Of all businesses; several workers may sweep at once.

    Args:
        clock: now, aware.
    """

    def __init__(
        self,
        database: Database,
        objects: Objects,
        *,
        at_once: int = AT_ONCE,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database = database
        self._objects = objects
        self._at_once = at_once
        self._clock = clock

    async def sweep(self, now: datetime) -> int:
        """Archives what is old enough, and takes back what was restored for long enough; how many parts and calls.

        Raises:
            StorageError: it cannot be asked which businesses have any.
        """
        async with self._database.worker() as session:
            businesses = await call_archives.with_something_due(session, now, now - AFTER)
        count = 0
        for business_id in businesses:
            try:
                count += await self._sweep(business_id, now)
            except ReceptionistError as error:
                log.warning("archive.later", business=str(business_id), reason=str(error))
        if count:
            log.info("archive.swept", count=count)
        return count

    async def _sweep(self, business_id: UUID, now: datetime) -> int:
        count, months = 0, set[date]()
        while True:
            async with self._database.tenant(business_id) as scope:
                slimmed = await call_archives.slim_again(scope, now, self._at_once)
            count += slimmed
            if slimmed < self._at_once:
                break
        for _ in range(MOST_PARTS):
            async with self._database.tenant(business_id) as scope:
                archive_id = await call_archives.claim_unwritten(scope, now, now + CLAIM)
                if archive_id is None:
                    archive_id = new_id(now)
                    if not await call_archives.choose(
                        scope,
                        archive_id,
                        ended_before=now - AFTER,
                        limit=self._at_once,
                        claimed_until=now + CLAIM,
                    ):
                        break
            month = await self._write(business_id, archive_id)
            if month is not None:
                months.add(month)
            count += 1
        for month in months:
            await self._write_manifest(business_id, month)
        return count

    async def _write(self, business_id: UUID, archive_id: UUID) -> date | None:
        """The part's object, then its rows; None when what it holds changed each time it was written."""
        for _ in range(TRIES):
            async with self._database.tenant(business_id) as scope:
                row = await call_archives.get(scope, archive_id)
                found = await call_archives.contents(scope, archive_id)
            if row is None or row.phase != "writing":
                return None
            data = await asyncio.to_thread(packed, [ArchivedCall(*each) for each in found])
            await self._objects.put(row.key, data)
            async with self._database.tenant(business_id) as scope:
                row = await call_archives.get(scope, archive_id, lock=True)
                if row is None or row.phase != "writing":
                    return None
                again = await call_archives.contents(scope, archive_id, lock=True)
                if again == found:  # nobody erased or removed anything meanwhile
                    await call_archives.written(
                        scope, archive_id, checksum=checksum_of(data), calls=len(found), size=len(data)
                    )
                    return row.month
        log.warning("archive.kept_changing", business=str(business_id))
        return None

    async def _write_manifest(self, business_id: UUID, month: date) -> None:
        """What a month's objects are, for whoever has only the bucket."""
        async with self._database.tenant(business_id) as scope:
            parts = await call_archives.of_month(scope, month)
        told = [
            {"key": part.key, "sha256": (part.checksum or b"").hex(), "calls": part.calls, "bytes": part.size}
            for part in parts
        ]
        body = json.dumps({"month": f"{month:%Y-%m}", "parts": told}, indent=1).encode()
        await self._objects.put(f"{_folder(business_id, month)}/manifest.json", body)

    # --- for the people of a business ---------------------------------------------------------------------------
    async def page(
        self, principal: Principal, *, after: tuple[date, UUID] | None, limit: int
    ) -> list[ArchiveRow]:
        """Parts, the latest month first. Raises NotPermitted."""
        principal.require(Permission.CALLS_READ)
        async with self._database.tenant(principal.business_id) as scope:
            return await call_archives.page(scope, after=after, limit=limit)

    async def restore_call(self, principal: Principal, call_id: UUID, lasting: timedelta) -> datetime:
        """Brings the words of a call back; until when. Raises NotPermitted, NotFound, StorageError."""
        principal.require(Permission.RECORDINGS_WRITE)
        until = self._clock() + min(lasting, LONGEST)
        async with self._database.tenant(principal.business_id) as scope:
            place = await call_archives.part_of(scope, call_id)
            row = None if place is None else await call_archives.get(scope, place[0])
        if row is None or row.phase != "written":
            raise NotFound(NOT_ARCHIVED)
        if await self._restore(principal, [row], {call_id}, until) == 0:
            raise NotFound(NOT_ARCHIVED)
        return until

    async def restore_month(
        self, principal: Principal, month: date, lasting: timedelta
    ) -> tuple[int, datetime]:
        """Brings the words of all calls of a month back; how many, and until when. Raises as `restore_call`."""
        principal.require(Permission.RECORDINGS_WRITE)
        until = self._clock() + min(lasting, LONGEST)
        async with self._database.tenant(principal.business_id) as scope:
            parts = await call_archives.of_month(scope, month.replace(day=1))
        if not parts:
            raise NotFound(NOT_ARCHIVED)
        return await self._restore(principal, parts, None, until), until

    async def _restore(
        self, principal: Principal, parts: Collection[ArchiveRow], wanted: set[UUID] | None, until: datetime
    ) -> int:
        count = 0
        for part in parts:
            found = await self._read(part)
            words = {each.call_id: each.turns for each in found if wanted is None or each.call_id in wanted}
            async with self._database.tenant(principal.business_id) as scope:
                count += await call_archives.restore(scope, words, until)
        if count:
            async with self._database.tenant(principal.business_id) as scope:
                await audit.note(
                    scope,
                    actor=actor_of(principal),
                    action="archive.restored",
                    subject=f"call:{next(iter(wanted))}" if wanted else f"business:{principal.business_id}",
                    after={"calls": count, "until": until.isoformat()},
                )
        return count

    async def _read(self, part: ArchiveRow) -> list[ArchivedCall]:
        data = await self._objects.get(part.key)
        return await asyncio.to_thread(unpacked, data, part.checksum or b"")

    # --- for what is kept no longer -----------------------------------------------------------------------------
    async def take_out(
        self, business_id: UUID, call_ids: Collection[UUID], scrubbed: re.Pattern[str] | None = None
    ) -> int:
        """Takes calls out of every part, and what the pattern finds out of what others said; of how many parts."""
        async with self._database.tenant(business_id) as scope:
            parts = await call_archives.all_parts(scope)
        gone, changed, months = set(call_ids), 0, set[date]()
        for part in parts:
            found = await self._read(part)
            left = [_scrubbed(each, scrubbed) for each in found if each.call_id not in gone]
            if left == found:
                continue
            data = await asyncio.to_thread(packed, left)
            checksum = checksum_of(data)
            # Under another key: a worker that dies before the row names it leaves the part as it was.
            key = f"{_folder(business_id, part.month)}/{part.id}.{checksum.hex()[:12]}.jsonl.gz"
            await self._objects.put(key, data)
            async with self._database.tenant(business_id) as scope:
                await call_archives.rewritten(
                    scope,
                    part.id,
                    before=part.checksum or b"",
                    key=key,
                    checksum=checksum,
                    calls=len(left),
                    size=len(data),
                )
            months.add(part.month)
            changed += 1
        for month in months:
            await self._write_manifest(business_id, month)
        await self._remove_unnamed(business_id)
        return changed

    async def _remove_unnamed(self, business_id: UUID) -> None:
        """Objects of written parts that no row names any more: what was taken out lies in them."""
        async with self._database.tenant(business_id) as scope:
            parts = await call_archives.all_parts(scope)
        named, ids = {part.key for part in parts}, {str(part.id) for part in parts}
        for folder in sorted({_folder(business_id, part.month) for part in parts}):
            for key in await self._objects.below(folder):
                if key not in named and key.rpartition("/")[2].partition(".")[0] in ids:
                    await self._objects.delete(key)


def _folder(business_id: UUID, month: date) -> str:
    return f"{business_id}/archive/{month:%Y-%m}"


def _scrubbed(call: ArchivedCall, pattern: re.Pattern[str] | None) -> ArchivedCall:
    if pattern is None:
        return call
    turns = {
        index: (pattern.sub("[erased]", generated), pattern.sub("[erased]", heard))
        for index, (generated, heard) in call.turns.items()
    }
    facts = {
        name: pattern.sub("[erased]", value) if isinstance(value, str) else value
        for name, value in call.call.items()
    }
    return ArchivedCall(call.call_id, facts, turns)
