"""A sentence as it is to be said: figures, signs and addresses in words.

Models are told to write for the ear and write `$85.00`, `14:30`, `+61 2 8000 1234` all the same. What a voice makes of
that differs from vendor to vendor and from day to day, and what was heard of it can be counted only in words.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from domain.languages import language_of
from domain.spoken.english import ENGLISH, year_in_words
from domain.spoken.french import FRENCH
from domain.spoken.german import GERMAN
from domain.spoken.grammar import Grammar, Half
from domain.spoken.italian import ITALIAN
from domain.spoken.markup import TAKEN_OUT
from domain.spoken.number_words import cardinal, digits, grouped_digits
from domain.spoken.spanish import SPANISH

GRAMMARS: Mapping[str, Grammar] = {
    grammar.language: grammar for grammar in (ENGLISH, GERMAN, FRENCH, SPANISH, ITALIAN)
}

MONTH_FIRST_COUNTRIES = frozenset({"US", "PH"})
"""Where 11/24 is a day: https://cldr.unicode.org, short date formats of en-US and en-PH."""

_TO_BE_WORDED = re.compile(
    r"[^\w\s,.;:!?'\u2019\"\u201c\u201d\u2018()\u2026\u00bf\u00a1-]|\d|_| [-\u2013\u2014] |\(|\ue000"
    r"|[\u00b2\u00b3\u00b9\u00bc-\u00be]|\b\w{2,5}\.?[-\u2013]\w{2,5}\b"
)
_LATIN = re.compile(r"[a-zA-Z\u00c0-\u024f]")
_OTHER_LETTERS = re.compile(r"[\u0370-\u1fff\u3040-\ud7ff\uf900-\ufdff]")

_NUMBER = r"\d{1,3}(?:[.,'\u2019\u00a0\u202f]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d+)?"
_TAKEN_OUT = re.compile(rf"\S*{TAKEN_OUT}\S*")
_MAIL = re.compile(r"(?<![\w.])([\w.+-]+)@((?:[\w-]+\.)+[a-zA-Z]{2,})")
_SITE = re.compile(
    r"(?:https?://(?:www\.)?|(?<![\w@])www\.)([\w.-]+\w)(?::\d+)?(?:[/?#][^\s)\u201d\"]*[\w/=])?"
    r"|(?<![\w@.])((?:[a-z0-9-]+\.)+(?:com|org|net|info|biz|shop|salon|app|co\.uk|com\.au|de|fr|ch|eu))(?:/[^\s)]*[\w/=])?(?![\w.]\w)"
)
_PHONE = re.compile(
    r"(?<![\w.,/:])(?:\+\d|\(?\+?\(?0\d|\(\d{2,4}\)[ -]?\d)(?:[\s().\-/\u2013]{0,2}\d){5,13}(?!\w|[.,:]\d)"
    r"|(?<![\w.,/:-])\d{3}[-. ]\d{3}[-. ]\d{4}(?!\w|[.,:-]\d)|(?<![\w.,/:-])\d{3}-\d{4}(?!\w|[.,:-]\d)"
    r"|(?<![\w.,/:-])1[38]00 \d{3} \d{3}(?!\w)|(?<![\w.,/:-])\d{2}(?: \d{2}){2,4}(?![\w:]|[.,]\d| ?[%\u20ac$\u00a3])"
)
_ISO_DATE = re.compile(r"(?<![\d-])(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::\d\d)?)?(?![\d-])")
_DATE = re.compile(
    r"(?<![\d/.,-])(\d{1,2})([/.-])(\d{1,2})(?:\2(\d{4}|\d{2})(?!\d)|(?:(?<=\d)(\.)(?=\s|$)))?(?![\d/]|[.,:]\d|\s?%)"
)
_FRACTION = re.compile(r"(?<![\d/.])(1/2|1/3|2/3|1/4|3/4)(?![\d/])|[\u00bd\u00bc\u00be]")
_FRACTIONS: Mapping[str, Mapping[str, str]] = {
    "en": {"1/2": "half", "1/3": "a third", "2/3": "two thirds", "1/4": "a quarter", "3/4": "three quarters"},
    "de": {
        "1/2": "ein halb",
        "1/3": "ein Drittel",
        "2/3": "zwei Drittel",
        "1/4": "ein Viertel",
        "3/4": "drei Viertel",
    },
    "fr": {
        "1/2": "un demi",
        "1/3": "un tiers",
        "2/3": "deux tiers",
        "1/4": "un quart",
        "3/4": "trois quarts",
    },
    "es": {
        "1/2": "medio",
        "1/3": "un tercio",
        "2/3": "dos tercios",
        "1/4": "un cuarto",
        "3/4": "tres cuartos",
    },
    "it": {"1/2": "mezzo", "1/3": "un terzo", "2/3": "due terzi", "1/4": "un quarto", "3/4": "tre quarti"},
}
_AND_A_HALF = re.compile(r"(?<![\d.,])(\d+)\s?\u00bd")
_HALVES = {"en": " and a half", "de": "einhalb", "fr": " et demie", "es": " y media", "it": " e mezza"}
_VULGAR = {"\u00bd": "1/2", "\u00bc": "1/4", "\u00be": "3/4"}
_ROUND_THE_CLOCK = re.compile(r"(?<!\d)24/7(?!\d)")
_CURRENCY_PREFIX = re.compile(r"(?<![A-Za-z])(?:AU|US|NZ|CA|HK|A|C|S)\$")
_WORD_AFTER = re.compile(r"\s+([^\W\d_]+)")
_ALL_DIGITS = re.compile(r"\d{7,}|0\d+")
_EMOTICON = re.compile(r"(?:^|(?<=\s))[:;]-?[()DPp](?=\s|$|[.!?])")
_DASH = re.compile(r"\s+[-\u2013\u2014]+(?=\s|$)|\s*\u2014\s*(?=\w)")
_DROPPED = re.compile(r"[*#`|<>{}\[\]^~_\\\u2022\ue000\u00a7\u00b6\u2020\u2021\u201e]")
_LEADING = re.compile(r"^[\s,;:.!?\u3002\uff01\uff1f\u2013\u2014)\u300d-]+(?=\S)")
_SPACE_BEFORE = re.compile(r"\s+([,.;]|[!?](?=[!?]))(?=[\s,.;]|$)")
_DOUBLED = re.compile(r"([,;])(?:\s*[,;])+")
_DOUBLED_STOP = re.compile(r"\b([ap]\.m\.)\.+")
_COMMA_BEFORE_END = re.compile(r"[,;:]+\s*(?=[.!?](?:\s|$))")


def spoken(text: str, language: str, country: str = "") -> str:
    """The sentence in words, without anything a voice would stumble over. It may have nothing left to say.

    Figures stay as they are in a language that is not offered, and in a sentence of another script.

    Args:
        language: a BCP 47 tag.
        country: ISO 3166 alpha-2, for the order of day and month.
    """
    if not _TO_BE_WORDED.search(text):
        return _tidy(text)
    grammar = GRAMMARS.get(language_of(language))
    text = _TAKEN_OUT.sub(" ", text)
    if grammar is None or len(_OTHER_LETTERS.findall(text)) > len(_LATIN.findall(text)):
        return _tidy(text)
    return _tidy(_rules(grammar.language).apply(text, month_first=country in MONTH_FIRST_COUNTRIES))


def warm_up(language: str) -> None:
    """Compiles what the first sentence with a figure would wait for: 30 ms of CPU a language."""
    spoken(
        "From 9:30 to 17:00 on Tuesday, 2 December it is $85 & 10 % off, or 3/4 of 1,200 km: #4.", language
    )


def _tidy(text: str) -> str:
    text = _DROPPED.sub(" ", _EMOTICON.sub(" ", text))
    text = _DASH.sub(", ", text)
    text = _DOUBLED.sub(r"\1", _SPACE_BEFORE.sub(r"\1", " ".join(text.split())))
    text = _COMMA_BEFORE_END.sub("", _LEADING.sub("", text))
    return _DOUBLED_STOP.sub(r"\1", text.strip(" ,;"))


def _any_of(words: Iterable[str]) -> str:
    """A pattern for any of them, the longest first."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


@cache
def _rules(language: str) -> "_Rules":
    return _Rules(GRAMMARS[language])


class _Rules:
    """A language's grammar with the patterns that its words make."""

    def __init__(self, grammar: Grammar) -> None:
        self._grammar = grammar
        self._language = grammar.language
        self._months = {name: number for number, name in enumerate(grammar.months, 1)} | dict(
            grammar.abbreviated_months
        )
        month = _any_of(self._months)
        days = _any_of(grammar.weekdays)
        currencies = _any_of(grammar.currencies)
        names = {
            name: sign
            for sign, money in grammar.currencies.items()
            for name in (money.one, money.many)
            if len(sign) == 1
        }
        self._currency_names = {name.casefold(): sign for name, sign in names.items()}
        named = _any_of(names)
        magnitude = _any_of(grammar.magnitudes)
        long = [unit for unit in grammar.units if len(unit) > 1]
        units = f"(?i:{_any_of(long)})|{_any_of(unit for unit in grammar.units if len(unit) == 1)}"
        spaced = r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:,\d{1,2})?(?!\d)|"
        number = f"{spaced}{_NUMBER}" if grammar.thousands == " " else _NUMBER
        self._number = re.compile(rf"(?<![\d.,])(?:{number})")
        half = r"\s?([ap])\.?\s?m(?:\.(?=\s+[a-z]|[,;!?])|\b)"
        half_follows = half.replace("([ap])", "[ap]")
        colon = r"[:h.]" if self._language == "fr" else r"[:.]"
        hours = rf"\s?{grammar.hour_word}\b" if grammar.hour_word else r"(?!)"
        self._time_text = (
            rf"(?<![\d:.,])(?:(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?|(?:[01]?\d|2[0-4])(?:{colon}[0-5]\d)?(?={half_follows}|{hours})"
            r"|(?:[01]?\d|2[0-4])\s?h\s?(?:[0-5]\d)?(?!\w))"
        )
        self._after_time = rf"(?:{half}|{hours})?"
        self._time = re.compile(rf"({self._time_text}){self._after_time}(?![\d:])")
        bare = r"(?<![\d:.,])(?:[01]?\d|2[0-4])"
        self._time_range = re.compile(
            rf"({self._time_text}|{bare}){self._after_time}(?:(?<=\d)|(?<=[mMrh.]))\s?[-\u2013\u2014]\s?"
            rf"({self._time_text}){self._after_time}(?![\d:])"
        )
        self._day_of_hours = re.compile(
            rf"\b({days})\b\.?(?=:?,? (?:{self._time_text}|\d{{1,2}}\s?[-\u2013]\s?\d))", re.I
        )
        self._day_range = re.compile(rf"\b({days})\.?\s?[-\u2013]\s?({days})\b\.?", re.I)
        dot = r"\.\s?" if self._language == "de" else r"(?:st|nd|rd|th|er|\u00ba)?\s"
        of = {"en": r"(?:of\s)?", "es": r"de\s"}.get(self._language, "")
        year = r"(?:,?\s(?:de\s)?((?:19|20)\d\d)\b)?"
        self._written_date = re.compile(rf"(?<![\d.,:/])(\d{{1,2}}){dot}{of}({month})\b\.?{year}", re.I)
        self._month_first = re.compile(
            rf"\b({month})\.?\s(\d{{1,2}})(?:st|nd|rd|th)?(?![:.]?\d|\s?[ap]m){year}", re.I
        )
        ordinal = {
            "en": r"(\d{1,3})(?:st|nd|rd|th)\b",
            "de": r"(\d{1,2})\.(?=\s(?:[a-z\u00e4\u00f6\u00fc]|(?:Stock|Etage|Obergeschoss|OG|Termin|Bezirk|Mal)))",
            "fr": r"(\d{1,3})(?:er|re|e|\u00e8me|eme|i\u00e8me)\b",
            "es": r"(\d{1,3})\.?(?:\u00ba|\u00aa|er\b)",
            "it": r"(\d{1,3})(?:\u00ba|\u00aa|\u00b0(?!C))",
        }[self._language]
        self._ordinal = re.compile(rf"(?<![\d.,]){ordinal}")
        self._price_before = re.compile(
            rf"({currencies})\s?({number})(?:[.,][-\u2013\u2014](?!\d))?(?:\s?({magnitude})\b)?(?!\d)"
        )
        self._price_after = re.compile(
            rf"(?<![\d.,])({number})(?:[.,][-\u2013\u2014])?\s?(?:({magnitude})\s)?(?:({currencies})(?!\w)|({named})\b)"
        )
        self._price_range = re.compile(
            rf"(?<![\d.,])({number})\s?[-\u2013\u2014]\s?({number})\s?({currencies})(?!\w)"
            rf"|({currencies})\s?({number})\s?[-\u2013\u2014]\s?(?:{currencies})?\s?({number})(?!\d|[.,]\d)"
        )
        self._per = re.compile(
            r"(?<=\w)/(?=(?:h|hr|hour|day|person|Std|Stunde|Person|Tag|heure|personne|jour|hora|persona|d\u00eda|ora)\b)"
        )
        self._unit = re.compile(rf"(?<![\d.,])({number})\s?({units})(?![\w\u00b0])")
        self._units = {unit.casefold(): names for unit, names in grammar.units.items()}
        self._percent = re.compile(rf"(?<![\d.,])({number})\s?%")
        self._numbered = re.compile(
            r"(?:#|\bNo\.|\bNr\.|\bn[\u00b0\u00ba]|\bN[\u00b0\u00ba]|\bn\u00famero\b)\s?(?=\d)"
        )
        self._range = re.compile(r"(?<=\d)\s?[-\u2013\u2014]\s?(?=\d)")

    def apply(self, text: str, *, month_first: bool) -> str:
        """The text with its figures and signs in words."""
        words, signs = self._grammar, self._grammar.signs
        text = _MAIL.sub(lambda it: self._address(f"{it[1]}@{it[2]}"), text)
        text = _SITE.sub(lambda it: self._address(it[1] or it[2]), text)
        text = re.sub(r"[_\u00b2\u00b3\u00b9]", " ", text)
        text = self._day_range.sub(
            lambda it: f"{self._weekday(it[1])} {signs['to']} {self._weekday(it[2])}", text
        )
        if not re.search(r"[\d\u00bd\u00bc\u00be]", text):
            return self._signs(text)
        text = self._day_of_hours.sub(lambda it: self._weekday(it[1]), text)
        text = _ISO_DATE.sub(self._iso_date, text)
        text = _ROUND_THE_CLOCK.sub(lambda _: self._plain("24") + " " + self._plain("7"), text)
        text = re.sub(r"(?<!\w)~\s?(?=\d)", f"{signs['~']} ", text)
        text = _AND_A_HALF.sub(lambda it: self._plain(it[1]) + _HALVES[self._language], text)
        text = _FRACTION.sub(lambda it: _FRACTIONS[self._language][_VULGAR.get(it[0], it[0])], text)
        text = _DATE.sub(lambda it: self._short_date(it, month_first=month_first), text)
        text = _PHONE.sub(lambda it: self._phone(it[0]), text)
        text = _CURRENCY_PREFIX.sub("$", text)
        text = self._per.sub(f" {signs['per']} ", text)
        text = self._price_range.sub(self._said_price_range, text)
        text = self._price_before.sub(lambda it: self._price(it[2], it[1], it[3]), text)
        text = self._price_after.sub(
            lambda it: self._price(it[1], it[3] or self._currency_names[it[4].casefold()], it[2]), text
        )
        text = self._time_range.sub(self._said_time_range, text)
        text = self._time.sub(lambda it: self._said_time(it[1], it[2], it), text)
        text = self._written_date.sub(lambda it: self._said_date(it, it[1], it[2], it[3]), text)
        if self._language == "en":
            text = self._month_first.sub(lambda it: self._said_date(it, it[2], it[1], it[3]), text)
        text = self._percent.sub(lambda it: f"{self._plain(it[1])} {signs['%']}", text)
        text = self._unit.sub(lambda it: self._measure(it[1], it[2]), text)
        text = self._ordinal.sub(lambda it: words.ordinal(int(it[1]), it.string[: it.start()]), text)
        text = self._numbered.sub(f"{signs['#']} ", text)
        text = re.sub(r"(?<![\w)])[-\u2212](?=\d)", "minus ", text)
        text = self._range.sub(f" {signs['to']} ", text)
        text = self._number.sub(self._counted, text)
        text = re.sub(r"\d+", lambda it: f" {digits(it[0], self._language)} ", text)
        return self._signs(text)

    def _signs(self, text: str) -> str:
        signs = self._grammar.signs
        text = re.sub(r"\s?&\s?", f" {signs['&']} ", text)
        text = re.sub(r"(?<=\w)/(?=\w)", f" {signs['/']} " if self._language == "en" else " ", text)
        text = re.sub(r"\b(and|und|et|y|e) (?:or|oder|ou|o) (or|oder|ou|o)\b", r"\1 \2", text)
        for sign in "@+=%":
            text = re.sub(
                rf"(?<=\w)\s?{re.escape(sign)}|{re.escape(sign)}(?=\s?\w)", f" {signs[sign]} ", text
            )
        text = text.replace("\u00b0", f" {signs['°']} ")
        return re.sub(r"[$\u20ac\u00a3\u00a5+=%@/]", " ", text)

    def _weekday(self, short: str) -> str:
        return self._grammar.weekdays[short.casefold()]

    def _address(self, address: str) -> str:
        signs = self._grammar.signs
        said = re.sub(r"[@.\-_+]", lambda it: f" {signs[it[0]]} ", address.removeprefix("www."))
        return re.sub(r"\d", lambda it: f" {digits(it[0], self._language)} ", said).strip().replace("  ", " ")

    def _phone(self, text: str) -> str:
        plus = f"{self._grammar.signs['+']} " if text.lstrip("( ").startswith("+") else ""
        return plus + grouped_digits(text, self._language)

    # --- numbers ------------------------------------------------------------------------------------------------
    def _parts(self, text: str) -> tuple[int, str]:
        """The whole number and the digits behind its decimal sign."""
        text = re.sub(r"['\u2019\u00a0\u202f ]", "", text)
        signs = re.findall(r"[.,]", text)
        if not signs:
            return int(text), ""
        last = signs[-1]
        whole, _, rest = text.rpartition(last)
        grouped = len(signs) > 1 and len(set(signs)) == 1
        if grouped or (
            len(signs) == 1 and len(rest) == 3 and last == self._grammar.thousands and len(whole) <= 3
        ):
            return int(re.sub(r"[.,]", "", text)), ""
        return int(re.sub(r"[.,]", "", whole)), rest

    def _plain(self, text: str) -> str:
        if _ALL_DIGITS.fullmatch(text):
            return grouped_digits(text, self._language)
        whole, rest = self._parts(text)
        said = cardinal(whole, self._language)
        return f"{said} {self._grammar.decimal} {digits(rest, self._language)}" if rest else said

    def _counted(self, found: re.Match[str]) -> str:
        text, rest = found[0], found.string
        before, after = rest[: found.start()], rest[found.end() :]
        blank_before = " " if before[-1:].isalpha() else ""
        blank_after = " " if after[:1].isalpha() else ""
        if _ALL_DIGITS.fullmatch(text) or not text.isdecimal():
            said = self._plain(text)
        elif self._language == "en" and re.fullmatch(r"(?:19|20)\d\d", text):
            said = year_in_words(int(text))
        else:
            noun = _WORD_AFTER.match(after)
            said = self._grammar.count(int(text), noun[1] if noun else "")
        return f"{blank_before}{said}{blank_after}"

    def _measure(self, text: str, unit: str) -> str:
        one, many = self._grammar.units.get(unit) or self._units[unit.casefold()]
        whole, rest = self._parts(text)
        if rest or _ALL_DIGITS.fullmatch(text):
            return f"{self._plain(text)} {many}"
        return f"{self._grammar.count(whole, one if whole == 1 else many)} {one if whole == 1 else many}"

    def _price(self, text: str, sign: str, magnitude: str | None) -> str:
        currency = self._grammar.currencies[sign]
        whole, rest = self._parts(text)
        if magnitude:
            return f"{self._plain(text)} {self._grammar.magnitudes[magnitude]} {currency.many}"
        if len(rest) > 2:
            return f"{self._plain(text)} {currency.many}"
        return self._grammar.money(whole, int(rest.ljust(2, "0") or 0), currency)

    def _said_price_range(self, found: re.Match[str]) -> str:
        low, high, sign = (found[1], found[2], found[3]) if found[3] else (found[5], found[6], found[4])
        to = self._grammar.signs["to"]
        if self._parts(low)[1].strip("0"):
            return f"{self._price(low, sign, None)} {to} {self._price(high, sign, None)}"
        return f"{cardinal(self._parts(low)[0], self._language)} {to} {self._price(high, sign, None)}"

    # --- dates and times ----------------------------------------------------------------------------------------
    def _iso_date(self, found: re.Match[str]) -> str:
        year, month, day, hour, minute = (int(part) if part else None for part in found.groups())
        if not (month and 1 <= month <= 12 and day and 1 <= day <= 31):
            return found[0]
        said = self._grammar.date(day, month, year, found.string[: found.start()])
        if hour is None or minute is None or hour > 24:
            return said
        return f"{said}, {self._grammar.clock(hour, minute, None, '')}"

    def _short_date(self, found: re.Match[str], *, month_first: bool) -> str:
        day, month = int(found[1]), int(found[3])
        separator, year, dot = found[2], found[4], found[5]
        if separator == "." and not (year or dot):
            return found[0]
        if separator == "-" and not (year and len(year) == 4):
            return found[0]
        if month_first and separator == "/":
            day, month = month, day
        if not (1 <= day <= 31 and 1 <= month <= 12):
            return found[0]
        century = 2000 if year and len(year) == 2 else 0
        return self._grammar.date(
            day, month, int(year) + century if year else None, found.string[: found.start()]
        )

    def _said_date(self, found: re.Match[str], day: str, month: str, year: str | None) -> str:
        if not 1 <= int(day) <= 31 or (
            month.casefold() in ("may", "mar", "mars") and not month[0].isupper() and self._language == "en"
        ):
            return found[0]
        number = self._months[month.casefold()]
        return self._grammar.date(
            int(day), number, int(year) if year else None, found.string[: found.start()]
        )

    def _said_time(self, text: str, half: str | None, found: re.Match[str]) -> str:
        parts = re.findall(r"\d+", text)
        hour, minute = int(parts[0]), int(parts[1]) if len(parts) > 1 else 0
        named: Half = None if not half else "am" if half.casefold() == "a" else "pm"
        if hour > 24 or minute > 59:
            return found[0]
        return self._grammar.clock(hour, minute, named, found.string[: found.start()])

    def _said_time_range(self, found: re.Match[str]) -> str:
        begins, begins_half, ends, ends_half = found.groups()
        if not begins_half and begins.isdecimal():
            first = cardinal(int(begins), self._language)
        else:
            first = self._said_time(begins, begins_half, found)
        return f"{first} {self._grammar.signs['to']} {self._said_time(ends, ends_half, found)}"
