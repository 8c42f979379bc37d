"""Obstacles in words: all of it for the owner, and for the agent what a caller may know.

The agent never learns whose appointment is in the way, what leave somebody has or when they are back from it, nor which
room or machine is taken: what a model is not told it cannot tell.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import assert_never
from zoneinfo import ZoneInfo

from domain.day_names import spoken_day
from domain.scheduling.engine.diary import Diary, Taking
from domain.scheduling.engine.obstacles import (
    Busy,
    Closed,
    ClosesBeforeTheEnd,
    DayFull,
    NobodyFree,
    NotThere,
    NotTogether,
    Obstacle,
    Over,
    ShortNotice,
    TooFarAhead,
    Unknown,
)
from domain.scheduling.hours import wall_of
from domain.scheduling.ranges import Ranges

_BY = {
    Taking.BOOKING: "taken by a booking",
    Taking.HOLD: "held for somebody who is being offered this time",
    Taking.CALENDAR: "busy in a calendar outside",
    Taking.AWAY: "away",
}


def for_owner(obstacle: Obstacle, diary: Diary, starts_at: datetime) -> str:
    """A sentence with every name and reason."""
    match obstacle:
        case NobodyFree(why=why):
            reasons = [_candidate_for_owner(each, diary.zone, starts_at) for each in why]
            return _sentence("; ".join(reasons) if reasons else "nobody does this here")
        case NotTogether():
            return "The visit needs two at the same time, and only one of those who could is free."
        case _:
            return _of_the_place(obstacle, diary, starts_at)


def for_agent(obstacle: Obstacle, diary: Diary, starts_at: datetime) -> str:
    """A sentence with what a caller may be told."""
    match obstacle:
        case NobodyFree(why=why):
            return _sentence(_candidates_for_agent(why, diary, starts_at))
        case NotTogether():
            return "Not everybody the visit needs is free then."
        case DayFull():
            return "No more of these are taken on that day."
        case _:
            return _of_the_place(obstacle, diary, starts_at)


def _of_the_place(
    obstacle: Over | ShortNotice | TooFarAhead | DayFull | Closed | ClosesBeforeTheEnd,
    diary: Diary,
    starts_at: datetime,
) -> str:
    zone, day = diary.zone, wall_of(starts_at, diary.zone).date()
    match obstacle:
        case Over():
            return "That time is already over."
        case ShortNotice(notice_min):
            return f"It needs at least {_lasting(notice_min)} notice."
        case TooFarAhead(last):
            return f"Bookings are taken up to {spoken_day(last)} {last.year}."
        case DayFull(limit):
            return f"There are {limit} of these on {spoken_day(day)} already, which is the most."
        case Closed(opening, reason):
            because = f" ({reason})" if reason else ""
            if not opening:
                return f"Closed on {spoken_day(day)}{because}."
            hours = f"open {_stretches(opening, zone)} on {spoken_day(day)}"
            return f"Closed at {_clock(starts_at, zone)}; {hours}{because}."
        case ClosesBeforeTheEnd(closes_at, ends_at):
            return f"Closes at {_clock(closes_at, zone)}; the visit would last until {_clock(ends_at, zone)}."
        case _:
            assert_never(obstacle)


def _candidate_for_owner(why: NotThere | Busy | Unknown, zone: ZoneInfo, starts_at: datetime) -> str:
    match why:
        case Unknown():
            return "somebody who could do it does not work here"
        case NotThere(resource, hours):
            day = wall_of(starts_at, zone).date()
            if not hours:
                return f"{resource.name} has no hours on {spoken_day(day)}"
            return f"{resource.name} works {_stretches(hours, zone)} on {spoken_day(day)}"
        case Busy(resource, by, free_at):
            reason = f" ({by.reason})" if by.reason else ""
            return f"{resource.name} is {_BY[by.by]}{reason} until {_until(free_at, zone, starts_at)}"
        case _:
            assert_never(why)


def _candidates_for_agent(why: Sequence[NotThere | Busy | Unknown], diary: Diary, starts_at: datetime) -> str:
    people = [each for each in why if not isinstance(each, Unknown) and not each.resource.is_asset]
    if not people and any(not isinstance(each, Unknown) for each in why):
        return "what it needs is not free then"
    if len(people) != 1:
        return "nobody who does it is free then"
    (only,) = people
    day = wall_of(starts_at, diary.zone).date()
    if isinstance(only, Busy) and only.by.by is not Taking.AWAY and _day(only.free_at, diary.zone) == day:
        return f"{only.resource.name} is not free then, but again from {_clock(only.free_at, diary.zone)}"
    return f"{only.resource.name} is not available then"


def _until(instant: datetime, zone: ZoneInfo, starts_at: datetime) -> str:
    day = _day(instant, zone)
    return _clock(instant, zone) + ("" if day == _day(starts_at, zone) else f" on {spoken_day(day)}")


def _stretches(ranges: Ranges, zone: ZoneInfo) -> str:
    return " and ".join(f"{_clock(r.start, zone)} to {_closing(r.end, r.start, zone)}" for r in ranges)


def _closing(end: datetime, start: datetime, zone: ZoneInfo) -> str:
    midnight = wall_of(end, zone).time() == datetime.min.time() and _day(end, zone) != _day(start, zone)
    return "24:00" if midnight else _clock(end, zone)


def _day(instant: datetime, zone: ZoneInfo) -> date:
    return wall_of(instant, zone).date()


def _clock(instant: datetime, zone: ZoneInfo) -> str:
    return f"{wall_of(instant, zone):%H:%M}"


def _lasting(minutes: int) -> str:
    days, rest = divmod(minutes, 24 * 60)
    if days and not rest:
        return "a day's" if days == 1 else f"{days} days'"
    hours, rest = divmod(minutes, 60)
    if hours and not rest:
        return "an hour's" if hours == 1 else f"{hours} hours'"
    return f"{minutes} minutes'"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
