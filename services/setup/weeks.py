"""Usual weeks: of the business, of a location, of a person at their locations. A week is replaced as a whole."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from domain.accounts.roles import Principal
from domain.business import OpeningHours
from domain.ids import new_id
from domain.setup.weeks import checked_week, clock_text
from domain.versions import ANY, Seen, content_version
from services.setup.affected import Affected, Watch
from services.setup.desk import Change, Desk
from services.setup.resources import require_all
from storage.postgres import scheduling_tables, setup_rows, tables
from storage.postgres.table_base import Base
from storage.postgres.tenant import TenantScope


@dataclass(frozen=True, slots=True)
class Stretch:
    """Of a person's week, at a location; anywhere when that is None. Of others it always is."""

    hours: OpeningHours
    location_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Week:
    """In order. Without any stretch a business is closed, a location opens as its business, a person works as the place
    opens."""

    stretches: tuple[Stretch, ...]

    @property
    def version(self) -> str:
        return content_version(self.document)

    @property
    def document(self) -> list[list[Any]]:
        """For the audit log and for export."""
        return [
            [
                each.hours.weekday,
                *clock_text(each.hours.opens, each.hours.closes),
                *([str(each.location_id)] if each.location_id else []),
            ]
            for each in self.stretches
        ]


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose week; of the business when both are None."""

    location_id: UUID | None = None
    staff_id: UUID | None = None

    @property
    def subject(self) -> str:
        if self.staff_id is not None:
            return f"staff:{self.staff_id}"
        return f"location:{self.location_id}" if self.location_id is not None else "business"


class Weeks:
    """Of any business."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def get(self, principal: Principal, owner: Owner) -> Week:
        """Raises NotPermitted, NotFound."""
        async with self._desk.reading(principal) as scope:
            return await _read(scope, owner)

    async def replace(
        self, principal: Principal, owner: Owner, stretches: Iterable[Stretch], *, seen: Seen = ANY
    ) -> tuple[Week, Affected]:
        """The week from now on; gives also the visits to come that it leaves outside. They stay as they are.

        Raises:
            NotPermitted, NotFound, Outdated.
            InvalidInput: stretches overlap, also those of one person at two locations, or have no length.
        """
        async with self._desk.changing(principal) as change:
            return await self.replace_within(change, owner, stretches, seen=seen)

    async def replace_within(
        self, change: Change, owner: Owner, stretches: Iterable[Stretch], *, seen: Seen = ANY
    ) -> tuple[Week, Affected]:
        """The same as part of a larger change."""
        wanted = list(stretches)
        checked_week(each.hours for each in wanted)
        week = Week(tuple(sorted(wanted, key=lambda each: (each.hours.weekday, each.hours.opens))))
        before = await _read(change.scope, owner)
        seen.require(before.version)
        places = {each.location_id for each in wanted if each.location_id is not None}
        await require_all(change.scope, scheduling_tables.Location, tuple(places), "hours", "location")
        watch = await Watch.begin(change)
        table, own = _table(owner)
        await setup_rows.remove(change.scope, table, *_where(table, own))
        await setup_rows.add(change.scope, table, *_rows(owner, own, week.stretches))
        await change.note(
            "hours.changed", owner.subject, {"hours": before.document}, {"hours": week.document}
        )
        return week, await watch.lost()


async def _read(scope: TenantScope, owner: Owner) -> Week:
    if owner.staff_id is not None:
        await setup_rows.one(scope, tables.Staff, owner.staff_id, "staff")
    elif owner.location_id is not None:
        await setup_rows.one(scope, scheduling_tables.Location, owner.location_id, "location")
    table, own = _table(owner)
    columns: Any = table
    found: Sequence[Any] = await setup_rows.rows(
        scope, table, *_where(table, own), order=(columns.weekday, columns.opens)
    )
    return Week(
        tuple(
            Stretch(
                OpeningHours(row.weekday, row.opens, row.closes),
                row.location_id if owner.staff_id is not None else None,
            )
            for row in found
        )
    )


def _table(owner: Owner) -> tuple[type[Base], dict[str, UUID]]:
    if owner.staff_id is not None:
        return scheduling_tables.StaffHours, {"staff_id": owner.staff_id}
    if owner.location_id is not None:
        return scheduling_tables.LocationHours, {"location_id": owner.location_id}
    return tables.OpeningHoursRow, {}


def _where(table: Any, own: dict[str, UUID]) -> list[Any]:
    return [getattr(table, column) == value for column, value in own.items()]


def _rows(owner: Owner, own: dict[str, UUID], stretches: Iterable[Stretch]) -> list[dict[str, Any]]:
    return [
        {
            "id": new_id(),
            **own,
            **({"location_id": each.location_id} if owner.staff_id is not None else {}),
            "weekday": each.hours.weekday,
            "opens": each.hours.opens,
            "closes": each.hours.closes,
        }
        for each in stretches
    ]
