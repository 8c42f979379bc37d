"""What a node's pool tells of itself: read off its state, changing nothing."""

import asyncio
from uuid import UUID

from actors.pool.members import PlacedCall
from actors.pool.state import NodeFigures, Pool
from storage.redis.tickets import Ticket


class PoolReadings:
    """The readings, over the state and the calls' sockets, which the pool keeps."""

    def __init__(self, state: Pool) -> None:
        self._state = state
        self._calls: dict[str, PlacedCall] = {}
        self._loop = asyncio.get_running_loop()

    @property
    def live_calls(self) -> int:
        """Calls that have an actor."""
        return self._state.held_calls

    @property
    def free(self) -> int:
        """How many more calls this node takes."""
        return self._state.free

    @property
    def warm_actors(self) -> int:
        return len(self._state.warm)

    @property
    def takes_at_once(self) -> bool:
        """Whether a media stream that comes now gets an actor without waiting."""
        return self._state.takes_at_once

    @property
    def ready_slots(self) -> int:
        """How many more phones can be answered at once; negative while some ring for an actor."""
        return self._state.ready_slots

    @property
    def draining(self) -> bool:
        return self._state.draining

    @property
    def writing_calls(self) -> int:
        """Calls that are over for their callers and not written down: stores are slow to take what remains of them."""
        return sum(len(actor.writing) for actor in self._state.actors.values())

    @property
    def slots_held_by_writing(self) -> int:
        """Slots that those of them hold that are more than an actor writes beside its calls."""
        return self.writing_calls - self._state.given_back

    @property
    def call_ids(self) -> frozenset[UUID]:
        """Every call of this node, those between two actors included."""
        calls = self._state.calls.values()
        return frozenset(self._calls[call.key].ticket.call_id for call in calls if call.under_way)

    @property
    def outdated_calls(self) -> int:
        """Calls in actors that run older code than this process."""
        return sum(len(actor.calls) for actor in self._state.outdated)

    @property
    def figures(self) -> NodeFigures:
        return self._state.figures(self._loop.time())

    @property
    def unattended(self) -> list[Ticket]:
        """Calls whose leases nobody else may keep: without an actor, or with one that owes an answer."""
        return [self._calls[key].ticket for key in self._state.unattended(self._loop.time())]
