"""The permanent records of a call: its row, its turns, its recording and its journal."""

import asyncio
import gzip
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import structlog

from domain.call.ending import for_the_row
from domain.call.heard import heard_text
from domain.call.redaction import has_card_data, redacted_journal, redacted_turns
from domain.call.state import AgentTurn, CallState, Turn
from domain.errors import ReceptionistError, StorageError
from domain.storable import storable
from services.events import calls as call_events
from services.recording.file_thread import in_file_thread
from services.recording.spool import StereoSpool
from services.records.ledger import enter_call
from services.records.untold import promise_text
from services.scheduling.bookings import Bookings
from services.scheduling.waiting_list import note_freed
from storage.objects import Objects
from storage.postgres import calls, receptionist_versions
from storage.postgres.calls import TurnRow
from storage.postgres.database import Database
from storage.redis.journal import Journal
from storage.redis.live_view import LiveCalls
from storage.redis.tickets import Ticket
from storage.stores import Stores

log = structlog.get_logger()

JOURNAL_KEPT_AFTER_S = 24 * 3600
STORING_TIMEOUT_S = 30.0
"""For one file. The rows of the call wait for it, and a silent object store is given up after minutes only."""

LIVE_TIMEOUT_S = 4.0
"""For removal from the live view, whose snapshots expire by themselves."""


@dataclass(frozen=True, slots=True)
class CallRef:
    """As much of a ticket as a call's records need, for a call whose ticket is gone."""

    call_id: UUID
    business_id: UUID
    received_at: datetime


@dataclass(frozen=True, slots=True)
class StoredFiles:
    """Object keys of what was kept of a call."""

    recording_key: str | None
    journal_key: str | None
    journal_redacted: bool = False
    """Whether what Redis holds of the journal has more in it than may be kept."""
    keeps_nothing: bool = False
    """The business has nothing kept of its calls: no words, and not who called."""


NOTHING_KEPT = StoredFiles(None, None, journal_redacted=True, keeps_nothing=True)


@dataclass(frozen=True, slots=True)
class CallRecords:
    """Writes the permanent records of calls; one per process."""

    database: Database
    journal: Journal
    live: LiveCalls
    objects: Objects
    storing_timeout_s: float = STORING_TIMEOUT_S

    @classmethod
    def over(cls, stores: Stores) -> "CallRecords":
        return cls(stores.database, stores.redis.journal, stores.redis.live, stores.objects)

    async def answered(self, ticket: Ticket, state: CallState) -> None:
        """The agent has begun to speak. Raises StorageError."""
        answered_at = instant(state.answered_at_ms) or ticket.received_at
        async with self.database.tenant(ticket.business_id) as scope:
            await calls.mark_answered(scope, ticket.call_id, answered_at, answer_ms(ticket, state) or 0.0)

    async def store_files(
        self, ticket: Ticket, state: CallState, spool: StereoSpool, entries: Sequence[bytes] = ()
    ) -> StoredFiles:
        """Puts recording and journal into object storage; what cannot be kept is logged and left out.

        The journal is `entries` where the node has all of it, else what Redis holds; card data is taken out of it.

        Safe to do again, in another process too: the keys follow from the ticket, and a recording that is there
        already stays as it is.
        """
        redact = has_card_data(state)
        return StoredFiles(
            recording_key=await self._stored(self._store_recording(spool, recording_key(ticket))),
            journal_key=await self._stored(
                self._archive_journal(ticket, entries, journal_key(ticket), redact=redact)
            ),
            journal_redacted=redact,
        )

    async def keep_journal(self, call: Ticket | CallRef, entries: Sequence[bytes]) -> StoredFiles:
        """Archives the journal of a call whose process is lost; a recording that one had stored is kept too.

        Raises StorageError, NotFound: the call has no row.
        """
        async with self.database.tenant(call.business_id) as scope:
            if await receptionist_versions.keeps_nothing(scope, call.call_id):
                return NOTHING_KEPT
        kept = await in_file_thread(redacted_journal, entries)
        return StoredFiles(
            recording_key=await self._stored(self._found(recording_key(call))),
            journal_key=await self._stored(self._archive(kept, journal_key(call))),
            journal_redacted=kept is not entries,
        )

    async def write_rows(
        self, ticket: Ticket | CallRef, state: CallState, files: StoredFiles, *, outcome: str, reason: str
    ) -> None:
        """Writes the turns, closes the call, lets go of what it held and promises the text its caller may need; safe to
        do again.

        A transfer that was begun is not written as one: see `domain.call.ending.for_the_row`.

        The call leaves the live view where Redis can be reached; otherwise its snapshot expires.

        Raises:
            StorageError: Postgres: nothing was written. The journal still holds the call.
        """
        outcome, reason = for_the_row(state, outcome, reason)
        ended_at = instant(state.ended_at_ms) or datetime.now(UTC)
        async with self.database.tenant(ticket.business_id) as scope:
            if not files.keeps_nothing:
                await calls.save_turns(scope, ticket.call_id, turn_rows(state))
            await call_events.finish(
                scope,
                ticket.call_id,
                outcome=outcome,
                reason=None if files.keeps_nothing else storable(reason),
                ended_at=ended_at,
                answered_at=instant(state.answered_at_ms),
                answer_ms=answer_ms(ticket, state),
                recording_key=files.recording_key,
                journal_key=files.journal_key,
            )
            await enter_call(scope, ticket.call_id, state, outcome, ticket.received_at, ended_at)
            await promise_text(scope, ticket.call_id, state)
            if files.keeps_nothing:
                await calls.forget_caller(scope, ticket.call_id)
            if any(tool.name == "find_slots" for turn in state.agent_turns for tool in turn.tools):
                # What it held for its caller is free again; of a call nobody closes, holds run out.
                await Bookings(self.database, freed=note_freed).let_go(scope, ticket.call_id)
        kept_s = 0 if files.journal_redacted else JOURNAL_KEPT_AFTER_S
        is_done_with = files.journal_key is not None or files.keeps_nothing
        await self._remove_from_live_view(ticket, archived=is_done_with, kept_s=kept_s)

    async def give_up(self, ticket: Ticket, reason: str) -> None:
        """Closes a call nobody serves any more, as far as it was not closed before. Raises StorageError."""
        async with self.database.tenant(ticket.business_id) as scope:
            await call_events.finish(
                scope, ticket.call_id, outcome="failed", reason=reason, ended_at=datetime.now(UTC)
            )
        await self._remove_from_live_view(ticket, archived=False)

    async def _remove_from_live_view(
        self, call: Ticket | CallRef, *, archived: bool, kept_s: float = JOURNAL_KEPT_AFTER_S
    ) -> None:
        try:
            async with asyncio.timeout(LIVE_TIMEOUT_S):
                await self.live.remove(call.business_id, call.call_id)
                if archived:
                    await self.journal.expire(call.call_id, kept_s)
        except (StorageError, TimeoutError) as error:
            log.warning(
                "call_record.still_in_live_view", call_id=str(call.call_id), reason=str(error) or "timeout"
            )

    async def _found(self, key: str) -> str | None:
        return key if await self.objects.exists(key) else None

    async def _store_recording(self, spool: StereoSpool, key: str) -> str | None:
        if await self.objects.exists(key):
            # Stored by a process that died before it wrote the rows; what came after it is a sliver.
            await in_file_thread(spool.discard)
            return key
        return key if await spool.store(self.objects, key) > 0 else None

    async def _archive_journal(
        self, ticket: Ticket, entries: Sequence[bytes], key: str, *, redact: bool
    ) -> str:
        found = entries or await self.journal.read(ticket.call_id)
        return await self._archive(await in_file_thread(redacted_journal, found) if redact else found, key)

    async def _archive(self, entries: Sequence[bytes], key: str) -> str:
        await self.objects.put(key, await in_file_thread(_archived, entries))
        return key

    async def _stored(self, storing: Coroutine[None, None, str | None]) -> str | None:
        try:
            async with asyncio.timeout(self.storing_timeout_s):
                return await storing
        except (ReceptionistError, OSError) as error:  # TimeoutError included
            log.error("call_record.part_not_stored", reason=str(error) or type(error).__name__)
            return None


def _archived(entries: Sequence[bytes]) -> bytes:
    return gzip.compress(b"\n".join(entries))


def recording_key(call: Ticket | CallRef) -> str:
    """Where the recording goes."""
    return f"{_place(call)}.wav"


def journal_key(call: Ticket | CallRef) -> str:
    """Where the journal goes."""
    return f"{_place(call)}.journal.gz"


def _place(call: Ticket | CallRef) -> str:
    return f"{call.business_id}/{call.received_at:%Y/%m/%d}/{call.call_id}"


def answer_ms(ticket: Ticket | CallRef, state: CallState) -> float | None:
    """From the carrier's webhook to the first sound of the greeting handed to the carrier."""
    if state.first_audio_at_ms is None:
        return None
    return max(0.0, state.first_audio_at_ms - ticket.received_at.timestamp() * 1000)


def turn_rows(state: CallState) -> list[TurnRow]:
    """The conversation as rows, without card data; agent turns that never got to say anything are left out."""
    turns, _ = redacted_turns(state.turns)
    spoken = [turn for turn in turns if not isinstance(turn, AgentTurn) or turn.sentences]
    return [_row(index, turn) for index, turn in enumerate(spoken)]


def _row(index: int, turn: Turn) -> TurnRow:
    started_at = instant(turn.started_at_ms) or datetime.now(UTC)
    if isinstance(turn, AgentTurn):
        latency_ms = {name: round(value, 1) for name, value in turn.latency_ms.items()}
        generated, heard = storable(turn.generated_text), storable(heard_text(turn))
        return TurnRow(index, "agent", generated, heard, started_at, turn.interrupted, latency_ms)
    latency_ms = {"end_of_turn_ms": round(turn.end_of_turn_ms, 1)}
    text = storable(turn.text)
    return TurnRow(index, "caller", text, text, started_at, False, latency_ms)


def instant(at_ms: float | None) -> datetime | None:
    """Milliseconds since the epoch as an aware instant."""
    return None if at_ms is None else datetime.fromtimestamp(at_ms / 1000, UTC)
