"""Writing down what remains of a call, however long the stores take."""

import asyncio
from collections.abc import Callable

import structlog

from actors.call.node_store import NodeCallStore
from domain.call.effects import Finalise
from domain.call.recording_consent import Permission, Standing
from domain.call.state import CallState
from domain.errors import ReceptionistError, StorageError, Unwritable
from services.recording.file_thread import in_file_thread
from services.recording.parts import earlier_part, forget_parts, store_part
from services.recording.spool import StereoSpool
from services.records.call_records import NOTHING_KEPT, CallRecords
from storage.redis.tickets import Ticket

log = structlog.get_logger()

ANSWER_TIMEOUT_S = 10.0
WRITE_TIMEOUT_S = 20.0
ATTEMPTS = 8
LONGEST_PAUSE_S = 15.0
"""Pauses double up to this: more than a minute in all. What could not be written then is read from the journal by the
sweep of stale calls."""


class CallFinisher:
    """One call's rows and files.

    Args:
        begun: the call as it comes to this process.
        rows: held while a call's rows are written. A process has two connections to Postgres: ended calls that wait for
            theirs must leave one to the call whose caller is on the line.
        permission: whether it may be recorded; without it the node's audio is for a process that takes the call over.
        keeps_nothing: the business has nothing kept of its calls.
    """

    def __init__(
        self,
        records: CallRecords,
        ticket: Ticket,
        node_store: NodeCallStore,
        begun: CallState,
        rows: asyncio.Lock,
        *,
        permission: Callable[[CallState], Permission] = lambda _: Permission(Standing.GIVEN),
        keeps_nothing: bool = False,
    ) -> None:
        self._records = records
        self._ticket = ticket
        self._node_store = node_store
        self._rows = rows
        self._permission = permission
        self._keeps_nothing = keeps_nothing
        self._answer_recorded = begun.first_audio_at_ms is not None

    def record_answer(self, state: CallState, tasks: asyncio.TaskGroup) -> None:
        """Once the agent has begun to speak, writes that down; not known later when Postgres is away now."""
        if state.first_audio_at_ms is not None and not self._answer_recorded:
            self._answer_recorded = True
            tasks.create_task(self._write_answer(state), name="record_answer")

    async def write(self, state: CallState, ending: Finalise, spool: StereoSpool) -> bool:
        """Recording, journal, rows; the rows are tried again while Postgres is away. Whether they are written."""
        permission = self._permission(state)
        if permission.is_given:
            await self._join_earlier_parts(spool)
        if not permission.is_given or not await self._silenced(spool, permission):
            await in_file_thread(spool.discard)
            await self._forget_earlier_parts()
        if self._keeps_nothing:
            files = NOTHING_KEPT
        else:
            entries = await in_file_thread(self._node_store.entries)
            files = await self._records.store_files(self._ticket, state, spool, entries)
        if files.recording_key is not None:
            await self._forget_earlier_parts()
        for attempt in range(1, ATTEMPTS + 1):
            try:
                async with self._rows, asyncio.timeout(WRITE_TIMEOUT_S):
                    await self._records.write_rows(
                        self._ticket, state, files, outcome=ending.outcome, reason=ending.reason
                    )
                return True
            except Unwritable as error:
                # Asking again changes nothing; the sweep of stale calls closes the row without its record.
                log.error("call.not_writable", reason=str(error))
                return False
            except (ReceptionistError, TimeoutError) as error:
                log.error("call.not_recorded", attempt=attempt, reason=str(error) or "timeout")
                if attempt < ATTEMPTS:
                    await asyncio.sleep(min(2.0**attempt, LONGEST_PAUSE_S))
        return False

    async def keep_part(self, spool: StereoSpool, state: CallState) -> None:
        """The recording so far of a call that goes on elsewhere; a part that cannot be kept is silence later."""
        spool.close()
        permission = self._permission(state)
        if not permission.is_given or not await self._silenced(spool, permission):
            return
        try:
            async with asyncio.timeout(WRITE_TIMEOUT_S):
                await store_part(
                    self._records.objects, self._ticket, self._ticket.stream_generation, spool.path
                )
        except (ReceptionistError, OSError) as error:  # TimeoutError included
            log.error("call.part_not_stored", reason=str(error) or "timeout")

    async def _silenced(self, spool: StereoSpool, permission: Permission) -> bool:
        """Takes out what was said before there was permission; False when that cannot be done."""
        if not permission.since_ms:
            return True
        since_ms = permission.since_ms - self._ticket.received_at.timestamp() * 1000
        try:
            await in_file_thread(spool.silence, since_ms)
        except OSError as refused:
            log.error("recording.not_silenced", reason=str(refused))
            return False
        return True

    async def _write_answer(self, state: CallState) -> None:
        try:
            async with asyncio.timeout(ANSWER_TIMEOUT_S):
                await self._records.answered(self._ticket, state)
        except (ReceptionistError, TimeoutError) as error:
            log.warning("call.answer_not_recorded", reason=str(error) or "timeout")

    async def _join_earlier_parts(self, spool: StereoSpool) -> None:
        try:
            async with asyncio.timeout(WRITE_TIMEOUT_S):
                for number in reversed(range(self._ticket.stream_generation)):
                    part = await earlier_part(self._records.objects, self._ticket, number)
                    await in_file_thread(self._join, spool, part, number)
        except (StorageError, OSError) as error:
            log.error("call.parts_not_joined", reason=str(error) or "timeout")

    def _join(self, spool: StereoSpool, part: bytes | None, number: int) -> None:
        spool.prepend([part or self._node_store.earlier_spool(number)])

    async def _forget_earlier_parts(self) -> None:
        try:
            async with asyncio.timeout(WRITE_TIMEOUT_S):
                await forget_parts(self._records.objects, self._ticket, self._ticket.stream_generation)
        except (StorageError, TimeoutError) as error:
            log.warning("call.parts_left", reason=str(error) or "timeout")
