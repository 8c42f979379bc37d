"""The public holidays of a business and its locations: filled from calendars, kept or opened by the owner.

Filled when country, region or zone change and, for this year and the next two, by the worker once for each release of
the calendars and each year. A location with a region has all its holidays as rows of its own; others have the
business's, and rows of their own where the owner decided otherwise for them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import select

from domain.accounts.roles import Principal
from domain.errors import NotFound, ReceptionistError
from domain.ids import new_id
from domain.setup.holidays import HolidayKind, KeptHoliday, ListedHoliday, brought_up_to_date
from services.setup.affected import Affected, Watch
from services.setup.desk import Desk
from services.setup.holiday_calendar import CountryCalendar, HolidayCalendars, edition
from storage.postgres import audit, setup_rows
from storage.postgres.database import Database
from storage.postgres.scheduling_tables import Location, PublicHoliday
from storage.postgres.tables import Business
from storage.postgres.tenant import TenantScope

log = structlog.get_logger()

FILLED_AT_ONCE = 20
"""Businesses of one look of the worker."""

_HOLIDAYS: Any = PublicHoliday


@dataclass(frozen=True, slots=True)
class StoredHoliday:
    id: UUID
    location_id: UUID | None
    kept: KeptHoliday


@dataclass(frozen=True, slots=True)
class Needed:
    """Which calendars the holidays of a business come from."""

    country: str
    language: str
    region: str | None
    of_locations: tuple[tuple[UUID, str], ...]
    kept: bool


async def needed(scope: TenantScope) -> Needed:
    """As the business is set up now. Raises NotFound."""
    business = await scope.session.scalar(
        select(Business).where(Business.id == scope.business_id).execution_options(populate_existing=True)
    )
    if business is None:
        raise NotFound("no such business")
    locations = await setup_rows.rows(scope, Location, Location.region.is_not(None), order=(Location.id,))
    return Needed(
        business.country,
        business.language,
        business.region,
        tuple((row.id, row.region) for row in locations if row.region is not None),
        business.keeps_holidays,
    )


async def calendar_of(calendars: HolidayCalendars, wanted: Needed, today: date) -> CountryCalendar:
    """What `fill` takes. Raises StorageError."""
    regions = {wanted.region, *(region for _, region in wanted.of_locations)}
    return await calendars.of(wanted.country, regions, wanted.language, today.year)


async def fill(
    scope: TenantScope, wanted: Needed, calendar: CountryCalendar, today: date, *, same_country: bool = True
) -> int:
    """Makes the days from today on those of the calendar; gives how many rows changed.

    Days before stay, and so does what the owner decided, where the day is still a holiday.
    """
    listed: dict[UUID | None, tuple[ListedHoliday, ...]] = {None: calendar.days.get(wanted.region, ())}
    listed |= {location_id: calendar.days.get(region, ()) for location_id, region in wanted.of_locations}
    rows = await setup_rows.rows(scope, PublicHoliday, PublicHoliday.day >= today)
    present: dict[UUID | None, dict[date, PublicHoliday]] = {each: {} for each in listed}
    for row in rows:
        present.setdefault(row.location_id, {})[row.day] = row
    count = 0
    for place, of_place in present.items():
        # A location without a region has only what the owner decided for it, of days the business has.
        days = listed[place] if place in listed else [each for each in listed[None] if each.day in of_place]
        future = [each for each in days if wanted.kept and each.day >= today]
        kept = brought_up_to_date(
            [_kept(row) for row in of_place.values()], future, same_country=same_country
        )
        if place not in listed:
            kept = {day: each for day, each in kept.items() if each.decided}
        count += await _write(scope, place, of_place, kept)
    await setup_rows.change(scope, Business, scope.business_id, {"holidays_edition": edition(today.year)})
    return count


async def _write(
    scope: TenantScope, place: UUID | None, present: dict[date, PublicHoliday], wanted: Any
) -> int:
    gone = [row.id for day, row in present.items() if day not in wanted]
    if gone:
        await setup_rows.remove(scope, PublicHoliday, PublicHoliday.id.in_(gone))
    new: list[dict[str, Any]] = []
    changed = 0
    for day, kept in wanted.items():
        values = {
            "name": kept.listed.name,
            "kind": kept.listed.kind.value,
            "opened": kept.opened,
            "decided": kept.decided,
        }
        row = present.get(day)
        if row is None:
            new.append({"id": new_id(), "location_id": place, "day": day, **values})
        elif _kept(row) != kept:
            changed += 1
            await setup_rows.change(scope, PublicHoliday, row.id, values)
    await setup_rows.add(scope, PublicHoliday, *new)
    return len(gone) + len(new) + changed


class Holidays:
    """As the owner sees them."""

    def __init__(self, desk: Desk, calendars: HolidayCalendars) -> None:
        self._desk = desk
        self.calendars = calendars

    async def between(self, principal: Principal, first: date, last: date) -> Sequence[StoredHoliday]:
        """Of the business and its locations, by date. Raises NotPermitted."""
        async with self._desk.reading(principal) as scope:
            rows = await setup_rows.rows(
                scope,
                PublicHoliday,
                _HOLIDAYS.day.between(first, last),
                order=(_HOLIDAYS.day, _HOLIDAYS.location_id.nulls_first()),
            )
        return [StoredHoliday(row.id, row.location_id, _kept(row)) for row in rows]

    async def regions(self, principal: Principal) -> CountryCalendar:
        """Of the business's country. Raises NotPermitted, StorageError."""
        async with self._desk.reading(principal) as scope:
            wanted = await needed(scope)
        return await self.calendars.of(wanted.country, [wanted.region], wanted.language, self._desk.now.year)

    async def decide(
        self, principal: Principal, holiday_id: UUID, *, opened: bool, location_id: UUID | None = None
    ) -> tuple[StoredHoliday, Affected]:
        """Keeps a holiday or opens on it, everywhere or at one location.

        Gives also the visits to come that this leaves outside. They stay as they are.

        Raises:
            NotPermitted, NotFound.
        """
        async with self._desk.changing(principal) as change:
            row = await setup_rows.one(change.scope, PublicHoliday, holiday_id, "public holiday")
            if location_id is not None and row.location_id not in (None, location_id):
                raise NotFound("no such public holiday at this location")
            watch = await Watch.begin(change)
            before = _kept(row)
            decided = KeptHoliday(before.listed, opened, True)
            stored = StoredHoliday(row.id, row.location_id, decided)
            values = {"opened": opened, "decided": True}
            if location_id is not None and row.location_id is None:
                location = await setup_rows.one(change.scope, Location, location_id, "location")
                if location.region is not None:
                    raise NotFound("this location has public holidays of its own; decide on those")
                own = await setup_rows.rows(
                    change.scope,
                    PublicHoliday,
                    PublicHoliday.location_id == location_id,
                    PublicHoliday.day == before.listed.day,
                )
                stored = StoredHoliday(own[0].id if own else new_id(change.now), location_id, decided)
                if own:
                    await setup_rows.change(change.scope, PublicHoliday, stored.id, values)
                else:
                    listed = {
                        "day": before.listed.day,
                        "name": before.listed.name,
                        "kind": before.listed.kind.value,
                    }
                    await setup_rows.add(
                        change.scope,
                        PublicHoliday,
                        {"id": stored.id, "location_id": location_id, **listed, **values},
                    )
            else:
                await setup_rows.change(change.scope, PublicHoliday, row.id, values)
            day = {"day": before.listed.day.isoformat(), "name": before.listed.name}
            await change.note(
                "public_holiday.decided",
                f"public_holiday:{stored.id}",
                {"opened": before.opened},
                {"opened": opened, **day},
            )
            return stored, await watch.lost()


class HolidayKeeper:
    """For the worker: fills what is not filled, or from an older calendar."""

    def __init__(self, database: Database, calendars: HolidayCalendars) -> None:
        self._database = database
        self._calendars = calendars

    async def look(self, now: datetime) -> int:
        """Some businesses; gives how many. Raises StorageError."""
        this = edition(now.year)
        async with self._database.holidays_due(this) as session:
            due = await session.scalars(
                select(Business.id)
                .where(Business.keeps_holidays, Business.holidays_edition.is_distinct_from(this))
                .order_by(Business.id)
                .limit(FILLED_AT_ONCE)
            )
            ids = due.all()
        for business_id in ids:
            try:
                await self._fill(business_id, now.astimezone(UTC).date())
            except ReceptionistError as error:
                log.warning("holidays.not_filled", business_id=str(business_id), reason=str(error))
        return len(ids)

    async def _fill(self, business_id: UUID, today: date) -> None:
        async with self._database.tenant(business_id) as scope:
            wanted = await needed(scope)
        calendar = await calendar_of(self._calendars, wanted, today)
        async with self._database.tenant(business_id) as scope:
            await setup_rows.lock(scope)
            if await needed(scope) != wanted:
                return  # whoever changed it filled it, or the next look does
            count = await fill(scope, wanted, calendar, today)
            if count:
                await audit.note(
                    scope,
                    actor="system",
                    action="public_holidays.filled",
                    subject="business",
                    after={"country": wanted.country, "region": wanted.region, "changed": count},
                )


def _kept(row: PublicHoliday) -> KeptHoliday:
    return KeptHoliday(ListedHoliday(row.day, row.name, HolidayKind(row.kind)), row.opened, row.decided)
