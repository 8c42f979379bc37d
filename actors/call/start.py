"""What a session starts from: profile, shelf, and the call as it was left."""

import asyncio
import time

import structlog

from actors.call.dependencies import SessionParts
from actors.call.node_store import CallShelf
from actors.call.restore import Restored, restore, restore_moved
from domain.business import BusinessProfile
from domain.errors import StorageError
from storage.redis.live_view import Ticket

log = structlog.get_logger()

BEGIN_WITHIN_S = 3.0
BEGIN_PAUSE_S = 0.2
"""Before a store that was away is asked again; doubles each time. Callers take 3 s of silence, hardly more."""


async def begin(
    parts: SessionParts, ticket: Ticket, *, resume: bool, carry: bytes | None
) -> tuple[BusinessProfile, CallShelf, Restored | None]:
    """Asks a store that is away again, for `BEGIN_WITHIN_S` in all; a takeover on its own node asks none.

    Args:
        resume: the call is under way on this media stream.
        carry: what the process it is taken over from had read of a message.

    Raises:
        CallNotFound: the call is under way and its beginning is unknown.
        StorageError: a store stayed away.
        NotFound: the business is gone.
    """
    shelf = CallShelf(parts.shelf_dir, ticket.call_id, ticket.moves)
    away, pause_s = StorageError("redis", "no answer in time"), BEGIN_PAUSE_S
    try:
        async with asyncio.timeout(BEGIN_WITHIN_S):
            while True:
                try:
                    return await _begin(parts, ticket, shelf, resume=resume, carry=carry)
                except StorageError as error:
                    away = error
                    log.warning("call.begins_late", reason=str(error))
                await asyncio.sleep(pause_s)
                pause_s *= 2
    except TimeoutError:
        raise away from None


async def _begin(
    parts: SessionParts, ticket: Ticket, shelf: CallShelf, *, resume: bool, carry: bytes | None
) -> tuple[BusinessProfile, CallShelf, Restored | None]:
    profile = shelf.profile() if resume else None
    if profile is None:
        profile = await parts.profiles.get(ticket.business_id)
        shelf.keep_profile(profile)
    journal, restored = parts.records.journal, None
    if resume:
        restored = await restore(journal, shelf, ticket, time.time() * 1000, carry)
    elif ticket.moves:
        restored = await restore_moved(journal, shelf, ticket)
    return profile, shelf, restored
