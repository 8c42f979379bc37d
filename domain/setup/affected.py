"""Which visits that are booked already a place, as it is set up, would not take."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.errors import DomainError
from domain.scheduling.hours import ONE_DAY, wall_of
from domain.scheduling.place import Place
from domain.scheduling.ranges import Ranges, TimeRange


@dataclass(frozen=True, slots=True)
class UpcomingVisit:
    """A booking, or a session of a group, that is to come.

    Attributes:
        during: the customer's time.
        takes: what it takes of people and assets within that, buffers left out.
    """

    id: UUID
    location_id: UUID | None
    during: TimeRange
    offering_ids: tuple[UUID, ...]
    takes: tuple[tuple[UUID, TimeRange], ...] = ()
    is_session: bool = False
    name: str = ""
    customer: str = ""


def fitting(place: Place | None, visits: Iterable[UpcomingVisit]) -> frozenset[UUID]:
    """Those that the place takes as it is set up; none when it is no place any more.

    Bookings of others, notice, horizon and the grid do not count: they are booked.
    """
    known = list(visits)
    if place is None or not known:
        return frozenset()
    first, last = days_of(place, known)
    # A day less: nights of the day before are cut at its beginning.
    opening = place.calendar.opening(first - ONE_DAY, last + ONE_DAY)
    hours = _Hours(place, first - ONE_DAY, last + ONE_DAY)
    return frozenset(
        visit.id
        for visit in known
        if _covered(opening, visit.during)
        and all(hours.there(who, during) for who, during in visit.takes)
        and _is_done_by_them(place, visit)
    )


def days_of(place: Place, visits: Iterable[UpcomingVisit]) -> tuple[date, date]:
    """The local days on which the first of them begins and the last ends."""
    spans = [visit.during for visit in visits]
    first = min(span.start for span in spans)
    last = max(span.end for span in spans)
    return wall_of(first, place.zone).date(), wall_of(last, place.zone).date()


class _Hours:
    """Who is there when; who has the same week has the same hours, which are worked out once."""

    def __init__(self, place: Place, first: date, last: date) -> None:
        self._place = place
        self._first, self._last = first, last
        self._by_week: dict[object, Ranges] = {}

    def there(self, resource_id: UUID, during: TimeRange) -> bool:
        one = self._place.bookables.get(resource_id)
        if one is None:
            return False
        week = one.member.weekly, one.member.special
        if week not in self._by_week:
            self._by_week[week] = one.member.hours(self._place.calendar, self._first, self._last)
        away = any(absence.during.overlaps(during) for absence in one.member.absences)
        return not away and _covered(self._by_week[week], during)


def _is_done_by_them(place: Place, visit: UpcomingVisit) -> bool:
    """Whether each offering is had here and everybody who is taken does one of them."""
    offerings = [place.offerings.get(each) for each in visit.offering_ids]
    doers = {provider.staff_id for one in offerings if one is not None for provider in one.providers}
    return None not in offerings and all(
        who in doers or place.bookables[who].is_asset for who, _ in visit.takes
    )


def _covered(ranges: Ranges, wanted: TimeRange) -> bool:
    """Ranges are apart and sorted: only the last that begins no later can hold it."""
    at = bisect_right(ranges, wanted.start, key=lambda each: each.start)
    return at > 0 and ranges[at - 1].covers(wanted)


def by_location(visits: Iterable[UpcomingVisit]) -> Mapping[UUID | None, list[UpcomingVisit]]:
    found: dict[UUID | None, list[UpcomingVisit]] = {}
    for visit in visits:
        found.setdefault(visit.location_id, []).append(visit)
    return found


def clipped(during: TimeRange, within: TimeRange) -> TimeRange | None:
    """The part of a stretch that lies within the customer's time; None when it is all buffer."""
    start, end = max(during.start, within.start), min(during.end, within.end)
    return TimeRange(start, end) if start < end else None


class BookingsAffected(DomainError):
    """Visits to come would be left without what they need; whoever insists may go on."""

    def __init__(self, what: str, visits: tuple[UpcomingVisit, ...]) -> None:
        super().__init__(what, visits)
        self.what = what
        self.visits = visits

    def __str__(self) -> str:
        count = len(self.visits)
        return (
            f"{self.what}, and {count} booking{'s' * (count > 1)} to come {'need' if count > 1 else 'needs'} it. "
            "Move or cancel what is affected first, or repeat this with force=true: the bookings then stay as they are."
        )
