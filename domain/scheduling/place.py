"""Everything set up for one location, and the diary the engine looks into."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from domain.errors import NotFound
from domain.scheduling.balance import Balance
from domain.scheduling.calendar import Calendar, Member
from domain.scheduling.catalogue import BookableOffering, Counts, Wanted, day_limits, rules_of
from domain.scheduling.engine.diary import Diary, Minutes, Resource, Rules, Taken
from domain.scheduling.engine.visit import Visit
from domain.scheduling.hours import ONE_DAY, local_days, wall_of
from domain.scheduling.ranges import Ranges, TimeRange

LONGEST_VISIT = timedelta(days=2)
"""Buffers included; what is looked at around the days asked for."""

_AS_THE_PLACE_OPENS = Member()
_USUAL_RULES = Rules()


@dataclass(frozen=True, slots=True)
class Bookable:
    """A person or an asset of the location."""

    id: UUID
    name: str
    member: Member = _AS_THE_PLACE_OPENS
    is_asset: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A location as set up; `id` is None for a business that has none and is its own place.

    Attributes:
        bookables: people and assets that are here, by id.
        offerings: those that can be had here, by id.
    """

    id: UUID | None
    calendar: Calendar
    bookables: Mapping[UUID, Bookable]
    offerings: Mapping[UUID, BookableOffering]
    rules: Rules = _USUAL_RULES
    balance: Balance = Balance.LISTED

    @property
    def zone(self) -> ZoneInfo:
        return self.calendar.zone

    def offering(self, offering_id: UUID) -> BookableOffering:
        """Raises NotFound."""
        found = self.offerings.get(offering_id)
        if found is None:
            raise NotFound("this cannot be booked here")
        return found

    def name_of(self, resource_id: UUID | None) -> str:
        """Empty for nobody, and for somebody who is not here any more."""
        found = self.bookables.get(resource_id) if resource_id is not None else None
        return found.name if found else ""


@dataclass(frozen=True, slots=True)
class TakenUp:
    """What bookings take within a window.

    Attributes:
        busy: by person or asset, for many days.
        taken: the same with what takes them, for few.
        counts: visits of each offering on each local day.
    """

    busy: Mapping[UUID, Minutes] = field(default_factory=dict[UUID, Minutes])
    taken: Mapping[UUID, Sequence[Taken]] = field(default_factory=dict[UUID, Sequence[Taken]])
    counts: Counts = field(default_factory=dict[tuple[UUID, date], int])


def window_of(zone: ZoneInfo, first: date, last: date) -> TimeRange:
    """What has to be known for visits that begin on these local days, both included."""
    return local_days(zone, first - ONE_DAY, last + LONGEST_VISIT)


def diary_of(
    place: Place,
    wanted: Sequence[Wanted],
    visits: Iterable[Visit],
    taken_up: TakenUp,
    first: date,
    last: date,
    now: datetime,
) -> Diary:
    """The diary for visits that begin on these local days; `taken_up` covers `window_of` them."""
    zone = place.zone
    today = wall_of(now, zone).date()
    first = max(first, today - ONE_DAY)
    last = max(min(last, today + timedelta(days=rules_of(place.rules, wanted).horizon_days)), first)
    begin, end = first - ONE_DAY, last + LONGEST_VISIT
    opening = place.calendar.opening(begin, end)
    named = {candidate for visit in visits for claim in visit.claims for candidate in claim.candidates}
    rules = rules_of(place.rules, wanted)
    per_day, visits_on = day_limits(wanted, taken_up.counts)
    return Diary(
        zone=zone,
        window=local_days(zone, begin, end),
        now=now,
        opening=opening,
        resources=_resources(place, named & place.bookables.keys(), taken_up, begin, end),
        rules=Rules(rules.grid_min, rules.notice_min, rules.horizon_days, per_day),
        closures=place.calendar.closures(begin, end),
        visits_on=visits_on,
    )


def _resources(
    place: Place, ids: Iterable[UUID], taken_up: TakenUp, first: date, last: date
) -> dict[UUID, Resource]:
    """Who has the same week has the same hours, which are worked out once: half a millisecond a month."""
    known: dict[object, Ranges] = {}
    found: dict[UUID, Resource] = {}
    for each in ids:
        one = place.bookables[each]
        week = one.member.weekly, one.member.special
        if week not in known:
            known[week] = one.member.hours(place.calendar, first, last)
        taken = (*one.member.taken(), *taken_up.taken.get(each, ()))
        found[each] = Resource(each, one.name, known[week], taken, one.is_asset, taken_up.busy.get(each, ()))
    return found
