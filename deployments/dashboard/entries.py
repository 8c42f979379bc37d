"""What people write into fields, read: prices, minutes with processing time, hours. Pure."""

import re
from collections.abc import Mapping, Sequence

from domain.business import OpeningHours
from domain.errors import InvalidInput
from domain.scheduling.engine.visit import Segment
from domain.setup.weeks import WEEKDAYS, clock

_PRICE = re.compile(r"(\d{1,7})(?:[.,](\d{1,2}))?")
_PART = re.compile(r"\(\s*(\d{1,4})\s*\)|(\d{1,4})")
STRETCHES = 3
"""Of one day in the form; lunch and one more break."""


def cents_of(field: str, text: str) -> int:
    """9550 of `95.50`, `95,5` or `$95.50`. Raises InvalidInput."""
    found = _PRICE.fullmatch(text.strip().lstrip("$€£ ").replace(" ", ""))
    if found is None:
        raise InvalidInput(f"{field}: write a price such as 95 or 95.50")
    return int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))


def price_text(cents: int) -> str:
    """95.50; 95 of a whole price."""
    return f"{cents // 100}" if cents % 100 == 0 else f"{cents // 100}.{cents % 100:02}"


def segments_of(field: str, text: str) -> tuple[Segment, ...]:
    """`45`, or `30 + (20) + 15`: in brackets the minutes in which staff are free. Raises InvalidInput."""
    found: list[Segment] = []
    for part in text.split("+"):
        number = _PART.fullmatch(part.strip())
        if number is None:
            raise InvalidInput(
                f"{field}: write minutes such as 45, or 30 + (20) + 15 where staff are free for the 20 in brackets"
            )
        found.append(Segment(int(number[1] or number[2]), number[1] is not None))
    return tuple(found)


def segments_text(segments: Sequence[Segment]) -> str:
    return " + ".join(f"({each.minutes})" if each.processing else str(each.minutes) for each in segments)


def minutes_of(field: str, text: str) -> int:
    """Raises InvalidInput."""
    if not text.strip().isdecimal():
        raise InvalidInput(f"{field}: write whole minutes")
    return int(text)


def week_of(values: Mapping[str, str]) -> tuple[OpeningHours, ...]:
    """The week of fields such as `0.0.opens`: weekday, place in the day. Raises InvalidInput: half of a stretch."""
    week: list[OpeningHours] = []
    for weekday, name in enumerate(WEEKDAYS):
        for place in range(STRETCHES):
            opens, closes = (
                values.get(f"{weekday}.{place}.{end}", "").strip() for end in ("opens", "closes")
            )
            if opens and closes:
                week.append(OpeningHours(weekday, clock(name, opens), clock(name, closes)))
            elif opens or closes:
                raise InvalidInput(
                    f"{name}: say when it {'closes' if opens else 'opens'}, or leave both empty"
                )
    return tuple(week)


def lines_of(text: str) -> tuple[str, ...]:
    """Lines that say something."""
    return tuple(line.strip() for line in text.split("\n") if line.strip())
