"""Closing a business: it is kept for a while, in which its owner can have it back, and then erased."""

from dataclasses import dataclass
from datetime import datetime, timedelta

KEPT_FOR = timedelta(days=30)
"""So long can an owner reopen it. Told when it is closed and stored with it: it holds for those that are closed."""


@dataclass(frozen=True, slots=True)
class Closure:
    """A business that is closed.

    Attributes:
        erased_after: until then it can be reopened.
        forward_to: E.164, who callers are put through to; None when they are told that nobody answers here any more.
    """

    closed_at: datetime
    erased_after: datetime
    forward_to: str | None = None


def new_closure(now: datetime, forward_to: str | None) -> Closure:
    return Closure(now, now + KEPT_FOR, forward_to)
