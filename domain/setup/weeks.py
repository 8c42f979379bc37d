"""Hours as people write them: usual weeks and single dates, checked against overlaps and clocks that jump.

`domain.business.OpeningHours` says how a stretch is read: 24:00 is kept as 00:00, and one that closes no later than it
opens goes on into the next day.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.business import OpeningHours
from domain.errors import InvalidInput
from domain.scheduling.hours import exists
from domain.setup.limits import STRETCHES_A_DAY

DAY_MIN = 24 * 60
WEEK_MIN = 7 * DAY_MIN
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

Stretch = tuple[time, time]
"""When it opens and closes."""


def clock(field: str, text: str) -> time:
    """The time of `09:30`, and 00:00 of `24:00`. Raises InvalidInput."""
    hours, colon, minutes = text.partition(":")
    well_formed = (
        colon
        and text.isascii()
        and hours.isdigit()
        and minutes.isdigit()
        and len(hours) <= 2
        and len(minutes) == 2
    )
    if well_formed and (int(hours), int(minutes)) == (24, 0):
        return time()
    if not well_formed or int(hours) > 23 or int(minutes) > 59:
        raise InvalidInput(f"{field}: write a time of day as 09:30, up to 24:00, not {text[:20]!r}")
    return time(int(hours), int(minutes))


def clock_text(opens: time, closes: time) -> tuple[str, str]:
    """A stretch as people write it: midnight at its end is 24:00."""
    return f"{opens:%H:%M}", "24:00" if closes == time() else f"{closes:%H:%M}"


def checked_week(hours: Iterable[OpeningHours]) -> tuple[OpeningHours, ...]:
    """A usual week in order.

    Raises:
        InvalidInput: stretches that overlap, over midnight and from Sunday to Monday too, one without a length, or too
            many.
    """
    week = sorted(hours, key=lambda one: (one.weekday, one.opens))
    for weekday, count in Counter(one.weekday for one in week).items():
        if count > STRETCHES_A_DAY:
            raise InvalidInput(f"hours: at most {STRETCHES_A_DAY} stretches on {WEEKDAYS[weekday]}")
    ends: list[tuple[int, int, OpeningHours]] = []
    for one in week:
        begin = one.weekday * DAY_MIN + _minute(one.opens)
        ends.append((begin, begin + _length(WEEKDAYS[one.weekday], one.opens, one.closes), one))
    for (_, end, one), (begin, _, other) in zip(ends, [*ends[1:], *_next_week(ends[:1])], strict=False):
        if begin < end:
            raise InvalidInput(
                f"hours: {_named(one)} and {_named(other)} overlap; end the one before the other begins"
            )
    return tuple(week)


def checked_day(day: date, stretches: Sequence[Stretch], zones: Iterable[ZoneInfo]) -> tuple[Stretch, ...]:
    """The hours of one date, in order.

    Args:
        zones: of the places they are for: clocks there must show these times on that date.

    Raises:
        InvalidInput: stretches that overlap, one without a length, too many, or a time the clocks skip.
    """
    if len(stretches) > STRETCHES_A_DAY:
        raise InvalidInput(f"hours: at most {STRETCHES_A_DAY} stretches on {day.isoformat()}")
    ordered = sorted(stretches)
    last_end = -1
    for opens, closes in ordered:
        begin = _minute(opens)
        if begin < last_end:
            raise InvalidInput(f"hours: two stretches of {day.isoformat()} overlap at {opens:%H:%M}")
        last_end = begin + _length(day.isoformat(), opens, closes)
    for zone in zones:
        for opens, closes in ordered:
            check_wall(datetime.combine(day, opens), zone)
            next_day = closes <= opens
            check_wall(datetime.combine(day + timedelta(days=next_day), closes), zone)
    return tuple(ordered)


def check_wall(wall: datetime, zone: ZoneInfo) -> None:
    """Raises InvalidInput for a naive wall time the clocks skip. Midnight may be skipped: a day begins all the same."""
    if wall.time() != time() and not exists(wall, zone):
        raise InvalidInput(
            f"{wall:%Y-%m-%d %H:%M} does not exist in {zone.key}: the clocks go forward over it; choose a time after"
        )


def _next_week(first: list[tuple[int, int, OpeningHours]]) -> list[tuple[int, int, OpeningHours]]:
    return [(begin + WEEK_MIN, end + WEEK_MIN, one) for begin, end, one in first]


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute


def _length(named: str, opens: time, closes: time) -> int:
    if opens == closes != time():
        raise InvalidInput(
            f"hours: {named} ends as it begins, at {opens:%H:%M}; for the whole day write 00:00 to 24:00"
        )
    if OpeningHours(0, opens, closes).until_midnight:
        return DAY_MIN - _minute(opens)
    return _minute(closes) - _minute(opens) + (DAY_MIN if closes < opens else 0)


def _named(one: OpeningHours) -> str:
    return f"{WEEKDAYS[one.weekday]} {one.spoken}"
