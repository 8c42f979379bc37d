"""What the system prompt says about the business, read from the lines that have a fixed form."""

import re
from dataclasses import dataclass
from datetime import datetime, time

from domain.day_names import MONTHS, WEEKDAYS
from sandbox.vendors.openai.times import Stretches


@dataclass(frozen=True, slots=True)
class OfferingFact:
    name: str
    minutes: int
    price: str


@dataclass(frozen=True, slots=True)
class Facts:
    """`now` is the business's wall time; `hours` has one entry per weekday from Monday, empty when closed."""

    business: str
    now: datetime
    caller_number: str | None
    address: str | None
    can_transfer: bool
    offerings: tuple[OfferingFact, ...]
    staff: tuple[str, ...]
    hours: tuple[Stretches, ...]
    answers: tuple[tuple[str, str], ...]
    locations: tuple[str, ...] = ()

    @property
    def any_hours(self) -> Stretches:
        """Every stretch of the week, for a time whose day is not known yet."""
        return [stretch for day in self.hours for stretch in day]


def read_facts(prompt: str) -> Facts | None:
    """The facts; None when the prompt describes no business."""
    business, now = _line(prompt, "Business"), _now(prompt)
    if business is None or now is None:
        return None
    number = _line(prompt, "Caller number")
    address = _line(prompt, "Address")
    return Facts(
        business=business,
        now=now,
        caller_number=number if number and number.startswith("+") else None,
        address=address if address and address != "not given" else None,
        can_transfer=_line(prompt, "Callers can be put through") == "yes",
        offerings=tuple(_offerings(prompt)),
        staff=tuple(_section(prompt, "Staff")),
        hours=_hours(prompt),
        answers=tuple(_answers(prompt)),
        locations=tuple(entry.partition(":")[0] for entry in _section(prompt, "Locations")),
    )


def _line(prompt: str, name: str) -> str | None:
    found = re.search(rf"^{name}: *(.+?) *$", prompt, re.MULTILINE)
    return found[1] if found else None


def _section(prompt: str, name: str) -> list[str]:
    found = re.search(rf"^{name}:[^\S\n]*\n((?:- .*(?:\n|$))*)", prompt, re.MULTILINE)
    return [line[2:].strip() for line in found[1].splitlines()] if found else []


def _now(prompt: str) -> datetime | None:
    found = re.search(r"^Now: \w+ (\d{1,2}) (\w+) (\d{4}) (\d{2}):(\d{2})", prompt, re.MULTILINE)
    if not found or found[2] not in MONTHS:
        return None
    month = MONTHS.index(found[2]) + 1
    return datetime(int(found[3]), month, int(found[1]), int(found[4]), int(found[5]))  # noqa: DTZ001 - wall time


def _offerings(prompt: str) -> list[OfferingFact]:
    found = (re.fullmatch(r"(.+): (\d+) minutes, (.+)", entry) for entry in _section(prompt, "Offerings"))
    return [OfferingFact(entry[1], int(entry[2]), entry[3]) for entry in found if entry]


def _hours(prompt: str) -> tuple[Stretches, ...]:
    by_day: dict[str, Stretches] = {}
    for entry in _section(prompt, "Opening hours"):
        day, _, stretches = entry.partition(": ")
        times = re.findall(r"(\d{2}):(\d{2})-(\d{2}):(\d{2})", stretches)
        by_day[day] = [(time(int(a), int(b)), _closing(int(a), int(c), int(d))) for a, b, c, d in times]
    return tuple(by_day.get(day, ()) for day in WEEKDAYS)


def _closing(opens: int, hour: int, minute: int) -> time:
    """On the day it opened: a night ends with it."""
    return time.max if hour == 24 or hour < opens else time(hour, minute)


def _answers(prompt: str) -> list[tuple[str, str]]:
    found = (re.fullmatch(r"Q: (.+?) A: (.+)", entry) for entry in _section(prompt, "Common questions"))
    return [(entry[1], entry[2]) for entry in found if entry]
