"""Phones that ring for an actor of this node: taken off its list in Redis, answered once the pool keeps one for them.

The other side is `services.routing.ringing`, in the webhook of the incoming call.
"""

import asyncio
import contextlib
from typing import Protocol

import structlog

from domain.errors import AtCapacity, StorageError
from storage.redis.capacity import CallSlots
from storage.redis.rings import Answer, Ring, Rings

log = structlog.get_logger()

LIST_WAIT_S = 2.0
"""Shorter than Redis's patience with a command (`storage.redis.connection.ANSWER_TIMEOUT_S`)."""

AWAY_PAUSE_S = 0.5
TOLD_FOR_S = 5.0
"""As long as the node's own reports, which come every second, are good for."""

WITHIN_S = 1.0


class PoolOfSlots(Protocol):
    """The part of the node's pool that phones ring for."""

    @property
    def free(self) -> int: ...

    @property
    def ready_slots(self) -> int: ...

    async def ring(self, key: str) -> None:
        """Raises AtCapacity."""
        ...

    def stop_ringing(self, key: str) -> None: ...


class RingingPhones:
    """One node's.

    Args:
        slots: calls the node serves at once.
    """

    def __init__(self, pool: PoolOfSlots, rings: Rings, *, node_id: str, slots: int) -> None:
        self._pool = pool
        self._rings = rings
        self._node_id = node_id
        self._slots = slots

    async def run(self) -> None:
        """Answers until cancelled; phones that ring then are left to the node's next gateway."""
        async with asyncio.TaskGroup() as tasks:
            while True:
                rings = await self._next()
                for ring in rings:
                    if ring.stopped:
                        self._pool.stop_ringing(ring.stream)
                    else:
                        tasks.create_task(self._answer(ring.stream), name="gateway.ring")
                if rings:
                    # Those that wait here now are not on the list any more: or a burst would come to this node whole.
                    tasks.create_task(self._tell_now(), name="gateway.ready")

    async def tell(self) -> None:
        """Tells how many phones could be answered at once. Raises StorageError."""
        await self._rings.tell(self._node_id, self._free, self._pool.ready_slots, TOLD_FOR_S)

    async def _next(self) -> list[Ring]:
        try:
            rings = await self._rings.next(self._node_id, LIST_WAIT_S)
        except StorageError as error:
            log.warning("ringing.list_not_read", reason=str(error))
        except Exception:
            # The root of one look at the list: the node's live calls are served by the same process.
            log.exception("ringing.list_not_read")
        else:
            return rings
        await asyncio.sleep(AWAY_PAUSE_S)
        return []

    async def _tell_now(self) -> None:
        with contextlib.suppress(StorageError, TimeoutError):
            async with asyncio.timeout(WITHIN_S):
                await self.tell()

    async def _answer(self, stream: str) -> None:
        try:
            has_actor = await self._has_actor(stream)
            answer = Answer(self._node_id, has_actor)
            async with asyncio.timeout(WITHIN_S):
                await self._rings.answer(stream, answer, self._free, self._pool.ready_slots, TOLD_FOR_S)
        except (StorageError, TimeoutError) as error:
            # The webhook asks elsewhere in a while; what is kept for the call here is free again then, too.
            log.warning("ringing.not_told", reason=str(error) or "timeout")
        except asyncio.CancelledError:
            with contextlib.suppress(StorageError, TimeoutError):
                async with asyncio.timeout(WITHIN_S):
                    await self._rings.put_back(self._node_id, stream)
            raise
        except Exception:
            # The root of one phone: it must not take the node's others with it.
            log.exception("ringing.failed")

    async def _has_actor(self, stream: str) -> bool:
        try:
            await self._pool.ring(stream)
        except AtCapacity as error:
            log.warning("ringing.declined", reason=str(error))
            return False
        return True

    @property
    def _free(self) -> CallSlots:
        return CallSlots(self._pool.free, self._slots)
