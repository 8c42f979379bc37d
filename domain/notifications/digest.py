"""When a business is told of its day, and of which."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.scheduling.hours import instant_of, wall_of

_ONE_DAY = timedelta(days=1)
_NOON = time(12)


def next_digest(after: datetime, at: time, zone: ZoneInfo) -> date:
    """The local day of the first digest after this instant."""
    day = wall_of(after, zone).date()
    return day if due_on(day, at, zone) > after else day + _ONE_DAY


def due_on(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The instant of this day's digest, UTC."""
    return instant_of(datetime.combine(day, at), zone)


def told_on(day: date, at: time, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """From when to when that digest tells: all since the one before, so that every hour is told once."""
    return due_on(day - _ONE_DAY, at, zone), due_on(day, at, zone)


def named(day: date, at: time) -> date:
    """The day most of it was: a digest in the morning is about the day before."""
    return day if at >= _NOON else day - _ONE_DAY
