"""Staff, assets and locations: listed, added, changed, archived, deleted. One way for all three."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Generic, Protocol, TypeVar
from uuid import UUID

from domain.accounts.roles import Principal
from domain.errors import InvalidInput
from domain.ids import new_id
from domain.setup import limits
from domain.setup.business import LocationSettings
from domain.setup.documents import document
from domain.setup.resources import AssetSettings, StaffSettings
from domain.versions import ANY, Seen
from services.setup.affected import Affected, Watch, watch_if
from services.setup.desk import Change, Desk, Stored
from services.setup.removal import Removed, remove
from storage.postgres import scheduling_tables, setup_rows, tables
from storage.postgres.setup_rows import After
from storage.postgres.table_base import Base
from storage.postgres.tenant import TenantScope


class _Checked(Protocol):
    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def active(self) -> bool: ...
    @property
    def name(self) -> str: ...


_Settings = TypeVar("_Settings", bound=_Checked)
Within = Callable[[Change, Stored[Any]], Awaitable[None]]
"""What else is written with a change, knowing what it has become."""


@dataclass(frozen=True, slots=True)
class Kind(Generic[_Settings]):
    """What is particular about one of the three.

    Attributes:
        what: in the audit log and in sentences.
        for_visits: the fields on which visits depend.
        checked: as they are kept; raises InvalidInput.
        refers: fields that hold ids, one or several, with the table and what they are called.
    """

    table: type[Base]
    what: str
    many: str
    most: int
    for_visits: frozenset[str]
    settings_of: Callable[[Any], _Settings]
    checked: Callable[[_Settings], _Settings]
    refers: Mapping[str, tuple[type[Base], str]]


class Resources(Generic[_Settings]):
    """One of the three, of any business. `STAFF`, `ASSETS` and `LOCATIONS` say which."""

    def __init__(self, desk: Desk, kind: Kind[_Settings]) -> None:
        self._desk = desk
        self.kind = kind

    async def page(
        self, principal: Principal, *, active: bool | None, after: After | None, limit: int
    ) -> Sequence[Stored[_Settings]]:
        """In the order of the business. Raises NotPermitted."""
        columns: Any = self.kind.table
        where = () if active is None else (columns.active == active,)
        async with self._desk.reading(principal) as scope:
            found = await setup_rows.page(scope, self.kind.table, *where, after=after, limit=limit)
        return [self._stored(row) for row in found]

    async def get(self, principal: Principal, row_id: UUID) -> Stored[_Settings]:
        """Raises NotPermitted, NotFound."""
        async with self._desk.reading(principal) as scope:
            return await self._one(scope, row_id)

    async def add(
        self, principal: Principal, settings: _Settings, *, within: Within | None = None
    ) -> Stored[_Settings]:
        """Raises NotPermitted, InvalidInput, LimitReached."""
        async with self._desk.changing(principal) as change:
            added = await self.add_within(change, settings)
            if within is not None:
                await within(change, added)
            return added

    async def add_within(self, change: Change, settings: _Settings) -> Stored[_Settings]:
        """The same as part of a larger change."""
        kept = self.kind.checked(settings)
        await self._check_references(change.scope, kept)
        await self._check_count(change.scope)
        added = Stored(new_id(change.now), kept)
        await setup_rows.add(change.scope, self.kind.table, {"id": added.id, **_columns(kept)})
        await change.note(f"{self.kind.what}.added", f"{self.kind.what}:{added.id}", None, document(kept))
        return added

    async def change(
        self,
        principal: Principal,
        row_id: UUID,
        changes: Mapping[str, Any],
        *,
        force: bool = False,
        seen: Seen = ANY,
        within: Within | None = None,
    ) -> tuple[Stored[_Settings], Affected]:
        """Changes fields; gives also the visits to come that this leaves without what they need.

        Raises:
            NotPermitted, NotFound, InvalidInput, LimitReached, Outdated.
            BookingsAffected: it is no longer active, or elsewhere, visits to come need it, and it is not forced.
        """
        async with self._desk.changing(principal) as change:
            before = await self._one(change.scope, row_id)
            seen.require(before.version)
            stored, watch = await self.change_within(change, before, replace(before.settings, **changes))
            if within is not None:
                await within(change, stored)
            affected = await watch.require_none(f"{stored.settings.name} is to be changed", force=force)
            return stored, affected

    async def change_within(
        self, change: Change, before: Stored[_Settings], wanted: _Settings
    ) -> tuple[Stored[_Settings], Watch]:
        """The same as part of a larger change."""
        kept = self.kind.checked(wanted)
        await self._check_references(change.scope, kept)
        if kept.active and not before.settings.active:
            await self._check_count(change.scope, revived=True)
        was, now = document(before.settings), document(kept)
        changed = {key for key in now if was[key] != now[key]}
        watch = await watch_if(change, bool(changed & self.kind.for_visits))
        await setup_rows.change(
            change.scope, self.kind.table, before.id, {key: _columns(kept)[key] for key in changed}
        )
        await change.note(f"{self.kind.what}.changed", f"{self.kind.what}:{before.id}", was, now)
        return Stored(before.id, kept), watch

    async def all_within(self, scope: TenantScope) -> list[Stored[_Settings]]:
        """In the order of the business, archived ones too."""
        columns: Any = self.kind.table
        rows = await setup_rows.rows(scope, self.kind.table, order=(columns.position, columns.id))
        return [self._stored(row) for row in rows]

    async def remove_within(self, change: Change, one: Stored[_Settings], *, force: bool) -> Removed:
        """Deletes or archives, as part of a larger change."""
        settings = one.settings
        return await remove(
            change, self.kind.table, one.id, self.kind.what, settings.name, document(settings), force=force
        )

    async def remove(
        self, principal: Principal, row_id: UUID, *, force: bool = False, seen: Seen = ANY
    ) -> Removed:
        """Deletes or archives. Raises NotPermitted, NotFound, Outdated, BookingsAffected."""
        async with self._desk.changing(principal) as change:
            before = await self._one(change.scope, row_id)
            seen.require(before.version)
            return await self.remove_within(change, before, force=force)

    async def _one(self, scope: TenantScope, row_id: UUID) -> Stored[_Settings]:
        return self._stored(await setup_rows.one(scope, self.kind.table, row_id, self.kind.what))

    def _stored(self, row: Any) -> Stored[_Settings]:
        return Stored(row.id, self.kind.settings_of(row))

    async def _check_count(self, scope: TenantScope, *, revived: bool = False) -> None:
        active, archived = await setup_rows.counts(scope, self.kind.table)
        limits.check_count(self.kind.many, active, self.kind.most, 0 if revived else archived)

    async def _check_references(self, scope: TenantScope, settings: _Settings) -> None:
        for field, (table, what) in self.kind.refers.items():
            await require_all(scope, table, _ids(getattr(settings, field)), field, what)


async def require_all(
    scope: TenantScope, table: type[Base], ids: Sequence[UUID], field: str, what: str
) -> None:
    """Raises InvalidInput, naming the field, where one is not a row of this business."""
    missing = await setup_rows.missing(scope, table, ids)
    if missing:
        raise InvalidInput(f"{field}: there is no {what} {min(missing)}")


def _ids(value: Any) -> Sequence[UUID]:
    return value if isinstance(value, tuple) else () if value is None else (value,)  # pyright: ignore[reportUnknownVariableType]


def _columns(settings: _Checked) -> dict[str, Any]:
    """Fields and columns have the same names; several ids are an array."""
    found: dict[str, Any] = {}
    for name in settings.__dataclass_fields__:
        value: Any = getattr(settings, name)
        found[name] = list(_ids(value)) if isinstance(value, tuple) else value
    return found


def _staff(row: tables.Staff) -> StaffSettings:
    return StaffSettings(row.name, row.active, row.position, tuple(row.location_ids))


def _asset(row: scheduling_tables.Asset) -> AssetSettings:
    return AssetSettings(row.name, row.location_id, row.active, row.position)


def _location(row: scheduling_tables.Location) -> LocationSettings:
    return LocationSettings(row.name, row.timezone, row.address, row.region, row.active, row.position)


def staff_over(desk: Desk) -> Resources[StaffSettings]:
    return Resources(
        desk,
        Kind(
            tables.Staff,
            "staff",
            "members of staff",
            limits.STAFF,
            frozenset({"active", "location_ids"}),
            _staff,
            StaffSettings.checked,
            {"location_ids": (scheduling_tables.Location, "location")},
        ),
    )


def assets_over(desk: Desk) -> Resources[AssetSettings]:
    return Resources(
        desk,
        Kind(
            scheduling_tables.Asset,
            "asset",
            "assets",
            limits.ASSETS,
            frozenset({"active", "location_id"}),
            _asset,
            AssetSettings.checked,
            {"location_id": (scheduling_tables.Location, "location")},
        ),
    )


def locations_over(desk: Desk) -> Resources[LocationSettings]:
    return Resources(
        desk,
        Kind(
            scheduling_tables.Location,
            "location",
            "locations",
            limits.LOCATIONS,
            frozenset({"active", "timezone"}),
            _location,
            LocationSettings.checked,
            {},
        ),
    )
