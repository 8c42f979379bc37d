"""Ranges behave as sets of instants: operations agree with those on sets of minutes."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.scheduling.ranges import TimeRange, clip, intersect, merge, subtract

ORIGIN = datetime(2026, 11, 23, tzinfo=UTC)


def at(minute: int) -> datetime:
    return ORIGIN + timedelta(minutes=minute)


def minutes_of(ranges: tuple[TimeRange, ...]) -> set[int]:
    found: set[int] = set()
    for r in ranges:
        first, last = ((bound - ORIGIN) // timedelta(minutes=1) for bound in (r.start, r.end))
        found.update(range(first, last))
    return found


def canonical(ranges: tuple[TimeRange, ...]) -> bool:
    return all(before.end < after.start for before, after in pairwise(ranges))


one_range = st.builds(
    lambda start, length: TimeRange(at(start), at(start + length)), st.integers(0, 60), st.integers(1, 25)
)
many = st.lists(one_range, max_size=7).map(tuple)


@given(many)
def test_merge_keeps_every_instant_and_joins_what_touches(ranges: tuple[TimeRange, ...]) -> None:
    merged = merge(ranges)
    assert minutes_of(merged) == minutes_of(ranges)
    assert canonical(merged)
    assert merge(merged) == merged


@given(many, many)
def test_intersect_is_what_both_hold(left: tuple[TimeRange, ...], right: tuple[TimeRange, ...]) -> None:
    both = intersect(left, right)
    assert minutes_of(both) == minutes_of(left) & minutes_of(right)
    assert canonical(both)
    assert both == intersect(right, left)


@given(many, many)
def test_subtract_is_what_the_holes_leave(
    ranges: tuple[TimeRange, ...], holes: tuple[TimeRange, ...]
) -> None:
    rest = subtract(ranges, holes)
    assert minutes_of(rest) == minutes_of(ranges) - minutes_of(holes)
    assert canonical(rest)
    assert merge((*rest, *intersect(ranges, holes))) == merge(ranges)


@given(many, one_range)
def test_clip_keeps_what_lies_in_the_window(ranges: tuple[TimeRange, ...], window: TimeRange) -> None:
    clipped = clip(ranges, window)
    assert minutes_of(clipped) == minutes_of(ranges) & minutes_of((window,))
    assert all(window.covers(r) for r in clipped)


@given(one_range, one_range)
def test_overlapping_means_sharing_an_instant(left: TimeRange, right: TimeRange) -> None:
    assert left.overlaps(right) == bool(minutes_of((left,)) & minutes_of((right,)))


def test_ranges_that_touch_do_not_overlap() -> None:
    assert not TimeRange(at(0), at(10)).overlaps(TimeRange(at(10), at(20)))


def test_bounds_without_zone_or_out_of_order_are_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        TimeRange(datetime(2026, 1, 1), at(1))  # noqa: DTZ001
    with pytest.raises(ValueError, match="after"):
        TimeRange(at(1), at(1))


def test_duration_over_a_clock_change_is_the_time_that_passed() -> None:
    sydney = ZoneInfo("Australia/Sydney")
    night = TimeRange(datetime(2026, 10, 4, 1, tzinfo=sydney), datetime(2026, 10, 4, 4, tzinfo=sydney))
    assert night.duration == timedelta(hours=2)
