"""Numbers as callers dictate them: digit by digit, in pairs, with "oh", "double four" and "triple five".

Reads what a speech recogniser writes, which may be words, figures or both.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from domain.languages import spoken_language
from domain.spoken.digits import DIGITS
from domain.spoken.number_words import cardinal

SHORTEST_NUMBER = 6
"""Fewer figures may be a price, a year or a time."""
SHORTEST_DICTATION = 4
"""Digits said one by one are a number from here on: nobody says a price like that."""

_ALSO: Mapping[str, Mapping[str, str]] = {
    "en": {"oh": "0", "o": "0", "nought": "0", "naught": "0", "nil": "0"},
    "de": {"zwo": "2", "ein": "1"},
    "fr": {"une": "1"},
    "es": {"un": "1", "una": "1"},
    "it": {"una": "1"},
}
_TIMES: Mapping[str, Mapping[str, int]] = {
    "en": {"double": 2, "triple": 3, "treble": 3, "quadruple": 4},
    "de": {"doppel": 2, "doppelt": 2, "zweimal": 2, "dreimal": 3, "dreifach": 3},
    "fr": {"double": 2, "triple": 3},
    "es": {"doble": 2, "triple": 3},
    "it": {"doppio": 2, "doppia": 2, "triplo": 3, "tripla": 3},
}
_ZEROS: Mapping[str, Mapping[str, str]] = {
    "en": {"hundred": "00", "thousand": "000"},
    "de": {"hundert": "00", "tausend": "000"},
    "fr": {"cent": "00", "mille": "000"},
    "es": {"mil": "000"},
    "it": {"mila": "000"},
}
_PASSED_OVER: Mapping[str, frozenset[str]] = {
    "en": frozenset("and then um uh er erm dash hyphen space so".split()),
    "de": frozenset("und dann äh ähm strich leerzeichen so".split()),
    "fr": frozenset("et puis euh tiret alors".split()),
    "es": frozenset("y luego eh guion guión pues".split()),
    "it": frozenset("e poi ehm trattino allora".split()),
}
_TOKEN = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?|\d+|[^\w\s]")
_HYPHEN = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])")
_BETWEEN = frozenset("-.,()+")
"""Signs a recogniser puts between the groups of a number; others (`:`, `/`, `$`) say that it is something else."""
_LONGEST_PHRASE = 4
_AFTER_ROUND = 3
"""`thirteen hundred` begins a number when so many digits follow one by one; a price has none."""


@dataclass(frozen=True, slots=True)
class Dictated:
    """One number in what was said.

    Attributes:
        digits: of `0123456789`.
        one_by_one: every digit was said by itself, or doubled.
    """

    digits: str
    one_by_one: bool

    @property
    def is_number(self) -> bool:
        """Whether it is a number to be taken down, not a price, a year or a time."""
        return len(self.digits) >= (SHORTEST_DICTATION if self.one_by_one else SHORTEST_NUMBER)


def dictated(text: str, language: str) -> tuple[Dictated, ...]:
    """The runs of digits in an utterance, in order.

    Args:
        language: a BCP 47 tag.
    """
    reader = _Reader(spoken_language(language))
    return tuple(reader.read(_tokens(text)))


def dictated_number(text: str, language: str) -> str | None:
    """The digits of the number that was said, the last where there are several; None when none was."""
    numbers = [each.digits for each in dictated(text, language) if each.is_number]
    return numbers[-1] if numbers else None


def warm_up(language: str) -> None:
    """Makes the language's number words ready: 7 ms."""
    _phrases(language)


@cache
def _phrases(language: str) -> Mapping[tuple[str, ...], str]:
    """Ten to ninety-nine by the words they are said in."""
    return {tuple(_tokens(cardinal(number, language))): str(number) for number in range(10, 100)}


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(_HYPHEN.sub(" ", text.casefold()))


class _Reader:
    def __init__(self, language: str) -> None:
        self._digits = {word: str(digit) for digit, word in enumerate(DIGITS[language])} | dict(
            _ALSO[language]
        )
        self._times = _TIMES[language]
        self._zeros = _ZEROS[language]
        self._passed_over = _PASSED_OVER[language]
        self._phrases = _phrases(language)

    def read(self, tokens: list[str]) -> list[Dictated]:
        runs: list[Dictated] = []
        digits, one_by_one, spoilt, at = "", True, False, 0
        owed = 0

        def end() -> None:
            nonlocal digits, one_by_one, spoilt, owed
            if digits and not spoilt and owed <= 0:
                runs.append(Dictated(digits, one_by_one))
            digits, one_by_one, spoilt, owed = "", True, False, 0

        while at < len(tokens):
            taken, more, single = self._next(tokens, at, within=bool(digits))
            if taken:
                owed = _AFTER_ROUND if tokens[at] in self._zeros else owed - len(more) * single
                digits, one_by_one, at = digits + more, one_by_one and single, at + taken
                continue
            word = tokens[at]
            if word in ":/$%\u20ac\u00a3":
                spoilt = True
            elif word not in _BETWEEN and word not in self._passed_over:
                end()
            at += 1
        end()
        return runs

    def _next(self, tokens: list[str], at: int, *, within: bool) -> tuple[int, str, bool]:
        """How many tokens make the next digits, which, and whether they were said one by one."""
        token = tokens[at]
        if token.isdecimal():
            figures = "".join(str(int(figure)) for figure in token)
            return 1, figures, len(figures) == 1
        if token in self._times and at + 1 < len(tokens):
            repeated = self._digit(tokens[at + 1])
            if repeated:
                return 2, repeated * self._times[token], True
        for length in range(min(_LONGEST_PHRASE, len(tokens) - at), 0, -1):
            number = self._phrases.get(tuple(tokens[at : at + length]))
            if number:
                return length, number, False
        if within and token in self._zeros:
            return 1, self._zeros[token], False
        digit = self._digit(token)
        # "Oh" and "a" number's first word are said without a number too.
        if digit and not within and not self._goes_on(tokens, at):
            return 0, "", False
        return (1, digit, True) if digit else (0, "", False)

    def _goes_on(self, tokens: list[str], at: int) -> bool:
        """Whether a word that may be no digit stands before one."""
        if tokens[at] in DIGIT_WORDS_FOR_SURE:
            return True
        following = tokens[at + 1] if at + 1 < len(tokens) else ""
        return bool(self._digit(following)) or following in self._times or (following,) in self._phrases

    def _digit(self, token: str) -> str:
        if token.isdecimal() and len(token) == 1:
            return token
        return self._digits.get(token, "")


DIGIT_WORDS_FOR_SURE = frozenset(word for words in DIGITS.values() for word in words[2:])
