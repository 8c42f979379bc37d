"""The business itself, and its locations where they touch public holidays."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import select

from domain.accounts.roles import Permission, Principal
from domain.errors import InvalidInput, NotFound, Outdated, Unwritable
from domain.scheduling.balance import Balance
from domain.setup.business import BusinessSettings, LocationSettings, kept_region
from domain.setup.documents import document
from domain.versions import ANY, Seen
from services.setup import holidays
from services.setup.affected import Affected, watch_if
from services.setup.desk import Change, Desk, Stored
from services.setup.holiday_calendar import CountryCalendar, HolidayCalendars
from services.setup.holidays import Needed, calendar_of, needed
from services.setup.resources import Resources, Within
from storage.postgres import setup_rows
from storage.postgres.scheduling_tables import Location
from storage.postgres.tables import Business
from storage.postgres.tenant import TenantScope

_FOR_VISITS = frozenset({"timezone", "country", "region", "keeps_holidays"})
_FOR_HOLIDAYS = frozenset({"country", "region", "language", "keeps_holidays"})
ATTEMPTS = 3
"""Somebody else may change where the business is while its calendar is worked out."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A business as it is now, and what the change brought with it."""

    stored: Stored[BusinessSettings]
    affected: Affected
    warnings: tuple[str, ...]


class BusinessDesk:
    """Of any business."""

    def __init__(self, desk: Desk, calendars: HolidayCalendars) -> None:
        self._desk = desk
        self._calendars = calendars

    async def get(self, principal: Principal) -> Stored[BusinessSettings]:
        """Raises NotPermitted, NotFound."""
        async with self._desk.reading(principal) as scope:
            return await _one(scope)

    async def change(self, principal: Principal, changes: Mapping[str, Any], *, seen: Seen = ANY) -> Changed:
        """Changes fields. Another country or region brings its public holidays.

        Gives also the visits to come that are outside then. They stay as they are.

        Raises:
            NotPermitted, Outdated, StorageError.
            InvalidInput: a field that cannot be taken, a region the country has not, a slug that is taken.
        """
        for _ in range(ATTEMPTS):
            async with self._desk.reading(principal, Permission.SETTINGS_WRITE) as scope:
                before = await _one(scope)
                was_needed = await needed(scope)
            wanted = replace(before.settings, **changes).checked()
            if wanted.country != before.settings.country and "region" not in changes:
                wanted = replace(wanted, region=None)
            calendar = await self._calendar(before.settings, wanted, was_needed)
            if calendar is not None:
                wanted = replace(wanted, region=calendar.region(wanted.region))
            async with self._desk.changing(principal) as change:
                if await needed(change.scope) != was_needed:
                    continue
                return await self._write(change, changes, wanted, calendar, seen)
        raise Outdated("somebody else is changing where the business is; read it again")

    async def _calendar(
        self, before: BusinessSettings, wanted: BusinessSettings, was: Needed
    ) -> CountryCalendar | None:
        """Of what it will need, where that differs."""
        if all(getattr(before, field) == getattr(wanted, field) for field in _FOR_HOLIDAYS):
            return None
        regions = {None, wanted.region, *(region for _, region in was.of_locations)}
        if wanted.region is not None:
            # By its name too: the code is known only with the calendar.
            known = await self._calendars.of(wanted.country, [None], wanted.language, self._desk.now.year)
            regions = (regions - {wanted.region}) | {known.region(wanted.region)}
        return await self._calendars.of(wanted.country, regions, wanted.language, self._desk.now.year)

    async def _write(
        self,
        change: Change,
        changes: Mapping[str, Any],
        wanted: BusinessSettings,
        calendar: CountryCalendar | None,
        seen: Seen,
    ) -> Changed:
        scope = change.scope
        before = await _one(scope)
        seen.require(before.version)
        kept = replace(before.settings, **changes).checked()
        kept = replace(kept, region=wanted.region)
        was, has_become = document(before.settings), document(kept)
        changed = {key for key in has_become if was[key] != has_become[key]}
        watch = await watch_if(change, bool(changed & _FOR_VISITS))
        try:
            async with scope.savepoint():
                await setup_rows.change(
                    scope, Business, scope.business_id, {key: getattr(kept, key) for key in changed}
                )
        except Unwritable:
            if "slug" not in changed:
                raise
            raise InvalidInput(f"slug: {kept.slug} is taken; choose another") from None
        warnings: list[str] = []
        if calendar is not None:
            same_country = before.settings.country == kept.country
            if not same_country:
                warnings.extend(await _leave_regions(scope, calendar))
            await holidays.fill(
                scope, await needed(scope), calendar, change.now.date(), same_country=same_country
            )
        await change.note("business.changed", f"business:{scope.business_id}", was, has_become)
        return Changed(Stored(scope.business_id, kept), await watch.lost(), tuple(warnings))


async def _leave_regions(scope: TenantScope, calendar: CountryCalendar) -> list[str]:
    """Locations keep no region that the new country has not."""
    warnings: list[str] = []
    for row in await setup_rows.rows(scope, Location, Location.region.is_not(None), order=(Location.id,)):
        if row.region not in calendar.regions:
            await setup_rows.change(scope, Location, row.id, {"region": None})
            warnings.append(
                f"{row.name} was in {row.region}, which is no region of {calendar.country}: it has the public holidays"
                " of the business now"
            )
    return warnings


class Locations(Resources[LocationSettings]):
    """Locations, which may have public holidays of their own."""

    def __init__(self, desk: Desk, calendars: HolidayCalendars, plain: Resources[LocationSettings]) -> None:
        super().__init__(desk, plain.kind)
        self._calendars = calendars

    async def add_located(self, principal: Principal, settings: LocationSettings) -> Stored[LocationSettings]:
        """As `add`, with a region that is known. Raises InvalidInput, StorageError too."""
        if settings.region is None:
            return await self.add(principal, settings)
        wanted = settings.checked()
        known, calendar = await self._known(principal, wanted.region)
        added = replace(wanted, region=known)
        return await self.add(principal, added, within=self._filling(calendar))

    async def change_located(
        self,
        principal: Principal,
        location_id: UUID,
        changes: Mapping[str, Any],
        *,
        force: bool = False,
        seen: Seen = ANY,
    ) -> tuple[Stored[LocationSettings], Affected]:
        """As `change`, with a region that is known. Raises InvalidInput, StorageError too."""
        if "region" not in changes:
            return await self.change(principal, location_id, changes, force=force, seen=seen)
        known, calendar = await self._known(principal, kept_region(changes["region"]))
        return await self.change(
            principal,
            location_id,
            {**changes, "region": known},
            force=force,
            seen=seen,
            within=self._filling(calendar),
        )

    async def regions_known(
        self, principal: Principal, regions: Collection[str]
    ) -> tuple[dict[str, str | None], Within]:
        """The codes of regions, and what fills the public holidays once locations have them, within a larger change.

        Raises:
            InvalidInput, StorageError.
        """
        async with self._desk.reading(principal, Permission.SETTINGS_WRITE) as scope:
            wanted = await needed(scope)
        today = self._desk.now.date()
        calendar = await calendar_of(self._calendars, wanted, today)
        codes = {region: calendar.region(kept_region(region)) for region in regions}
        needs = {wanted.region, *codes.values(), *(each for _, each in wanted.of_locations)}
        calendar = await self._calendars.of(wanted.country, needs, wanted.language, today.year)
        return codes, self._filling(calendar)

    async def _known(self, principal: Principal, region: str | None) -> tuple[str | None, CountryCalendar]:
        """The region's code, and a calendar for the business with it. Raises InvalidInput, StorageError."""
        async with self._desk.reading(principal, Permission.SETTINGS_WRITE) as scope:
            wanted = await needed(scope)
        today = self._desk.now.date()
        known = (await calendar_of(self._calendars, wanted, today)).region(region)
        regions = {wanted.region, known, *(each for _, each in wanted.of_locations)}
        return known, await self._calendars.of(wanted.country, regions, wanted.language, today.year)

    def _filling(self, calendar: CountryCalendar) -> Within:
        async def within(change: Change, _: Stored[Any]) -> None:
            wanted = await needed(change.scope)
            if wanted.country != calendar.country:
                raise Outdated("somebody else is changing where the business is; read it again")
            await holidays.fill(change.scope, wanted, calendar, change.now.date())

        return within


async def _one(scope: TenantScope) -> Stored[BusinessSettings]:
    row = await scope.session.scalar(
        select(Business).where(Business.id == scope.business_id).execution_options(populate_existing=True)
    )
    if row is None:
        raise NotFound("no such business")
    return Stored(
        row.id,
        BusinessSettings(
            name=row.name,
            slug=row.slug,
            timezone=row.timezone,
            language=row.language,
            country=row.country,
            region=row.region,
            currency=row.currency,
            address=row.address,
            balance=Balance(row.balance),
            keeps_holidays=row.keeps_holidays,
        ),
    )
