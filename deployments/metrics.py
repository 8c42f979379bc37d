"""Metrics of background work, exported with Ray's own (Prometheus).

receptionist_dead_letters    gauge, by source: items nobody tries any more (`receptionist dead-letters` lists them)
receptionist_item_failures   counter, by source: attempts that failed for a reason of the item's own
"""

from collections.abc import Mapping
from typing import Any

from ray.util import metrics

_metrics: Any = metrics


class WorkMetrics:
    """One process's."""

    def __init__(self) -> None:
        self._dead = _metrics.Gauge(
            "receptionist_dead_letters", description="Items nobody tries any more.", tag_keys=("source",)
        )
        self._failures = _metrics.Counter(
            "receptionist_item_failures", description="Failed attempts at single items.", tag_keys=("source",)
        )

    def dead_items(self, counts: Mapping[str, int]) -> None:
        """How many there are now, by source."""
        for source, count in counts.items():
            self._dead.set(float(count), tags={"source": source})

    def item_failed(self, source: str) -> None:
        """One more failure."""
        self._failures.inc(1.0, tags={"source": source})
