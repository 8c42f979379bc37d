"""Public holidays as a calendar lists them, and what becomes of those a business has when it lists others."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class HolidayKind(StrEnum):
    """How a day is a holiday."""

    PUBLIC = "public"
    OBSERVED = "observed"
    """In place of one that falls on a day off; kept as that is."""
    HALF_DAY = "half_day"
    """From the evening on, or so: opened unless the owner decides otherwise, who may set other hours for the date."""


@dataclass(frozen=True, slots=True)
class ListedHoliday:
    """A day of a calendar."""

    day: date
    name: str
    kind: HolidayKind = HolidayKind.PUBLIC


@dataclass(frozen=True, slots=True)
class KeptHoliday:
    """A day of a business's or location's: closed unless it is `opened`; `decided` says that the owner chose."""

    listed: ListedHoliday
    opened: bool
    decided: bool = False


def brought_up_to_date(
    present: Iterable[KeptHoliday], listed: Iterable[ListedHoliday], *, same_country: bool
) -> Mapping[date, KeptHoliday]:
    """The days there are to be, by date.

    What the owner decided of a day holds as long as it is a holiday; in another country only of one with the same name.
    """
    decided = {each.listed.day: each for each in present if each.decided}
    found: dict[date, KeptHoliday] = {}
    for each in listed:
        before = decided.get(each.day)
        if before is not None and (same_country or before.listed.name == each.name):
            found[each.day] = KeptHoliday(each, before.opened, True)
        else:
            found[each.day] = KeptHoliday(each, each.kind is HolidayKind.HALF_DAY)
    return found
