"""Whether a booking can be made, with which staff member and when. Decides; writes nothing."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.business import BusinessProfile, Offering, StaffMember
from domain.errors import InvalidInput, OutsideHours, SlotTaken
from domain.scheduling.hours import (
    ONE_DAY,
    exists,
    instant_of,
    local_days,
    open_around,
    wall_of,
    zone_named,
)
from domain.scheduling.ranges import Ranges, TimeRange
from domain.scheduling.slots import (
    DEFAULT_RULES,
    BookingRules,
    Busy,
    bookable_days,
    is_free,
    length,
    occupied,
)


@dataclass(frozen=True, slots=True)
class Placement:
    """A booking that fits.

    Attributes:
        starts_at, ends_at: the customer's time, UTC.
        until: when the staff member is free again, after the buffer; `ends_at` without one.
        starts_at_local: naive wall time of the business.
    """

    offering: Offering
    staff: StaffMember
    starts_at: datetime
    ends_at: datetime
    until: datetime
    starts_at_local: datetime


def place(
    profile: BusinessProfile,
    offering: Offering,
    starts_at_local: datetime,
    busy: Busy,
    now: datetime,
    *,
    rules: BookingRules = DEFAULT_RULES,
) -> Placement:
    """Where a booking wanted at this wall time goes: to the first free staff member in the profile's order.

    The time need not lie on the slots' grid. `busy` must cover `busy_window` of the local day wanted.

    Args:
        starts_at_local: naive wall time of the business, whole minutes.
        now: aware.

    Raises:
        InvalidInput: not a whole naive minute, or a time the clocks skip.
        OutsideHours: closed then, already over, too short notice, further ahead than bookings are taken, or
            nobody takes bookings.
        SlotTaken: open then, but nobody is free for long enough.
    """
    zone = zone_named(profile.timezone)
    _check_wall_time(starts_at_local)
    _, last_day = bookable_days(profile, now, rules)
    if starts_at_local.date() < wall_of(now, zone).date():
        raise OutsideHours(f"{_spoken(starts_at_local)} is already over")
    if starts_at_local.date() > last_day:
        raise OutsideHours(f"bookings are taken up to {last_day:%A} {last_day.day} {last_day:%B %Y}")
    if not exists(starts_at_local, zone):
        raise InvalidInput(f"the clocks go forward then: there is no {starts_at_local:%H:%M} on that day")
    starts_at = instant_of(starts_at_local, zone)
    if starts_at < now:
        raise OutsideHours(f"{_spoken(starts_at_local)} is already over")
    if starts_at < now + timedelta(minutes=rules.lead_min):
        raise OutsideHours(f"a booking needs at least {rules.lead_min} minutes' notice")
    day = starts_at_local.date()
    opening = open_around(profile.opening_hours, zone, day, length(offering))
    wanted = occupied(offering, starts_at)
    if not is_free(opening, (), wanted):
        raise OutsideHours(_why_closed(profile, offering, starts_at_local, opening, wanted))
    if not profile.staff:
        raise OutsideHours(f"{profile.name} has nobody who takes bookings")
    staff = next((m for m in profile.staff if is_free(opening, busy.get(m.id, ()), wanted)), None)
    if staff is None:
        raise SlotTaken(f"{_spoken(starts_at_local)} is taken")
    ends_at = starts_at + timedelta(minutes=offering.duration_min)
    return Placement(offering, staff, starts_at, ends_at, wanted.end, starts_at_local)


def _check_wall_time(wall: datetime) -> None:
    if wall.tzinfo is not None or wall.second or wall.microsecond:
        raise InvalidInput("starts_at_local must be a wall time without zone or seconds, YYYY-MM-DDTHH:MM")


def _spoken(wall: datetime) -> str:
    return f"{wall:%H:%M} on {wall:%A} {wall.day} {wall:%B}"


def _why_closed(
    profile: BusinessProfile, offering: Offering, wall: datetime, opening: Ranges, wanted: TimeRange
) -> str:
    zone, day = zone_named(profile.timezone), wall.date()
    today = local_days(zone, day, day)
    opening = tuple(stretch for stretch in opening if stretch.overlaps(today))
    if not opening:
        return f"{profile.name} is closed on {wall:%A} {wall.day} {wall:%B}"
    stretches = " and ".join(_stretch(r, zone, day) for r in opening)
    hours = f"{profile.name} is open {stretches} on {wall:%A} {wall.day} {wall:%B}"
    if any(r.start <= wanted.start < r.end for r in opening):
        return f"{hours}; {offering.name} takes {offering.duration_min} minutes and would not end by closing"
    return hours


def _stretch(stretch: TimeRange, zone: ZoneInfo, day: date) -> str:
    """A stretch as it is said of this day; the night before counts from midnight."""
    opens = max(wall_of(stretch.start, zone), datetime.combine(day, time()))
    closes, midnight = wall_of(stretch.end, zone), datetime.combine(day + ONE_DAY, time())
    return f"{opens:%H:%M} to {'24:00' if closes == midnight else f'{closes:%H:%M}'}"
