"""Figures in English."""

from domain.spoken.grammar import Currency, Grammar, Half
from domain.spoken.number_words import cardinal, in_words

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_DOLLAR = Currency("dollar", "dollars", "cent", "cents")


def _words(number: int) -> str:
    return cardinal(number, "en")


def _count(number: int, noun: str) -> str:
    return _words(number)


def _ordinal(number: int, before: str) -> str:
    return in_words(number, "en", "spellout-ordinal")


def year_in_words(year: int) -> str:
    """`twenty twenty six`, `two thousand and five`."""
    if 2000 <= year < 2010:
        return _words(year)
    return in_words(year, "en", "spellout-numbering-year")


def _date(day: int, month: int, year: int | None, before: str) -> str:
    article = "" if before.rstrip().casefold().endswith("the") else "the "
    said = f"{article}{_ordinal(day, '')} of {MONTHS[month - 1].capitalize()}"
    return f"{said} {year_in_words(year)}" if year else said


def _clock(hour: int, minute: int, half: Half, before: str) -> str:
    name = _words(hour % 12 or 12)
    if half is not None:
        return f"{_to_the_minute(name, minute)} {half[0]}.m."
    if (hour, minute) in ((0, 0), (24, 0)):
        return "midnight"
    if (hour, minute) == (12, 0):
        return "midday"
    # Before six in the evening nobody takes half past two for the other one.
    part = " in the evening" if 18 <= hour < 22 else " at night" if hour >= 22 or hour == 0 else ""
    return _as_people_say(hour, minute, name) + part


def _as_people_say(hour: int, minute: int, name: str) -> str:
    following = _words((hour + 1) % 12 or 12)
    match minute:
        case 0:
            return f"{name} o'clock"
        case 15:
            return f"quarter past {name}"
        case 30:
            return f"half past {name}"
        case 45:
            return f"quarter to {following}"
        case _:
            return _to_the_minute(name, minute)


def _to_the_minute(name: str, minute: int) -> str:
    if minute == 0:
        return name
    return f"{name} oh {_words(minute)}" if minute < 10 else f"{name} {_words(minute)}"


def _money(whole: int, hundredths: int, currency: Currency) -> str:
    said = f"{_words(whole)} {currency.one if whole == 1 else currency.many}"
    if not hundredths:
        return said
    rest = f"{_words(hundredths)} {currency.hundredth if hundredths == 1 else currency.hundredths}"
    return f"{said} and {rest}" if whole else rest


ENGLISH = Grammar(
    language="en",
    thousands=",",
    decimal="point",
    months=MONTHS,
    abbreviated_months={month[:3]: number for number, month in enumerate(MONTHS, 1)} | {"sept": 9},
    weekdays={
        "mon": "Monday", "tue": "Tuesday", "tues": "Tuesday", "wed": "Wednesday", "thu": "Thursday", "thur": "Thursday",
        "thurs": "Thursday", "fri": "Friday", "sat": "Saturday", "sun": "Sunday",
    },
    signs={
        "&": "and", "@": "at", ".": "dot", "-": "dash", "_": "underscore", "+": "plus", "%": "percent", "=": "equals",
        "~": "about", "#": "number", "/": "or", "°": "degrees", "to": "to", "per": "per",
    },
    currencies={
        "$": _DOLLAR, "AUD": _DOLLAR, "USD": _DOLLAR, "NZD": _DOLLAR, "CAD": _DOLLAR, "SGD": _DOLLAR, "HKD": _DOLLAR,
        "€": Currency("euro", "euros", "cent", "cents"), "EUR": Currency("euro", "euros", "cent", "cents"),
        "£": Currency("pound", "pounds", "penny", "pence"), "GBP": Currency("pound", "pounds", "penny", "pence"),
        "CHF": Currency("franc", "francs", "centime", "centimes"), "¥": Currency("yen", "yen", "sen", "sen"),
        "JPY": Currency("yen", "yen", "sen", "sen"),
    },
    units={
        "min": ("minute", "minutes"), "mins": ("minute", "minutes"), "hr": ("hour", "hours"), "hrs": ("hour", "hours"),
        "h": ("hour", "hours"), "sec": ("second", "seconds"), "secs": ("second", "seconds"),
        "km": ("kilometre", "kilometres"),
        "m": ("metre", "metres"), "cm": ("centimetre", "centimetres"), "mm": ("millimetre", "millimetres"),
        "kg": ("kilo", "kilos"), "g": ("gram", "grams"), "ml": ("millilitre", "millilitres"), "l": ("litre", "litres"),
        "°C": ("degree", "degrees"), "°F": ("degree Fahrenheit", "degrees Fahrenheit"), "x": ("time", "times"),
    },
    magnitudes={"k": "thousand", "m": "million", "million": "million", "billion": "billion", "thousand": "thousand"},
    count=_count,
    ordinal=_ordinal,
    date=_date,
    clock=_clock,
    money=_money,
    hour_word=r"o['’]clock",
)  # fmt: skip
