"""Figures in German."""

import re

from domain.spoken.grammar import Currency, Grammar, Half
from domain.spoken.number_words import cardinal, in_words

MONTHS = (
    "januar", "februar", "märz", "april", "mai", "juni",
    "juli", "august", "september", "oktober", "november", "dezember",
)  # fmt: skip
_FEMININE = frozenset(
    "stunde minute sekunde woche person etage nacht behandlung sitzung stelle nummer möglichkeit frage karte"
    " farbe".split()
)
_EURO = Currency("Euro", "Euro", "Cent", "Cent")
_FRANKEN = Currency("Franken", "Franken", "Rappen", "Rappen")
_DOLLAR = Currency("Dollar", "Dollar", "Cent", "Cent")
_DATIVE = re.compile(
    r"\b(?:am|im|dem|den|vom|zum|beim|bis|ab|seit|nach|vor|jeden|diesen|nächsten)\s+(?:\w+(?:tag|woch|abend)\w*,?\s+)?"
    r"(?:dem\s+|den\s+)?$",
    re.I,
)
_WITH_ARTICLE = re.compile(r"\b(?:der|die|das)\s+$", re.I)


def _words(number: int) -> str:
    return cardinal(number, "de")


def _count(number: int, noun: str) -> str:
    if number != 1 or not noun[:1].isupper():
        return _words(number)
    return "eine" if noun.casefold() in _FEMININE else "ein"


def _ordinal(number: int, before: str) -> str:
    ending = "-n" if _DATIVE.search(before) else "" if _WITH_ARTICLE.search(before) else "-r"
    return in_words(number, "de", f"spellout-ordinal{ending}")


def _date(day: int, month: int, year: int | None, before: str) -> str:
    said = f"{_ordinal(day, before)} {MONTHS[month - 1].capitalize()}"
    return f"{said} {in_words(year, 'de', 'spellout-numbering-year')}" if year else said


def _clock(hour: int, minute: int, half: Half, before: str) -> str:
    said = f"{'ein' if hour == 1 else _words(hour)} Uhr"
    return f"{said} {_words(minute)}" if minute else said


def _money(whole: int, hundredths: int, currency: Currency) -> str:
    said = f"{_count(whole, currency.one)} {currency.one if whole == 1 else currency.many}"
    if not hundredths:
        return said
    return (
        f"{said} {_words(hundredths)}"
        if whole
        else f"{_count(hundredths, currency.hundredth)} {currency.hundredths}"
    )


GERMAN = Grammar(
    language="de",
    thousands=".",
    decimal="Komma",
    months=MONTHS,
    abbreviated_months={
        "jan": 1, "jän": 1, "jänner": 1, "feb": 2, "feber": 2, "mär": 3, "mrz": 3, "apr": 4, "jun": 6, "jul": 7,
        "aug": 8,        "sep": 9, "sept": 9, "okt": 10, "nov": 11, "dez": 12,
    },
    weekdays={
        "mo": "Montag", "di": "Dienstag", "mi": "Mittwoch", "do": "Donnerstag", "fr": "Freitag", "sa": "Samstag",
        "so": "Sonntag",
    },
    signs={
        "&": "und", "@": "at", ".": "Punkt", "-": "Bindestrich", "_": "Unterstrich", "+": "plus", "%": "Prozent",
        "=": "gleich", "~": "etwa", "#": "Nummer", "/": "oder", "°": "Grad", "to": "bis", "per": "pro",
    },
    currencies={
        "$": _DOLLAR, "USD": _DOLLAR, "AUD": _DOLLAR, "CAD": _DOLLAR, "€": _EURO, "EUR": _EURO,
        "£": Currency("Pfund", "Pfund", "Penny", "Pence"), "GBP": Currency("Pfund", "Pfund", "Penny", "Pence"),
        "CHF": _FRANKEN, "Fr.": _FRANKEN,
        "¥": Currency("Yen", "Yen", "Sen", "Sen"),
    },
    units={
        "min": ("Minute", "Minuten"), "min.": ("Minute", "Minuten"), "std": ("Stunde", "Stunden"),
        "std.": ("Stunde", "Stunden"), "h": ("Stunde", "Stunden"), "sek": ("Sekunde", "Sekunden"),
        "km": ("Kilometer", "Kilometer"), "m": ("Meter", "Meter"), "cm": ("Zentimeter", "Zentimeter"),
        "mm": ("Millimeter", "Millimeter"), "kg": ("Kilo", "Kilo"), "g": ("Gramm", "Gramm"),
        "ml": ("Milliliter", "Milliliter"), "l": ("Liter", "Liter"), "°C": ("Grad", "Grad"), "x": ("Mal", "Mal"),
    },
    magnitudes={"Mio.": "Millionen", "Mio": "Millionen", "Millionen": "Millionen", "Mrd.": "Milliarden"},
    count=_count,
    ordinal=_ordinal,
    date=_date,
    clock=_clock,
    money=_money,
    hour_word="Uhr",
)  # fmt: skip
