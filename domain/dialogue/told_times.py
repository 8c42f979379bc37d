"""Slot search: which of many free times a caller is told about."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

from domain.day_names import spoken_day
from domain.dialogue.intents import FindSlots, PartOfDay
from domain.dialogue.tool_results import MAX_SLOTS, SlotsFound
from domain.errors import OutsideHours
from domain.scheduling.hours import instant_of, wall_of

SEARCH_DAYS = 28
"""How far beyond the day asked for a free time is looked for."""
ALTERNATIVES = 3
_NOON, _EVENING = time(12), time(17)
_PARTS: dict[PartOfDay, Callable[[time], bool]] = {
    "morning": lambda start: start < _NOON,
    "afternoon": lambda start: _NOON <= start < _EVENING,
    "evening": lambda start: start >= _EVENING,
}

_Any = TypeVar("_Any")


class Timed(Protocol):
    """A time that can be offered; `starts_at_local` is naive wall time."""

    @property
    def starts_at(self) -> datetime: ...
    @property
    def starts_at_local(self) -> datetime: ...


_Timed = TypeVar("_Timed", bound=Timed)


class Times(Protocol):
    """When something can be had; wall times are naive, those of the place."""

    @property
    def zone(self) -> ZoneInfo: ...

    def on_days(self, first: date, last: date) -> Iterable[Timed]:
        """The starts on these local days, both included, in order."""
        ...

    def is_free(self, wall: datetime) -> bool: ...

    def would_be_free(self, wall: datetime) -> bool:
        """If nobody else had booked."""
        ...

    def is_closed(self, day: date) -> bool: ...


def search_days(
    zone: ZoneInfo, asked: date | None, now: datetime, horizon_days: int, *, until: date | None = None
) -> tuple[date, date]:
    """The first and last local day that have to be known for an answer about these days; None asks for any day.

    Raises:
        OutsideHours: the day is over, or further ahead than bookings are taken.
    """
    today = wall_of(now, zone).date()
    horizon = today + timedelta(days=horizon_days)
    first = asked or today
    if first < today:
        raise OutsideHours(f"{spoken_day(first)} {first.year} is already over; today is {spoken_day(today)}")
    if first > horizon:
        raise OutsideHours(f"bookings are taken up to {spoken_day(horizon)} {horizon.year}")
    return first, min((until or first) + timedelta(days=SEARCH_DAYS), horizon)


def find_among(
    times: Times, offering: str, intent: FindSlots, now: datetime, horizon_days: int
) -> SlotsFound:
    """A few free start times that answer the caller.

    With a time, those nearest to it; a time without a day means the next day the business is open then. With a part
    of the day, those in it, or else the rest of that day. Otherwise a spread over the days asked for, or over the next
    free days when none was named; a weekday without a date means the coming ones.

    Args:
        times: known for `search_days`.

    Raises:
        OutsideHours: as `search_days`.
    """
    first, last = search_days(times.zone, intent.date, now, horizon_days, until=intent.until)
    requested = requested_is_free = next_free = None
    if intent.date is not None:
        until = min(intent.until or intent.date, last)
        pool = tuple(times.on_days(intent.date, until))
        if not pool:
            next_free = next(iter(times.on_days(until + timedelta(days=1), last)), None)
    else:
        coming = times.on_days(first, last)
        pool = _first_days(_on_weekday(coming, intent.weekday), intent.part_of_day)
    if intent.time is not None:
        day = intent.date or _next_day_open_at(times, intent.time, first, last, intent.weekday)
        requested = datetime.combine(day, intent.time)
        requested_is_free = times.is_free(requested)
        near = pool if intent.date else tuple(times.on_days(day, day)) or pool
        told = nearest(near, instant_of(requested, times.zone), MAX_SLOTS)
    else:
        told = spread(_in_part(pool, intent.part_of_day), MAX_SLOTS)
    return SlotsFound(
        offering=offering,
        date=intent.date,
        slots=tuple(slot.starts_at_local for slot in told),
        requested_local=requested,
        requested_is_free=requested_is_free,
        next_free_local=next_free.starts_at_local if next_free else None,
        closed=intent.date is not None and intent.until is None and times.is_closed(intent.date),
    )


def alternatives_among(
    found: Iterable[Timed], zone: ZoneInfo, wanted_local: datetime
) -> tuple[datetime, ...]:
    """Free wall times to offer for one that cannot be had: that day's nearest, or else the first free day's.

    The wanted time itself is never among them.

    Args:
        found: from the wanted day on, in order.
    """
    coming = (slot for slot in found if slot.starts_at_local != wanted_local)
    day, of_day = next(groupby(coming, key=_day), (wanted_local.date(), ()))
    wanted_at = instant_of(datetime.combine(day, wanted_local.time()), zone)
    return tuple(slot.starts_at_local for slot in nearest(of_day, wanted_at, ALTERNATIVES))


def nearest(found: Iterable[_Timed], wanted_at: datetime, count: int = 3) -> tuple[_Timed, ...]:
    """The slots closest to a wanted instant, in order of time; of two equally close the earlier."""
    ranked = sorted(found, key=lambda slot: (abs(slot.starts_at - wanted_at), slot.starts_at))
    return tuple(sorted(ranked[:count], key=lambda slot: slot.starts_at))


def spread(found: Sequence[_Any], count: int = 6) -> tuple[_Any, ...]:
    """A few slots that show the range of many: the first, the last and evenly between; in order of time."""
    if len(found) <= count:
        return tuple(found)
    return tuple(found[place * (len(found) - 1) // max(count - 1, 1)] for place in range(count))


def _day(slot: Timed) -> date:
    return slot.starts_at_local.date()


def _on_weekday(coming: Iterable[Timed], weekday: int | None) -> Iterable[Timed]:
    return (slot for slot in coming if weekday is None or _day(slot).weekday() == weekday)


def _in_part(pool: Sequence[Timed], part: PartOfDay | None) -> Sequence[Timed]:
    """The slots in that part of the day; all of them when there are none in it."""
    if part is None:
        return pool
    return [slot for slot in pool if _PARTS[part](slot.starts_at_local.time())] or pool


def _first_days(coming: Iterable[Timed], part: PartOfDay | None) -> Sequence[Timed]:
    """The slots of as few days as give enough to tell; whatever the part of the day when it never comes free."""
    seen: list[Timed] = []
    fitting = 0
    for _, of_day in groupby(coming, key=_day):
        found = tuple(of_day)
        seen.extend(found)
        fitting += sum(part is None or _PARTS[part](slot.starts_at_local.time()) for slot in found)
        if fitting >= MAX_SLOTS:
            break
    return seen if fitting or part is None else _first_days(seen, None)


def _next_day_open_at(times: Times, at: time, first: date, last: date, weekday: int | None) -> date:
    """The first of these days the time could be had if nobody else had booked; the first when there is none."""
    days = [date.fromordinal(ordinal) for ordinal in range(first.toordinal(), last.toordinal() + 1)]
    asked = [day for day in days if weekday is None or day.weekday() == weekday]
    for day in asked:
        if times.would_be_free(datetime.combine(day, at)):
            return day
    return asked[0] if asked else first
