"""When a vendor that failed is asked again: after growing pauses that are spread, while the caller still waits.

Pure: the instant and the random number that spreads the pauses are parameters.
"""

from dataclasses import dataclass

BUDGET_MS = 8000
"""From the first request to the last retry of one answer or sentence. Two fillers bridge it; a caller who hears nothing
else for longer hangs up."""

FIRST_PAUSE_MS = 250
"""Most failures (a dropped connection, a balancer's 502) are over by then; each further pause is twice as long."""

SPREAD_MS = 250
"""What is added at the most to a pause the vendor named: all calls of a node would ask at the same instant else."""


def pause_ms(failures: int, spread: float, retry_after_ms: float | None = None) -> int:
    """How long to wait before the next request.

    Args:
        failures: requests in a row that failed, from 1.
        spread: uniform in [0, 1).
        retry_after_ms: the pause the vendor asked for, when it did; never undercut.
    """
    grown_ms = FIRST_PAUSE_MS * 2 ** (failures - 1) * (0.5 + spread)
    named_ms = 0.0 if retry_after_ms is None else retry_after_ms + SPREAD_MS * spread
    return round(max(grown_ms, named_ms))


@dataclass(frozen=True, slots=True)
class Outage:
    """Failures in a row of something that is tried again; `Outage()` while it works.

    Attributes:
        failures: how many.
        since_ms: when the first of the failed requests was made.
    """

    failures: int = 0
    since_ms: float = 0.0

    def failed(self, asked_at_ms: float) -> "Outage":
        """One more request failed, which was made then."""
        return Outage(self.failures + 1, self.since_ms if self.failures else asked_at_ms)

    def pause_ms(self, now_ms: float, spread: float, retry_after_ms: float | None = None) -> int | None:
        """How long to wait before the next request; None when the budget would be used up by then."""
        pause = pause_ms(self.failures, spread, retry_after_ms)
        return pause if now_ms + pause < self.since_ms + BUDGET_MS else None
