"""What a change of set-up does to visits that are booked already: they stay, and whoever changes is told of them."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from domain.accounts.roles import Permission
from domain.errors import NotFound
from domain.scheduling.hours import ONE_DAY, wall_of
from domain.scheduling.place import Place
from domain.scheduling.ranges import TimeRange
from domain.setup.affected import BookingsAffected, UpcomingVisit, by_location, fitting
from services.scheduling.availability import DEFAULT_RULES
from services.setup.desk import Change
from storage.postgres import places, upcoming
from storage.postgres.tenant import TenantScope

LOOKED_AHEAD = timedelta(days=400)
"""Beyond the longest horizon most businesses have; what is booked later is not told of."""

Affected = tuple[UpcomingVisit, ...]


class Watch:
    """Begun before a change is written; tells after it which visits fitted then and do not fit any more.

    Everything set up counts, whichever part of it is changed: hours, special days, holidays, leave, zones, who works
    where and does what.
    """

    def __init__(self, change: Change, visits: list[UpcomingVisit], fitted: frozenset[UUID]) -> None:
        self._scope = change.scope
        self._names_customers = Permission.CUSTOMERS_READ in change.principal.permissions
        self._visits = visits
        self._fitted = fitted

    @classmethod
    async def begin(cls, change: Change) -> "Watch":
        if change.watched:
            return cls(change, [], frozenset())
        window = TimeRange(change.now, change.now + LOOKED_AHEAD)
        visits = await upcoming.visits(change.scope, window)
        return cls(change, visits, await _fitting(change.scope, visits))

    async def lost(self) -> Affected:
        """In the order of time; customers are named to who may read of them."""
        self._scope.session.expunge_all()  # or what was read before would be taken for what is there now
        still = await _fitting(self._scope, [visit for visit in self._visits if visit.id in self._fitted])
        return tuple(
            visit if self._names_customers else replace(visit, customer="")
            for visit in self._visits
            if visit.id in self._fitted and visit.id not in still
        )

    async def require_none(self, what: str, *, force: bool) -> Affected:
        """Raises BookingsAffected, which undoes the change, unless it is forced."""
        lost = await self.lost()
        if lost and not force:
            raise BookingsAffected(what, lost)
        return lost


async def _fitting(scope: TenantScope, visits: list[UpcomingVisit]) -> frozenset[UUID]:
    found: frozenset[UUID] = frozenset()
    for location_id, here in by_location(visits).items():
        found |= fitting(await _place(scope, location_id, here), here)
    return found


async def _place(scope: TenantScope, location_id: UUID | None, visits: list[UpcomingVisit]) -> Place | None:
    """With the days of these visits; None when it is not a place any more."""
    try:
        zone = await places.zone(scope, location_id)
        first = wall_of(min(visit.during.start for visit in visits), zone).date()
        last = wall_of(max(visit.during.end for visit in visits), zone).date()
        return await places.load_place(
            scope, location_id, (first - 2 * ONE_DAY, last + 2 * ONE_DAY), DEFAULT_RULES
        )
    except NotFound:
        return None


async def watch_if(change: Change, relevant: bool) -> Watch:
    """One that has nothing to tell of where the change cannot matter to visits: nothing is read then."""
    return await Watch.begin(change) if relevant else Watch(change, [], frozenset())
