"""That the agent takes no calls of a business, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class Because(StrEnum):
    """Why the agent takes no calls."""

    TRIAL_OVER = "trial_over"
    TRIAL_MINUTES = "trial_minutes"
    CAP = "cap"
    UNPAID = "unpaid"
    PAUSED = "paused"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Stop:
    """From `since` until `until` (None: until something changes) the agent takes no calls."""

    because: Because
    since: datetime
    until: datetime | None = None

    def holds(self, now: datetime) -> bool:
        return self.since <= now and (self.until is None or now < self.until)


def stop_document(stop: Stop | None) -> dict[str, Any] | None:
    """As it is stored."""
    if stop is None:
        return None
    until = None if stop.until is None else stop.until.isoformat()
    return {"because": stop.because.value, "since": stop.since.isoformat(), "until": until}


def read_stop(data: Mapping[str, Any] | None) -> Stop | None:
    """What is stored; None also for a reason that a later release has and this one does not know."""
    if data is None or data.get("because") not in list(Because):
        return None
    until = data.get("until")
    return Stop(
        Because(data["because"]),
        datetime.fromisoformat(data["since"]),
        None if until is None else datetime.fromisoformat(until),
    )
