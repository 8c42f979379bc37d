"""Which actor of a node takes the next call, and who waits for one."""

import asyncio
from collections import deque
from collections.abc import Callable

from actors.pool.members import Member
from domain.errors import AtCapacity

PLACE_WAIT_S = 8.0
"""A ringing caller waits this long for an actor being started: they start one at a time, in 1 to 2 s each."""


class Rooms:
    """The members of a pool by actor id, and the calls waiting for room in one.

    Args:
        calls_per_actor: calls one actor serves at once.
        on_wanted: told when somebody waits.
        on_unpromised: told of a member whose promised room was not taken.
    """

    def __init__(
        self,
        calls_per_actor: int,
        *,
        on_wanted: Callable[[], None],
        on_unpromised: Callable[[Member], None],
    ) -> None:
        self.members: dict[str, Member] = {}
        self._calls_per_actor = calls_per_actor
        self._on_wanted = on_wanted
        self._on_unpromised = on_unpromised
        self._waiting: deque[asyncio.Future[Member]] = deque()

    @property
    def waiting(self) -> int:
        return len(self._waiting)

    @property
    def warm(self) -> list[Member]:
        """Idle actors a call could have at once."""
        return [member for member in self.members.values() if not member.calls and self.has_room(member)]

    @property
    def current(self) -> list[Member]:
        """Those that run today's code."""
        return [member for member in self.members.values() if not member.outdated]

    def holds(self, member: Member) -> bool:
        return self.members.get(member.actor.actor_id) is member

    def has_room(self, member: Member) -> bool:
        taken = len(member.calls) + member.promised
        awake = member.unanswered <= 1  # the last beat may be on its way
        leaving = member.retiring or member.outdated
        return member.greeted and awake and not leaving and taken < self._calls_per_actor

    async def take(self, *, first: bool) -> Member:
        """A member with room for one call: the fullest, so that idle actors stay idle and can retire.

        The room is the caller's until it waits for something else.

        Args:
            first: before those who wait already: for calls under way.

        Raises:
            AtCapacity: none had room in time.
        """
        able = [member for member in self.members.values() if self.has_room(member)]
        fullest = max(able, key=lambda member: (len(member.calls), member.served), default=None)
        return fullest or await self._wait(first=first)

    def offer(self, member: Member) -> None:
        """Lets those who wait have the member's room."""
        for waiting in tuple(self._waiting):
            if not self.has_room(member):
                return
            if not waiting.done():
                member.promised += 1
                waiting.set_result(member)
                self._waiting.remove(waiting)

    async def _wait(self, *, first: bool) -> Member:
        waiting: asyncio.Future[Member] = asyncio.get_running_loop().create_future()
        self._waiting.insert(0 if first else len(self._waiting), waiting)
        self._on_wanted()
        try:
            async with asyncio.timeout(PLACE_WAIT_S):
                member = await waiting
        except BaseException as error:
            if waiting.done() and not waiting.cancelled():
                # The promise crossed with our giving up: it goes to the next.
                waiting.result().promised -= 1
                self._on_unpromised(waiting.result())
            else:
                self._waiting.remove(waiting)
            if isinstance(error, TimeoutError):
                raise AtCapacity("no call actor became ready in time") from None
            raise
        member.promised -= 1
        return member
