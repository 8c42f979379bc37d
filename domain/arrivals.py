"""The arrival rate of calls: it rises with a rush within seconds and falls over minutes."""

import math
from dataclasses import dataclass

WINDOWS_S = (20.0, 120.0)
"""The short one follows a rush within seconds, the long one remembers it for minutes and is the steadier of the two."""


@dataclass(frozen=True, slots=True)
class Arrivals:
    """The arrival rate, estimated from when calls arrived: the larger of two exponentially fading averages.

    An arrival counts 1 / window at first and fades with its age. Under a steady rate an average is off by
    `sqrt(rate / (2 * window))` (standard deviation), so of a call per second 0.16 in the short window and 0.06 in the
    long one. A single call after a long silence counts as one in 20 s.

    `now_s` is seconds on any clock that does not go back; an instant before the last one counts as the last.
    """

    averages: tuple[float, ...] = (0.0,) * len(WINDOWS_S)
    last_s: float = -math.inf

    def seen(self, now_s: float) -> "Arrivals":
        """The estimate once a call has arrived."""
        averages = tuple(
            average + 1 / window_s for average, window_s in zip(self._faded(now_s), WINDOWS_S, strict=True)
        )
        return Arrivals(averages, max(self.last_s, now_s))

    def per_s(self, now_s: float) -> float:
        """Arrivals per second at this instant."""
        return max(self._faded(now_s))

    def _faded(self, now_s: float) -> list[float]:
        age_s = max(0.0, now_s - self.last_s)
        return [
            average * math.exp(-age_s / window_s)
            for average, window_s in zip(self.averages, WINDOWS_S, strict=True)
        ]
