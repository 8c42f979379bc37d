"""Calls between two actors of a node: the last has died or let go of them, the next is to take them over."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from actors.pool.members import PlacedCall
from domain.errors import AtCapacity

log = structlog.get_logger()

DEATHS = 3
"""A call that has killed so many actors in a row is closed: whatever it carries must not take the pool with it."""

STEADY_S = 5.0
"""An actor that dies later than this after it took a call was not killed by taking it."""

DEATHS_IN_ALL = 20
"""Of one call, however slowly it kills: no call meets so many faults that are not its own."""


class Rescue:
    """The node's homeless calls; `run` finds each a new home.

    Args:
        give: places a call in another actor. Raises AtCapacity when none has room in time.
        on_given_up: told of a call nobody can serve any more; its connection is about to end.
        on_settled: told when a call is homeless no longer.
    """

    def __init__(
        self,
        give: Callable[[PlacedCall], Awaitable[None]],
        on_given_up: Callable[[PlacedCall], Awaitable[None]],
        on_settled: Callable[[], None],
    ) -> None:
        self._give = give
        self._on_given_up = on_given_up
        self._on_settled = on_settled
        self._homeless: dict[str, PlacedCall] = {}
        self._waiting: asyncio.Queue[PlacedCall] = asyncio.Queue()

    @property
    def calls(self) -> tuple[PlacedCall, ...]:
        return tuple(self._homeless.values())

    def __len__(self) -> int:
        return len(self._homeless)

    def add(self, call: PlacedCall, *, died: bool) -> None:
        """The call has no actor any more; `died` counts against the call."""
        if died:
            steady = asyncio.get_running_loop().time() - call.placed_at_s >= STEADY_S
            call.deaths = 1 if steady else call.deaths + 1
            call.deaths_in_all += 1
        self._homeless[str(call.ticket.call_id)] = call
        self._waiting.put_nowait(call)

    async def run(self) -> None:
        """Goes on until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            while True:
                call = await self._waiting.get()
                tasks.create_task(self._rescue(call), name="pool.rescue")

    def end_all(self) -> None:
        """No actor has them: the carrier is to ask for fresh streams."""
        for call in self._homeless.values():
            call.end()

    async def _rescue(self, call: PlacedCall) -> None:
        call_id = str(call.ticket.call_id)
        try:
            if call.deaths >= DEATHS or call.deaths_in_all >= DEATHS_IN_ALL:
                log.error("call_pool.call_given_up", call_id=call_id, deaths=call.deaths)
                await self._give_up(call)
            else:
                await self._give(call)
        except AtCapacity as error:
            # Without a word left for it, the carrier is given a fresh stream, wherever there is room.
            log.error("call_pool.call_dropped", call_id=call_id, reason=str(error))
            call.end()
        finally:
            del self._homeless[call_id]
            self._on_settled()

    async def _give_up(self, call: PlacedCall) -> None:
        try:
            await self._on_given_up(call)
        except Exception:
            # The end of one call: it must not take the pool with it.
            log.exception("call_pool.not_given_up", call_id=str(call.ticket.call_id))
