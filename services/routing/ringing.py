"""A phone is answered once an actor is kept for its call: until then it rings, and costs nobody anything.

The carrier picks up when it carries out what a webhook answered, so a webhook that waits keeps the phone ringing, up to
the 15 s the carrier waits for it. A `<Pause>` as the first verb would do the same, in whole seconds and without knowing
when the actor is there.
Source: https://www.twilio.com/docs/voice/twiml/pause, https://www.twilio.com/docs/api/errors/31408
"""

import asyncio
import contextlib
from collections.abc import Callable

import structlog

from domain.errors import StorageError
from services.routing.patience import within
from storage.redis.rings import Answer, Asked, Rings

log = structlog.get_logger()

RING_WITHIN_S = 7.0
"""How long a phone rings for an actor in all, two rings or three: time to ask a second node when one cannot."""

CONNECTED_WITHIN_S = 1.0
"""The same for a caller who is connected already and hears nothing meanwhile."""

NODE_WITHIN_S = 4.5
"""A node answers in `actors.pool.draft.RING_WAIT_S` whatever happens, unless nobody is there to answer."""

ASK_AGAIN_AFTER_S = 0.5
"""All nodes with room have been asked in vain: the first is asked again then, as long as there is time."""

LOOK_EVERY_S = 0.02
"""For answers, while somebody waits: all that are waited for in one question."""


def untold(_seconds: float, _answered: bool) -> None:
    """Nobody is told how long phones ring."""


class Ringing:
    """Asks nodes for actors; one per process, for all its calls.

    Args:
        on_rang: told how long each waited, and whether there was an actor in the end.
    """

    def __init__(self, rings: Rings, on_rang: Callable[[float, bool], None] = untold) -> None:
        self._rings = rings
        self._on_rang = on_rang
        self._waiting: dict[str, asyncio.Future[Answer]] = {}
        self._looking: asyncio.Task[None] | None = None

    async def actor_for(self, stream: str, *, reserve: int, within_s: float) -> bool:
        """Whether an actor is kept for this media stream now; nothing is kept when there is none in time.

        Raises:
            StorageError: Redis cannot be asked.
        """
        began_s = asyncio.get_running_loop().time()
        there = await self._actor_for(stream, reserve, began_s + within_s)
        self._on_rang(asyncio.get_running_loop().time() - began_s, there)
        return there

    async def _actor_for(self, stream: str, reserve: int, end_s: float) -> bool:
        loop, asked_in_vain = asyncio.get_running_loop(), set[str]()
        while (left_s := end_s - loop.time()) > 0:
            found = await within(self._rings.ask(stream, reserve=reserve, but=asked_in_vain))
            if found is None:
                if not asked_in_vain or left_s <= ASK_AGAIN_AFTER_S:
                    return False
                # Slots were free where no actor was ready in time: it rings on rather than be sent away.
                asked_in_vain.clear()
                await asyncio.sleep(ASK_AGAIN_AFTER_S)
                continue
            asked, node = found
            if asked is not Asked.ASKED:
                return True
            if await self._answered(stream, node, min(left_s, NODE_WITHIN_S)):
                return True
            asked_in_vain.add(node)
        return False

    async def _answered(self, stream: str, node: str, within_s: float) -> bool:
        """Whether the node has an actor for it; in the end it is told that nobody waits any more."""
        try:
            async with asyncio.timeout(within_s):
                answer = await asyncio.shield(self._next_answer(stream))
        except TimeoutError:
            log.warning("ringing.not_answered", node=node, waited_s=round(within_s, 1))
            await self._stop(node, stream)
            return False
        except asyncio.CancelledError:  # the caller has hung up
            await self._stop(node, stream)
            raise
        if not answer.has_actor:
            log.warning("ringing.declined", node=node)
        return answer.has_actor

    async def _stop(self, node: str, stream: str) -> None:
        self._waiting.pop(stream, None)
        with contextlib.suppress(StorageError):
            await within(self._rings.stop(node, stream))

    # --- answers ------------------------------------------------------------------------------------------------
    def _next_answer(self, stream: str) -> asyncio.Future[Answer]:
        loop = asyncio.get_running_loop()
        answer = self._waiting.get(stream)
        if answer is None:
            answer = self._waiting[stream] = loop.create_future()
        if self._looking is None or self._looking.done():
            self._looking = loop.create_task(self._look(), name="ringing.look")
        return answer

    async def _look(self) -> None:
        """Until nobody waits."""
        while self._waiting:
            try:
                found = await within(self._rings.answers(tuple(self._waiting)))
            except StorageError as error:
                waiting, self._waiting = self._waiting, {}
                for answer in waiting.values():
                    answer.set_exception(error)
                    answer.exception()  # whoever waited may be gone
                return
            for stream, told in found.items():
                answer = self._waiting.pop(stream, None)
                if answer is not None:
                    answer.set_result(told)
            await asyncio.sleep(LOOK_EVERY_S)
