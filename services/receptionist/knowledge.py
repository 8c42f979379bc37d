"""What the agent may tell: entries of the draft, typed or taken from an uploaded page or text file."""

import asyncio
from dataclasses import replace
from datetime import datetime

from domain.accounts.roles import Permission, Principal
from domain.errors import LimitReached, NotFound
from domain.ids import new_id
from domain.receptionist.checks import MOST_ENTRIES, MOST_KNOWLEDGE
from domain.receptionist.content import KnowledgeEntry, Receptionist
from domain.receptionist.pages import parts, text_of
from domain.versions import ANY, Seen
from services.receptionist.versions import Receptionists


class Knowledge:
    """Changes take effect on calls once the draft is published."""

    def __init__(self, receptionists: Receptionists) -> None:
        self._receptionists = receptionists

    async def entries(self, principal: Principal) -> tuple[KnowledgeEntry, ...]:
        """Those of the draft. Raises NotPermitted."""
        return (await self._receptionists.draft(principal)).content.knowledge

    async def add(self, principal: Principal, entry: KnowledgeEntry, now: datetime) -> KnowledgeEntry:
        """Its id is given here. Raises NotPermitted, LimitReached."""
        return (await self._add(principal, (entry,), now))[0]

    async def upload(
        self, principal: Principal, name: str, data: bytes, now: datetime
    ) -> tuple[KnowledgeEntry, ...]:
        """The text of a file, in several entries where it is long. A file of the same name is replaced.

        Raises:
            NotPermitted, LimitReached.
            InvalidInput: nothing can be read of it.
        """
        principal.require(Permission.SETTINGS_WRITE)
        title, text = await asyncio.to_thread(text_of, name, data)
        pieces = list(parts(text))
        entries = tuple(
            KnowledgeEntry("", "", piece, title if place == 0 else f"{title} ({place + 1})", name)
            for place, piece in enumerate(pieces)
        )
        return await self._add(principal, entries, now, instead_of=name)

    async def change(
        self, principal: Principal, entry: KnowledgeEntry, *, seen: Seen = ANY, now: datetime
    ) -> KnowledgeEntry:
        """The one with its id, whose source stays. Raises NotPermitted, NotFound, Outdated."""

        def changed(content: Receptionist) -> Receptionist:
            source = _of(content, entry.id).source
            mended = replace(entry, source=source)
            return replace(
                content,
                knowledge=tuple(mended if each.id == entry.id else each for each in content.knowledge),
            )

        draft = await self._receptionists.change(
            principal, changed, seen=seen, now=now, action="knowledge.changed"
        )
        return _of(draft.content, entry.id)

    async def remove(self, principal: Principal, entry_id: str, now: datetime) -> None:
        """Raises NotPermitted, NotFound."""

        def without(content: Receptionist) -> Receptionist:
            gone = _of(content, entry_id)
            return replace(content, knowledge=tuple(each for each in content.knowledge if each != gone))

        await self._receptionists.change(principal, without, now=now, action="knowledge.removed")

    async def _add(
        self,
        principal: Principal,
        entries: tuple[KnowledgeEntry, ...],
        now: datetime,
        *,
        instead_of: str = "",
    ) -> tuple[KnowledgeEntry, ...]:
        named = tuple(replace(entry, id=f"k{new_id(now).hex}") for entry in entries)

        def more(content: Receptionist) -> Receptionist:
            kept = tuple(each for each in content.knowledge if not instead_of or each.source != instead_of)
            knowledge = (*kept, *named)
            if len(knowledge) > MOST_ENTRIES:
                raise LimitReached(f"at most {MOST_ENTRIES} entries; take some out first")
            if sum(len(each.question) + len(each.text) for each in knowledge) > MOST_KNOWLEDGE:
                raise LimitReached(f"at most {MOST_KNOWLEDGE} characters in all; take some out first")
            return replace(content, knowledge=knowledge)

        await self._receptionists.change(principal, more, now=now, action="knowledge.added")
        return named


def _of(content: Receptionist, entry_id: str) -> KnowledgeEntry:
    found = next((each for each in content.knowledge if each.id == entry_id), None)
    if found is None:
        raise NotFound("no such entry in the draft")
    return found
