"""Sets of instants as the bits of one integer: a month of 5-minute cells is 1.1 kB, and set algebra one operation.

Bit k is the cell that begins k steps after the origin.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import gcd

from domain.scheduling.engine.diary import Minutes
from domain.scheduling.ranges import TimeRange

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MINUTE = timedelta(minutes=1)
COARSEST_MIN = 15
"""Every zone is a multiple of this away from UTC, so wall times on a coarser grid would not lie on one of instants."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells of `step_min` minutes over a window; `origin` is UTC, on a whole step."""

    origin: datetime
    step_min: int
    cells: int

    @property
    def everything(self) -> int:
        return (1 << self.cells) - 1

    def within(self, ranges: Iterable[TimeRange]) -> int:
        """The cells that lie in one range with all their instants."""
        bits = 0
        for stretch in ranges:
            first, last = self._up(stretch.start), self._down(stretch.end)
            if first < last:
                bits |= _stretch(first, last)
        return bits

    def touching(self, ranges: Iterable[TimeRange]) -> int:
        """The cells of which some instant lies in a range."""
        bits = 0
        for stretch in ranges:
            first, last = self._down(stretch.start), self._up(stretch.end)
            if first < last:
                bits |= _stretch(first, last)
        return bits

    def touching_minutes(self, stretches: Minutes) -> int:
        """`touching`, of stretches in minutes since 1970."""
        bits, step, cells = 0, self.step_min, self.cells
        origin = (self.origin - _EPOCH) // _MINUTE
        for begin, end in stretches:
            first = (begin - origin) // step
            last = -((origin - end) // step)
            first = max(first, 0)
            last = min(last, cells)
            if first < last:
                bits |= ((1 << (last - first)) - 1) << first
        return bits

    def at(self, instants: Iterable[datetime]) -> int:
        """The cells that begin at these instants; instants between two cells, or outside the window, are left out."""
        bits = 0
        for instant in instants:
            place, rest = divmod(instant - self.origin, self.step_min * _MINUTE)
            if not rest and 0 <= place < self.cells:
                bits |= 1 << place
        return bits

    def instants(self, bits: int) -> Iterator[datetime]:
        """Where the cells of this set begin, in order."""
        while bits:
            lowest = bits & -bits
            yield self.instant(lowest.bit_length() - 1)
            bits ^= lowest

    def instant(self, cell: int) -> datetime:
        return self.origin + cell * self.step_min * _MINUTE

    def cell(self, instant: datetime) -> int:
        """The cell an instant lies in; outside the window it is one that does not exist."""
        return (instant - self.origin) // (self.step_min * _MINUTE)

    def _down(self, instant: datetime) -> int:
        return min(max(self.cell(instant), 0), self.cells)

    def _up(self, instant: datetime) -> int:
        return min(max(-((self.origin - instant) // (self.step_min * _MINUTE)), 0), self.cells)


def grid_over(
    window: TimeRange, minutes: Iterable[int], instants: Iterable[datetime], stretches: Iterable[Minutes] = ()
) -> Grid:
    """The coarsest grid on which all these lengths and instants lie exactly, at most of `COARSEST_MIN`.

    Args:
        instants: in UTC; what lies within a minute counts as its beginning.
        stretches: both ends of each are instants too.
    """
    step = COARSEST_MIN
    for length in minutes:
        step = gcd(step, length)
    for instant in instants:
        if step == 1:
            break
        step = gcd(step, instant.minute)  # an hour is a multiple of the coarsest step
    for ends in stretches:
        if step == 1:
            break
        for rest in {minute % COARSEST_MIN for begin, end in ends for minute in (begin, end)}:
            step = gcd(step, rest)
    width = step * _MINUTE
    origin = _EPOCH + (window.start - _EPOCH) // width * width
    return Grid(origin, step, -((origin - window.end) // width))


def runs(free: int, cells: int) -> int:
    """The cells at which so many free ones in a row begin."""
    have = 1
    while have < cells:
        more = min(have, cells - have)
        free &= free >> more
        have += more
    return free


def moved(bits: int, cells: int) -> int:
    """Each cell so many later; earlier when negative."""
    return bits << cells if cells >= 0 else bits >> -cells


def _stretch(first: int, last: int) -> int:
    return ((1 << (last - first)) - 1) << first
