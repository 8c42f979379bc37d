"""Digits as people say them and recognisers write them, in the languages offered: words up to 99, and "double four".

One table for all languages: within a run of a dozen digits no word means something else in another one.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

_UNITS = (
    ("zero oh o nought", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    ("null", "eins ein eine", "zwei zwo", "drei", "vier", "fünf fuenf", "sechs", "sieben", "acht", "neun"),
    ("zéro", "un une", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"),
    ("cero", "uno una un", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"),
    ("zero", "uno una un", "due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove"),
)
_TEENS = (
    "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen",
    "zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn",
    "dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf",
    "diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve",
    "dieci undici dodici tredici quattordici quindici sedici diciassette diciotto diciannove",
)
_TENS = (
    "twenty thirty forty fifty sixty seventy eighty ninety",
    "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig",
    "vingt trente quarante cinquante soixante septante huitante nonante",
    "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    "venti trenta quaranta cinquanta sessanta settanta ottanta novanta",
)
_TIMES = {
    "double": 2,
    "doppel": 2,
    "doppelt": 2,
    "doble": 2,
    "doppio": 2,
    "triple": 3,
    "dreimal": 3,
    "triplo": 3,
}
_FILLERS = frozenset(
    "um uh uhm er erm ah hm hmm mhm and then ok okay yes yeah so und dann ja äh ähm also et puis alors oui euh y luego "
    "entonces si sí eh este e poi allora sì ehm".split()
)
_BETWEEN = re.compile(r"[\s\-–—.,;:/·•'’()*_\[\]]*")
_WORD = re.compile(r"\d+|[^\W\d_]+")
_LONGEST = 4
"""Words of one number: `quatre vingt dix neuf`."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """Digits somewhere in a text."""

    digits: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Run:
    """Digits one after the other, with nothing but pauses and hesitation between them.

    Attributes:
        opens, closes: nothing but hesitation stands before, or after, it in the text.
        others: how many other words the text has.
    """

    spoken: tuple[Spoken, ...]
    opens: bool
    closes: bool
    others: int

    @property
    def digits(self) -> str:
        return "".join(each.digits for each in self.spoken)


@lru_cache(maxsize=2048)
def runs(text: str) -> tuple[Run, ...]:
    """The runs of digits in a text, in order; 20 us for a sentence."""
    words = list(_WORD.finditer(text))
    found: list[list[Spoken]] = []
    current: list[Spoken] = []
    plain = [_plain(word[0]) for word in words]
    opens: list[bool] = []
    closes: list[bool] = []
    others, only_fillers, place, end = 0, True, 0, 0
    while place < len(words):
        spoken, used = _spoken(words, plain, place)
        if current and _BETWEEN.fullmatch(text, end, words[place].start()) is None:
            found.append(current)
            closes.append(False)
            current = []
        if spoken is not None:
            if not current:
                opens.append(only_fillers)
            current.append(spoken)
            only_fillers = False
        elif plain[place] not in _PLAIN_FILLERS:
            others += 1
            only_fillers = False
            if current:
                found.append(current)
                closes.append(False)
                current = []
        place += used
        end = words[place - 1].end()
    if current:
        found.append(current)
        closes.append(True)
    return tuple(
        Run(tuple(each), opened, closed, others)
        for each, opened, closed in zip(found, opens, closes, strict=True)
    )


def _spoken(words: list[re.Match[str]], plain: list[str], place: int) -> tuple[Spoken | None, int]:
    """The number that begins with this word, and how many words it takes; 1 where it is none."""
    word = words[place]
    if word[0].isdecimal():
        digits = "".join(str(unicodedata.decimal(sign)) for sign in word[0])
        return Spoken(digits, word.start(), word.end()), 1
    table = _table()
    times = _TIMES.get(plain[place])
    if times is not None and place + 1 < len(words):
        following, used = _spoken(words, plain, place + 1)
        if following is not None and len(following.digits) == 1:
            return Spoken(following.digits * times, word.start(), following.end), used + 1
    if plain[place] not in _first_words():
        return None, 1
    for count in range(min(_LONGEST, len(words) - place), 0, -1):
        digits = table.get(" ".join(plain[place : place + count]))
        if digits is not None:
            return Spoken(digits, word.start(), words[place + count - 1].end()), count
    return None, 1


@lru_cache(maxsize=4096)
def _plain(word: str) -> str:
    """Without case and accents."""
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def _words(text: str) -> str:
    return " ".join(_plain(word) for word in text.replace("-", " ").split())


_PLAIN_FILLERS = frozenset(_plain(word) for word in _FILLERS)


@cache
def _first_words() -> frozenset[str]:
    return frozenset(words.split()[0] for words in _table())


@cache
def _table() -> dict[str, str]:
    """Words, without accents and hyphens, to their digits: 0.4 ms to make."""
    return {_words(words): digits for words, digits in _all_words()}


def _all_words() -> Iterator[tuple[str, str]]:
    for units, teens, tens in zip(_UNITS, _TEENS, _TENS, strict=True):
        for digit, names in enumerate(units):
            yield from ((name, str(digit)) for name in names.split())
        yield from ((name, str(10 + number)) for number, name in enumerate(teens.split()))
        for ten, name in enumerate(tens.split(), start=2):
            yield name, f"{ten}0"
            for unit, names in enumerate(units[1:], start=1):
                for one in names.split():
                    digits = f"{ten}{unit}"
                    yield f"{name} {one}", digits
                    yield f"{name} et {one}", digits
                    yield f"{name} y {one}", digits
                    yield f"{one}und{name}", digits
                    yield f"{name}{one}", digits
                    yield f"{name[:-1]}{one}", digits  # trentuno, veintidós
    veinti = ("uno", "dós", "trés", "cuatro", "cinco", "séis", "siete", "ocho", "nueve")
    yield from ((f"veinti{name}", f"2{unit}") for unit, name in enumerate(veinti, start=1))
    french = _UNITS[2]
    for unit in range(10):
        teen = _TEENS[2].split()[unit]
        yield f"soixante {teen}", f"7{unit}"
        yield f"soixante et {teen}", f"7{unit}"
        yield f"quatre vingt {teen}", f"9{unit}"
        for one in french[unit].split():
            yield f"quatre vingt {one}", f"8{unit}"
    yield "quatre vingts", "80"
    yield "quatre vingt", "80"
