"""Metrics of our own, exported with Ray's (Prometheus).

receptionist_phone_rang_s    histogram, by answered: seconds a phone rang for a call actor, yes or no

receptionist_dead_letters    gauge, by source: items nobody tries any more (`receptionist dead-letters` lists them)
receptionist_item_failures   counter, by source: attempts that failed for a reason of the item's own
receptionist_zygote_passed_over  gauge, by node: 1 while workers are not forked although they should be
receptionist_calls_writing   gauge, by node: calls that are over and slow to be written down
receptionist_slots_held_by_writing   gauge, by node: slots of those that are too many to be written beside other calls
"""

from collections.abc import Mapping
from typing import Any

from ray.util import metrics

_metrics: Any = metrics


RANG_S = (0.1, 0.3, 0.6, 1.0, 2.0, 4.0, 7.0)


class PhoneMetrics:
    """One process's that answers the carrier."""

    def __init__(self) -> None:
        self._rang = _metrics.Histogram(
            "receptionist_phone_rang_s",
            description="Seconds a phone rang for a call actor.",
            boundaries=list(RANG_S),
            tag_keys=("answered",),
        )

    def rang(self, seconds: float, answered: bool) -> None:
        """A phone has rung for so long; `answered` by an agent, or left to the overflow."""
        self._rang.observe(max(seconds, 0.001), tags={"answered": "yes" if answered else "no"})


class WorkMetrics:
    """One process's background work."""

    def __init__(self) -> None:
        self._dead = _metrics.Gauge(
            "receptionist_dead_letters", description="Items nobody tries any more.", tag_keys=("source",)
        )
        self._writing = _metrics.Gauge(
            "receptionist_calls_writing",
            description="Calls that are over and slow to be written down.",
            tag_keys=("node",),
        )
        self._held = _metrics.Gauge(
            "receptionist_slots_held_by_writing",
            description="Call slots held by calls that are over and too many to be written down beside others.",
            tag_keys=("node",),
        )
        self._passed_over = _metrics.Gauge(
            "receptionist_zygote_passed_over",
            description="Workers are started without their zygote.",
            tag_keys=("node",),
        )
        self._failures = _metrics.Counter(
            "receptionist_item_failures", description="Failed attempts at single items.", tag_keys=("source",)
        )
        self._usage_differs = _metrics.Counter(
            "receptionist_usage_differs_seconds",
            description="Seconds of usage that Stripe has counted otherwise than our ledger.",
        )

    def usage_differs(self, seconds: int) -> None:
        """So many that nothing but a person can mend."""
        self._usage_differs.inc(float(seconds))

    def calls_writing(self, node_id: str, count: int, slots_held: int) -> None:
        """How many there are on this node now, and how many slots they hold."""
        tags = {"node": node_id[:12]}
        self._writing.set(float(count), tags=tags)
        self._held.set(float(slots_held), tags=tags)

    def zygote_passed_over(self, node_id: str, is_so: bool) -> None:
        """Whether workers of this node are started Ray's own way for want of a zygote."""
        self._passed_over.set(float(is_so), tags={"node": node_id[:12]})

    def dead_items(self, counts: Mapping[str, int]) -> None:
        """How many there are now, by source."""
        for source, count in counts.items():
            self._dead.set(float(count), tags={"source": source})

    def item_failed(self, source: str) -> None:
        """One more failure."""
        self._failures.inc(1.0, tags={"source": source})
