"""Which recogniser a call listens with next: the first one, one without key terms, or the fallback, and when."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from domain.errors import ProviderError
from domain.retries import Outage

FALLBACK_AFTER = 2
"""Failures in a row before the fallback is opened: one is an accident."""

_BAD_REQUEST = 400


@dataclass(slots=True)
class RecogniserPlan:
    """What has been found out about one call's recognisers.

    Attributes:
        keyterms: what the next stream is to favour.
        fallback: whether the next stream is the fallback's.
    """

    keyterms: Sequence[str]
    fallback: bool = False
    _outage: Outage = field(default_factory=Outage)

    def works(self) -> None:
        """The stream has brought something."""
        if self._outage.failures:
            self._outage = Outage()

    def failed(
        self, error: ProviderError, *, asked_at_ms: float, now_ms: float, spread: float
    ) -> float | None:
        """How many seconds to wait before the next stream is opened; None when there is none to open.

        Args:
            asked_at_ms: when the stream was asked for; when it broke, if it had brought something.
            spread: uniform in [0, 1).
        """
        if error.status == _BAD_REQUEST and self.keyterms:
            # Whatever is wrong with a name, a caller who is heard without it is better off than one who is not.
            self.keyterms = ()
            return 0.0
        if not error.retryable:
            refused_by_both, self.fallback = self.fallback, True
            return None if refused_by_both else 0.0
        self._outage = self._outage.failed(asked_at_ms)
        self.fallback = self.fallback or self._outage.failures >= FALLBACK_AFTER
        retry_after_ms = None if error.retry_after_s is None else error.retry_after_s * 1000
        pause_ms = self._outage.pause_ms(now_ms, spread, retry_after_ms)
        return None if pause_ms is None else pause_ms / 1000
