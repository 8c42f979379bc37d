"""Numbers in words, by the rules of Unicode's CLDR."""

from functools import cache, lru_cache

from unicode_rbnf import RbnfEngine

from domain.languages import OFFERED

LARGEST = 999_999_999_999

PLAIN = dict.fromkeys(OFFERED, "spellout-numbering") | {"en": "spellout-cardinal-verbose"}
"""The rules of a number that counts nothing in particular; English with its `and`."""


@cache
def _engine(language: str) -> RbnfEngine:
    return RbnfEngine.for_language(language)


def warm_up(language: str) -> None:
    """Reads the language's rules: 80 ms for the first, 10 ms for each other, which no caller should wait for."""
    cardinal(0, language)


@lru_cache(maxsize=4096)
def in_words(number: int, language: str, rules: str) -> str:
    """The number by one of the language's rule sets, `spellout-ordinal` for instance. 80 us; then kept.

    English is written without hyphens: `eighty five`. Numbers beyond `LARGEST` are said digit by digit.
    """
    if abs(number) > LARGEST:
        return digits(str(number), language)
    words = _engine(language).format_number(number, ruleset_names=[rules]).text.replace("\u00ad", "")
    return words.replace("-", " ").replace(",", "") if language == "en" else words


def cardinal(number: int, language: str) -> str:
    """`eighty five`, `fünfundachtzig`."""
    return in_words(number, language, PLAIN[language])


def digits(text: str, language: str) -> str:
    """Each digit of the text as a word; what is no digit is left out."""
    return " ".join(cardinal(int(sign), language) for sign in text if sign.isdecimal())


def grouped_digits(text: str, language: str) -> str:
    """A telephone number: digit by digit, with a pause wherever it is written in groups, else after every three."""
    groups: list[str] = []
    for run in "".join(sign if sign.isdecimal() else " " for sign in text).split():
        pieces = [run] if len(run) <= 4 else [run[at : at + 3] for at in range(0, len(run), 3)]
        if len(pieces) > 1 and len(pieces[-1]) == 1:
            last = pieces.pop()
            pieces[-1] += last
        groups += pieces
    return ", ".join(digits(group, language) for group in groups)
