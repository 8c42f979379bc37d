"""When a group session can be joined, as the search of a call and a booking page take it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from domain.scheduling.catalogue import Channel, rules_of
from domain.scheduling.engine.diary import Rules
from domain.scheduling.hours import exists, instant_of, local_days, wall_of
from services.scheduling.engine_times import Start
from services.scheduling.looking import Ask, Question, place_for, wanted_of
from storage.postgres import places, sessions
from storage.postgres.sessions import SessionRow
from storage.postgres.tenant import TenantScope


@dataclass(frozen=True, slots=True)
class SessionTimes:
    """The sessions of one offering at one location that are to come, soonest first: `domain.dialogue.told_times.Times`.

    Attributes:
        seats: how many are wanted together.
    """

    zone: ZoneInfo
    sessions: tuple[SessionRow, ...]
    seats: int = 1

    def on_days(self, first: date, last: date) -> Iterable[Start]:
        seen: set[datetime] = set()
        for each in self.sessions:
            wall = wall_of(each.starts_at, self.zone)
            if each.free >= self.seats and first <= wall.date() <= last and each.starts_at not in seen:
                seen.add(each.starts_at)
                yield Start(each.starts_at, wall)

    def is_free(self, wall: datetime) -> bool:
        return self.free_at(wall) >= self.seats

    def would_be_free(self, wall: datetime) -> bool:
        return bool(self.at(wall))

    def is_closed(self, day: date) -> bool:
        """Never told: a day without a session is no day the business is closed on."""
        return False

    def at(self, wall: datetime) -> tuple[SessionRow, ...]:
        """Those that begin then, the one with the most free seats first."""
        if not exists(wall, self.zone):
            return ()
        starts_at = instant_of(wall, self.zone)
        found = (each for each in self.sessions if each.starts_at == starts_at)
        return tuple(sorted(found, key=lambda each: (-each.free, each.id)))

    def free_at(self, wall: datetime) -> int:
        """Seats that can be had together then."""
        return max((each.free for each in self.at(wall)), default=0)

    def on(self, day: date) -> tuple[SessionRow, ...]:
        return tuple(each for each in self.sessions if wall_of(each.starts_at, self.zone).date() == day)


async def sessions_for(
    scope: TenantScope,
    ask: Ask,
    location_id: UUID | None,
    first: date,
    last: date,
    now: datetime,
    rules: Rules,
    channel: Channel,
    *,
    seats: int = 1,
    without: UUID | None = None,
) -> SessionTimes:
    """What can be joined on these local days by this channel, full ones included.

    Args:
        ask: with `staff_id` only those this person holds.
        without: a session that is left out: the one somebody moves from.

    Raises:
        NotFound: no such offering or location; NotPermitted: it is not booked by this channel.
    """
    zone = await places.zone(scope, location_id)
    place = await place_for(scope, location_id, first, last, rules)
    wanted = wanted_of(place, Question((Ask(ask.offering_id),), location_id, channel))
    its_rules = rules_of(place.rules, wanted)
    today = wall_of(now, zone).date()
    window = local_days(zone, first, min(last, today + timedelta(days=its_rules.horizon_days)))
    soonest = now + timedelta(minutes=its_rules.notice_min)
    found = [
        each
        for each in await sessions.within(scope, window, ask.offering_id)
        if each.location_id == location_id and each.starts_at >= soonest and each.id != without
    ]
    if ask.staff_id is not None:
        held_by = await sessions.trainers(scope, [each.id for each in found])
        found = [each for each in found if held_by.get(each.id) == ask.staff_id]
    return SessionTimes(zone, tuple(found), seats)
