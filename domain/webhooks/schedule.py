"""When a message is tried again, and when an endpoint is let be.

Source: Standard Webhooks 1.0.0, "deliverability" (times, statuses, Retry-After)
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

_S, _MIN, _H = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
PAUSES = (5 * _S, 5 * _MIN, 30 * _MIN, 2 * _H, 5 * _H, 10 * _H, 14 * _H, 20 * _H, 24 * _H)
"""Between attempts: ten in 75.6 hours."""
JITTER = 0.1
"""So much later at most, so that what failed together is not tried together."""

REST = timedelta(seconds=30)
"""For an endpoint that says it is busy and not for how long."""
LONGEST_REST = timedelta(hours=1)
DISABLED_AFTER = timedelta(days=5)
"""Of nothing but failures: longer than one message is tried."""

BUSY = frozenset({429, 502, 504})
GONE = 410


class Verdict(StrEnum):
    """What an answer means for the message."""

    DELIVERED = "delivered"
    RETRY = "retry"
    GONE = "gone"
    """The endpoint does not want to hear from us again."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one attempt.

    Attributes:
        status: None when there was no answer.
        retry_after_s: as the receiver asked for it.
        error: why there was no answer; empty when there was one.
    """

    status: int | None
    duration_ms: int
    excerpt: str = ""
    retry_after_s: float | None = None
    error: str = ""

    @property
    def verdict(self) -> Verdict:
        if self.status is not None and 200 <= self.status < 300:
            return Verdict.DELIVERED
        return Verdict.GONE if self.status == GONE else Verdict.RETRY

    @property
    def reason(self) -> str:
        """In a few words, without what the receiver wrote."""
        if self.error:
            return self.error
        if self.status is not None and 300 <= self.status < 400:
            return f"answered {self.status}: redirects are not followed"
        return f"answered {self.status}"


def next_attempt(answer: Answer, attempts: int, now: datetime, chance: float) -> datetime | None:
    """When a message that was not delivered is tried again; None when it is given up.

    Args:
        attempts: how often it has been tried, this one included.
        chance: 0 to 1, for the jitter.
    """
    if attempts > len(PAUSES):
        return None
    pause = PAUSES[attempts - 1] * (1 + JITTER * chance)
    return now + max(pause, _bounded(answer.retry_after_s or 0.0, PAUSES[-1]))


def rest_until(answer: Answer, now: datetime) -> datetime | None:
    """Until when nothing at all is sent to the endpoint; None when it did not ask to be let be."""
    if answer.status is None or (answer.status not in BUSY and not _says_when(answer)):
        return None
    return now + (REST if answer.retry_after_s is None else _bounded(answer.retry_after_s, LONGEST_REST))


def is_given_up(failing_since: datetime | None, now: datetime) -> bool:
    """Whether an endpoint has answered nothing for so long that it is disabled."""
    return failing_since is not None and now - failing_since >= DISABLED_AFTER


def _bounded(seconds: float, longest: timedelta) -> timedelta:
    """A receiver may name any number."""
    return timedelta(seconds=max(0.0, min(seconds, longest.total_seconds())))


def _says_when(answer: Answer) -> bool:
    return answer.status == 503 and answer.retry_after_s is not None
