"""Notes about customers and the tags they are sorted by, as a business's people write them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from domain.accounts.roles import Permission, Principal
from domain.customers.tags import tags_of
from domain.errors import InvalidInput, LimitReached, NotPermitted
from domain.events.catalogue import CustomerChanged
from services.accounts.access import actor_of
from services.events.record import record
from storage.postgres import audit, customer_notes, customers, people
from storage.postgres.customer_notes import Note, UsedTag
from storage.postgres.customers import CustomerRow
from storage.postgres.database import Database

LONGEST = 2000
MOST = 500
"""Of one customer."""


class Notes:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(
        self, principal: Principal, customer_id: UUID, *, after: tuple[datetime, UUID] | None, limit: int
    ) -> list[Note]:
        """The latest first. Raises NotPermitted, NotFound."""
        principal.require(Permission.CUSTOMERS_READ)
        async with self._database.tenant(principal.business_id, read_only=True) as scope:
            person = await customers.get(scope, customer_id)
            return await customer_notes.page(scope, person.id, after=after, limit=limit)

    async def add(self, principal: Principal, customer_id: UUID, text: str, *, for_agent: bool) -> Note:
        """Raises NotPermitted, NotFound, InvalidInput. LimitReached: there are as many as anybody reads."""
        principal.require(Permission.CUSTOMERS_WRITE)
        text = _text(text)
        async with self._database.tenant(principal.business_id) as scope:
            person_id = await people.person_of(scope, customer_id)
            if await customer_notes.count(scope, person_id) >= MOST:
                raise LimitReached(f"at most {MOST} notes about one customer; delete old ones first")
            actor = actor_of(principal)
            note_id = await customer_notes.add(scope, person_id, text, for_agent=for_agent, author=actor)
            await audit.note(
                scope,
                actor=actor,
                action="customer.noted",
                subject=f"customer:{person_id}",
                after={"note": str(note_id), "for_agent": for_agent},
            )
            await record(scope, CustomerChanged(customer_id=person_id, changed=("notes",)))
            return await customer_notes.get(scope, person_id, note_id)

    async def change(
        self,
        principal: Principal,
        customer_id: UUID,
        note_id: UUID,
        *,
        text: str | None,
        for_agent: bool | None,
    ) -> Note:
        """One's own, or of whoever manages the business any.

        Raises:
            NotPermitted: somebody else wrote it. NotFound. InvalidInput.
        """
        principal.require(Permission.CUSTOMERS_WRITE)
        async with self._database.tenant(principal.business_id) as scope:
            person_id = await people.person_of(scope, customer_id)
            before = await customer_notes.get(scope, person_id, note_id, lock=True)
            _may_change(principal, before)
            values: dict[str, Any] = {}
            if text is not None and _text(text) != before.text:
                values["text"] = _text(text)
            if for_agent is not None and for_agent != before.for_agent:
                values["for_agent"] = for_agent
            if not values:
                return before
            actor = actor_of(principal)
            await customer_notes.change(scope, note_id, by=actor, **values)
            # What somebody noted about a person is not for the log, which nobody can change.
            await audit.note(
                scope,
                actor=actor,
                action="customer.note_changed",
                subject=f"customer:{person_id}",
                before={"note": str(note_id), "for_agent": before.for_agent},
                after={
                    "note": str(note_id),
                    "for_agent": values.get("for_agent", before.for_agent),
                    "text_changed": "text" in values,
                },
            )
            await record(scope, CustomerChanged(customer_id=person_id, changed=("notes",)))
            return await customer_notes.get(scope, person_id, note_id)

    async def remove(self, principal: Principal, customer_id: UUID, note_id: UUID) -> None:
        """Raises as `change`."""
        principal.require(Permission.CUSTOMERS_WRITE)
        async with self._database.tenant(principal.business_id) as scope:
            person_id = await people.person_of(scope, customer_id)
            _may_change(principal, await customer_notes.get(scope, person_id, note_id, lock=True))
            await customer_notes.remove(scope, note_id)
            await audit.note(
                scope,
                actor=actor_of(principal),
                action="customer.note_removed",
                subject=f"customer:{person_id}",
                before={"note": str(note_id)},
            )
            await record(scope, CustomerChanged(customer_id=person_id, changed=("notes",)))

    async def set_tags(self, principal: Principal, customer_id: UUID, tags: list[str]) -> CustomerRow:
        """They have these tags and no others. Raises NotPermitted, NotFound, InvalidInput."""
        principal.require(Permission.CUSTOMERS_WRITE)
        wanted = tags_of(tags)
        async with self._database.tenant(principal.business_id) as scope:
            before = await customers.get(scope, customer_id, lock=True)
            await customer_notes.set_tags(scope, before.id, wanted)
            after = await customers.get(scope, before.id)
            if after.tags != before.tags:
                await audit.note(
                    scope,
                    actor=actor_of(principal),
                    action="customer.changed",
                    subject=f"customer:{before.id}",
                    before={"tags": list(before.tags)},
                    after={"tags": list(after.tags)},
                )
                await record(scope, CustomerChanged(customer_id=before.id, changed=("tags",)))
            return after

    async def used_tags(self, principal: Principal, *, after: tuple[str] | None, limit: int) -> list[UsedTag]:
        """By name. Raises NotPermitted."""
        principal.require(Permission.CUSTOMERS_READ)
        async with self._database.tenant(principal.business_id, read_only=True) as scope:
            return await customer_notes.used_tags(scope, after=after, limit=limit)


def _text(text: str) -> str:
    if not text.strip() or len(text) > LONGEST:
        raise InvalidInput(f"text: 1 to {LONGEST} characters")
    return text.strip()


def _may_change(principal: Principal, note: Note) -> None:
    if note.author != actor_of(principal) and Permission.SETTINGS_WRITE not in principal.permissions:
        raise NotPermitted("somebody else wrote this note; who manages the business can change it")
