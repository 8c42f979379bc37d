"""From the wall clock of a business to instants: opening hours as ranges, right on the days clocks change.

Two kinds of wall time need a decision, and it is the same everywhere in scheduling:

- A wall time the clocks skip (02:30 when they go from 02:00 to 03:00) stands for the moment they jump: a shop
  that opens at 02:30 opens at 03:00, and one that closes at 02:30 closes then too. A caller cannot book it
  (`exists`).
- A wall time that comes twice stands for its first time. So a later wall time is never an earlier instant,
  and no booking is taken for the second pass when the shop may have closed on the first.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from domain.business import OpeningHours
from domain.errors import InvalidInput
from domain.scheduling.ranges import Ranges, TimeRange, clip, merge

ONE_DAY = timedelta(days=1)


def zone_named(timezone: str) -> ZoneInfo:
    """The IANA zone of that name.

    Raises:
        InvalidInput: no such zone.
    """
    try:
        return ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError) as unknown:
        raise InvalidInput(
            f"timezone {timezone!r} is not an IANA zone name such as Australia/Sydney"
        ) from unknown


def wall_of(instant: datetime, zone: ZoneInfo) -> datetime:
    """What the clock on the wall shows at that aware instant; naive."""
    return instant.astimezone(zone).replace(tzinfo=None, fold=0)


def exists(wall: datetime, zone: ZoneInfo) -> bool:
    """Whether the clock on the wall ever shows this naive time."""
    return wall_of(wall.replace(tzinfo=zone, fold=0).astimezone(UTC), zone) == wall.replace(fold=0)


def instant_of(wall: datetime, zone: ZoneInfo) -> datetime:
    """The UTC instant a naive wall time stands for; the module's docstring says which when clocks change.

    `fold` of the argument is ignored. The result never decreases as `wall` grows.

    Source: PEP 495, https://peps.python.org/pep-0495/ (in a gap fold=0 takes the offset before it, 1 after).
    """
    late = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if wall_of(late, zone) == wall.replace(fold=0):
        return late
    early = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    return _change_between(early, late, zone)


def opening_ranges(hours: Iterable[OpeningHours], zone: ZoneInfo, first: date, last: date) -> Ranges:
    """When the business is open in the stretches that begin on the local days from `first` to `last`, both included.

    A night that began the day before `first` is left out, one that begins on `last` is whole (`open_around` cares for
    both). Stretches that overlap or touch are merged, also over midnight; one that opens and closes at the same time
    counts for nothing, unless that is midnight.
    """
    week: dict[int, list[OpeningHours]] = {}
    for stretch in hours:
        week.setdefault(stretch.weekday, []).append(stretch)
    found: list[TimeRange] = []
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        day = date.fromordinal(ordinal)
        for stretch in week.get(day.weekday(), ()):
            opens = instant_of(datetime.combine(day, stretch.opens), zone)
            closes = instant_of(_closing(day, stretch), zone)
            if opens < closes:
                found.append(TimeRange(opens, closes))
    return merge(found)


def open_around(hours: Iterable[OpeningHours], zone: ZoneInfo, day: date, length: timedelta) -> Ranges:
    """Every stretch, whole, in which something that begins on this local day and lasts so long may lie."""
    return opening_ranges(hours, zone, day - ONE_DAY, day + length_in_days(length))


def open_on(hours: Iterable[OpeningHours], zone: ZoneInfo, day: date) -> Ranges:
    """What of this local day the business is open, the end of the night before included."""
    return clip(opening_ranges(hours, zone, day - ONE_DAY, day), local_days(zone, day, day))


def local_days(zone: ZoneInfo, first: date, last: date) -> TimeRange:
    """The instants of the local days `first` to `last`, both included."""
    return TimeRange(
        instant_of(datetime.combine(first, time()), zone),
        instant_of(datetime.combine(last + ONE_DAY, time()), zone),
    )


def length_in_days(length: timedelta) -> timedelta:
    """How many days later than it began something of this length may end."""
    return timedelta(days=-(-length // ONE_DAY))


def _closing(day: date, stretch: OpeningHours) -> datetime:
    """The naive wall time at which a stretch of this day ends."""
    if stretch.until_midnight:
        return datetime.combine(day + ONE_DAY, time())
    return datetime.combine(day + ONE_DAY if stretch.past_midnight else day, stretch.closes)


def _change_between(early: datetime, late: datetime, zone: ZoneInfo) -> datetime:
    """The first whole second after `early`, up to `late`, at which the zone's offset is that of `late`."""
    settled = late.astimezone(zone).utcoffset()
    low, high = 0, int((late - early).total_seconds())
    while high - low > 1:
        middle = (low + high) // 2
        if (early + timedelta(seconds=middle)).astimezone(zone).utcoffset() == settled:
            high = middle
        else:
            low = middle
    return early + timedelta(seconds=high)
