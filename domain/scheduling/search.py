"""Slot search: which of many free slots a caller is told about."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Protocol
from zoneinfo import ZoneInfo

from domain.business import BusinessProfile, Offering
from domain.dialogue.intents import FindSlots, PartOfDay
from domain.dialogue.tool_results import MAX_SLOTS, SlotsFound, spoken_day
from domain.errors import DomainError, OutsideHours
from domain.scheduling.booking import place
from domain.scheduling.hours import instant_of, open_on, zone_named
from domain.scheduling.slots import (
    DEFAULT_RULES,
    BookingRules,
    Busy,
    bookable_days,
    nearest,
    slots,
    spread,
)

SEARCH_DAYS = 28
"""How far beyond the day asked for a free time is looked for."""
ALTERNATIVES = 3
_NOON, _EVENING = time(12), time(17)
_PARTS: dict[PartOfDay, Callable[[time], bool]] = {
    "morning": lambda start: start < _NOON,
    "afternoon": lambda start: _NOON <= start < _EVENING,
    "evening": lambda start: start >= _EVENING,
}


def search_days(
    profile: BusinessProfile, asked: date | None, now: datetime, rules: BookingRules = DEFAULT_RULES
) -> tuple[date, date]:
    """The first and last local day whose `busy` an answer about this day needs; None asks for any day.

    Raises:
        OutsideHours: the day is over, or further ahead than bookings are taken.
    """
    today, horizon = bookable_days(profile, now, rules)
    first = asked or today
    if first < today:
        raise OutsideHours(f"{spoken_day(first)} {first.year} is already over; today is {spoken_day(today)}")
    if first > horizon:
        raise OutsideHours(f"bookings are taken up to {spoken_day(horizon)} {horizon.year}")
    return first, min(first + timedelta(days=SEARCH_DAYS), horizon)


class Timed(Protocol):
    """A time that can be offered."""

    @property
    def starts_at(self) -> datetime: ...
    @property
    def starts_at_local(self) -> datetime: ...


class Times(Protocol):
    """When something can be had; wall times are naive, those of the business."""

    def on_days(self, first: date, last: date) -> Iterable[Timed]:
        """The starts on these local days, both included, in order."""
        ...

    def is_free(self, wall: datetime) -> bool: ...

    def would_be_free(self, wall: datetime) -> bool:
        """If nobody else had booked."""
        ...

    def is_closed(self, day: date) -> bool: ...


@dataclass(frozen=True, slots=True)
class ProfileTimes:
    """What the profile's hours leave after `busy`, which covers `busy_window` of the days asked about."""

    profile: BusinessProfile
    offering: Offering
    busy: Busy
    now: datetime
    rules: BookingRules = DEFAULT_RULES

    def on_days(self, first: date, last: date) -> Iterable[Timed]:
        return slots(
            self.profile, self.offering, self.busy, first=first, last=last, now=self.now, rules=self.rules
        )

    def is_free(self, wall: datetime) -> bool:
        return self._can_book(wall, self.busy)

    def would_be_free(self, wall: datetime) -> bool:
        return self._can_book(wall, {})

    def is_closed(self, day: date) -> bool:
        return not open_on(self.profile.opening_hours, zone_named(self.profile.timezone), day)

    def _can_book(self, wall: datetime, busy: Busy) -> bool:
        try:
            place(self.profile, self.offering, wall, busy, self.now, rules=self.rules)
        except DomainError:
            return False
        return True


def find(
    profile: BusinessProfile,
    offering: Offering,
    intent: FindSlots,
    busy: Busy,
    now: datetime,
    *,
    rules: BookingRules = DEFAULT_RULES,
) -> SlotsFound:
    """`find_among` the times of the profile's hours. `busy` must cover `busy_window` of `search_days`.

    Raises:
        OutsideHours: as `search_days`.
    """
    times = ProfileTimes(profile, offering, busy, now, rules)
    return find_among(times, profile, offering.name, intent, now, rules=rules)


def find_among(
    times: Times,
    profile: BusinessProfile,
    offering: str,
    intent: FindSlots,
    now: datetime,
    *,
    rules: BookingRules = DEFAULT_RULES,
) -> SlotsFound:
    """A few free start times that answer the caller.

    With a time, those nearest to it; a time without a day means the next day the business is open then. With a part
    of the day, those in it, or else the rest of that day. Otherwise a spread over the day, or over the next free
    days when none was named.

    Args:
        times: known for `search_days`.

    Raises:
        OutsideHours: as `search_days`.
    """
    first, last = search_days(profile, intent.date, now, rules)
    requested = requested_is_free = next_free = None
    if intent.date is not None:
        pool = tuple(times.on_days(intent.date, intent.date))
        if not pool:
            next_free = next(iter(times.on_days(intent.date + timedelta(days=1), last)), None)
    else:
        pool = _first_days(times.on_days(first, last), intent.part_of_day)
    if intent.time is not None:
        day = intent.date or _next_day_open_at(times, intent.time, first, last)
        requested = datetime.combine(day, intent.time)
        requested_is_free = times.is_free(requested)
        near = pool if intent.date else tuple(times.on_days(day, day)) or pool
        told = nearest(near, instant_of(requested, zone_named(profile.timezone)), MAX_SLOTS)
    else:
        told = spread(_in_part(pool, intent.part_of_day), MAX_SLOTS)
    return SlotsFound(
        offering=offering,
        date=intent.date,
        slots=tuple(slot.starts_at_local for slot in told),
        requested_local=requested,
        requested_is_free=requested_is_free,
        next_free_local=next_free.starts_at_local if next_free else None,
        closed=intent.date is not None and times.is_closed(intent.date),
    )


def alternatives(
    profile: BusinessProfile,
    offering: Offering,
    wanted_local: datetime,
    busy: Busy,
    now: datetime,
    *,
    rules: BookingRules = DEFAULT_RULES,
) -> tuple[datetime, ...]:
    """`alternatives_among` the times of the profile's hours; a day that is over or too far ahead has none.

    `busy` must cover `busy_window` of the wanted day's `search_days`.
    """
    try:
        first, last = search_days(profile, wanted_local.date(), now, rules)
    except OutsideHours:
        return ()
    times = ProfileTimes(profile, offering, busy, now, rules)
    return alternatives_among(times.on_days(first, last), zone_named(profile.timezone), wanted_local)


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


def _day(slot: Timed) -> date:
    return slot.starts_at_local.date()


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


def _next_day_open_at(times: Times, at: time, first: date, last: date) -> date:
    """The first of these days the time could be had if nobody else had booked; the first when there is none."""
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        day = date.fromordinal(ordinal)
        if times.would_be_free(datetime.combine(day, at)):
            return day
    return first
