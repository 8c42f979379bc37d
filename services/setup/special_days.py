"""Hours of single dates instead of the usual ones: longer evenings, closures, days off."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement

from domain.accounts.roles import Principal
from domain.errors import InvalidInput, NotFound
from domain.ids import new_id
from domain.scheduling.calendar import SpecialDay
from domain.setup import limits
from domain.setup.weeks import Stretch, checked_day, clock_text
from domain.text_fields import optional_text
from services.setup.affected import Affected, Watch
from services.setup.desk import Change, Desk
from services.setup.weeks import Owner
from storage.postgres import places, setup_rows
from storage.postgres.scheduling_tables import Location, SpecialDayRow
from storage.postgres.tables import Staff
from storage.postgres.tenant import TenantScope

FURTHEST = timedelta(days=5 * 366)
_SPECIAL_DAYS: Any = SpecialDayRow


@dataclass(frozen=True, slots=True)
class OwnedDay:
    """A special day and whose it is: of every location, of one, or of a person."""

    owner: Owner
    day: SpecialDay


class SpecialDays:
    """Of any business."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def between(self, principal: Principal, first: date, last: date) -> Sequence[OwnedDay]:
        """Everybody's, in order of the date. Raises NotPermitted, InvalidInput."""
        if not 0 <= (last - first).days <= 2 * 366:
            raise InvalidInput("last: on or after first, and two years after it at most")
        async with self._desk.reading(principal) as scope:
            return await _read(scope, _SPECIAL_DAYS.day.between(first, last))

    async def put(
        self, principal: Principal, owner: Owner, days: Iterable[SpecialDay]
    ) -> tuple[Sequence[SpecialDay], Affected]:
        """These dates have these hours instead of the usual ones; with none they are closed, or a day off.

        Gives also the visits to come that this leaves outside. They stay as they are.

        Raises:
            NotPermitted, NotFound, LimitReached.
            InvalidInput: hours that overlap, times the clocks skip on that date, a date twice, long ago or far ahead.
        """
        async with self._desk.changing(principal) as change:
            return await self.put_within(change, owner, days)

    async def put_within(
        self, change: Change, owner: Owner, days: Iterable[SpecialDay]
    ) -> tuple[Sequence[SpecialDay], Affected]:
        """The same as part of a larger change."""
        zones = await _zones(change.scope, owner)
        wanted = [_checked(one, zones, change.now.date()) for one in days]
        dates = [one.day for one in wanted]
        if len(set(dates)) < len(dates):
            raise InvalidInput("days: a date stands there twice")
        known = await setup_rows.rows(change.scope, SpecialDayRow, _SPECIAL_DAYS.day >= change.now.date())
        others = {(row.location_id, row.staff_id, row.day) for row in known if row.day not in dates}
        limits.check_count("special days to come", len(others) + len(dates) - 1, limits.SPECIAL_DAYS)
        watch = await Watch.begin(change)
        before = await _of(change.scope, owner, dates)
        await _remove(change.scope, owner, dates)
        for one in wanted:
            await setup_rows.add(change.scope, SpecialDayRow, *_rows(owner, one))
        await change.note("special_days.changed", owner.subject, _documents(before), _documents(wanted))
        return wanted, await watch.lost()

    async def remove(self, principal: Principal, owner: Owner, day: date) -> Affected:
        """The date has its usual hours again. Raises NotPermitted, NotFound."""
        async with self._desk.changing(principal) as change:
            before = await _of(change.scope, owner, [day])
            if not before:
                raise NotFound("there are no special hours on that date")
            watch = await Watch.begin(change)
            await self.remove_within(change, owner, before)
            return await watch.lost()

    async def remove_within(self, change: Change, owner: Owner, days: Sequence[SpecialDay]) -> None:
        """These have their usual hours again, as part of a larger change."""
        await _remove(change.scope, owner, [one.day for one in days])
        await change.note("special_days.removed", owner.subject, _documents(days))

    async def to_come_within(self, scope: TenantScope, today: date) -> list[OwnedDay]:
        """Everybody's from today on, in order of the date."""
        return await _read(scope, _SPECIAL_DAYS.day >= today)


def _checked(one: SpecialDay, zones: Iterable[ZoneInfo], today: date) -> SpecialDay:
    if not today - timedelta(days=366) <= one.day <= today + FURTHEST:
        raise InvalidInput(f"days: {one.day.isoformat()} is more than a year ago or five years ahead")
    reason = optional_text("reason", one.reason, longest=100)
    return SpecialDay(one.day, checked_day(one.day, one.stretches, zones), reason)


async def _zones(scope: TenantScope, owner: Owner) -> set[ZoneInfo]:
    """Of the places where these hours are kept. Raises NotFound: no such location or person."""
    if owner.staff_id is not None:
        await setup_rows.one(scope, Staff, owner.staff_id, "staff")
    if owner.location_id is not None:
        return {await places.zone(scope, owner.location_id)}
    found = {await places.zone(scope, None)}
    for row in await setup_rows.rows(scope, Location, Location.active.is_(True)):
        found.add(ZoneInfo(row.timezone))
    return found


async def _read(scope: TenantScope, *where: ColumnElement[bool]) -> list[OwnedDay]:
    table = _SPECIAL_DAYS
    order = (table.day, table.location_id, table.staff_id, table.opens)
    rows = await setup_rows.rows(scope, SpecialDayRow, *where, order=order)
    found: list[OwnedDay] = []
    for (day, location_id, staff_id), of_day in groupby(
        rows, key=lambda row: (row.day, row.location_id, row.staff_id)
    ):
        same = list(of_day)
        stretches = tuple(_stretch(row) for row in same if row.opens is not None)
        reason = next((row.reason for row in same if row.reason), "")
        found.append(OwnedDay(Owner(location_id, staff_id), SpecialDay(day, stretches, reason)))
    return found


def _stretch(row: Any) -> Stretch:
    return row.opens, row.closes


async def _of(scope: TenantScope, owner: Owner, days: Sequence[date]) -> list[SpecialDay]:
    return [one.day for one in await _read(scope, *_where(owner, days))]


async def _remove(scope: TenantScope, owner: Owner, days: Sequence[date]) -> None:
    await setup_rows.remove(scope, SpecialDayRow, *_where(owner, days))


def _where(owner: Owner, days: Sequence[date]) -> tuple[ColumnElement[bool], ...]:
    table = _SPECIAL_DAYS
    return (
        table.day.in_(days),
        table.location_id.is_not_distinct_from(owner.location_id),
        table.staff_id.is_not_distinct_from(owner.staff_id),
    )


def _rows(owner: Owner, one: SpecialDay) -> list[dict[str, Any]]:
    stretches: Sequence[tuple[Any, Any]] = one.stretches or [(None, None)]
    return [
        {
            "id": new_id(),
            "location_id": owner.location_id,
            "staff_id": owner.staff_id,
            "day": one.day,
            "opens": opens,
            "closes": closes,
            "reason": one.reason,
        }
        for opens, closes in stretches
    ]


def _documents(days: Iterable[SpecialDay]) -> dict[str, Any]:
    return {
        one.day.isoformat(): {
            "hours": [list(clock_text(*stretch)) for stretch in one.stretches],
            "reason": one.reason,
        }
        for one in days
    }
