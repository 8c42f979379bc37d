"""The engine over a profile and ranges that are taken: times, placements and searches without a store."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from domain.business import BusinessProfile, Offering, StaffMember
from domain.dialogue.intents import FindSlots
from domain.dialogue.told_times import alternatives_among, find_among, search_days
from domain.dialogue.tool_results import SlotsFound
from domain.errors import OutsideHours
from domain.scheduling.catalogue import Wanted, ways
from domain.scheduling.engine.availability import Availability
from domain.scheduling.engine.diary import Rules, Taken, Taking
from domain.scheduling.hours import wall_of, zone_named
from domain.scheduling.place import TakenUp, diary_of
from domain.scheduling.profile_place import place_of
from domain.scheduling.ranges import TimeRange
from services.scheduling.engine_times import EngineTimes
from services.scheduling.looking import Look
from services.scheduling.wishes import refused
from services.tools.wishes import start_at

Busy = Mapping[UUID, Sequence[TimeRange]]
USUAL_RULES = Rules()
HORIZON_DAYS = USUAL_RULES.horizon_days


@dataclass(frozen=True, slots=True)
class Slot:
    """`until` is when the person is free again."""

    staff: StaffMember
    starts_at: datetime
    ends_at: datetime
    until: datetime
    starts_at_local: datetime


def look_at(
    profile: BusinessProfile,
    offering: Offering,
    busy: Busy,
    first: date,
    last: date,
    now: datetime,
    rules: Rules = USUAL_RULES,
) -> Look:
    """As `looking.look`, but for the store."""
    place = place_of(profile, rules)
    wanted = (Wanted(place.offering(offering.id)),)
    taken = {who: [Taken(during, Taking.BOOKING) for during in ranges] for who, ranges in busy.items()}
    found = ways(wanted)
    today = wall_of(now, place.zone).date()
    first = max(first, today)
    last = max(first, min(last, today + timedelta(days=rules.horizon_days)))
    diary = diary_of(place, wanted, found, TakenUp(taken=taken), first, last, now)
    return Look(place, wanted, found, diary, Availability(diary, tuple(found), first, last), first, last)


def slots(
    profile: BusinessProfile,
    offering: Offering,
    busy: Busy,
    *,
    first: date,
    last: date,
    now: datetime,
    rules: Rules = USUAL_RULES,
) -> Iterator[Slot]:
    if first > wall_of(now, zone_named(profile.timezone)).date() + timedelta(days=rules.horizon_days):
        return
    found = look_at(profile, offering, busy, first, last, now, rules)
    for starts_at in found.availability.starts():
        if first <= wall_of(starts_at, found.place.zone).date() <= last:
            yield _slot(profile, found, starts_at)


def place(profile: BusinessProfile, offering: Offering, wall: datetime, busy: Busy, now: datetime) -> Slot:
    """Raises as a booking would be refused."""
    starts_at = start_at(wall, zone_named(profile.timezone))
    day = wall_of(starts_at, zone_named(profile.timezone)).date()
    found = look_at(profile, offering, busy, day, day, now)
    if not found.availability.is_free(starts_at):
        raise refused(found, starts_at)
    return _slot(profile, found, starts_at)


def find(
    profile: BusinessProfile, offering: Offering, intent: FindSlots, busy: Busy, now: datetime
) -> SlotsFound:
    zone = zone_named(profile.timezone)
    first, last = search_days(zone, intent.date, now, HORIZON_DAYS, until=intent.until)
    times = EngineTimes(look_at(profile, offering, busy, first, last, now))
    return find_among(times, offering.name, intent, now, HORIZON_DAYS)


def alternatives(
    profile: BusinessProfile, offering: Offering, wall: datetime, busy: Busy, now: datetime
) -> tuple[datetime, ...]:
    zone = zone_named(profile.timezone)
    try:
        first, last = search_days(zone, wall.date(), now, HORIZON_DAYS)
    except OutsideHours:
        return ()
    times = EngineTimes(look_at(profile, offering, busy, first, last, now))
    return alternatives_among(times.on_days(first, last), zone, wall)


def _slot(profile: BusinessProfile, found: Look, starts_at: datetime) -> Slot:
    offer = found.availability.offer(starts_at)
    assert offer is not None
    (who,) = found.doers(offer)
    staff = next(member for member in profile.staff if member.id == who)
    until = max(segment.during.end for segment in found.segments(offer))
    return Slot(staff, offer.starts_at, offer.ends_at, until, offer.starts_at_local)
