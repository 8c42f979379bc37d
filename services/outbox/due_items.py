"""What is due in the outbox of some kinds: claimed, a few at a time, and handled side by side."""

import asyncio
from collections.abc import Callable, Collection, Coroutine
from datetime import UTC, datetime
from typing import Any

from storage.postgres import outbox
from storage.postgres.database import Database
from storage.postgres.outbox import OutboxItem

AT_ONCE = 8
LEASE_S = 60.0


class DueItems:
    """Several workers may take of the same kinds at once: each item is with one of them."""

    def __init__(
        self,
        database: Database,
        kinds: Collection[str],
        *,
        at_once: int = AT_ONCE,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database = database
        self._clock = clock
        self._at_once = at_once
        self.kinds = tuple(kinds)
        self._next_due: datetime | None = None

    def due_in_s(self, longest_s: float) -> float:
        """How long nothing falls due, at most `longest_s`, as the last `handle` saw it; 0 when it left something."""
        if self._next_due is None:
            return longest_s
        return min(longest_s, max(0.0, (self._next_due - self._clock()).total_seconds()))

    async def handle(self, handler: Callable[[OutboxItem], Coroutine[Any, Any, None]]) -> int:
        """Has `at_once` items at the most handled, and returns how many there were.

        Args:
            handler: raises nothing; what it does not settle falls due again when its lease ends.

        Raises:
            StorageError: Postgres is away; what was claimed falls due again.
        """
        items = await self.claim()
        async with asyncio.TaskGroup() as tasks:
            for item in items:
                tasks.create_task(handler(item), name=f"outbox.{item.kind}")
        return len(items)

    async def claim(self, most: int | None = None) -> list[OutboxItem]:
        """Takes so many items at the most, `at_once` without a number; nobody else gets them until their lease ends.

        Raises StorageError.
        """
        async with self._database.worker() as session:
            now, limit = self._clock(), self._at_once if most is None else most
            items = await outbox.claim(session, limit, now, LEASE_S, kinds=self.kinds)
            # What was claimed falls due again when it fails: that is looked for once all is settled.
            self._next_due = now if items else await outbox.next_due(session, kinds=self.kinds)
        return items
