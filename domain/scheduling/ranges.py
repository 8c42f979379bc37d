"""Half-open stretches of time and the set algebra availability is made of."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True, slots=True, order=True)
class TimeRange:
    """The instants from `start` up to, not including, `end`.

    Both are aware and held in UTC: Python compares two datetimes of one zone by their wall time, which is
    wrong across a clock change. A range is never empty.

    Raises:
        ValueError: a bound has no zone, or `end` is not after `start`.
    """

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise ValueError("a time range needs aware bounds")
        object.__setattr__(self, "start", self.start.astimezone(UTC))
        object.__setattr__(self, "end", self.end.astimezone(UTC))
        if self.end <= self.start:
            raise ValueError("a time range ends after it starts")

    @property
    def duration(self) -> timedelta:
        return self.end - self.start

    def overlaps(self, other: "TimeRange") -> bool:
        """Whether some instant is in both; ranges that only touch do not overlap."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: "TimeRange") -> bool:
        """Whether every instant of `other` is in this range."""
        return self.start <= other.start and other.end <= self.end


Ranges = tuple[TimeRange, ...]
"""A set of instants in its one canonical form: sorted, neither overlapping nor touching."""


def merge(ranges: Iterable[TimeRange]) -> Ranges:
    """The instants in any of the ranges; overlapping and touching ones become one."""
    merged: list[TimeRange] = []
    for current in sorted(ranges):
        if merged and current.start <= merged[-1].end:
            if current.end > merged[-1].end:
                merged[-1] = TimeRange(merged[-1].start, current.end)
        else:
            merged.append(current)
    return tuple(merged)


def intersect(left: Iterable[TimeRange], right: Iterable[TimeRange]) -> Ranges:
    """The instants in both sets."""
    return tuple(_common(merge(left), merge(right)))


def subtract(ranges: Iterable[TimeRange], holes: Iterable[TimeRange]) -> Ranges:
    """The instants in `ranges` that lie in none of the holes."""
    return tuple(_remaining(merge(ranges), merge(holes)))


def clip(ranges: Iterable[TimeRange], window: TimeRange) -> Ranges:
    """The instants of `ranges` inside the window."""
    return intersect(ranges, (window,))


def _common(left: Ranges, right: Ranges) -> Iterator[TimeRange]:
    i = j = 0
    while i < len(left) and j < len(right):
        start = max(left[i].start, right[j].start)
        end = min(left[i].end, right[j].end)
        if start < end:
            yield TimeRange(start, end)
        if left[i].end < right[j].end:
            i += 1
        else:
            j += 1


def _remaining(ranges: Ranges, holes: Ranges) -> Iterator[TimeRange]:
    first = 0
    for current in ranges:
        while first < len(holes) and holes[first].end <= current.start:
            first += 1
        start = current.start
        for hole in holes[first:]:
            if hole.start >= current.end:
                break
            if start < hole.start:
                yield TimeRange(start, hole.start)
            start = hole.end
        if start < current.end:
            yield TimeRange(start, current.end)
