"""Files of calls whose process died, on a node's disk: recordings nobody stored are stored, the rest is removed.

A call whose process is lost for good is closed from its journal, wherever that is done; its recording lies here.
"""

import asyncio
import contextlib
import json
import time
from collections.abc import Collection
from pathlib import Path
from typing import Any
from uuid import UUID

import structlog

from domain.call import codec
from domain.call.machine import fold
from domain.call.recording_consent import Permission, Standing, permission
from domain.call.state import CallState
from domain.errors import InvalidInput, NotFound, ReceptionistError
from domain.receptionist.codec import decode
from services.events import calls as call_events
from services.recording.file_thread import in_file_thread
from services.recording.spool import StereoSpool
from services.records.call_records import CallRecords, CallRef, recording_key
from storage.postgres import calls

log = structlog.get_logger()

ORPHANED_AFTER_S = 600.0
"""A live call writes fifty times a second; one whose rows are slow to be written is done by then."""

REMOVED_AFTER_S = 24 * 3600.0


class OrphanedFiles:
    """Those of one node.

    Args:
        directory: where the node keeps its live calls, files named `{call_id}.{stream generation}.{kind}`.
    """

    def __init__(self, directory: Path, records: CallRecords) -> None:
        self._directory = directory
        self._records = records

    async def sweep(self, served: Collection[UUID]) -> int:
        """Removes the files of calls that are not `served` here; returns how many calls that were.

        While a store is away, what needs it stays for the next sweep.
        """
        removed = 0
        for call_id, files in (await asyncio.to_thread(self._orphaned)).items():
            if call_id in served:
                continue
            try:
                if await self._is_needed(call_id, files) and _age_s(files) < REMOVED_AFTER_S:
                    continue
            except (ReceptionistError, OSError) as error:
                log.warning("orphaned_files.kept", call_id=str(call_id), reason=str(error))
                continue
            for path in files:
                path.unlink(missing_ok=True)
            removed += 1
            log.info("orphaned_files.removed", call_id=str(call_id))
        return removed

    def _orphaned(self) -> dict[UUID, list[Path]]:
        """The files of calls that nobody has written to for long."""
        found: dict[UUID, list[Path]] = {}
        for path in sorted(self._directory.glob("*.*.*")):
            with contextlib.suppress(ValueError):
                found.setdefault(UUID(path.name.partition(".")[0]), []).append(path)
        return {call_id: files for call_id, files in found.items() if _age_s(files) > ORPHANED_AFTER_S}

    async def _is_needed(self, call_id: UUID, files: list[Path]) -> bool:
        """Stores the recording of a call that has ended; whether the files are needed all the same."""
        business_id = _business_id(files)
        if business_id is None:
            return False
        try:
            async with self._records.database.tenant(business_id) as scope:
                call = await calls.get(scope, call_id)
        except NotFound:
            return False
        if call.status != "ended":
            return True
        key = recording_key(CallRef(call_id, business_id, call.started_at))
        spools = [path for path in files if path.suffix == ".spool"]
        if (
            call.recording_key is None
            and spools
            and (allowed := await in_file_thread(_permission, files)).is_given
            and await self._store(spools, key, allowed.since_ms - call.started_at.timestamp() * 1000)
        ):
            async with self._records.database.tenant(business_id) as scope:
                await call_events.finish(
                    scope, call_id, outcome=None, ended_at=call.started_at, recording_key=key
                )
        return False

    async def _store(self, spools: list[Path], key: str, since_ms: float) -> bool:
        whole = await in_file_thread(_joined, spools)
        if since_ms > 0:
            await in_file_thread(whole.silence, since_ms)
        return await whole.store(self._records.objects, key) > 0


def _joined(spools: list[Path]) -> StereoSpool:
    """All of a call's spools in its last one."""
    whole = StereoSpool(spools[-1])
    whole.prepend(path.read_bytes() for path in spools[:-1])
    return StereoSpool(spools[-1])


def _age_s(files: list[Path]) -> float:
    """Since the last of them was written to."""
    now_s = time.time()
    ages: list[float] = []
    for path in files:
        with contextlib.suppress(OSError):
            ages.append(now_s - path.stat().st_mtime)
    return min(ages, default=0.0)


def _business_id(files: list[Path]) -> UUID | None:
    """Whose call it was, from its profile; None when it left none."""
    with contextlib.suppress(ValueError, KeyError):
        return UUID(_profile(files)["id"])
    return None


def _permission(files: list[Path]) -> Permission:
    """Whether it may be recorded, by the version the call began with and what its journal says was heard and said."""
    profile = _profile(files)
    try:
        content = decode(profile["receptionist"])
    except (InvalidInput, KeyError, TypeError):  # a profile without versions
        return Permission(Standing.GIVEN)
    state = CallState()
    journals = sorted(path for path in files if path.suffix == ".journal")
    with contextlib.suppress(OSError, InvalidInput):
        for path in reversed(journals):
            if entries := path.read_bytes().split(b"\n")[:-1]:
                state = fold(codec.decode_journal(entries))
                break
    return permission(state, content.recording_in_force, content.language)


def _profile(files: list[Path]) -> dict[str, Any]:
    """What the call knew of its business; empty when it left nothing that can be read."""
    for path in files:
        if path.suffix == ".profile":
            with contextlib.suppress(OSError, ValueError):
                return json.loads(path.read_bytes())
    return {}
