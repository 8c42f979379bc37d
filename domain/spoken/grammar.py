"""What a language needs to say figures: the words of its signs, and how its dates, times and prices are put."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

Half = Literal["am", "pm"] | None


@dataclass(frozen=True, slots=True)
class Currency:
    """Names of the whole and of its hundredth: one and many of each."""

    one: str
    many: str
    hundredth: str
    hundredths: str


@dataclass(frozen=True, slots=True)
class Grammar:
    """How one language says what is written in figures.

    Attributes:
        thousands: the sign between groups of three digits; the other one is the decimal sign.
        decimal: the word for the decimal sign.
        months: twelve names as they are written, lower case.
        abbreviated_months, weekdays: short forms, lower case, and what they stand for.
        signs: words for `&`, `@`, `.` (in addresses), `-` (in addresses), `_`, `+`, `%`, `=`, `~` (about),
            `#` (number), `/` (or), `°`, `to` (between two figures), `per`.
        currencies: by sign or code.
        units: abbreviations behind a number, and their one and many.
        magnitudes: what may stand between a number and its currency sign (`million`).
        count: a number before a noun, which is given as written, empty when there is none.
        ordinal: a number and the text before it.
        date: day, month, year or None, and the text before it.
        clock: hour of 0 to 24, minute, half of the day if said, and the text before it.
        money: whole units, hundredths and the currency.
        hour_word: a word behind a time that `clock` says itself (`Uhr`), as a pattern.
    """

    language: str
    thousands: str
    decimal: str
    months: tuple[str, ...]
    abbreviated_months: Mapping[str, int]
    weekdays: Mapping[str, str]
    signs: Mapping[str, str]
    currencies: Mapping[str, Currency]
    units: Mapping[str, tuple[str, str]]
    magnitudes: Mapping[str, str]
    count: Callable[[int, str], str]
    ordinal: Callable[[int, str], str]
    date: Callable[[int, int, int | None, str], str]
    clock: Callable[[int, int, Half, str], str]
    money: Callable[[int, int, Currency], str]
    hour_word: str = ""
