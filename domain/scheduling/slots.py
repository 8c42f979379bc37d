"""Availability: what opening hours leave after what is busy, cut into slots a caller can be offered.

    opening hours - busy = availability -> slots on the wall clock's grid, long enough, with enough notice

A slot is always a wall time that names one instant: what was offered can be booked by saying it back.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from domain.business import BusinessProfile, Offering, StaffMember
from domain.scheduling.hours import (
    ONE_DAY,
    exists,
    instant_of,
    length_in_days,
    local_days,
    open_around,
    open_on,
    wall_of,
    zone_named,
)
from domain.scheduling.ranges import Ranges, TimeRange, subtract

Busy = Mapping[UUID, Sequence[TimeRange]]
"""What each staff member's calendar holds, by staff id; one that is absent has nothing in it."""


_Any = TypeVar("_Any")


class _Starting(Protocol):
    @property
    def starts_at(self) -> datetime: ...


_Timed = TypeVar("_Timed", bound=_Starting)


@dataclass(frozen=True, slots=True)
class BookingRules:
    """How a business takes bookings.

    Attributes:
        grid_min: slots start at local midnight plus a multiple of this.
        lead_min: notice a booking needs.
        horizon_days: how many days ahead bookings are taken.
    """

    grid_min: int = 15
    lead_min: int = 15
    horizon_days: int = 180


DEFAULT_RULES = BookingRules()


@dataclass(frozen=True, slots=True)
class Slot:
    """A time one staff member could start; `starts_at` and `ends_at` are the customer's time, in UTC."""

    staff: StaffMember
    starts_at: datetime
    ends_at: datetime
    starts_at_local: datetime
    """Naive wall time of the business."""


def occupied(offering: Offering, starts_at: datetime) -> TimeRange:
    """What a booking takes out of the calendar: the customer's time and the buffer after it."""
    return TimeRange(starts_at, starts_at + length(offering))


def length(offering: Offering) -> timedelta:
    """How long the staff member is taken, the buffer included."""
    return timedelta(minutes=offering.duration_min + offering.buffer_min)


def busy_window(profile: BusinessProfile, offering: Offering, first: date, last: date) -> TimeRange:
    """Where `busy` has to be known for bookings that begin on the local days `first` to `last`, both included."""
    return local_days(zone_named(profile.timezone), first, last + length_in_days(length(offering)))


def is_free(opening: Ranges, busy: Iterable[TimeRange], wanted: TimeRange) -> bool:
    """Whether all of `wanted` lies in one opening range and nothing busy overlaps it."""
    return any(stretch.covers(wanted) for stretch in opening) and not any(
        taken.overlaps(wanted) for taken in busy
    )


def bookable_days(
    profile: BusinessProfile, now: datetime, rules: BookingRules = DEFAULT_RULES
) -> tuple[date, date]:
    """The first and last local day a booking made now may lie on."""
    today = wall_of(now, zone_named(profile.timezone)).date()
    return today, today + timedelta(days=rules.horizon_days)


def slots(
    profile: BusinessProfile,
    offering: Offering,
    busy: Busy,
    *,
    first: date,
    last: date,
    now: datetime,
    rules: BookingRules = DEFAULT_RULES,
) -> Iterator[Slot]:
    """Slots on the local days `first` to `last`, both included, earliest first and one per start.

    Where several staff members are free the first of the profile's order is named. Days outside
    `bookable_days` give nothing, so any pair of dates is cheap. `busy` must cover `busy_window` of the days asked for.
    """
    zone = zone_named(profile.timezone)
    today, horizon = bookable_days(profile, now, rules)
    earliest = now + timedelta(minutes=rules.lead_min)
    first, last = max(first, today), min(last, horizon)
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        day = date.fromordinal(ordinal)
        today_open = open_on(profile.opening_hours, zone, day)
        if not today_open:
            continue
        opening = open_around(profile.opening_hours, zone, day, length(offering))
        free = [(member, subtract(opening, busy.get(member.id, ()))) for member in profile.staff]
        for wall, starts_at in _grid(day, today_open, zone, rules.grid_min):
            if starts_at < earliest:
                continue
            wanted = occupied(offering, starts_at)
            member = next((m for m, ranges in free if any(r.covers(wanted) for r in ranges)), None)
            if member is not None:
                ends_at = starts_at + timedelta(minutes=offering.duration_min)
                yield Slot(member, starts_at, ends_at, wall)


def nearest(found: Iterable[_Timed], wanted_at: datetime, count: int = 3) -> tuple[_Timed, ...]:
    """The slots closest to a wanted instant, in order of time; of two equally close the earlier."""
    ranked = sorted(found, key=lambda slot: (abs(slot.starts_at - wanted_at), slot.starts_at))
    return tuple(sorted(ranked[:count], key=lambda slot: slot.starts_at))


def spread(found: Sequence[_Any], count: int = 6) -> tuple[_Any, ...]:
    """A few slots that show the range of many: the first, the last and evenly between; in order of time."""
    if len(found) <= count:
        return tuple(found)
    return tuple(found[place * (len(found) - 1) // max(count - 1, 1)] for place in range(count))


def first_free(
    profile: BusinessProfile,
    offering: Offering,
    busy: Busy,
    *,
    from_date: date,
    now: datetime,
    rules: BookingRules = DEFAULT_RULES,
) -> Slot | None:
    """The earliest slot on or after a local day, None when there is none before the horizon."""
    return next(slots(profile, offering, busy, first=from_date, last=date.max, now=now, rules=rules), None)


def _grid(day: date, opening: Ranges, zone: ZoneInfo, grid_min: int) -> Iterator[tuple[datetime, datetime]]:
    """The day's wall times on the grid while it may be open, with their instants; without those the clocks skip.

    `opening` lies within the day.
    """
    midnight = datetime.combine(day, datetime.min.time())
    opens = wall_of(opening[0].start, zone) - midnight
    closes = min(wall_of(opening[-1].end, zone) - midnight, ONE_DAY)
    step = timedelta(minutes=grid_min)
    for place in range(opens // step, -(-closes // step)):
        wall = midnight + place * step
        if exists(wall, zone):
            yield wall, instant_of(wall, zone)
