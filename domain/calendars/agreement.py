"""What is to be done about an event of ours that was changed, or deleted, in a calendar kept elsewhere.

Three versions are compared: as we last wrote it, as it stands in our books now, and as it stands there now.
"""

from dataclasses import dataclass
from datetime import datetime

from domain.scheduling.ranges import TimeRange


@dataclass(frozen=True, slots=True)
class Written:
    """As we last wrote it there, with the tag it got."""

    during: TimeRange
    etag: str


@dataclass(frozen=True, slots=True)
class Booked:
    """As it stands in our books.

    Attributes:
        stands: neither cancelled nor over, and nobody was said to have missed it.
    """

    during: TimeRange
    stands: bool


@dataclass(frozen=True, slots=True)
class There:
    """As it stands in the calendar; `during` is None for an entry of whole days."""

    during: TimeRange | None
    etag: str


@dataclass(frozen=True, slots=True)
class Same:
    """Nothing that concerns the booking; `there` is what is known of it from now on.

    Attributes:
        longer: what it takes in the calendar beyond the booking: it blocks.
    """

    written: Written
    longer: tuple[TimeRange, ...] = ()


@dataclass(frozen=True, slots=True)
class Cancelled:
    """It was deleted there: the booking is to be cancelled."""


@dataclass(frozen=True, slots=True)
class Moved:
    """It was moved there: the booking is to be."""

    starts_at: datetime


@dataclass(frozen=True, slots=True)
class Disagreed:
    """Somebody has to decide; says why."""

    why: str


Verdict = Same | Cancelled | Moved | Disagreed

WHOLE_DAY = "it was made an entry of whole days, which a booking cannot be"
BOTH_MOVED = "it was moved there while it was moved here"
DELETED_AND_MOVED = "it was deleted there while it was moved here"


def judge(written: Written, booked: Booked, there: There | None) -> Verdict:
    """What an event of ours means that has another tag than we know of, or is gone (None)."""
    if there is None:
        if not booked.stands:
            return Same(written)
        return Cancelled() if booked.during == written.during else Disagreed(DELETED_AND_MOVED)
    if there.etag == written.etag or not booked.stands:
        return Same(written)
    if there.during is None:
        return Disagreed(WHOLE_DAY)
    now = Written(there.during, there.etag)
    if there.during.start in (written.during.start, booked.during.start):
        # Its words, its colour or its length were changed, or both were moved to the same time.
        return Same(now, _beyond(there.during, booked.during))
    if booked.during.start != written.during.start:
        return Disagreed(BOTH_MOVED)
    return Moved(there.during.start)


def _beyond(there: TimeRange, booked: TimeRange) -> tuple[TimeRange, ...]:
    if there.start >= booked.end or there.end <= booked.end:
        return ()
    return (TimeRange(booked.end, there.end),)
