"""Asking the subscribers of business events what each of them means to do about it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TypeVar
from uuid import UUID

import structlog

from domain.errors import ReceptionistError, StorageError
from domain.events.catalogue import RecordedEvent
from domain.events.codec import decode
from services.item_failures import reason_of
from services.outbox.due_items import DueItems
from services.subscriptions.subscribers import SUBSCRIBERS, Subscriber
from storage.postgres import business_events, outbox
from storage.postgres.business_events import FAN_OUT, StoredEvent
from storage.postgres.database import Database
from storage.postgres.outbox import OutboxItem
from storage.postgres.tenant import TenantScope

log = structlog.get_logger()

AT_ONCE = 100
"""Events claimed together; those of one business are asked about in one transaction."""

_Key = TypeVar("_Key")


class FanOut:
    """Drains the outbox of `event.fan_out`; several workers may do so at once.

    What subscribers put into the outbox is committed together with the mark that the event has been told, so both are
    lost or kept together when the worker dies.
    """

    def __init__(self, database: Database, subscribers: Sequence[Subscriber] = SUBSCRIBERS) -> None:
        self._database = database
        self._subscribers = subscribers
        self._due = DueItems(database, (FAN_OUT,), at_once=AT_ONCE)
        self.kinds = self._due.kinds

    def due_in_s(self, longest_s: float) -> float:
        """How long nothing falls due, at most `longest_s`, as the last `drain` saw it."""
        return self._due.due_in_s(longest_s)

    async def drain(self, stopping: Callable[[], bool] = lambda: False) -> int:
        """Tells all that is due, until it is to stop, and returns of how many events.

        Raises:
            StorageError: Postgres is away; what was claimed falls due again.
        """
        told = 0
        while not stopping() and (items := await self._due.claim()):
            for business_id, theirs in _by(items, lambda item: item.tenant).items():
                await self._tell(business_id, theirs)
            told += len(items)
            if len(items) < AT_ONCE:
                break
        return told

    async def _tell(self, business_id: UUID, items: Sequence[OutboxItem]) -> None:
        """All events of a business in one transaction; each by itself when something of it fails."""
        try:
            async with self._database.tenant(business_id) as scope:
                await self._ask(scope, items, self._subscribers)
                await outbox.all_done(scope.session, items, datetime.now(UTC))
        except StorageError as error:
            log.warning("events.not_told", events=len(items), reason=str(error))
        except Exception as error:
            # The root of one business's events: whoever failed is found out below, and costs the others nothing.
            log.warning("events.told_one_by_one", events=len(items), reason=reason_of(error))
            for item in items:
                await self._tell_one(business_id, item)

    async def _tell_one(self, business_id: UUID, item: OutboxItem) -> None:
        failed: list[str] = []
        for subscriber in self._subscribers:
            if not await self._planned(business_id, item, subscriber):
                failed.append(subscriber.name)
        async with self._database.worker() as session:
            if failed:
                await outbox.failed(session, item, f"not planned by {', '.join(failed)}", datetime.now(UTC))
            else:
                await outbox.done(session, item, datetime.now(UTC))

    async def _planned(self, business_id: UUID, item: OutboxItem, subscriber: Subscriber) -> bool:
        async def work(scope: TenantScope) -> None:
            await self._ask(scope, [item], [subscriber])

        return await self._tried(business_id, work, subscriber.name, item)

    async def _tried(
        self, business_id: UUID, work: Callable[[TenantScope], Awaitable[None]], who: str, item: OutboxItem
    ) -> bool:
        try:
            async with self._database.tenant(business_id) as scope:
                await work(scope)
        except ReceptionistError as error:
            log.warning("event.not_planned", subscriber=who, item=str(item.id), reason=str(error))
            return False
        except Exception:
            # The root of one subscriber and one event: it must not take the others with it.
            log.exception("event.not_planned", subscriber=who, item=str(item.id))
            return False
        return True

    @staticmethod
    async def _ask(
        scope: TenantScope, items: Sequence[OutboxItem], subscribers: Sequence[Subscriber]
    ) -> None:
        """Raises InvalidInput: an event is of another release."""
        for stored in await business_events.found(scope, [UUID(item.key) for item in items]):
            event = recorded(stored)
            for subscriber in subscribers:
                if subscriber.wants(event):
                    await subscriber.plan(scope, event)


def recorded(stored: StoredEvent) -> RecordedEvent:
    """Raises InvalidInput: this release cannot read it."""
    return RecordedEvent(stored.id, stored.at, decode(stored.kind, stored.version, stored.data))


def _by(items: Sequence[OutboxItem], key: Callable[[OutboxItem], _Key]) -> Mapping[_Key, list[OutboxItem]]:
    found: dict[_Key, list[OutboxItem]] = {}
    for item in items:
        found.setdefault(key(item), []).append(item)
    return found
