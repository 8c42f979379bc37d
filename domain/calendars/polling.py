"""How a calendar that is kept elsewhere is read again and again, and how far what is known of it can be trusted."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

EVERY = timedelta(minutes=15)
LONGEST_PAUSE = timedelta(hours=6)
FAILING_AFTER = timedelta(days=1)
"""So long is what is known called stale; then somebody has to look."""
EMPTY_BELIEVED_AFTER = timedelta(days=1)
"""So long a calendar that had busy times has to stay empty until they are let go: most emptied ones are broken."""

EMPTIED = "it is suddenly empty: what was known of it is kept for a day, in case this is a mistake"


class Phase(StrEnum):
    WAITING = "waiting"
    """It has not been read yet."""
    FRESH = "fresh"
    STALE = "stale"
    """The latest readings failed; what was read before still blocks."""
    FAILING = "failing"
    """Somebody has to do something; what was read before, if anything, still blocks."""


@dataclass(frozen=True, slots=True)
class Polling:
    """Where it stands.

    Attributes:
        problem: what is wrong, as a sentence for the owner; empty while nothing is.
        failures: in a row.
        emptied_since: since when a calendar that had busy times has held none.
        read_at: when it was last read well.
    """

    phase: Phase
    next_poll_at: datetime
    problem: str = ""
    failures: int = 0
    failing_since: datetime | None = None
    emptied_since: datetime | None = None
    read_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Well:
    """It was read, or has not changed since."""


@dataclass(frozen=True, slots=True)
class Emptied:
    """It was read and holds nothing, though busy times of it are known."""


@dataclass(frozen=True, slots=True)
class Failed:
    """It could not be read.

    Attributes:
        final: it will not mend by itself: the address is gone, or not allowed.
        retry_after_s: as the server asks.
    """

    why: str
    final: bool = False
    retry_after_s: float | None = None


Outcome = Well | Emptied | Failed


def is_believed_empty(before: Polling, now: datetime) -> bool:
    """Whether it has been empty for so long that its busy times are let go."""
    return before.emptied_since is not None and now - before.emptied_since >= EMPTY_BELIEVED_AFTER


def after(before: Polling, outcome: Outcome, now: datetime) -> Polling:
    """What becomes of it by one reading."""
    match outcome:
        case Well():
            return Polling(Phase.FRESH, now + EVERY, read_at=now)
        case Emptied():
            if is_believed_empty(before, now):
                return Polling(Phase.FRESH, now + EVERY, read_at=now)
            since = before.emptied_since or now
            return replace(
                before,
                phase=Phase.STALE,
                next_poll_at=now + EVERY,
                problem=EMPTIED,
                failures=0,
                failing_since=None,
                emptied_since=since,
            )
        case Failed():
            failures = before.failures + 1
            since = before.failing_since or now
            kept = before.read_at is not None and not outcome.final and now - since < FAILING_AFTER
            pause = min(EVERY * 2 ** min(failures - 1, 10), LONGEST_PAUSE)
            asked = timedelta(seconds=min(outcome.retry_after_s or 0.0, LONGEST_PAUSE.total_seconds()))
            return replace(
                before,
                phase=Phase.STALE if kept else Phase.FAILING,
                next_poll_at=now + max(pause, asked),
                problem=outcome.why,
                failures=failures,
                failing_since=since,
            )
