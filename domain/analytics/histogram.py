"""Durations counted in buckets: two histograms add up to that of both, which two percentiles do not."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate, zip_longest

FIRST_MS, RATIO, BUCKETS = 50.0, 1.1, 80

BOUNDS_MS: tuple[float, ...] = tuple(round(FIRST_MS * RATIO**n, 1) for n in range(BUCKETS))
"""Bucket n lies from bound n-1 to below bound n, the first from 0, the last has no end (93 s). A percentile above 50 ms
is at most a tenth beside the truth. Stored counts mean these bounds: others are another edition (`figures.EDITION`)."""

Counts = tuple[int, ...]
"""By bucket; what is missing at the end is 0."""


def bucket_of(ms: float) -> int:
    return bisect_right(BOUNDS_MS, ms)


def counted(values: Iterable[float]) -> Counts:
    """The histogram of these milliseconds."""
    return of_buckets((bucket_of(ms), 1) for ms in values)


def of_buckets(found: Iterable[tuple[int, int]]) -> Counts:
    """Of buckets with how much is in each."""
    counts = [0] * (BUCKETS + 1)
    for bucket, count in found:
        counts[bucket] += count
    while counts and not counts[-1]:
        counts.pop()
    return tuple(counts)


def added(one: Counts, other: Counts) -> Counts:
    return tuple(left + right for left, right in zip_longest(one, other, fillvalue=0))


def percentile(counts: Sequence[int], percent: float) -> float | None:
    """In ms, as if a bucket's values lay evenly in it; None of nothing."""
    total = sum(counts)
    if not total:
        return None
    wanted = total * percent / 100
    for bucket, below in enumerate(accumulate(counts)):
        if below >= wanted and counts[bucket]:
            low = BOUNDS_MS[bucket - 1] if bucket else 0.0
            high = BOUNDS_MS[bucket] if bucket < BUCKETS else low
            return round(low + (high - low) * (wanted - below + counts[bucket]) / counts[bucket], 1)
    return None
