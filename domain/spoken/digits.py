"""Digits as they are read out: one by one, in groups a listener can write down."""

from collections.abc import Mapping
from types import MappingProxyType

DIGITS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "en": ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
        "de": ("null", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun"),
        "fr": ("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"),
        "es": ("cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"),
        "it": ("zero", "uno", "due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove"),
    }
)
"""The words for 0 to 9, by the first part of a BCP 47 tag."""


def spoken_digits(digits: str, language: str) -> str:
    """`0491570110` as "zero four nine one, five seven zero, one one zero"; other signs are left out."""
    words = DIGITS.get(language.replace("_", "-").casefold().partition("-")[0], DIGITS["en"])
    spoken = [words[int(digit)] for digit in digits if digit in "0123456789"]
    groups: list[list[str]] = []
    # Groups of three from the end; what is left at the beginning, one digit or two, joins the first group.
    while len(spoken) > 4:
        groups.insert(0, spoken[-3:])
        spoken = spoken[:-3]
    return ", ".join(" ".join(group) for group in ([spoken] if spoken else []) + groups)
