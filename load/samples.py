"""Percentiles of raw samples."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

METHOD = (
    "p50, p95, p99 of all raw samples, linear interpolation between order statistics (Hyndman-Fan type 7); "
    "no histogram, no averaging of averages"
)


@dataclass(frozen=True, slots=True)
class Percentiles:
    """Rounded to hundredths."""

    p50: float
    p95: float
    p99: float


@dataclass(frozen=True, slots=True)
class Spread:
    """The middle, nearly all and the worst, rounded to tenths: for few samples, where a p99 would say nothing."""

    p50: float
    p95: float
    max: float

    @classmethod
    def of(cls, samples: Iterable[float]) -> "Spread | None":
        """None when there is no sample."""
        found = _ranked(samples, (50, 95, 100))
        return cls(*(round(value, 1) for value in found)) if found else None

    def as_json(self) -> dict[str, float]:
        return {"p50": self.p50, "p95": self.p95, "max": self.max}


def percentiles(samples: Iterable[float]) -> Percentiles | None:
    """None when there is no sample."""
    found = _ranked(samples, (50, 95, 99))
    return Percentiles(*(round(value, 2) for value in found)) if found else None


def _ranked(samples: Iterable[float], ranks: tuple[float, ...]) -> list[float]:
    """These percentiles; empty without samples."""
    values = np.fromiter(samples, np.float64)
    return np.percentile(values, ranks).tolist() if values.size else []
