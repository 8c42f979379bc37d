"""Times, days and prices in the words a voice says."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time

from domain.day_names import MONTHS, WEEKDAYS
from sandbox.vendors.openai.words import ORDINALS, TENS, UNITS

_UNITS = {n: word for word, n in UNITS.items()}
_TENS = {n: word for word, n in TENS.items() if word != "fourty"} | {
    60: "sixty", 70: "seventy", 80: "eighty", 90: "ninety",
}  # fmt: skip
_ORDINALS = {n: word for word, n in ORDINALS.items()}
_CURRENCIES = {"$": ("dollar", "cent"), "£": ("pound", "pence"), "€": ("euro", "cent")}


def say_number(number: int) -> str:
    """In words, up to 9999."""
    if number >= 1000:
        rest = number % 1000
        return f"{say_number(number // 1000)} thousand" + (f" {say_number(rest)}" if rest else "")
    if number >= 100:
        rest = number % 100
        return f"{_UNITS[number // 100]} hundred" + (f" and {say_number(rest)}" if rest else "")
    if number < 20:
        return _UNITS[number]
    return _TENS[number - number % 10] + (f" {_UNITS[number % 10]}" if number % 10 else "")


def say_time(at: time, *, part: bool = True) -> str:
    """`half past three in the afternoon`; without `part` only `half past three`."""
    if at == time(12):
        return "midday"
    hour, following = _UNITS[(at.hour - 1) % 12 + 1], _UNITS[at.hour % 12 + 1]
    match at.minute:
        case 0:
            clock = f"{hour} o'clock"
        case 15:
            clock = f"quarter past {hour}"
        case 30:
            clock = f"half past {hour}"
        case 45:
            clock = f"quarter to {following}"
        case minute if minute % 5 == 0 and minute < 30:
            clock = f"{say_number(minute)} past {hour}"
        case minute if minute % 5 == 0:
            clock = f"{say_number(60 - minute)} to {following}"
        case minute:
            clock = f"{hour} {'oh ' if minute < 10 else ''}{say_number(minute)}"
    if not part:
        return clock
    of_day = "morning" if at.hour < 12 else "afternoon" if at.hour < 17 else "evening"
    return f"{clock.removesuffix(' o' + chr(39) + 'clock')} in the {of_day}"


def say_date(day: date) -> str:
    """`Tuesday the twenty fourth of November`."""
    return f"{WEEKDAYS[day.weekday()]} the {_ordinal(day.day)} of {MONTHS[day.month - 1]}"


def say_day(day: date, today: date) -> str:
    """`today`, `tomorrow`, `on Thursday`, or the whole date when it is further off."""
    ahead = (day - today).days
    if ahead in (0, 1):
        return ("today", "tomorrow")[ahead]
    return f"on {WEEKDAYS[day.weekday()]}" if 1 < ahead < 7 else f"on {say_date(day)}"


def say_choices(slots: Sequence[datetime], today: date) -> str:
    """`half past nine or ten o'clock tomorrow`; days are named when they differ."""
    if len({slot.date() for slot in slots}) == 1:
        times = say_list([say_time(slot.time(), part=len(slots) == 1) for slot in slots])
        return f"{times} {say_day(slots[0].date(), today)}"
    return say_list([f"{say_time(slot.time())} {say_day(slot.date(), today)}" for slot in slots])


def say_list(items: Sequence[str], joint: str = "or") -> str:
    """`a, b or c`."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {joint} {items[-1]}"


def say_price(price: str) -> str:
    """`$85.00` as `eighty five dollars`; anything unknown unchanged."""
    found = re.fullmatch(r"([$£€])([\d,]+)(?:\.(\d\d))?", price)
    if not found:
        return price
    whole, part = int(found[2].replace(",", "")), int(found[3] or 0)
    if whole > 9999:
        return price
    large, small = _CURRENCIES[found[1]]
    said = f"{say_number(whole)} {large}{'' if whole == 1 else 's'}"
    if part:
        said += f" and {say_number(part)} {small}{'' if small == 'pence' or part == 1 else 's'}"
    return said


def _ordinal(number: int) -> str:
    return (
        _ORDINALS[number]
        if number in _ORDINALS
        else f"{_TENS[number - number % 10]} {_ORDINALS[number % 10]}"
    )
