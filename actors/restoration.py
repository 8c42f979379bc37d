"""Rebuilding a call from its journal after its process died."""

from dataclasses import dataclass
from uuid import UUID

import structlog

from domain.call import codec
from domain.call.events import CallAnswered
from domain.call.machine import fold
from domain.call.state import CallState
from domain.errors import CallNotFound, InvalidInput
from storage.journal import Journal

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Restored:
    """The call as its journal tells it, and the media stream it is on."""

    state: CallState
    stream_sid: str


async def restore(journal: Journal, call_id: UUID) -> Restored:
    """Folds the call's journal.

    Raises:
        CallNotFound: the journal does not hold the call's beginning, or cannot be understood.
        StorageError: Redis is unreachable; asking again is safe.
    """
    try:
        events = codec.decode_journal(await journal.read(call_id))
    except InvalidInput as error:
        raise CallNotFound(f"the journal cannot be understood: {error}") from error
    for _, event in events:
        if isinstance(event, CallAnswered):
            state = fold(events)
            log.info("call.restored", events=len(events), phase=state.phase.value)
            return Restored(state, event.stream_sid)
    raise CallNotFound("the journal does not hold the call's beginning")
