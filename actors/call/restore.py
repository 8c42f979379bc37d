"""Rebuilding a call from its journal in another process."""

import asyncio
import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, field

import structlog

from actors.call.node_store import NodeCallStore
from domain.call import codec
from domain.call.events import CallAnswered, CallMoved, Event, SpeechPlayed, UtteranceEnded
from domain.call.machine import fold
from domain.call.state import CallState, Phase
from domain.errors import CallNotFound, InvalidInput, StorageError
from services.recording.spool import mend
from services.recording.spool_reader import KeptAudio, read_kept_audio
from storage.redis.journal import Journal
from storage.redis.tickets import Ticket

log = structlog.get_logger()

ONSET_MS = 600
"""The recogniser's first word comes so long after the voice that it came from."""

UNNOTICED_MS = 3000
"""Speech that began less than this ago may have brought no word yet."""

LONGEST_MS = 15_000


@dataclass(frozen=True, slots=True)
class Restored:
    """The call as its journal tells it.

    Attributes:
        stream_sid: of the media stream it was on last.
        known: the entries this node's disk holds, which Redis may lack.
        kept: what the node's disk tells of the audio; empty when the call comes from another node.
        unread_bytes: what the process before this one had read of a message of the stream.
        fresh: it goes on on a media stream that is only beginning.
    """

    state: CallState
    stream_sid: str
    known: tuple[bytes, ...] = ()
    kept: KeptAudio = field(default_factory=KeptAudio)
    unread_bytes: bytes | None = None
    fresh: bool = False


async def restore(
    journal: Journal,
    node_store: NodeCallStore,
    ticket: Ticket,
    now_ms: float,
    unread_bytes: bytes | None = None,
) -> Restored:
    """The call on its old media stream: from this node's disk, else from Redis.

    In a thread: reading ten minutes of call takes 0.1 s, and a process that is lost may leave dozens of calls at once.

    Raises:
        CallNotFound: the journal does not hold the stream's beginning, or cannot be understood.
        StorageError: Redis is unreachable and needed; asking again is safe.
    """
    entries = await asyncio.to_thread(node_store.entries)
    known, events = entries, await asyncio.to_thread(_begun, entries)
    if events is None:
        known = []
        events = await asyncio.to_thread(_begun, await journal.read(ticket.call_id))
    if events is None or not _holds_stream(events, ticket.stream_generation):
        raise CallNotFound("the journal does not hold the stream's beginning")
    state, kept = await asyncio.to_thread(_as_left, events, node_store, ticket, now_ms)
    log.info("call.restored", events=len(events), phase=state.phase.value, audio=len(kept.caller))
    return Restored(state, _stream_sid(events), tuple(known), kept, unread_bytes)


def _as_left(
    events: Sequence[tuple[float, Event]], node_store: NodeCallStore, ticket: Ticket, now_ms: float
) -> tuple[CallState, KeptAudio]:
    state = fold(events)
    began_at_ms = ticket.received_at.timestamp() * 1000
    played = [(at_ms, e.turn_id, e.sentence) for at_ms, e in events if isinstance(e, SpeechPlayed)]
    since_ms = recognise_from_ms(events, state, now_ms)
    with contextlib.suppress(OSError):  # the recording ends there, and says so when it is opened
        mend(node_store.spool_path)
    return state, read_kept_audio(node_store.spool_path, began_at_ms, since_ms, played)


async def restore_moved(journal: Journal, node_store: NodeCallStore, ticket: Ticket) -> Restored | None:
    """The call for a fresh media stream: from Redis, or from this node's disk where that knows more.

    None when neither holds its beginning: the call's first stream never started.

    Raises:
        CallNotFound: the journal cannot be understood.
        StorageError: Redis is unreachable and this node knows nothing of the call; asking again is safe.
    """
    known = await asyncio.to_thread(node_store.latest_entries)
    try:
        entries = await journal.read(ticket.call_id)
    except StorageError:
        if _begun(known) is None:
            raise
        entries = []
    if len(dict.fromkeys(known)) > len(dict.fromkeys(entries)):
        entries = known
    events = await asyncio.to_thread(_begun, entries)
    if events is None:
        return None
    node_store.append(entries)
    log.info(
        "call.restored_for_a_fresh_stream", events=len(events), stream_generation=ticket.stream_generation
    )
    state = await asyncio.to_thread(fold, events)
    return Restored(state, _stream_sid(events), tuple(entries), fresh=True)


def recognise_from_ms(events: Sequence[tuple[float, Event]], state: CallState, now_ms: float) -> float:
    """From when on the caller's audio has to be recognised anew: where the utterance under way began, at most.

    Nothing that an earlier utterance was made of.
    """
    ended_at_ms = max((at_ms for at_ms, event in events if isinstance(event, UtteranceEnded)), default=0.0)
    began_at_ms = now_ms - UNNOTICED_MS
    if state.phase is Phase.LISTENING and state.utterance.began_at_ms is not None:
        began_at_ms = state.utterance.began_at_ms - ONSET_MS
    return max(ended_at_ms, began_at_ms, now_ms - LONGEST_MS)


def _begun(entries: Sequence[bytes]) -> list[tuple[float, Event]] | None:
    """The journal's events; None unless it holds the call's beginning. Raises CallNotFound."""
    try:
        events = codec.decode_journal(entries)
    except InvalidInput as error:
        raise CallNotFound(f"the journal cannot be understood: {error}") from error
    return events if any(isinstance(event, CallAnswered) for _, event in events) else None


def _holds_stream(events: Sequence[tuple[float, Event]], stream_generation: int) -> bool:
    """Whether the call's stream of this number is known to have started."""
    return stream_generation == max(
        (event.moves for _, event in events if isinstance(event, CallMoved)), default=0
    )


def _stream_sid(events: Sequence[tuple[float, Event]]) -> str:
    return [event.stream_sid for _, event in events if isinstance(event, CallAnswered | CallMoved)][-1]
