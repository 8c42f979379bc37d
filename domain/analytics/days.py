"""Local days of a business, and which of them something belongs to. Right on days of 23 and of 25 hours."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from domain.scheduling.hours import ONE_DAY, instant_of, wall_of

Group = Literal["day", "week", "month"]

LONGEST_CALL = timedelta(hours=6)
"""What goes on for longer is not counted as going on: so far back are calls looked for that reach into a day."""


def day_of(instant: datetime, zone: ZoneInfo) -> date:
    return wall_of(instant, zone).date()


@dataclass(frozen=True, slots=True)
class LocalDays:
    """The days `first` to `last`, both included.

    Attributes:
        bounds: the instants at which they begin, and the one at which the last ends.
    """

    first: date
    last: date
    bounds: tuple[datetime, ...]

    @classmethod
    def of(cls, zone: ZoneInfo, first: date, last: date) -> "LocalDays":
        days = range((last - first).days + 2)
        return cls(
            first, last, tuple(instant_of(datetime.combine(first + n * ONE_DAY, time()), zone) for n in days)
        )

    @property
    def start(self) -> datetime:
        return self.bounds[0]

    @property
    def end(self) -> datetime:
        return self.bounds[-1]

    def __iter__(self) -> Iterator[date]:
        return (self.first + n * ONE_DAY for n in range(len(self.bounds) - 1))

    def index(self, instant: datetime) -> int | None:
        """Which of them an instant lies on; None: on none."""
        found = bisect_right(self.bounds, instant) - 1
        return found if 0 <= found < len(self.bounds) - 1 else None


def touched(zone: ZoneInfo, began: datetime, ended: datetime) -> set[date]:
    """The days a call goes on."""
    first = day_of(began, zone)
    last = day_of(max(began, min(ended, began + LONGEST_CALL)), zone)
    return {first + n * ONE_DAY for n in range((last - first).days + 1)}


def runs(days: Iterable[date], gap: int = 0) -> list[tuple[date, date]]:
    """Days as stretches (first, last), in order; stretches with at most `gap` days between them are one."""
    found: list[tuple[date, date]] = []
    for day in sorted(set(days)):
        if found and (day - found[-1][1]).days <= gap + 1:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found


def periods(first: date, last: date, group: Group) -> Sequence[tuple[date, date]]:
    """The days `first` to `last` by day, by week from Monday on, or by month; the outer ones cut off where they end."""
    found: list[tuple[date, date]] = []
    begins = first
    while begins <= last:
        ends = min(last, _end_of(begins, group))
        found.append((begins, ends))
        begins = ends + ONE_DAY
    return found


def a_year_before(day: date) -> date:
    """The same date; the 28th for a 29th of February."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def _end_of(day: date, group: Group) -> date:
    if group == "day":
        return day
    if group == "week":
        return day + (6 - day.weekday()) * ONE_DAY
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1) - ONE_DAY
