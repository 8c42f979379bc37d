"""Sentence splitting: a model's answer in pieces for speech synthesis, while it is still being written."""

import re
from collections.abc import Mapping

from domain.languages import DEFAULT_LANGUAGE, spoken_language
from domain.scripts import LETTERS_A_WIDE_CHARACTER, WIDE, is_wide

FIRST_CUT_CHARS = 60
"""A longer first sentence is begun at a clause: at 15 ms a token the caller waits 0.2 s for this much."""
FIRST_CUT_MIN_CHARS = 20
"""Shorter beginnings sound clipped: the voice needs a phrase to find its melody."""

_ENDS_AT_ONCE = "。！？｡︒؟۔।॥։။។፧።"
"""Full stops and question marks of scripts that need no blank after them: Japanese, Chinese, Arabic, Hindi and others.

They stand for nothing else, so the sentence is given before anything follows.
"""
_END = re.compile(rf"[.!?…]+[\"'”’)\]»]*(?=\s)|[!?]+(?=[{WIDE}])|[{_ENDS_AT_ONCE}]|\n")
_CLAUSE = re.compile(r"[,;:](?=\s)|(?<=\s)[-–—](?=\s)|—(?=\s)|[、，；：،؛]")
_QUOTE = re.compile(r"[「『（【]|[」』）】]")
MAX_QUOTE_CHARS = 120
"""A longer quotation is taken to have been left open, and ends no sentence any more than other text."""
_LAST_WORD = re.compile(r"(\S+)$")
_NEXT_WORD = re.compile(r"\s+[\"'“‘(\[]*(\w+)(?=\W)")
_NEXT_SIGN = re.compile(r"\s+[\"'“‘(\[]*([^\s\"'“‘(\[])")

_TITLES = r"dr|prof|st|fr|sr|jr|vs|tel|ext"
_NEVER_ENDS: Mapping[str, re.Pattern[str]] = {
    language: re.compile(f"{_TITLES}|{abbreviations}")
    for language, abbreviations in {
        "en": r"mrs?|ms|mx|rev|hon|messrs|mt|ft|e\.?g|i\.?e|cf|nos?|approx|est|dept",
        "de": r"hr|frl|nr|ca|bzw|inkl|exkl|zzgl|ggf|evtl|max|min|mind|z|d|u|o|z\.?b|d\.?h|u\.?a|i\.?d|vgl",
        "fr": r"m|mm|mme|mlle|me|env|n|no|p|av|bd|c\.-à-d|p\.?\s?ex",
        "es": r"sra|srta|sres|dra|d|dña|ud|uds|vd|vds|núm|n|aprox|avda|pza|c|p|ee|p\.?\s?ej",
        "it": r"sig|sig\.ra|sigg|dott|dott\.ssa|avv|ing|geom|n|nr|ca|p\.?\s?es|es|ad es",
    }.items()
}
"""Abbreviations that a word always follows. A sentence ending in `no.` waits for the next one: no harm."""
_MAY_END = re.compile(
    r"\d*(?:[ap]\.?\s?m|mins?|hrs?|std|h)|etc|rd|ave|inc|ltd|co|pty|usw|str|ecc|gmbh|e\.?v|s\.?a|s\.?l|s\.?r\.?l|s\.?p\.?a"
)
"""Abbreviations that may end a sentence: the next word's capital tells."""
_CAPITAL_INSIDE = re.compile(
    r"i|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|january|february|march|april|may|june|july"
    r"|august|september|october|november|december"
)
"""Words that are written with a capital within a sentence too."""
_GERMAN_ORDINAL = re.compile(r"\d{1,2}(?:\.\d{1,2})?")
AFTER_GERMAN_ORDINAL = re.compile(
    r"januar|jänner|februar|feber|märz|april|mai|juni|juli|august|september|oktober|november|dezember"
    r"|stock|stockwerk|etage|obergeschoss|untergeschoss|og|ug|bezirk|klasse|termin|mal|tag|woche|stunde"
)
"""What `24.` may stand before: the dot makes it an ordinal and ends nothing."""


def is_speakable(text: str) -> bool:
    """Whether a voice has anything to say for it: a letter or a digit, not only signs."""
    return any(character.isalnum() for character in text)


def first_sentence(text: str, language: str) -> int:
    """Where the first sentence of a whole text ends; 0 when nothing to be spoken follows it."""
    return SentenceSplitter(language).end_in(text)


class SentenceSplitter:
    """Takes an answer's text as it comes and gives whole sentences as soon as they are sure.

    The first sentence may be given in two pieces, cut at a clause, so that speech starts early. The pieces do
    not depend on how the text was chopped on its way here, and joined they are the text but for white space.

    Args:
        language: a BCP 47 tag; its abbreviations and ordinals end no sentence.
    """

    def __init__(self, language: str = DEFAULT_LANGUAGE) -> None:
        self._language = spoken_language(language)
        self._never_ends = _NEVER_ENDS[self._language]
        self._text = ""
        self._first = True

    def feed(self, delta: str) -> list[str]:
        """The sentences that this text completes, in order, without surrounding white space."""
        self._text += delta
        pieces: list[str] = []
        while (cut := self._next_cut()) is not None:
            pieces.append(self._text[:cut].strip())
            self._text = self._text[cut:].lstrip()
            self._first = False
        return pieces

    def end_in(self, text: str) -> int:
        """Where the first sentence of this text ends, whatever was fed; 0 when nothing to be spoken follows it."""
        before, self._text = self._text, text
        end = self._sentence_end()
        self._text = before
        return end if end is not None and is_speakable(text[end:]) else 0

    def flush(self) -> str | None:
        """What is left when the answer is over; None when nothing is. It may have nothing to speak."""
        rest = self._text.strip()
        self._text = ""
        self._first = True
        return rest or None

    def _next_cut(self) -> int | None:
        """Where the next piece ends; None while that is not sure."""
        end = self._sentence_end()
        if not self._first:
            return end
        begun = self._text.lstrip()
        indent, chars = len(self._text) - len(begun), LETTERS_A_WIDE_CHARACTER if is_wide(begun[:1]) else 1
        limit = indent + FIRST_CUT_CHARS // chars
        if (end is not None and end <= limit) or len(self._text) <= limit or self._pending(limit):
            return end
        first = indent + FIRST_CUT_MIN_CHARS // chars
        return self._clause_cut(first, limit, len(self._text) if end is None else end) or end

    def _clause_cut(self, first: int, limit: int, end: int) -> int | None:
        cuts = [m.end() for m in _CLAUSE.finditer(self._text) if first <= m.end() < end]
        early = [cut for cut in cuts if cut <= limit]
        if early:
            return early[-1]
        return cuts[0] if cuts else None

    def _sentence_end(self) -> int | None:
        for found in _END.finditer(self._text):
            ends = self._ends(found)
            if ends is None:
                return None
            if ends:
                return found.end()
        return None

    def _pending(self, limit: int) -> bool:
        """Whether a sign before `limit` may yet turn out to end the sentence."""
        for found in _END.finditer(self._text):
            if found.end() > limit:
                return False
            if self._ends(found) is None:
                return True
        return False

    def _ends(self, found: re.Match[str]) -> bool | None:
        """Whether the sentence ends at this sign; None while the text after it has not come."""
        before, sign = self._text[: found.start()], found[0]
        if not is_speakable(before):
            return False
        if sign in _ENDS_AT_ONCE:
            return not _quotes(before)
        if sign == "\n" or "?" in sign or "!" in sign:
            return True
        if sign.count(".") > 1 or "…" in sign:
            following = _NEXT_SIGN.match(self._text, found.end())
            return None if following is None else not following[1].islower()
        last = _LAST_WORD.search(before)
        word = last[1].lstrip("\"'“‘([").casefold() if last else ""
        if self._language == "de" and _GERMAN_ORDINAL.fullmatch(word):
            return self._ends_after_number(found.end())
        if (
            self._never_ends.fullmatch(word)
            or _is_initial(last[1] if last else "")
            or before.strip().isdigit()
        ):
            return False
        if _MAY_END.fullmatch(word):
            return self._capital_follows(found.end())
        return True

    def _ends_after_number(self, position: int) -> bool | None:
        """German writes ordinals with a dot: what follows tells `24. November` from a sentence that ends in `24.`"""
        following = _NEXT_SIGN.match(self._text, position)
        if following is None:
            return None
        if not following[1].isupper():
            return not following[1].islower() and not following[1].isdigit()
        word = _NEXT_WORD.match(self._text, position)
        return None if word is None else not AFTER_GERMAN_ORDINAL.fullmatch(word[1].casefold())

    def _capital_follows(self, position: int) -> bool | None:
        following = _NEXT_SIGN.match(self._text, position)
        if following is None:
            return None
        if not following[1].isupper():
            return False
        word = _NEXT_WORD.match(self._text, position)
        if word is None:
            return None
        return not _CAPITAL_INSIDE.fullmatch(word[1].casefold())


def _quotes(before: str) -> bool:
    """Whether a quotation stands open: a full stop within it does not end the sentence around it."""
    marks = [mark in "「『（【" for mark in _QUOTE.findall(before[-MAX_QUOTE_CHARS:])]
    return bool(marks) and marks[-1]


def _is_initial(word: str) -> bool:
    """`J` of `J. Smith`; `I` is a word of its own."""
    return len(word) == 1 and word.isupper() and word != "I"
