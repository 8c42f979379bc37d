"""What a business's days come to, by day, week or month: those that are over as they were kept, today as it is."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from uuid import UUID

from domain.accounts.roles import Permission, Principal
from domain.analytics.days import Group, LocalDays, a_year_before, periods, runs
from domain.analytics.figures import Figures, merged
from domain.errors import InvalidInput
from domain.scheduling.hours import ONE_DAY
from services.analytics.recount import NEAR, WhereItIs, count, where_it_is
from storage.postgres import daily_analytics
from storage.postgres.database import Database
from storage.postgres.tenant import TenantScope

USUAL_DAYS = 30
MOST_DAYS = 400
"""Of one report; what it is compared with comes on top."""

Compare = Literal["previous", "year"]


@dataclass(frozen=True, slots=True)
class Period:
    """The days `first` to `last`, both included."""

    first: date
    last: date
    figures: Figures


@dataclass(frozen=True, slots=True)
class Report:
    """Attributes:
    timezone: whose days these are.
    currency: of what bookings are sold for.
    as_of: when what is not kept was counted.
    compared_with: the stretch that was asked for beside this one.
    shows_costs: whether who asks may see what calls cost.
    """

    business_id: UUID
    timezone: str
    currency: str
    as_of: datetime
    periods: tuple[Period, ...]
    total: Period
    compared_with: Period | None
    shows_costs: bool


class Analytics:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def report(
        self,
        principal: Principal,
        *,
        first: date | None,
        last: date | None,
        group: Group,
        compare: Compare | None,
        now: datetime,
    ) -> Report:
        """The periods of the days `first` to `last`: the thirty up to `last` without the one, up to today without the
        other.

        Raises:
            NotPermitted.
            InvalidInput: days that lie ahead, that end before they begin, or are too many.
        """
        principal.require(Permission.CALLS_READ)
        async with self._database.tenant(principal.business_id, read_only=True) as scope:
            where = await where_it_is(scope)
            first, last = _asked(first, last, where.today(now))
            days = await self._days(scope, where, first, last, now)
            earlier = _compared(first, last, compare)
            compared = None
            if earlier is not None:
                found = await self._days(scope, where, *earlier, now)
                compared = Period(*earlier, merged(found.values()))
        return Report(
            business_id=principal.business_id,
            timezone=where.zone.key,
            currency=where.currency,
            as_of=now,
            periods=tuple(_period(days, *each) for each in periods(first, last, group)),
            total=_period(days, first, last),
            compared_with=compared,
            shows_costs=Permission.BILLING in principal.permissions,
        )

    @staticmethod
    async def _days(
        scope: TenantScope, where: WhereItIs, first: date, last: date, now: datetime
    ) -> dict[date, Figures]:
        kept = await daily_analytics.kept(scope, where.zone.key, first, last)
        today = where.today(now)
        # What was kept of a day that is not over, in another zone, would not be all of it.
        kept = {day: figures for day, figures in kept.items() if day < today}
        missing = [day for day in LocalDays.of(where.zone, first, last) if day not in kept]
        for begins, ends in runs(missing, gap=NEAR):
            kept = await count(scope, where, begins, ends, now) | kept
        return kept


def _asked(first: date | None, last: date | None, today: date) -> tuple[date, date]:
    last = today if last is None else last
    if last > today:
        raise InvalidInput(f"to: {last.isoformat()} lies ahead; it is {today.isoformat()} at the business")
    if first is None:
        first = last - (USUAL_DAYS - 1) * ONE_DAY
    if first > last:
        raise InvalidInput(f"from: {first.isoformat()} is later than `to`, {last.isoformat()}")
    if (last - first).days >= MOST_DAYS:
        raise InvalidInput(
            f"from: at most {MOST_DAYS} days at a time, and these are {(last - first).days + 1}"
        )
    return first, last


def _compared(first: date, last: date, compare: Compare | None) -> tuple[date, date] | None:
    if compare is None:
        return None
    if compare == "year":
        return a_year_before(first), a_year_before(last)
    return first - timedelta(days=(last - first).days + 1), first - ONE_DAY


def _period(days: dict[date, Figures], first: date, last: date) -> Period:
    within = range(first.toordinal(), last.toordinal() + 1)
    return Period(first, last, merged(days[date.fromordinal(each)] for each in within))
