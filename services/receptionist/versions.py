"""Versions of a business's receptionist: a draft is changed, published as the next version, and restored from any."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from domain.accounts.roles import Permission, Principal
from domain.errors import InvalidInput, StorageError
from domain.receptionist.changes import changes
from domain.receptionist.checks import LONGEST_NOTE, Fault, faults, require_publishable
from domain.receptionist.codec import encode
from domain.receptionist.content import Pause, PausedGet, Receptionist
from domain.text_fields import required_text
from domain.versions import ANY, Seen, content_version
from services.accounts.access import actor_of
from services.profiles import Profiles
from storage.postgres import audit, receptionist_versions
from storage.postgres.database import Database
from storage.postgres.receptionist_versions import DraftRow, VersionRow
from storage.postgres.tenant import TenantScope

log = structlog.get_logger()

DRAFT = "draft"
PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class Draft:
    """What would be published now.

    Attributes:
        based_on: the version it was begun from; older than `published` where somebody has published since.
        changed_at: None while it is what is published; `author` likewise.
        faults: what keeps it from being published.
        changes: what publishing it would change, in words.
    """

    content: Receptionist
    based_on: int
    published: int
    author: str | None
    changed_at: datetime | None
    faults: tuple[Fault, ...]
    changes: tuple[str, ...]

    @property
    def version(self) -> str:
        """For its ETag: the same for the same content."""
        return version_of(self.content)


def version_of(content: Receptionist) -> str:
    return content_version(encode(content))


class Receptionists:
    """Of every business; one per process."""

    def __init__(self, database: Database, profiles: Profiles) -> None:
        self._database = database
        self._profiles = profiles

    async def published(self, principal: Principal) -> VersionRow:
        """What new calls are served by. Raises NotPermitted."""
        principal.require(Permission.SETTINGS_READ)
        async with self._database.tenant(principal.business_id) as scope:
            return await receptionist_versions.published(scope)

    async def draft(self, principal: Principal) -> Draft:
        """Raises NotPermitted."""
        principal.require(Permission.SETTINGS_READ)
        async with self._database.tenant(principal.business_id) as scope:
            return await _draft(scope)

    async def change(
        self,
        principal: Principal,
        change: Callable[[Receptionist], Receptionist],
        *,
        seen: Seen = ANY,
        now: datetime,
        action: str = "receptionist.draft_changed",
    ) -> Draft:
        """Changes the draft, which may have faults: they keep it from being published only.

        Args:
            change: from what the draft holds to what it is to hold.
            seen: the versions it may be made to.
            action: for the audit log.

        Raises:
            NotPermitted.
            Outdated: somebody else has changed the draft.
            InvalidInput: of `change`.
        """
        principal.require(Permission.SETTINGS_WRITE)
        async with self._database.tenant(principal.business_id) as scope:
            return await change_draft(scope, principal, change, seen=seen, now=now, action=action)

    async def discard(self, principal: Principal, *, seen: Seen = ANY) -> None:
        """Throws the draft away: it is what is published again. Raises NotPermitted, Outdated."""
        principal.require(Permission.SETTINGS_WRITE)
        async with self._database.tenant(principal.business_id) as scope:
            await receptionist_versions.lock(scope)
            before = await _draft(scope)
            seen.require(before.version)
            if await receptionist_versions.drop_draft(scope):
                after = (await receptionist_versions.published(scope)).content
                await _note(
                    scope,
                    principal,
                    "receptionist.draft_discarded",
                    "receptionist:draft",
                    before.content,
                    after,
                )

    async def publish(
        self, principal: Principal, note: str, *, seen: Seen = ANY, now: datetime
    ) -> VersionRow:
        """Makes the draft the next version: calls that come in from now on are served by it.

        Raises:
            NotPermitted.
            InvalidInput: it has faults, which are named, or changes nothing.
            Outdated: the draft is another than was seen.
        """
        principal.require(Permission.SETTINGS_WRITE)
        words = _note_text(note)
        async with self._database.tenant(principal.business_id) as scope:
            await receptionist_versions.lock(scope)
            draft = await _draft(scope)
            seen.require(draft.version)
            require_publishable(draft.content)
            latest = await receptionist_versions.published(scope)
            if draft.content == latest.content:
                raise InvalidInput("the draft is what is published already; change it first")
            row = await self._add(scope, principal, latest, draft.content, words, now)
            await receptionist_versions.drop_draft(scope)
        await self._forget(principal)
        return row

    async def restore(self, principal: Principal, number: int, note: str, *, now: datetime) -> VersionRow:
        """Publishes what an earlier version held as the next version; the draft stays as it is.

        Raises:
            NotPermitted, NotFound.
            InvalidInput: it cannot answer calls as the rules are today, or is what is published already.
        """
        principal.require(Permission.SETTINGS_WRITE)
        words = _note_text(note)
        async with self._database.tenant(principal.business_id) as scope:
            await receptionist_versions.lock(scope)
            earlier = await receptionist_versions.get(scope, number)
            require_publishable(earlier.content)
            latest = await receptionist_versions.published(scope)
            if earlier.content == latest.content:
                raise InvalidInput(f"version {number} is what is published already")
            row = await self._add(scope, principal, latest, earlier.content, words, now, restored_from=number)
        await self._forget(principal)
        return row

    async def pause(
        self, principal: Principal, *, on: bool, callers_get: PausedGet | None, note: str, now: datetime
    ) -> VersionRow:
        """Takes the agent off the phone, or puts it back, at once: a version that differs from the published one in
        this alone. The draft follows. Without a change it gives what is published.

        Raises:
            NotPermitted.
            InvalidInput: there is nobody to forward calls to.
        """
        principal.require(Permission.SETTINGS_WRITE)
        words = _note_text(note)
        async with self._database.tenant(principal.business_id) as scope:
            await receptionist_versions.lock(scope)
            latest = await receptionist_versions.published(scope)
            pause = Pause(on, callers_get or latest.content.pause.callers_get)
            if pause == latest.content.pause:
                return latest
            content = replace(latest.content, pause=pause)
            if pause.on and pause.callers_get is PausedGet.FORWARD and content.transfers.number is None:
                raise InvalidInput(
                    "callers_get: there is nobody to ring; name transfers.number first, or choose voicemail"
                )
            row = await self._add(scope, principal, latest, content, words, now)
            draft = await receptionist_versions.draft(scope)
            if draft is not None:
                changed = replace(draft, content=replace(draft.content, pause=pause))
                await receptionist_versions.keep_draft(scope, changed)
        await self._forget(principal)
        return row

    async def versions(self, principal: Principal, *, before: int | None, limit: int) -> list[VersionRow]:
        """Those older than that number, the newest first. Raises NotPermitted."""
        principal.require(Permission.SETTINGS_READ)
        async with self._database.tenant(principal.business_id, read_only=True) as scope:
            return await receptionist_versions.page(scope, before=before, limit=limit)

    async def version(self, principal: Principal, number: int) -> VersionRow:
        """Raises NotPermitted, NotFound."""
        principal.require(Permission.SETTINGS_READ)
        async with self._database.tenant(principal.business_id) as scope:
            return await receptionist_versions.get(scope, number)

    async def compare(self, principal: Principal, old: int | str, new: int | str) -> tuple[str, ...]:
        """What became of one by the other, in words.

        Args:
            old: a version's number, `DRAFT` or `PUBLISHED`; `new` likewise.

        Raises:
            NotPermitted, NotFound.
        """
        principal.require(Permission.SETTINGS_READ)
        async with self._database.tenant(principal.business_id) as scope:
            return changes(await _named(scope, old), await _named(scope, new))

    async def _add(
        self,
        scope: TenantScope,
        principal: Principal,
        latest: VersionRow,
        content: Receptionist,
        note: str,
        now: datetime,
        *,
        restored_from: int | None = None,
    ) -> VersionRow:
        row = await receptionist_versions.add(
            scope,
            content,
            number=latest.number + 1,
            author=actor_of(principal),
            note=note,
            restored_from=restored_from,
            at=now,
        )
        action = "receptionist.published" if restored_from is None else "receptionist.restored"
        subject = f"receptionist:{row.number}"
        more: dict[str, object] = {"version": row.number, "note": note}
        if restored_from is not None:
            more["restored_from"] = restored_from
        await _note(scope, principal, action, subject, latest.content, content, more)
        return row

    async def _forget(self, principal: Principal) -> None:
        """While Redis is away, calls are served by the version before for a minute more."""
        try:
            await self._profiles.forget(principal.business_id)
        except StorageError as error:
            log.warning("receptionist.published_late", reason=str(error))


async def change_draft(
    scope: TenantScope,
    principal: Principal,
    change: Callable[[Receptionist], Receptionist],
    *,
    seen: Seen = ANY,
    now: datetime,
    action: str,
) -> Draft:
    """`Receptionists.change` as part of a transaction that changes more."""
    await receptionist_versions.lock(scope)
    before = await _draft(scope)
    seen.require(before.version)
    content = change(before.content)
    if content != before.content:
        row = DraftRow(content, before.based_on, actor_of(principal), now)
        await receptionist_versions.keep_draft(scope, row)
        await _note(scope, principal, action, "receptionist:draft", before.content, content)
    return await _draft(scope)


async def _draft(scope: TenantScope) -> Draft:
    latest, row = await receptionist_versions.published(scope), await receptionist_versions.draft(scope)
    content = latest.content if row is None else row.content
    return Draft(
        content,
        latest.number if row is None else row.based_on,
        latest.number,
        None if row is None else row.author,
        None if row is None else row.changed_at,
        faults(content),
        changes(latest.content, content),
    )


async def _named(scope: TenantScope, which: int | str) -> Receptionist:
    if which == DRAFT:
        return (await _draft(scope)).content
    if isinstance(which, str):
        return (await receptionist_versions.published(scope)).content
    return (await receptionist_versions.get(scope, which)).content


async def _note(
    scope: TenantScope,
    principal: Principal,
    action: str,
    subject: str,
    before: Receptionist,
    after: Receptionist,
    more: dict[str, object] | None = None,
) -> None:
    """The fields that changed, before and after."""
    old, new = encode(before), encode(after)
    changed = [name for name in new if old[name] != new[name]]
    await audit.note(
        scope,
        actor=actor_of(principal),
        action=action,
        subject=subject,
        before={name: old[name] for name in changed},
        after={name: new[name] for name in changed} | (more or {}),
    )


def _note_text(note: str) -> str:
    return required_text("note", note, longest=LONGEST_NOTE) if note.strip() else ""
