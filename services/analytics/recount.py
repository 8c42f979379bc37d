"""Counting days from rows, and keeping what they come to."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from domain.analytics.counting import Facts, count_days
from domain.analytics.days import LocalDays, day_of, runs
from domain.analytics.figures import Figures
from domain.business_settings import served_timezone
from domain.errors import NotFound
from domain.scheduling.hours import ONE_DAY, zone_named
from domain.scheduling.ranges import Ranges, TimeRange, merge
from services.scheduling.availability import DEFAULT_RULES
from storage.postgres import analytics_facts, daily_analytics, places
from storage.postgres.database import Database
from storage.postgres.tenant import TenantScope

AT_ONCE = 92
"""Days counted by the same statements: a quarter of a year."""

FILLED = timedelta(days=400)
"""So far back are days without a row counted beside one that is."""

NEAR = 7
"""Days of which something is missing are counted together with so many between them: it takes fewer statements."""


@dataclass(frozen=True, slots=True)
class WhereItIs:
    """A business's zone and currency, and the locations whose hours count."""

    zone: ZoneInfo
    currency: str
    locations: tuple[UUID | None, ...]

    def today(self, now: datetime) -> date:
        return day_of(now, self.zone)


async def where_it_is(scope: TenantScope) -> WhereItIs:
    """Raises NotFound."""
    place = await analytics_facts.place(scope)
    if place is None:
        raise NotFound("no such business")
    zone = zone_named(served_timezone(place.timezone, place.country))
    return WhereItIs(zone, place.currency, place.locations)


async def count(
    scope: TenantScope, where: WhereItIs, first: date, last: date, now: datetime
) -> dict[date, Figures]:
    """What the days come to as the rows are now; five statements, and one a location where there were calls."""
    days = LocalDays.of(where.zone, first, last)
    calls = await analytics_facts.calls(scope, days)
    facts = Facts(
        calls=calls,
        bookings=await analytics_facts.bookings(scope, days),
        costs=await analytics_facts.costs(scope, days),
        responses=await analytics_facts.responses(scope, days) if calls else {},
        opening=await _opening(scope, where, first, last) if calls else None,
    )
    return count_days(days, facts, now)


async def recount(scope: TenantScope, days: Collection[date], now: datetime) -> int:
    """Counts those of the days that are over and keeps what they come to; returns how many they were.

    Days before them of which nothing is kept, or only what was counted in another zone, are counted with them.
    """
    await daily_analytics.lock(scope)
    where = await where_it_is(scope)
    timezone, today = where.zone.key, where.today(now)
    over = {day for day in days if day < today}
    if not over:
        return 0
    begins = await daily_analytics.earliest(scope)
    if begins is not None and not await daily_analytics.kept(scope, timezone, begins, begins):
        begins -= ONE_DAY  # counted in another zone: what was on it then may be of the day before
    begins = max(min(over if begins is None else {begins, *over}), today - FILLED)
    there = await daily_analytics.kept(scope, timezone, begins, today - ONE_DAY)
    over |= set(LocalDays.of(where.zone, begins, max(over))) - there.keys()
    for first, last in _pieces(over):
        counted = await count(scope, where, first, last, now)
        if await analytics_facts.lost_words(scope, LocalDays.of(where.zone, first, last)):
            before = await daily_analytics.kept(scope, timezone, first, last)
            counted = {day: _as_measured(found, before.get(day)) for day, found in counted.items()}
        await daily_analytics.keep(scope, timezone, counted, now)
    return len(over)


async def recount_all(scope: TenantScope, now: datetime, since: date | None = None) -> int:
    """Counts every day that is over, from `since` or the first thing that happened on; returns how many."""
    where = await where_it_is(scope)
    earliest = await analytics_facts.earliest(scope)
    first = since if earliest is None else max(day_of(earliest, where.zone), since or date.min)
    yesterday = where.today(now) - ONE_DAY
    if first is None or first > yesterday:
        return 0
    return await recount(scope, set(LocalDays.of(where.zone, first, yesterday)), now)


class Recount:
    """Counts the days of every business anew."""

    def __init__(self, database: Database, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._database = database
        self._clock = clock

    async def businesses(self) -> list[UUID]:
        async with self._database.operator() as session:
            return await analytics_facts.businesses(session)

    async def of(self, business_id: UUID, since: date | None = None) -> int:
        """How many days were counted. Raises NotFound, StorageError."""
        async with self._database.tenant(business_id) as scope:
            return await recount_all(scope, self._clock(), since)


async def _opening(scope: TenantScope, where: WhereItIs, first: date, last: date) -> Ranges | None:
    """When any location is open, as it is set up now; None where no hours are set."""
    found: list[TimeRange] = []
    is_set = False
    for location in where.locations:
        window = (first - ONE_DAY, last + ONE_DAY)
        calendar = (await places.load_place(scope, location, window, DEFAULT_RULES)).calendar
        is_set = is_set or bool(calendar.weekly or calendar.special)
        found += calendar.opening(*window)
    return merge(found) if is_set else None


def _pieces(days: Collection[date]) -> list[tuple[date, date]]:
    found: list[tuple[date, date]] = []
    for begins, last in runs(days):
        first = begins
        while (last - first).days >= AT_ONCE:
            found.append((first, first + (AT_ONCE - 1) * ONE_DAY))
            first += AT_ONCE * ONE_DAY
        found.append((first, last))
    return found


def _as_measured(counted: Figures, before: Figures | None) -> Figures:
    """With the waits that were counted while the turns they are read from were there."""
    if before is None or sum(before.response_ms) <= sum(counted.response_ms):
        return counted
    return replace(counted, response_ms=before.response_ms)
