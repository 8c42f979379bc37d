"""With which voice a sentence is tried next, and when, until it is left out."""

from dataclasses import dataclass, field

from domain.errors import ProviderError, UnusableAnswer
from domain.retries import BUDGET_MS, Outage

FALLBACK_AFTER = 2
"""Failures in a row before the second voice is asked: one is an accident."""

UNUSABLE_ANSWERS = 2
"""Of one voice to one text. A text it cannot say it never can."""


@dataclass(slots=True)
class VoicePlan:
    """The attempts at one sentence.

    Attributes:
        has_fallback: whether there is a second voice.
        fallback: whether the next attempt is with the second voice.
        hurried: the node is doing without the first voice: an outage is known, and not waited for a second time.
    """

    has_fallback: bool
    fallback: bool = False
    hurried: bool = False
    _outage: Outage = field(default_factory=Outage)
    _unusable: int = 0

    def failed(
        self, error: ProviderError, *, asked_at_ms: float, now_ms: float, spread: float
    ) -> float | None:
        """How many seconds to wait before the next attempt; None when the sentence is to be left out.

        Args:
            asked_at_ms: when the attempt began.
            spread: uniform in [0, 1).
        """
        if isinstance(error, UnusableAnswer):
            self._unusable += 1
            return 0.0 if self._unusable < UNUSABLE_ANSWERS else self._fall_back()
        if not error.retryable:
            return self._fall_back()
        self._outage = self._outage.failed(asked_at_ms)
        if self.hurried and self._outage.failures >= FALLBACK_AFTER:
            return None
        half_gone = now_ms - self._outage.since_ms > BUDGET_MS / 2
        if (self._outage.failures >= FALLBACK_AFTER or half_gone) and self._fall_back() is not None:
            return 0.0
        retry_after_ms = None if error.retry_after_s is None else error.retry_after_s * 1000
        pause_ms = self._outage.pause_ms(now_ms, spread, retry_after_ms)
        return self._fall_back() if pause_ms is None else pause_ms / 1000

    def _fall_back(self) -> float | None:
        """At once with the second voice; None when there is none, or it was that one."""
        if self.fallback or not self.has_fallback:
            return None
        self.fallback, self._unusable = True, 0
        return 0.0
