"""When a person or an asset cannot be had: leave, a course, a repair."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from domain.accounts.roles import Principal
from domain.ids import new_id
from domain.scheduling.ranges import TimeRange
from domain.setup import limits
from domain.setup.resources import absence_during
from domain.text_fields import optional_text
from services.setup.affected import Affected, Watch
from services.setup.desk import Change, Desk
from storage.postgres import places, setup_rows
from storage.postgres.scheduling_tables import Absence, Asset
from storage.postgres.tables import Staff
from storage.postgres.tenant import TenantScope


@dataclass(frozen=True, slots=True)
class Away:
    """An absence; `reason` is for the owner, never for callers."""

    id: UUID
    staff_id: UUID | None
    asset_id: UUID | None
    during: TimeRange
    reason: str


class Absences:
    """Of any business. Exactly one of `staff_id` and `asset_id` is given everywhere."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def page(
        self,
        principal: Principal,
        *,
        staff_id: UUID | None = None,
        asset_id: UUID | None = None,
        ends_after: datetime,
        after: tuple[datetime, UUID] | None,
        limit: int,
    ) -> Sequence[Away]:
        """Those that end later, in the order of their ends; everybody's when nobody is named. Raises NotPermitted."""
        table = Absence
        where = [table.ends_at > ends_after]
        if staff_id is not None:
            where.append(table.staff_id == staff_id)
        if asset_id is not None:
            where.append(table.asset_id == asset_id)
        async with self._desk.reading(principal) as scope:
            rows = await setup_rows.by_end(scope, table, *where, after=after, limit=limit)
        return [_away(row) for row in rows]

    async def add(
        self,
        principal: Principal,
        starts_at: datetime,
        ends_at: datetime,
        *,
        staff_id: UUID | None = None,
        asset_id: UUID | None = None,
        reason: str = "",
    ) -> tuple[Away, Affected]:
        """Gives also the visits to come that this leaves without them. They stay as they are.

        Args:
            starts_at, ends_at: instants, or naive wall times of the business, of the asset's location where it has one.

        Raises:
            NotPermitted, NotFound, LimitReached.
            InvalidInput: it does not last, lasts for years, or begins or ends at a time the clocks skip.
        """
        async with self._desk.changing(principal) as change:
            zone = await places.zone(change.scope, await _location(change.scope, staff_id, asset_id))
            during = absence_during(starts_at, ends_at, zone)
            watch = await Watch.begin(change)
            away = await self.add_within(change, during, staff_id=staff_id, asset_id=asset_id, reason=reason)
            return away, await watch.lost()

    async def add_within(
        self,
        change: Change,
        during: TimeRange,
        *,
        staff_id: UUID | None = None,
        asset_id: UUID | None = None,
        reason: str = "",
    ) -> Away:
        """The same as part of a larger change, of what `absence_during` has checked."""
        known = await setup_rows.rows(
            change.scope,
            Absence,
            Absence.staff_id.is_not_distinct_from(staff_id),
            Absence.asset_id.is_not_distinct_from(asset_id),
            Absence.ends_at > change.now,
        )
        limits.check_count("absences to come of one", len(known), limits.ABSENCES)
        text = optional_text("reason", reason, longest=200)
        away = Away(new_id(change.now), staff_id, asset_id, during, text)
        await setup_rows.add(
            change.scope,
            Absence,
            {
                "id": away.id,
                "staff_id": staff_id,
                "asset_id": asset_id,
                "starts_at": during.start,
                "ends_at": during.end,
                "reason": text,
            },
        )
        await change.note("absence.added", f"absence:{away.id}", None, _document(away))
        return away

    async def to_come_within(self, scope: TenantScope, now: datetime) -> list[Away]:
        """Those that are not over, in the order of their beginning."""
        rows = await setup_rows.rows(
            scope, Absence, Absence.ends_at > now, order=(Absence.starts_at, Absence.id)
        )
        return [_away(row) for row in rows]

    async def remove_within(self, change: Change, away: Away) -> None:
        """As part of a larger change."""
        await setup_rows.remove(change.scope, Absence, Absence.id == away.id)
        await change.note("absence.removed", f"absence:{away.id}", _document(away))

    async def remove(self, principal: Principal, absence_id: UUID) -> None:
        """Raises NotPermitted, NotFound."""
        async with self._desk.changing(principal) as change:
            row = await setup_rows.one(change.scope, Absence, absence_id, "absence")
            await self.remove_within(change, _away(row))


async def _location(scope: TenantScope, staff_id: UUID | None, asset_id: UUID | None) -> UUID | None:
    """Where the clock hangs that their times are read from. Raises NotFound."""
    if asset_id is not None:
        return (await setup_rows.one(scope, Asset, asset_id, "asset")).location_id
    if staff_id is not None:
        person = await setup_rows.one(scope, Staff, staff_id, "staff")
        return person.location_ids[0] if len(person.location_ids) == 1 else None
    return None


def _away(row: Absence) -> Away:
    return Away(row.id, row.staff_id, row.asset_id, TimeRange(row.starts_at, row.ends_at), row.reason)


def _document(away: Away) -> dict[str, Any]:
    return {
        "staff_id": str(away.staff_id) if away.staff_id else None,
        "asset_id": str(away.asset_id) if away.asset_id else None,
        "starts_at": away.during.start.isoformat(),
        "ends_at": away.during.end.isoformat(),
        "reason": away.reason,
    }
