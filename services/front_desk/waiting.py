"""The waiting list as a business's own people and programs look after it."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from domain.accounts.roles import Permission, Principal
from domain.errors import Conflict
from domain.ids import new_id
from services.accounts.access import actor_of
from services.front_desk.visits import KEY
from services.scheduling.looking import Ask
from services.scheduling.waiting_list import Waiting, WaitingList
from services.scheduling.wishes import Who
from storage.postgres import audit, customers, places, waiting
from storage.postgres.bookings import BookingRow
from storage.postgres.database import Database
from storage.postgres.waiting import Entry


class Queue:
    def __init__(self, database: Database, waiting_list: WaitingList) -> None:
        self._database = database
        self._list = waiting_list

    async def page(
        self,
        principal: Principal,
        *,
        statuses: tuple[str, ...],
        offering_id: UUID | None,
        after: tuple[datetime, UUID] | None,
        limit: int,
    ) -> list[Entry]:
        """Who asked first comes first. Raises NotPermitted."""
        principal.require(Permission.BOOKINGS_READ)
        async with self._database.tenant(principal.business_id, read_only=True) as scope:
            found = await waiting.page(
                scope, statuses=statuses, offering_id=offering_id, after=after, limit=limit
            )
        if Permission.CUSTOMERS_READ in principal.permissions:
            return found
        return [replace(each, customer_phone=None) for each in found]

    async def get(self, principal: Principal, entry_id: UUID) -> Waiting:
        """Raises NotPermitted, NotFound."""
        principal.require(Permission.BOOKINGS_READ)
        return await self.after_write(principal, entry_id)

    async def after_write(self, principal: Principal, entry_id: UUID) -> Waiting:
        """An entry as it was written a moment ago, for who wrote it. Raises NotFound."""
        async with self._database.tenant(principal.business_id) as scope:
            entry = await waiting.get(scope, entry_id)
            if Permission.CUSTOMERS_READ not in principal.permissions:
                entry = replace(entry, customer_phone=None)
            return Waiting(entry, await waiting.ahead_of(scope, entry))

    async def join(
        self,
        principal: Principal,
        ask: Ask,
        earliest: datetime,
        latest: datetime,
        who: Who,
        now: datetime,
        *,
        location_id: UUID | None,
        intent_key: str | None,
    ) -> Waiting:
        """Raises as `WaitingList.join`, and NotPermitted."""
        principal.require(Permission.BOOKINGS_WRITE)
        async with self._database.tenant(principal.business_id) as scope:
            location_id = await places.location_of(scope, location_id)
            if who.customer_id is not None:
                known = await customers.get(scope, who.customer_id)
                who = Who(known.name, known.phone, known.email, known.id)
        return await self._list.join(
            principal.business_id,
            ask,
            earliest,
            latest,
            who,
            now,
            intent_key=f"{KEY}{intent_key or new_id()}",
            location_id=location_id,
        )

    async def withdraw(self, principal: Principal, entry_id: UUID) -> None:
        """Takes them off the list. Raises NotPermitted, NotFound."""
        principal.require(Permission.BOOKINGS_WRITE)
        await self._list.withdraw(principal.business_id, entry_id)
        await self._note(principal, "waiting_list.withdrawn", entry_id)

    async def offer(self, principal: Principal, entry_id: UUID, now: datetime) -> Waiting:
        """Holds the first time they can have for them and tells them by text.

        Raises:
            NotPermitted, NotFound.
            Conflict: they wait no more, or nothing is free in the time they can come.
        """
        principal.require(Permission.BOOKINGS_WRITE)
        if not await self._list.offer_to(principal.business_id, entry_id, now):
            raise Conflict("nothing is free in the time they can come, or they do not wait any more")
        await self._note(principal, "waiting_list.offered", entry_id)
        return await self.after_write(principal, entry_id)

    async def accept(self, principal: Principal, entry_id: UUID, now: datetime) -> BookingRow:
        """Books what was offered to them. Raises as `WaitingList.accept`, and NotPermitted."""
        principal.require(Permission.BOOKINGS_WRITE)
        return await self._list.accept(principal.business_id, entry_id, now)

    async def _note(self, principal: Principal, action: str, entry_id: UUID) -> None:
        async with self._database.tenant(principal.business_id) as scope:
            await audit.note(
                scope, actor=actor_of(principal), action=action, subject=f"waiting_list:{entry_id}"
            )
