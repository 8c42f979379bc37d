"""What a session starts from: the business's profile, what this node keeps of the call, and the call as it was left."""

import asyncio
import time

import structlog

from actors.call.dependencies import CallDependencies
from actors.call.node_store import NodeCallStore
from actors.call.restore import Restored, restore, restore_moved
from domain.business import BusinessProfile
from domain.dialled import as_dialled
from domain.errors import StorageError
from storage.redis.tickets import Ticket

log = structlog.get_logger()

BEGIN_WITHIN_S = 3.0
BEGIN_PAUSE_S = 0.2
"""Before a store that was away is asked again; doubles each time. Callers take 3 s of silence, hardly more."""


async def begin(
    dependencies: CallDependencies, ticket: Ticket, *, resume: bool, unread_bytes: bytes | None
) -> tuple[BusinessProfile, NodeCallStore, Restored | None]:
    """Asks a store that is away again, for `BEGIN_WITHIN_S` in all; a takeover on its own node asks none.

    Args:
        resume: the call is under way on this media stream.
        unread_bytes: what the process it is taken over from had read of a message.

    Raises:
        CallNotFound: the call is under way and its beginning is unknown.
        StorageError: a store stayed away.
        NotFound: the business is gone.
    """
    node_store = NodeCallStore(dependencies.node_store_dir, ticket.call_id, ticket.stream_generation)
    away, pause_s = StorageError("redis", "no answer in time"), BEGIN_PAUSE_S
    try:
        async with asyncio.timeout(BEGIN_WITHIN_S):
            while True:
                try:
                    return await _begin(
                        dependencies, ticket, node_store, resume=resume, unread_bytes=unread_bytes
                    )
                except StorageError as error:
                    away = error
                    log.warning("call.begins_late", reason=str(error))
                await asyncio.sleep(pause_s)
                pause_s *= 2
    except TimeoutError:
        raise away from None


async def _begin(
    dependencies: CallDependencies,
    ticket: Ticket,
    node_store: NodeCallStore,
    *,
    resume: bool,
    unread_bytes: bytes | None,
) -> tuple[BusinessProfile, NodeCallStore, Restored | None]:
    profile = node_store.profile() if resume else None
    if profile is None:
        profile = as_dialled(
            await dependencies.profiles.get(ticket.business_id, ticket.receptionist_version), ticket.to_number
        )
        node_store.keep_profile(profile)
    journal, restored = dependencies.records.journal, None
    if resume:
        restored = await restore(journal, node_store, ticket, time.time() * 1000, unread_bytes)
    elif ticket.stream_generation:
        restored = await restore_moved(journal, node_store, ticket)
    return profile, node_store, restored
