"""A circuit breaker: after failures in a row a vendor is left alone, and then tried by one request at a time.

Pure: `now_s` is the present in seconds, on any clock that those who share the circuit agree on.
"""

from dataclasses import dataclass, replace

FAILURES_TO_OPEN = 3
WITHIN_S = 30.0
"""Failures further apart than this are not one outage."""

FIRST_OPEN_S = 10.0
LONGEST_OPEN_S = 60.0
"""How long it stays open: doubled with every probe that fails."""

PROBE_S = 10.0
"""How long a probe may take before another one is let through: longer than any vendor's timeout."""


@dataclass(frozen=True, slots=True)
class Circuit:
    """What is known of one vendor: `Circuit()` when nothing is.

    Attributes:
        failures: in a row.
        failed_at_s: when the last of them was.
        open_s: for how long it was last opened; 0 while it is closed.
        closed_to_s: until then no request is let through.
    """

    failures: int = 0
    failed_at_s: float = 0.0
    open_s: float = 0.0
    closed_to_s: float = 0.0

    @property
    def is_open(self) -> bool:
        """Whether requests go elsewhere, but for a probe now and then."""
        return self.open_s > 0

    def admits(self, now_s: float) -> bool:
        """Whether a request may be made now. Of an open circuit that is a probe: tell `probing`."""
        return not self.is_open or now_s >= self.closed_to_s

    def probing(self, now_s: float) -> "Circuit":
        """One request is let through; the others wait for how it goes."""
        return replace(self, closed_to_s=now_s + PROBE_S) if self.is_open else self

    def failed(self, now_s: float) -> "Circuit":
        """A request failed, by the vendor's fault."""
        if self.is_open:
            open_s = (
                min(self.open_s * 2, LONGEST_OPEN_S)
                if now_s >= self.failed_at_s + self.open_s
                else self.open_s
            )
            return Circuit(self.failures + 1, now_s, open_s, now_s + open_s)
        failures = self.failures + 1 if now_s - self.failed_at_s <= WITHIN_S else 1
        open_s = FIRST_OPEN_S if failures >= FAILURES_TO_OPEN else 0.0
        return Circuit(failures, now_s, open_s, now_s + open_s if open_s else 0.0)
