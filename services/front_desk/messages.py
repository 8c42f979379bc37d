"""Messages callers left, as the people of a business work through them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.accounts.roles import Permission, Principal
from services.accounts.access import actor_of
from storage.postgres import audit, message_lists, messages, notifications
from storage.postgres.database import Database
from storage.postgres.message_lists import Filter, Reading
from storage.postgres.messages import MessageRow
from storage.postgres.notifications import Notification

MOST_TOLD = 50


@dataclass(frozen=True, slots=True)
class ReadMessage:
    """A message with who has read it, the first reader first."""

    message: MessageRow
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class ToldMessage(ReadMessage):
    """With what became of telling the business's people of it."""

    told: tuple[Notification, ...]


class Messages:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(
        self,
        principal: Principal,
        *,
        status: str | None = None,
        urgent: bool | None = None,
        unread: bool = False,
        after: tuple[datetime, UUID] | None,
        limit: int,
    ) -> list[ReadMessage]:
        """The latest first. Raises NotPermitted.

        Args:
            unread: those alone that who asks has not read; an API key has read none.
        """
        principal.require(Permission.CALLS_READ)
        wanted = Filter(status, urgent, principal.user_id if unread else None)
        async with self._database.tenant(principal.business_id, read_only=True) as scope:
            found = await message_lists.page(scope, wanted, after=after, limit=limit)
            readers = await message_lists.readings(scope, [each.id for each in found]) if found else {}
        return [ReadMessage(each, tuple(readers.get(each.id, ()))) for each in found]

    async def get(self, principal: Principal, message_id: UUID) -> ToldMessage:
        """Raises NotPermitted, NotFound."""
        principal.require(Permission.CALLS_READ)
        return await self._whole(principal, message_id)

    async def read(self, principal: Principal, message_id: UUID) -> ToldMessage:
        """Notes that who asks has read it; a program reads nothing. Raises NotPermitted, NotFound."""
        principal.require(Permission.CALLS_READ)
        if principal.user_id is not None and not principal.only_reads:
            async with self._database.tenant(principal.business_id) as scope:
                await messages.get(scope, message_id)
                await message_lists.note_read(scope, message_id, principal.user_id)
        return await self._whole(principal, message_id)

    async def set_status(self, principal: Principal, message_id: UUID, status: str) -> ToldMessage:
        """`open` or `done`. Raises NotPermitted, NotFound."""
        principal.require(Permission.CUSTOMERS_WRITE)
        async with self._database.tenant(principal.business_id) as scope:
            actor = actor_of(principal)
            before = await message_lists.set_status(scope, message_id, status, actor)
            if before != status:
                await audit.note(
                    scope,
                    actor=actor,
                    action="message.changed",
                    subject=f"message:{message_id}",
                    before={"status": before},
                    after={"status": status},
                )
        return await self._whole(principal, message_id)

    async def _whole(self, principal: Principal, message_id: UUID) -> ToldMessage:
        async with self._database.tenant(principal.business_id) as scope:
            found = await messages.get(scope, message_id)
            readers = await message_lists.readings(scope, [message_id])
            wanted = notifications.Filter(message_id=message_id)
            told = await notifications.page(scope, wanted, after=None, limit=MOST_TOLD)
        return ToldMessage(found, tuple(readers.get(message_id, ())), tuple(told))
