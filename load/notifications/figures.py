"""What became of every notification: at the vendors' and in the rows."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from load.notifications.options import NotificationOptions
from load.notifications.promised import Promised
from load.samples import percentiles

FIGURE_AGE_S = 2.0
FIGURE_PER_S = 100.0


@dataclass(frozen=True, slots=True)
class Settled:
    """An item and its notification as the database has them; times in seconds since the run began."""

    id: UUID
    item: str
    notification: str | None
    created_s: float
    done_s: float | None


@dataclass(frozen=True, slots=True)
class NotificationReport:
    """A whole run.

    Attributes:
        taken: how often the vendors have taken what is for each number or address.
        kills_s: when a worker was killed.
        cpu_s: of all workers, killed ones too.
    """

    options: NotificationOptions
    promised: Sequence[Promised]
    settled: Sequence[Settled]
    taken: Mapping[str, int]
    kills_s: Sequence[float] = ()
    cpu_s: Mapping[str, float] = field(default_factory=dict[str, float])

    @property
    def doubled(self) -> list[str]:
        return [each.to for each in self.promised if self.taken.get(each.to, 0) > 1]

    @property
    def in_doubt(self) -> list[UUID]:
        """Shown as perhaps sent, to be decided by a person: the vendor cannot be asked."""
        return [each.id for each in self.settled if each.notification == "perhaps_sent"]

    @property
    def lost(self) -> list[str]:
        """Nobody has got these, and nothing says so."""
        doubtful = set(self.in_doubt)
        return [each.to for each in self.promised if not self.taken.get(each.to) and each.id not in doubtful]

    @property
    def unmarked(self) -> list[UUID]:
        """Taken by a vendor, and not known to be."""
        known = {each.id for each in self.settled if each.item == "done"} | set(self.in_doubt)
        return [each.id for each in self.promised if self.taken.get(each.to) and each.id not in known]

    @property
    def ages_s(self) -> list[float]:
        """From the promise to the mark."""
        return [each.done_s - each.created_s for each in self.settled if each.done_s is not None]

    @property
    def drained_per_s(self) -> float:
        """Over the time in which half of all were done, around the middle: neither the start nor stragglers."""
        times = sorted(each.done_s for each in self.settled if each.done_s is not None)
        if len(times) < 8:
            return 0.0
        first, last = times[len(times) // 4], times[len(times) * 3 // 4]
        return (len(times) // 2) / (last - first) if last > first else 0.0

    @property
    def is_well(self) -> bool:
        return not (self.lost or self.doubled or self.unmarked)


def to_json(report: NotificationReport) -> dict[str, Any]:
    """The figures, times in seconds."""
    ages = percentiles(report.ages_s)
    options = report.options
    to_of = {each.id: each.to for each in report.promised}
    return {
        "notifications": len(report.promised),
        "texts": sum(not each.is_mail for each in report.promised),
        "mails": sum(each.is_mail for each in report.promised),
        "rate": options.rate,
        "workers": options.workers,
        "kills": len(report.kills_s),
        "kills_s": [round(at_s, 1) for at_s in report.kills_s],
        "vendor_answer_ms": options.answer_ms,
        "drained_per_s": round(report.drained_per_s, 1),
        "age_s": None
        if ages is None
        else {"p50": round(ages.p50, 3), "p95": round(ages.p95, 3), "p99": round(ages.p99, 3)},
        "lost": len(report.lost),
        "doubled": len(report.doubled),
        "unmarked": len(report.unmarked),
        "in_doubt": len(report.in_doubt),
        "in_doubt_not_taken": sum(not report.taken.get(to_of[each]) for each in report.in_doubt),
        "items": dict(Counter(each.item for each in report.settled)),
        "statuses": dict(Counter(each.notification or "none" for each in report.settled)),
        "cpu_s": {name: round(seconds, 1) for name, seconds in report.cpu_s.items()},
        "cpu_ms_per_notification": {
            name: round(1000 * seconds / len(report.promised), 2) for name, seconds in report.cpu_s.items()
        },
        "examples": {"lost": report.lost[:5], "doubled": report.doubled[:5]},
    }


def render(figures: Mapping[str, Any]) -> str:
    """For a person: a line each."""
    age = figures["age_s"] or {"p50": "-", "p95": "-", "p99": "-"}
    cpu = ", ".join(f"{name} {each} ms" for name, each in figures["cpu_ms_per_notification"].items())
    return "\n".join(
        (
            f"{figures['notifications']} notifications ({figures['texts']} texts, {figures['mails']} mails),"
            f" {figures['kills']} workers killed",
            f"drained {figures['drained_per_s']} a second;"
            f" age p50 {age['p50']} s, p95 {age['p95']} s, p99 {age['p99']} s",
            f"lost {figures['lost']}, doubled {figures['doubled']}, unmarked {figures['unmarked']},"
            f" in doubt {figures['in_doubt']} (not taken {figures['in_doubt_not_taken']})",
            f"CPU for each: {cpu}",
        )
    )
