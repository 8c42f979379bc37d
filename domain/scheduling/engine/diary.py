"""What is known of a window of time before a visit is looked for: the hours, who and what is free, and why not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from domain.scheduling.ranges import Ranges, TimeRange


class Taking(StrEnum):
    """What keeps a person or an asset busy."""

    BOOKING = "booking"
    HOLD = "hold"
    """A slot that is being offered to somebody else."""
    CALENDAR = "calendar"
    """An entry of a calendar outside."""
    AWAY = "away"
    """Leave, a break, a repair: `Taken.reason` says it."""


@dataclass(frozen=True, slots=True)
class Taken:
    during: TimeRange
    by: Taking
    reason: str = ""


Minutes = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Resource:
    """A person or an asset.

    Attributes:
        hours: when they can be taken at all, within the window; an asset usually whenever it is open.
        busy: more that takes them, in minutes since 1970 (UTC), from the first up to, not including, the second: the
            form a month of bookings is read in, at a tenth of what `taken` costs, where nobody asks what is in the way.
    """

    id: UUID
    name: str
    hours: Ranges
    taken: tuple[Taken, ...] = ()
    is_asset: bool = False
    busy: Minutes = ()


@dataclass(frozen=True, slots=True)
class Rules:
    """How bookings are taken.

    Attributes:
        grid_min: offered starts are at local midnight plus a multiple of this; it divides a day.
        notice_min: the least time between now and a start.
        horizon_days: the last local day bookings are taken for, counted from today.
        per_day: the most visits of this kind on a local day; None for no limit.
    """

    grid_min: int = 15
    notice_min: int = 15
    horizon_days: int = 180
    per_day: int | None = None


@dataclass(frozen=True, slots=True)
class Diary:
    """Everything about one location and a window of whole local days.

    Attributes:
        window: the instants that are known; nothing that reaches beyond it can be booked.
        opening: when customers can be there.
        closures: why a local day has no hours, or other ones than usual: a holiday, renovation.
        resources: everyone and everything a claim may name; whom it does not hold is not available.
        visits_on: how many visits of the kind asked for there are on a local day, for `Rules.per_day`.
    """

    zone: ZoneInfo
    window: TimeRange
    now: datetime
    opening: Ranges
    resources: Mapping[UUID, Resource]
    rules: Rules = Rules()
    closures: Mapping[date, str] = field(default_factory=dict[date, str])
    visits_on: Mapping[date, int] = field(default_factory=dict[date, int])


def taken_during(resource: Resource) -> Sequence[TimeRange]:
    """Without `Resource.busy`."""
    return [taken.during for taken in resource.taken]


def all_taken(resource: Resource) -> Sequence[Taken]:
    """Everything that takes it; what is only known as minutes is taken for a booking."""
    if not resource.busy:
        return resource.taken
    ranges = (TimeRange(_instant(begin), _instant(end)) for begin, end in resource.busy)
    return (*resource.taken, *(Taken(during, Taking.BOOKING) for during in ranges))


def _instant(minute: int) -> datetime:
    return datetime.fromtimestamp(minute * 60, UTC)
