"""What waits for somebody: messages, voicemails, missed calls and texts, as a business's people work through them."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.accounts.roles import Permission, Principal
from domain.errors import InvalidInput
from services.accounts.access import actor_of
from storage.postgres import audit, inbox, memberships
from storage.postgres.database import Database
from storage.postgres.inbox import Counts, Filter, Item, Kind
from storage.postgres.message_lists import Reading
from storage.postgres.tenant import TenantScope


@dataclass(frozen=True, slots=True)
class ReadItem:
    """With who has read it, the first reader first."""

    item: Item
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class ItemForm:
    """None leaves a field as it is; `unassigned`: it is nobody's any more."""

    status: str | None = None
    assigned_to: UUID | None = None
    unassigned: bool = False


class Inbox:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(
        self,
        principal: Principal,
        *,
        status: str | None = None,
        kinds: Collection[Kind] = (),
        urgent: bool | None = None,
        unread: bool = False,
        assigned_to: UUID | None = None,
        unassigned: bool = False,
        after: tuple[datetime, UUID] | None,
        limit: int,
    ) -> list[ReadItem]:
        """The latest first. Raises NotPermitted.

        Args:
            unread: those alone that who asks has not read; an API key has read none.
        """
        principal.require(Permission.CALLS_READ)
        wanted = Filter(status, kinds, urgent, principal.user_id if unread else None, assigned_to, unassigned)
        async with self._database.tenant(principal.business_id, read_only=True) as scope:
            found = await inbox.page(scope, wanted, after=after, limit=limit)
            return await _with_readings(scope, found)

    async def counts(self, principal: Principal) -> Counts:
        """Of what is open. Raises NotPermitted."""
        principal.require(Permission.CALLS_READ)
        async with self._database.tenant(principal.business_id, read_only=True) as scope:
            return await inbox.counts(scope, principal.user_id)

    async def get(self, principal: Principal, item_id: UUID) -> ReadItem:
        """Raises NotPermitted, NotFound."""
        principal.require(Permission.CALLS_READ)
        async with self._database.tenant(principal.business_id, read_only=True) as scope:
            return (await _with_readings(scope, [await inbox.get(scope, item_id)]))[0]

    async def read(self, principal: Principal, item_id: UUID) -> ReadItem:
        """Notes that who asks has read it; a program reads nothing. Raises NotPermitted, NotFound."""
        principal.require(Permission.CALLS_READ)
        async with self._database.tenant(principal.business_id) as scope:
            found = await inbox.get(scope, item_id)
            if principal.user_id is not None and not principal.only_reads:
                await inbox.note_read(scope, found, principal.user_id)
            return (await _with_readings(scope, [found]))[0]

    async def change(self, principal: Principal, item_id: UUID, form: ItemForm) -> ReadItem:
        """Says that it is done, or open again, or whose it is.

        Raises:
            NotPermitted, NotFound. InvalidInput: it is to be somebody's who is no member.
        """
        principal.require(Permission.CUSTOMERS_WRITE)
        async with self._database.tenant(principal.business_id) as scope:
            before = await inbox.get(scope, item_id)
            if form.assigned_to is not None and await memberships.role_of(scope, form.assigned_to) is None:
                raise InvalidInput("assigned_to: is no member of this business")
            status = form.status or before.status
            assigned_to = None if form.unassigned else form.assigned_to or before.assigned_to
            if (status, assigned_to) != (before.status, before.assigned_to):
                actor = actor_of(principal)
                await inbox.change(scope, before, status=status, assigned_to=assigned_to, by=actor)
                await audit.note(
                    scope,
                    actor=actor,
                    action="inbox.changed",
                    subject=f"{before.kind.value}:{item_id}",
                    before=_told(before.status, before.assigned_to),
                    after=_told(status, assigned_to),
                )
            return (await _with_readings(scope, [await inbox.get(scope, item_id)]))[0]


def _told(status: str, assigned_to: UUID | None) -> dict[str, str | None]:
    return {"status": status, "assigned_to": str(assigned_to) if assigned_to else None}


async def _with_readings(scope: TenantScope, items: Sequence[Item]) -> list[ReadItem]:
    readers: dict[UUID, list[Reading]] = defaultdict(list)
    if items:
        for item_id, user_id, read_at in await inbox.readings(scope, [each.id for each in items]):
            readers[item_id].append(Reading(user_id, read_at))
    return [ReadItem(each, tuple(readers.get(each.id, ()))) for each in items]
