"""What is set up for scheduling, read in a fixed number of statements however much of it there is."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, or_, select

from domain.business import OpeningHours
from domain.business_settings import served_timezone
from domain.errors import NotFound
from domain.scheduling.balance import Balance
from domain.scheduling.calendar import Absence, Calendar, Holiday, Member, SpecialDay, all_day
from domain.scheduling.catalogue import AddOn, BookableOffering, Channel, Provider, Variant
from domain.scheduling.engine.diary import Rules
from domain.scheduling.engine.visit import Segment
from domain.scheduling.hours import ONE_DAY, zone_named
from domain.scheduling.place import Bookable, Place
from domain.scheduling.ranges import TimeRange
from storage.postgres import scheduling_tables, tables
from storage.postgres.table_base import Base
from storage.postgres.tenant import TenantScope


async def load_place(
    scope: TenantScope,
    location_id: UUID | None,
    window: tuple[date, date],
    rules: Rules,
) -> Place:
    """The location, or the business itself where `location_id` is None.

    Args:
        window: local days; what is special about days outside it is left out.
        rules: those of every offering that has none of its own.

    Raises:
        NotFound: no such location, or it is not active.
    """
    business = await scope.session.scalar(
        select(tables.Business).where(tables.Business.id == scope.business_id)
    )
    if business is None:
        raise NotFound("no such business")
    timezone = served_timezone(business.timezone, business.country)
    own_holidays = False
    if location_id is not None:
        location = await scope.session.scalar(
            _own(scope, scheduling_tables.Location, scheduling_tables.Location.id == location_id)
        )
        if location is None or not location.active:
            raise NotFound("no such location")
        timezone = location.timezone
        own_holidays = location.region is not None
    reader = _Reader(scope, location_id, window, own_holidays)
    special = await reader.special_days()
    calendar = Calendar(
        zone_named(timezone), await reader.opening_hours(), special.here, await reader.holidays()
    )
    bookables = await reader.bookables(special)
    offerings = await reader.offerings([each.id for each in bookables if not each.is_asset])
    return Place(
        id=location_id,
        calendar=calendar,
        bookables={each.id: each for each in bookables},
        offerings={each.id: each for each in offerings},
        rules=rules,
        balance=Balance(business.balance),
    )


async def zone(scope: TenantScope, location_id: UUID | None) -> ZoneInfo:
    """The location's, or the business's. Raises NotFound."""
    if location_id is None:
        business = tables.Business
        row = (
            await scope.session.execute(
                select(business.timezone, business.country).where(business.id == scope.business_id)
            )
        ).one_or_none()
        timezone = served_timezone(row.timezone, row.country) if row else None
    else:
        location = scheduling_tables.Location
        timezone = await scope.session.scalar(
            select(location.timezone).where(
                location.business_id == scope.business_id, location.id == location_id
            )
        )
    if timezone is None:
        raise NotFound("no such location")
    return zone_named(timezone)


@dataclass(frozen=True, slots=True)
class _SpecialDays:
    here: tuple[SpecialDay, ...]
    of_staff: Mapping[UUID, tuple[SpecialDay, ...]]


@dataclass(frozen=True, slots=True)
class _Reader:
    """One statement a method."""

    scope: TenantScope
    location_id: UUID | None
    window: tuple[date, date]
    own_holidays: bool
    """Whether the business's public holidays are not this location's: it is in a region of its own."""

    async def opening_hours(self) -> tuple[OpeningHours, ...]:
        """The location's own, else the business's: two statements when it has none."""
        if self.location_id is not None:
            own = scheduling_tables.LocationHours
            rows = await self._all(own, own.location_id == self.location_id)
            if rows:
                return tuple(OpeningHours(row.weekday, row.opens, row.closes) for row in rows)
        rows = await self._all(tables.OpeningHoursRow)
        return tuple(OpeningHours(row.weekday, row.opens, row.closes) for row in rows)

    async def special_days(self) -> _SpecialDays:
        """A location's own day wins over the same day of every location."""
        table = scheduling_tables.SpecialDayRow
        rows = await self._all(
            table,
            table.day.between(*self.window),
            self._here(table.location_id),
            order=(table.day, table.opens),
        )
        of_staff: dict[UUID, list[scheduling_tables.SpecialDayRow]] = defaultdict(list)
        here: dict[date, dict[UUID | None, list[scheduling_tables.SpecialDayRow]]] = {}
        for row in rows:
            if row.staff_id is not None:
                of_staff[row.staff_id].append(row)
            else:
                here.setdefault(row.day, {}).setdefault(row.location_id, []).append(row)
        chosen = [row for day in here.values() for row in (day.get(self.location_id) or day[None])]
        return _SpecialDays(_special(chosen), {each: _special(days) for each, days in of_staff.items()})

    async def holidays(self) -> tuple[Holiday, ...]:
        table = scheduling_tables.PublicHoliday
        here = table.location_id == self.location_id if self.own_holidays else self._here(table.location_id)
        rows = await self._all(table, table.day.between(*self.window), here)
        found: dict[date, scheduling_tables.PublicHoliday] = {}
        for row in sorted(rows, key=lambda row: row.location_id is not None):
            found[row.day] = row
        return tuple(Holiday(row.day, row.name, row.opened) for row in found.values())

    async def bookables(self, special: _SpecialDays) -> list[Bookable]:
        """Staff in the order of the business, then assets. Who works at other locations only is not here."""
        staff_table, asset_table = tables.Staff, scheduling_tables.Asset
        staff = await self._all(
            staff_table, staff_table.active, order=(staff_table.position, staff_table.name, staff_table.id)
        )
        hours: dict[UUID, list[scheduling_tables.StaffHours]] = defaultdict(list)
        for row in await self._all(scheduling_tables.StaffHours):
            hours[row.staff_id].append(row)
        absences = await self._absences()
        found: list[Bookable] = []
        for person in staff:
            if self.location_id and person.location_ids and self.location_id not in person.location_ids:
                continue
            weekly = hours.get(person.id)
            here = [row for row in weekly or () if row.location_id in (None, self.location_id)]
            if weekly and not here and self.location_id is not None:
                continue
            week = tuple(OpeningHours(row.weekday, row.opens, row.closes) for row in here)
            member = Member(
                week if weekly else None, special.of_staff.get(person.id, ()), absences.get(person.id, ())
            )
            found.append(Bookable(person.id, person.name, member))
        assets = await self._all(
            asset_table,
            asset_table.active,
            self._here(asset_table.location_id),
            order=(asset_table.position, asset_table.name, asset_table.id),
        )
        for asset in assets:
            found.append(
                Bookable(asset.id, asset.name, Member(all_day(), (), absences.get(asset.id, ())), True)
            )
        return found

    async def _absences(self) -> Mapping[UUID, tuple[Absence, ...]]:
        table = scheduling_tables.Absence
        first, last = (datetime.combine(day, time(), UTC) for day in self.window)
        # A day more on either side: no zone is further from UTC.
        rows = await self._all(table, table.ends_at > first - ONE_DAY, table.starts_at < last + 2 * ONE_DAY)
        found: dict[UUID, list[Absence]] = defaultdict(list)
        for row in rows:
            taken = Absence(TimeRange(row.starts_at, row.ends_at), row.reason)
            found[row.staff_id or row.asset_id or row.id].append(taken)
        return {each: tuple(absences) for each, absences in found.items()}

    async def offerings(self, staff: Sequence[UUID]) -> list[BookableOffering]:
        """Those somebody here can do, in the order of the business; four statements."""
        table = tables.Offering
        rows = await self._all(table, table.active, order=(table.position, table.name))
        doers = await self._by_offering(scheduling_tables.StaffOffering)
        needs = await self._by_offering(scheduling_tables.OfferingAsset)
        options = await self._by_offering(scheduling_tables.OfferingOption)
        found: list[BookableOffering] = []
        for row in rows:
            named = {each.staff_id: each for each in doers.get(row.id, ())}
            providers = tuple(
                Provider(each, named[each].minutes, named[each].price_cents) if named else Provider(each)
                for each in staff
                if not named or each in named
            )
            if providers:
                found.append(_offering(row, providers, needs.get(row.id, ()), options.get(row.id, ())))
        return found

    async def _by_offering(self, table: Any) -> Mapping[UUID, list[Any]]:
        found: dict[UUID, list[Any]] = defaultdict(list)
        for row in await self._all(table):
            found[row.offering_id].append(row)
        return found

    def _here(self, column: Any) -> ColumnElement[bool]:
        """Rows of this location and those of all."""
        if self.location_id is None:
            return column.is_(None)
        return or_(column.is_(None), column == self.location_id)

    async def _all(self, table: Any, *where: Any, order: Iterable[Any] = ()) -> Sequence[Any]:
        found = await self.scope.session.scalars(_own(self.scope, table, *where).order_by(*order))
        return found.all()


def _own(scope: TenantScope, table: Any, *where: Any) -> Select[Any]:
    rows: type[Base] = table
    return select(rows).where(table.business_id == scope.business_id, *where)


def _special(rows: Iterable[scheduling_tables.SpecialDayRow]) -> tuple[SpecialDay, ...]:
    days: dict[date, list[scheduling_tables.SpecialDayRow]] = {}
    for row in rows:
        days.setdefault(row.day, []).append(row)
    return tuple(
        SpecialDay(
            day,
            tuple(
                (row.opens, row.closes) for row in of_day if row.opens is not None and row.closes is not None
            ),
            next((row.reason for row in of_day if row.reason), ""),
        )
        for day, of_day in days.items()
    )


def _offering(
    row: tables.Offering,
    providers: tuple[Provider, ...],
    needs: Iterable[scheduling_tables.OfferingAsset],
    options: Iterable[scheduling_tables.OfferingOption],
) -> BookableOffering:
    by_need: dict[int, list[UUID]] = {}
    for need in sorted(needs, key=lambda need: (need.need, need.asset_id)):
        by_need.setdefault(need.need, []).append(need.asset_id)
    active = sorted(
        (option for option in options if option.active), key=lambda each: (each.position, each.name)
    )
    return BookableOffering(
        id=row.id,
        name=row.name,
        segments=_segments(row.segments, row.duration_min),
        price_cents=row.price_cents,
        providers=providers,
        assets=tuple(tuple(by_need[need]) for need in sorted(by_need)),
        before_min=row.before_min,
        after_min=row.buffer_min,
        variants=tuple(
            Variant(each.id, each.name, _segments(each.segments, each.minutes), each.price_cents)
            for each in active
            if each.kind == "variant"
        ),
        add_ons=tuple(
            AddOn(each.id, each.name, each.minutes, each.price_cents)
            for each in active
            if each.kind == "add_on"
        ),
        channels=frozenset(Channel(each) for each in row.channels),
        notice_min=row.notice_min,
        horizon_days=row.horizon_days,
        per_day=row.per_day,
        grid_min=row.grid_min,
        seats=row.seats,
    )


def _segments(stored: list[dict[str, Any]] | None, minutes: int) -> tuple[Segment, ...]:
    if not stored:
        return (Segment(minutes),)
    return tuple(Segment(int(each["minutes"]), bool(each.get("processing"))) for each in stored)
