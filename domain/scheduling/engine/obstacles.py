"""Why a visit cannot begin at a time: every obstacle, the one to mention first first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from domain.scheduling.engine.assignment import AS_LISTED, assign
from domain.scheduling.engine.availability import absolute
from domain.scheduling.engine.diary import Diary, Resource, Taken, all_taken
from domain.scheduling.engine.visit import Claim, Visit
from domain.scheduling.hours import local_days, wall_of
from domain.scheduling.ranges import Ranges, TimeRange, clip, merge

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Over:
    """It has begun already."""


@dataclass(frozen=True, slots=True)
class ShortNotice:
    """`notice_min` are needed."""

    notice_min: int


@dataclass(frozen=True, slots=True)
class TooFarAhead:
    """Bookings are taken up to and including `last`."""

    last: date


@dataclass(frozen=True, slots=True)
class DayFull:
    """There are `limit` visits of the kind on that day, which is the most."""

    limit: int


@dataclass(frozen=True, slots=True)
class Closed:
    """Not open at the start. `opening` is when it is open that local day; `reason` why it is not as usual."""

    opening: Ranges
    reason: str


@dataclass(frozen=True, slots=True)
class ClosesBeforeTheEnd:
    """Open at the start, and closed at `closes_at`, before the customer is done at `ends_at`."""

    closes_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class NotThere:
    """A person or an asset has no hours then: `hours` are those of the local day."""

    resource: Resource
    hours: Ranges


@dataclass(frozen=True, slots=True)
class Busy:
    """A person or an asset is taken, by the first of what is in the way, and free again at `free_at`."""

    resource: Resource
    by: Taken
    free_at: datetime


@dataclass(frozen=True, slots=True)
class Unknown:
    """Somebody who is not in the diary: gone, or at another location."""

    resource_id: UUID


@dataclass(frozen=True, slots=True)
class NobodyFree:
    """One claim of the visit finds nobody. `why` has an entry for each candidate, in their order."""

    claim: int
    why: tuple[NotThere | Busy | Unknown, ...]


@dataclass(frozen=True, slots=True)
class NotTogether:
    """Each claim finds somebody, but two claims need the same one at the same time."""


Obstacle = Over | ShortNotice | TooFarAhead | DayFull | Closed | ClosesBeforeTheEnd | NobodyFree | NotTogether


def obstacles(diary: Diary, visit: Visit, starts_at: datetime) -> tuple[Obstacle, ...]:
    """All that is in the way of a visit at this instant; empty when it can be had.

    Looks at the ranges themselves, not at a grid, so any instant within the diary's window can be asked about.
    """
    return (
        *_of_the_rules(diary, starts_at),
        *_of_the_hours(diary, visit, starts_at),
        *_of_claims(diary, visit, starts_at),
    )


def _of_the_rules(diary: Diary, starts_at: datetime) -> Iterator[Obstacle]:
    rules = diary.rules
    today, day = wall_of(diary.now, diary.zone).date(), wall_of(starts_at, diary.zone).date()
    last = today + timedelta(days=rules.horizon_days)
    if starts_at < diary.now:
        yield Over()
    elif starts_at < diary.now + rules.notice_min * _MINUTE:
        yield ShortNotice(rules.notice_min)
    if day > last:
        yield TooFarAhead(last)
    if rules.per_day is not None and diary.visits_on.get(day, 0) >= rules.per_day:
        yield DayFull(rules.per_day)


def _of_the_hours(diary: Diary, visit: Visit, starts_at: datetime) -> Iterator[Obstacle]:
    ends_at = starts_at + visit.minutes * _MINUTE
    opening = merge(diary.opening)
    stretch = next((r for r in opening if r.start <= starts_at < r.end), None)
    if stretch is None:
        day = wall_of(starts_at, diary.zone).date()
        yield Closed(clip(opening, local_days(diary.zone, day, day)), diary.closures.get(day, ""))
    elif stretch.end < ends_at:
        yield ClosesBeforeTheEnd(stretch.end, ends_at)


def _of_claims(diary: Diary, visit: Visit, starts_at: datetime) -> Iterator[Obstacle]:
    free: list[tuple[UUID, ...]] = []
    for place, claim in enumerate(visit.claims):
        why = {candidate: _why(diary, claim, candidate, starts_at) for candidate in claim.candidates}
        free.append(tuple(candidate for candidate, reason in why.items() if reason is None))
        if not free[-1]:
            yield NobodyFree(place, tuple(reason for reason in why.values() if reason is not None))
    if all(free) and assign(visit, free, AS_LISTED) is None:
        yield NotTogether()


def _why(
    diary: Diary, claim: Claim, candidate: UUID, starts_at: datetime
) -> NotThere | Busy | Unknown | None:
    """What keeps this candidate from the claim; None when nothing does."""
    resource = diary.resources.get(candidate)
    if resource is None:
        return Unknown(candidate)
    spans = absolute(claim.spans, starts_at)
    hours = merge(resource.hours)
    for span in spans:
        if not any(stretch.covers(span) for stretch in hours) or not diary.window.covers(span):
            day = wall_of(span.start, diary.zone).date()
            return NotThere(resource, clip(hours, local_days(diary.zone, day, day)))
    everything = all_taken(resource)
    in_the_way = sorted(
        (taken for taken in everything if any(taken.during.overlaps(span) for span in spans)),
        key=lambda taken: taken.during,
    )
    if not in_the_way:
        return None
    return Busy(resource, in_the_way[0], _free_at(everything, in_the_way[0].during))


def _free_at(taken: Sequence[Taken], first: TimeRange) -> datetime:
    """The end of everything that follows without a gap."""
    return next(r.end for r in merge(entry.during for entry in taken) if r.covers(first))
