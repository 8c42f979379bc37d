"""When a location is open and when its people work: the usual week, special days, holidays.

    special days of the owner  >  public holidays that are kept  >  the usual week

A day's hours are the stretches that begin on it: a night that began on the 24th goes on to its end although the 25th is
a holiday.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from zoneinfo import ZoneInfo

from domain.business import OpeningHours
from domain.errors import InvalidInput
from domain.scheduling.engine.diary import Taken, Taking
from domain.scheduling.hours import ONE_DAY, local_days, opening_ranges
from domain.scheduling.ranges import Ranges, TimeRange, clip, merge


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """The hours of one date instead of the usual ones; none at all when it is closed.

    Attributes:
        stretches: opening and closing times, read as in `OpeningHours`: from 00:00 to 00:00 is all day.
        reason: why, as it may be told to callers: "staff training".

    Raises:
        InvalidInput: a stretch that closes as it opens, other than at midnight.
    """

    day: date
    stretches: tuple[tuple[time, time], ...] = ()
    reason: str = ""

    def __post_init__(self) -> None:
        for opens, closes in self.stretches:
            if opens == closes != time():
                raise InvalidInput(f"the hours of {self.day.isoformat()} end as they begin, at {opens:%H:%M}")


@dataclass(frozen=True, slots=True)
class Holiday:
    """A public holiday: closed, unless it is `opened`, when the usual hours hold."""

    day: date
    name: str
    opened: bool = False


@dataclass(frozen=True, slots=True)
class Calendar:
    """Everything that says when somewhere is open, or when somebody works."""

    zone: ZoneInfo
    weekly: tuple[OpeningHours, ...]
    special: tuple[SpecialDay, ...] = ()
    holidays: tuple[Holiday, ...] = ()

    def opening(self, first: date, last: date) -> Ranges:
        """All stretches within the local days `first` to `last`, both included; nights of the day before are cut."""
        begun = opening_ranges(self.weekly, self.zone, first - ONE_DAY, last)
        irregular = self._irregular(first - ONE_DAY, last)
        if irregular:
            begun = merge(self._day_by_day(irregular, first - ONE_DAY, last))
        return clip(begun, local_days(self.zone, first, last))

    def closures(self, first: date, last: date) -> Mapping[date, str]:
        """Why a local day has other hours than usual, where that has a name."""
        return {
            day: special.reason for day, special in self._irregular(first, last).items() if special.reason
        }

    def _irregular(self, first: date, last: date) -> dict[date, SpecialDay]:
        kept = {
            holiday.day: SpecialDay(holiday.day, (), holiday.name)
            for holiday in self.holidays
            if not holiday.opened and first <= holiday.day <= last
        }
        own = {special.day: special for special in self.special if first <= special.day <= last}
        return kept | own

    def _day_by_day(
        self, irregular: Mapping[date, SpecialDay], first: date, last: date
    ) -> Iterator[TimeRange]:
        """The usual days in as few stretches as they come in, the others each by itself."""
        usual_from = first
        for day in sorted(irregular):
            if usual_from < day:
                yield from opening_ranges(self.weekly, self.zone, usual_from, day - ONE_DAY)
            hours = (OpeningHours(day.weekday(), *stretch) for stretch in irregular[day].stretches)
            yield from opening_ranges(hours, self.zone, day, day)
            usual_from = day + ONE_DAY
        if usual_from <= last:
            yield from opening_ranges(self.weekly, self.zone, usual_from, last)


@dataclass(frozen=True, slots=True)
class Absence:
    """Leave, a break, a course, a repair; `reason` is for the owner, never for callers."""

    during: TimeRange
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """A person who takes bookings, or an asset.

    Attributes:
        weekly: the usual hours at this location; None: whenever the location is open.
        special: hours of single dates instead, an empty one is a day off.
    """

    weekly: tuple[OpeningHours, ...] | None = None
    special: tuple[SpecialDay, ...] = ()
    absences: tuple[Absence, ...] = ()

    def hours(self, location: Calendar, first: date, last: date) -> Ranges:
        """When they work, within the local days `first` to `last`, both included.

        Who has no week of their own works as the location opens, and on special days of their own besides.
        """
        weekly = location.weekly if self.weekly is None else self.weekly
        if self.weekly is None:
            own_days = {special.day for special in self.special}
            special = (*(day for day in location.special if day.day not in own_days), *self.special)
            holidays = tuple(day for day in location.holidays if day.day not in own_days)
        else:
            special, holidays = self.special, ()
        return Calendar(location.zone, weekly, special, holidays).opening(first, last)

    def taken(self) -> Iterator[Taken]:
        return (Taken(absence.during, Taking.AWAY, absence.reason) for absence in self.absences)


def all_day(weekdays: Iterable[int] = range(7)) -> tuple[OpeningHours, ...]:
    """Round the clock on these weekdays, 0 for Monday."""
    return tuple(OpeningHours(weekday, time(), time()) for weekday in weekdays)
