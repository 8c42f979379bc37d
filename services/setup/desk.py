"""Where set-up is changed: one transaction a change, in turn with others of the business, in the audit log.

What is kept elsewhere about a business becomes void by the commit itself (`storage.writes`): the next call and the next
search for a time have the change.
"""

from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from domain.accounts.roles import Permission, Principal
from domain.setup.documents import differences, document
from domain.versions import content_version
from services.accounts.access import actor_of
from storage.postgres import audit, setup_rows
from storage.postgres.database import Database
from storage.postgres.tenant import TenantScope

_Settings = TypeVar("_Settings")


@dataclass(frozen=True, slots=True)
class Stored(Generic[_Settings]):
    """Settings and the id of their row."""

    id: UUID
    settings: _Settings

    @property
    def version(self) -> str:
        """The same for the same settings; what `Seen.require` takes."""
        return content_version(document(self.settings))


@dataclass(frozen=True, slots=True)
class Change:
    """A change under way."""

    scope: TenantScope
    principal: Principal
    now: datetime
    watched: bool = False
    """What becomes of visits is watched by the larger change this one is a part of."""

    async def note(
        self,
        action: str,
        subject: str,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
    ) -> bool:
        """Puts what differs into the audit log; whether anything does."""
        was, has_become = differences(before or {}, after or {})
        if was or has_become:
            await audit.note(
                self.scope,
                actor=actor_of(self.principal),
                action=action,
                subject=subject,
                before=was,
                after=has_become,
            )
        return bool(was or has_become)


class Desk:
    """Of all businesses.

    Args:
        clock: now, aware.
    """

    def __init__(self, database: Database, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._database = database
        self._clock = clock

    @property
    def now(self) -> datetime:
        return self._clock()

    @asynccontextmanager
    async def reading(
        self, principal: Principal, permission: Permission = Permission.SETTINGS_READ
    ) -> AsyncGenerator[TenantScope]:
        """Raises NotPermitted, StorageError. From the primary: what was changed a moment ago is there."""
        principal.require(permission)
        async with self._database.tenant(principal.business_id) as scope:
            yield scope

    @asynccontextmanager
    async def changing(self, principal: Principal) -> AsyncGenerator[Change]:
        """Nobody else changes set-up of this business meanwhile. Raises NotPermitted, StorageError."""
        principal.require(Permission.SETTINGS_WRITE)
        async with self._database.tenant(principal.business_id) as scope:
            await setup_rows.lock(scope)
            yield Change(scope, principal, self._clock())
