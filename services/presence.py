"""Whether another process is at work, for who answers for the whole system."""

from collections.abc import Callable

from domain.errors import PartDown
from storage.redis.presence import Presence

TOLD_EVERY_S = 5.0
TTL_S = 15.0
"""One that is replaced by Serve is back within it."""

STARTS_WITHIN_S = 15.0

WORKER = "worker"


class AtWork:
    """A check of a role, as `Health` takes it.

    Args:
        now_s: any rising clock. Processes of a system start side by side: one that has not been seen yet is missed
            `STARTS_WITHIN_S` after this was made.
    """

    def __init__(self, presence: Presence, role: str, *, now_s: Callable[[], float]) -> None:
        self._presence = presence
        self._role = role
        self._now_s = now_s
        self._missed_from_s = now_s() + STARTS_WITHIN_S

    async def check(self) -> None:
        """Raises PartDown when no process of the role has told of itself for `TTL_S`, and StorageError."""
        if await self._presence.is_told(self._role):
            self._missed_from_s = float("-inf")
        elif self._now_s() >= self._missed_from_s:
            raise PartDown(f"none has told of itself for {TTL_S:g} s")
