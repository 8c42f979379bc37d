"""What nobody tries any more, wherever it lies, as one list for operators: texts, promised writes, calls.

An item is named `SOURCE:ID`. No entry holds what a caller said.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from domain.errors import InvalidInput
from storage.postgres import outbox
from storage.postgres.database import Database
from storage.redis.stores import RedisStores

OUTBOX, DEFERRED = "outbox", "deferred_writes"


@dataclass(frozen=True, slots=True)
class DeadItem:
    """One of the list; `what` is the kind of work, `can_retry` whether it can be tried again."""

    name: str
    what: str
    business_id: UUID | None
    reason: str
    failures: int | None
    at: datetime
    can_retry: bool


class DeadItems:
    """Over all stores."""

    def __init__(self, database: Database, redis: RedisStores) -> None:
        self._database = database
        self._redis = redis

    async def latest(self, limit: int) -> list[DeadItem]:
        """The latest first. Raises StorageError."""
        async with self._database.worker() as session:
            texts = await outbox.dead(session, limit)
        items = [
            DeadItem(
                f"{OUTBOX}:{row.id}",
                row.kind,
                row.business_id,
                row.last_error,
                row.attempts,
                row.due_at,
                True,
            )
            for row in texts
        ]
        for dead in await self._redis.deferred.dead(limit):
            what, business = (dead.write.tool, dead.write.business_id) if dead.write else ("", None)
            name = f"{DEFERRED}:{dead.intent_key}"
            items.append(DeadItem(name, what, business, dead.error, None, dead.at, dead.write is not None))
        for letter in await self._redis.dead_letters.latest(limit):
            items.append(
                DeadItem(letter.name, letter.source, None, letter.reason, letter.failures, letter.at, False)
            )
        return sorted(items, key=lambda item: item.at, reverse=True)[:limit]

    async def counts(self) -> dict[str, int]:
        """How many there are, by where they lie. Raises StorageError."""
        async with self._database.worker() as session:
            texts = await outbox.count_dead(session)
        return {
            OUTBOX: texts,
            DEFERRED: await self._redis.deferred.count_dead(),
            "calls": await self._redis.dead_letters.count(),
        }

    async def retry(self, name: str, now: datetime | None = None) -> bool:
        """Has the item tried again from the beginning; False when it is not dead.

        Raises:
            InvalidInput: items of that kind cannot be tried again.
            StorageError: a store is away.
        """
        source, _, item = name.partition(":")
        at = now or datetime.now(UTC)
        if source == DEFERRED:
            return await self._redis.deferred.revive(item, at)
        if source != OUTBOX:
            raise InvalidInput(f"{name} cannot be tried again: only {OUTBOX}:... and {DEFERRED}:... can")
        try:
            item_id = UUID(item)
        except ValueError:
            raise InvalidInput(f"{name} names no item: {OUTBOX}: and the id the list shows") from None
        async with self._database.worker() as session:
            return await outbox.revive(session, item_id, at)

    async def forget(self, name: str) -> bool:
        """Takes a call off the list; False when it is not on it. Raises StorageError."""
        return await self._redis.dead_letters.forget(name)
