"""When a visit can begin: the set algebra of a month in a few operations on integers."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import reduce
from uuid import UUID

from domain.scheduling.engine.assignment import AS_LISTED, Assignment, Order, assign
from domain.scheduling.engine.diary import Diary, taken_during
from domain.scheduling.engine.grid import Grid, grid_over, moved, runs
from domain.scheduling.engine.visit import Claim, Span, Visit
from domain.scheduling.hours import ONE_DAY, exists, instant_of, wall_of
from domain.scheduling.ranges import TimeRange, merge

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Offer:
    """A start, UTC and on the wall clock (naive), and who and what the visit would take."""

    starts_at: datetime
    starts_at_local: datetime
    ends_at: datetime
    assignment: Assignment


class Availability:
    """The answer to all questions about one kind of visit in one diary.

    Args:
        visits: the ways in which it can be done, the preferred first (`visits_of`).
        first, last: local days a start may lie on, both included; those outside the window, over, or beyond the
            horizon have none.
    """

    def __init__(self, diary: Diary, visits: Sequence[Visit], first: date, last: date) -> None:
        self._diary = diary
        self._visits = visits
        today = wall_of(diary.now, diary.zone).date()
        self._first = max(first, today)
        self._last = min(last, today + timedelta(days=diary.rules.horizon_days))
        self._grid = _grid_for(diary, visits)
        self._free = {
            resource.id: self._grid.within(resource.hours)
            & ~self._grid.touching(taken_during(resource))
            & ~self._grid.touching_minutes(resource.busy)
            for resource in diary.resources.values()
        }
        self._open = self._grid.within(merge(diary.opening))
        self._starts = self._all_starts()

    def starts(self) -> tuple[datetime, ...]:
        """All starts on the grid of the rules, UTC, in order."""
        return tuple(self._grid.instants(self._starts))

    def on(self, day: date) -> tuple[datetime, ...]:
        """Those of one local day."""
        return tuple(self._grid.instants(self._starts & self._day_bits(day)))

    def days(self) -> tuple[date, ...]:
        """The local days that have a start."""
        return tuple(day for day in self._days() if self._starts & self._day_bits(day))

    def offer(self, starts_at: datetime, order: Order = AS_LISTED) -> Offer | None:
        """The visit at this instant, on the grid of the rules or not, or None when it cannot be had then."""
        if not self.is_free(starts_at):
            return None
        for visit in self._visits:
            assignment = assign(visit, self._free_candidates(visit, starts_at), order)
            if assignment is not None:
                ends_at = starts_at + visit.minutes * _MINUTE
                return Offer(starts_at, wall_of(starts_at, self._diary.zone), ends_at, assignment)
        return None

    def nearest(self, wanted_at: datetime, count: int) -> tuple[datetime, ...]:
        """The starts closest to an instant, in order of time; of two equally close the earlier."""
        ranked = sorted(self.starts(), key=lambda start: (abs(start - wanted_at), start))
        return tuple(sorted(ranked[:count]))

    def is_free(self, starts_at: datetime) -> bool:
        """Whether some way of the visit can begin at this instant; it need not lie on the grid of the rules."""
        if not self._may_begin(starts_at):
            return False
        return any(
            self._customer_fits(visit, starts_at)
            and assign(visit, self._free_candidates(visit, starts_at), AS_LISTED) is not None
            for visit in self._visits
        )

    def _may_begin(self, starts_at: datetime) -> bool:
        rules = self._diary.rules
        day = wall_of(starts_at, self._diary.zone).date()
        return (
            starts_at >= self._diary.now + rules.notice_min * _MINUTE
            and self._first <= day <= self._last
            and not self._is_full(day)
        )

    def _is_full(self, day: date) -> bool:
        limit = self._diary.rules.per_day
        return limit is not None and self._diary.visits_on.get(day, 0) >= limit

    def _customer_fits(self, visit: Visit, starts_at: datetime) -> bool:
        there = TimeRange(starts_at, starts_at + visit.minutes * _MINUTE)
        return any(stretch.covers(there) for stretch in self._diary.opening)

    def _free_candidates(self, visit: Visit, starts_at: datetime) -> list[tuple[UUID, ...]]:
        """For each claim the candidates that are free during all of its spans."""
        found: list[tuple[UUID, ...]] = []
        for claim in visit.claims:
            wanted = self._grid.touching(absolute(claim.spans, starts_at))
            inside = all(self._diary.window.covers(span) for span in absolute(claim.spans, starts_at))
            found.append(
                tuple(
                    candidate
                    for candidate in claim.candidates
                    if inside and wanted & ~self._free.get(candidate, 0) == 0
                )
            )
        return found

    def _all_starts(self) -> int:
        allowed = reduce(_both, (self._day_bits(day) for day in self._days()), 0)
        found = 0
        for visit in self._visits:
            starts = self._starts_of(visit, allowed & ~found)
            if visit.contested:
                starts = self._grid.at(
                    start
                    for start in self._grid.instants(starts)
                    if assign(visit, self._free_candidates(visit, start), AS_LISTED) is not None
                )
            found |= starts
        return found

    def _starts_of(self, visit: Visit, allowed: int) -> int:
        """Where every claim finds some candidate, each looked at alone."""
        step = self._grid.step_min
        starts = allowed & runs(self._open, visit.minutes // step)
        for claim in visit.claims:
            if not starts:
                return 0
            starts &= reduce(_both, (self._claimable(claim, candidate) for candidate in claim.candidates), 0)
        return starts

    def _claimable(self, claim: Claim, candidate: UUID) -> int:
        """The starts at which this candidate is free during all spans of the claim."""
        free, step = self._free.get(candidate, 0), self._grid.step_min
        starts = self._grid.everything
        for span in claim.spans:
            starts &= moved(runs(free, span.minutes // step), -span.begins_min // step)
        return starts

    def _days(self) -> Iterator[date]:
        for ordinal in range(self._first.toordinal(), self._last.toordinal() + 1):
            yield date.fromordinal(ordinal)

    def _day_bits(self, day: date) -> int:
        """The starts the rules allow on a local day: on the wall clock's grid, with enough notice."""
        if not self._first <= day <= self._last or self._is_full(day):
            return 0
        bits = self._wall_grid(day)
        earliest = self._diary.now + self._diary.rules.notice_min * _MINUTE
        first = -((self._grid.origin - earliest) // (self._grid.step_min * _MINUTE))
        return bits >> first << first if first > 0 else bits

    def _wall_grid(self, day: date) -> int:
        """The instants of local midnight plus multiples of the rules' grid; wall times the clocks skip have none."""
        zone, step = self._diary.zone, self._diary.rules.grid_min
        midnight = datetime.combine(day, time())
        begin, end = instant_of(midnight, zone), instant_of(midnight + ONE_DAY, zone)
        if end - begin == ONE_DAY and exists(midnight, zone):
            every = step // self._grid.step_min
            repeated = ((1 << every * (ONE_DAY // (step * _MINUTE))) - 1) // ((1 << every) - 1)
            return moved(repeated, self._grid.cell(begin)) & self._grid.everything
        walls = (midnight + count * step * _MINUTE for count in range(ONE_DAY // (step * _MINUTE)))
        return self._grid.at(instant_of(wall, zone) for wall in walls if exists(wall, zone))


def absolute(spans: Iterable[Span], starts_at: datetime) -> list[TimeRange]:
    """The spans of a visit that begins at this instant."""
    return [
        TimeRange(starts_at + span.begins_min * _MINUTE, starts_at + span.ends_min * _MINUTE)
        for span in spans
    ]


def _both(one: int, other: int) -> int:
    return one | other


def _grid_for(diary: Diary, visits: Iterable[Visit]) -> Grid:
    lengths = [diary.rules.grid_min]
    for visit in visits:
        lengths.append(visit.minutes)
        lengths += [length for claim in visit.claims for span in claim.spans for length in _lengths(span)]
    ranges = [
        *diary.opening,
        *(stretch for resource in diary.resources.values() for stretch in resource.hours),
        *(taken.during for resource in diary.resources.values() for taken in resource.taken),
    ]
    busy = (resource.busy for resource in diary.resources.values())
    return grid_over(diary.window, lengths, (at for r in ranges for at in (r.start, r.end)), busy)


def _lengths(span: Span) -> tuple[int, int]:
    return span.begins_min, span.minutes
