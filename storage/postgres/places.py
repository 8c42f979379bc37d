"""What is set up for scheduling, read in one statement however much of it there is."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from domain.business import OpeningHours
from domain.business_settings import served_timezone
from domain.errors import InvalidInput, NotFound
from domain.scheduling.balance import Balance
from domain.scheduling.calendar import Absence, Calendar, Holiday, Member, SpecialDay, all_day
from domain.scheduling.catalogue import AddOn, BookableOffering, Channel, Provider, Variant
from domain.scheduling.engine.diary import Rules
from domain.scheduling.engine.visit import Segment
from domain.scheduling.hours import zone_named
from domain.scheduling.place import Bookable, Place
from domain.scheduling.ranges import TimeRange
from storage.postgres import place_rows, scheduling_tables, tables
from storage.postgres.place_rows import Rows
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
    rows = await place_rows.read(scope, location_id, window)
    if not rows["business"]:
        raise NotFound("no such business")
    (business,) = rows["business"]
    timezone = served_timezone(business.timezone, business.country)
    own_holidays = False
    if location_id is not None:
        location = next(iter(rows["location"]), None)
        if location is None or not location.active:
            raise NotFound("no such location")
        timezone = location.timezone
        own_holidays = location.region is not None
    reader = _Reader(rows, location_id, own_holidays)
    special = reader.special_days()
    calendar = Calendar(zone_named(timezone), reader.opening_hours(), special.here, reader.holidays())
    bookables = reader.bookables(special)
    offerings = reader.offerings([each.id for each in bookables if not each.is_asset])
    return Place(
        id=location_id,
        calendar=calendar,
        bookables={each.id: each for each in bookables},
        offerings={each.id: each for each in offerings},
        rules=rules,
        balance=Balance(business.balance),
    )


async def location_of(scope: TenantScope, location_id: UUID | None) -> UUID | None:
    """The location that is meant: the one that is named, the only one there is, or None where there are none.

    Raises:
        InvalidInput: there are several, and none is named.
    """
    if location_id is not None:
        return location_id
    location = scheduling_tables.Location
    query = select(location.id).where(location.business_id == scope.business_id, location.active).limit(2)
    found = (await scope.session.scalars(query)).all()
    if len(found) > 1:
        raise InvalidInput("location_id: there are several locations; name one")
    return found[0] if found else None


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
    """Rows as values."""

    rows: Rows
    location_id: UUID | None
    own_holidays: bool
    """Whether the business's public holidays are not this location's: it is in a region of its own."""

    def opening_hours(self) -> tuple[OpeningHours, ...]:
        """The location's own, else the business's."""
        rows = self.rows["location_hours"] or self.rows["opening_hours"]
        return tuple(OpeningHours(row.weekday, row.opens, row.closes) for row in rows)

    def special_days(self) -> _SpecialDays:
        """A location's own day wins over the same day of every location."""
        of_staff: dict[UUID, list[Any]] = defaultdict(list)
        here: dict[date, dict[UUID | None, list[Any]]] = {}
        for row in self.rows["special_days"]:
            if row.staff_id is not None:
                of_staff[row.staff_id].append(row)
            else:
                here.setdefault(row.day, {}).setdefault(row.location_id, []).append(row)
        chosen = [row for day in here.values() for row in (day.get(self.location_id) or day[None])]
        return _SpecialDays(_special(chosen), {each: _special(days) for each, days in of_staff.items()})

    def holidays(self) -> tuple[Holiday, ...]:
        here = [row for row in self.rows["holidays"] if row.location_id is not None or not self.own_holidays]
        found = {row.day: row for row in sorted(here, key=lambda row: row.location_id is not None)}
        return tuple(Holiday(row.day, row.name, row.opened) for row in found.values())

    def bookables(self, special: _SpecialDays) -> list[Bookable]:
        """Staff in the order of the business, then assets. Who works at other locations only is not here."""
        hours: dict[UUID, list[Any]] = defaultdict(list)
        for row in self.rows["staff_hours"]:
            hours[row.staff_id].append(row)
        absences, of_all = self._absences()
        found: list[Bookable] = []
        for person in self.rows["staff"]:
            if self.location_id and person.location_ids and self.location_id not in person.location_ids:
                continue
            weekly = hours.get(person.id)
            here = [row for row in weekly or () if row.location_id in (None, self.location_id)]
            if weekly and not here and self.location_id is not None:
                continue
            week = tuple(OpeningHours(row.weekday, row.opens, row.closes) for row in here)
            member = Member(
                week if weekly else None,
                special.of_staff.get(person.id, ()),
                (*absences.get(person.id, ()), *of_all),
            )
            found.append(Bookable(person.id, person.name, member))
        for asset in self.rows["assets"]:
            away = (*absences.get(asset.id, ()), *of_all)
            found.append(Bookable(asset.id, asset.name, Member(all_day(), (), away), True))
        return found

    def _absences(self) -> tuple[Mapping[UUID, tuple[Absence, ...]], tuple[Absence, ...]]:
        """Each one's own, busy times of their calendars elsewhere included, and those of everybody and everything."""
        of_all: list[Absence] = []
        found: dict[UUID, list[Absence]] = defaultdict(list)
        for row in self.rows["absences"]:
            taken = Absence(TimeRange(row.starts_at, row.ends_at), row.reason)
            found[row.staff_id or row.asset_id].append(taken)
        for row in self.rows["remote_busy"]:
            taken = Absence(TimeRange(row.starts_at, row.ends_at), row.reason)
            (of_all if row.staff_id is None else found[row.staff_id]).append(taken)
        return {each: tuple(absences) for each, absences in found.items()}, tuple(of_all)

    def offerings(self, staff: Sequence[UUID]) -> list[BookableOffering]:
        """Those somebody here can do, in the order of the business."""
        doers = self._by_offering("staff_offerings")
        needs = self._by_offering("offering_assets")
        options = self._by_offering("offering_options")
        found: list[BookableOffering] = []
        for row in self.rows["offerings"]:
            named = {each.staff_id: each for each in doers.get(row.id, ())}
            providers = tuple(
                Provider(each, named[each].minutes, named[each].price_cents) if named else Provider(each)
                for each in staff
                if not named or each in named
            )
            if providers:
                found.append(_offering(row, providers, needs.get(row.id, ()), options.get(row.id, ())))
        return found

    def _by_offering(self, part: str) -> Mapping[UUID, list[Any]]:
        found: dict[UUID, list[Any]] = defaultdict(list)
        for row in self.rows[part]:
            found[row.offering_id].append(row)
        return found


def _special(rows: Iterable[Any]) -> tuple[SpecialDay, ...]:
    days: dict[date, list[Any]] = {}
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
    row: Any,
    providers: tuple[Provider, ...],
    needs: Iterable[Any],
    options: Iterable[Any],
) -> BookableOffering:
    by_need: dict[int, list[UUID]] = {}
    for need in sorted(needs, key=lambda need: (need.need, need.asset_id)):
        by_need.setdefault(need.need, []).append(need.asset_id)
    options = list(options)
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
            for each in options
            if each.kind == "variant"
        ),
        add_ons=tuple(
            AddOn(each.id, each.name, each.minutes, each.price_cents)
            for each in options
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
