"""Percentiles of raw samples."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import floor

METHOD = (
    "p50, p95, p99 of all raw samples, linear interpolation between order statistics (Hyndman-Fan type 7); "
    "no histogram, no averaging of averages"
)


@dataclass(frozen=True, slots=True)
class Percentiles:
    p50: float
    p95: float
    p99: float


def quantile(ordered: list[float], share: float) -> float:
    """The quantile of a sorted, non-empty list.

    Source: Hyndman and Fan 1996, type 7, https://doi.org/10.2307/2684934
    """
    place = (len(ordered) - 1) * share
    below = floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def percentiles(samples: Iterable[float]) -> Percentiles | None:
    """None when there is no sample."""
    ordered = sorted(samples)
    if not ordered:
        return None
    return Percentiles(*(round(quantile(ordered, share), 2) for share in (0.5, 0.95, 0.99)))
