"""Reading the caller's cues: each function takes the recogniser's words and the call's language, a BCP 47 tag.

A recogniser writes signs and capitals as it likes and may not have all of an utterance yet; that changes nothing here.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from domain.dialogue.cues.english import ENGLISH
from domain.dialogue.cues.french import FRENCH
from domain.dialogue.cues.german import GERMAN
from domain.dialogue.cues.italian import ITALIAN
from domain.dialogue.cues.spanish import SPANISH
from domain.dialogue.cues.table import Cues

CUES: Mapping[str, Cues] = MappingProxyType(
    {"en": ENGLISH, "de": GERMAN, "fr": FRENCH, "es": SPANISH, "it": ITALIAN}
)
"""By language, the first part of a BCP 47 tag; callers in other languages are read as English. Add a language here."""

LONGEST_PAUSE_WORDS = 24
"""Who says more than this has said something to answer."""

UNKNOWN_IN_FAREWELL = 3
"""Words, at most, that nobody knows beside a farewell: "bye Molly", "see you on Tuesday"."""

Words = tuple[str, ...]


def prepare(language: str) -> None:
    """Makes a language's cues ready before a call, not in its first turn: 5 to 15 ms of CPU."""
    _read(language)


def words_of(text: str) -> Words:
    """The words, lower case and without signs; a drawn-out sound (`mmmm`, `hmmmm`) is written short."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("’", "'").replace("`", "'")
    drawn = re.sub(r"(.)\1{2,}", r"\1\1", plain.replace("-", " "))
    return tuple(re.findall(r"[^\W_]+(?:'[^\W_]+)*", drawn))


def is_backchannel(text: str, language: str) -> bool:
    """Whether this only shows that the caller listens ("uh huh", "okay, right, yeah"), however often it is said."""
    words = words_of(text)
    return bool(words) and not _uncovered(words, _read(language).backchannels)


def is_hesitation(text: str, language: str) -> bool:
    """Whether this is nothing but the sound of somebody about to speak."""
    words = words_of(text)
    return bool(words) and not _uncovered(words, _read(language).hesitations)


def is_assent(text: str, language: str) -> bool:
    """Whether this says yes, and nothing else of weight."""
    cues, words = _read(language), words_of(text)
    return _holds(words, cues.assents) and not _uncovered(words, cues.assents | cues.courtesies)


def is_answer(text: str, language: str) -> bool:
    """Whether this says yes or no, and nothing else of weight."""
    cues, words = _read(language), words_of(text)
    answers = cues.assents | cues.denials
    return _holds(words, answers) and not _uncovered(words, answers | cues.courtesies)


def says_yes(text: str, language: str) -> bool:
    """Whether there is a yes in this and no no."""
    cues, words = _read(language), words_of(text)
    return _holds(words, cues.assents) and not _holds(words, cues.denials)


def is_farewell(text: str, language: str) -> bool:
    """Whether this takes leave or thanks, with nothing in it that would have to be answered."""
    cues, words = _read(language), words_of(text)
    if not _holds(words, cues.farewells | cues.thanks):
        return False
    unknown = _uncovered(words, cues.polite)
    named = _holds(words, cues.farewells) and len(unknown) <= UNKNOWN_IN_FAREWELL
    return not unknown or (named and not cues.openers.intersection(unknown))


def begins_a_matter(text: str, language: str) -> bool:
    """Whether words still under way are surely more than a farewell or a listener's noise."""
    cues, words = _read(language), words_of(text)
    unknown = _uncovered(words, cues.polite, unfinished=True)
    allowed = UNKNOWN_IN_FAREWELL if _holds(words, cues.farewells) else 1
    return len(unknown) > allowed or bool(cues.openers.intersection(unknown))


def asks_to_wait(text: str, language: str) -> bool:
    """Whether the caller only wants a moment ("hold on", "I'm just getting my card"): nothing is to be answered."""
    cues, words = _read(language), words_of(text)
    if not words or len(words) > LONGEST_PAUSE_WORDS:
        return False
    rest, pauses = cues.pauses.subn(" | ", f" {' '.join(words)} ")
    if not pauses:
        return False
    return all(not _uncovered(words_of(part), cues.filling) for part in rest.split("|"))


@dataclass(frozen=True, slots=True)
class _Read:
    """A language's cues, ready to be looked up."""

    backchannels: frozenset[Words]
    hesitations: frozenset[Words]
    assents: frozenset[Words]
    denials: frozenset[Words]
    farewells: frozenset[Words]
    thanks: frozenset[Words]
    courtesies: frozenset[Words]
    polite: frozenset[Words]
    """All that may surround a farewell."""
    filling: frozenset[Words]
    """All that may surround a wish to wait."""
    openers: frozenset[str]
    pauses: re.Pattern[str]


def _read(language: str) -> _Read:
    return _compiled(language.replace("_", "-").casefold().partition("-")[0])


@cache
def _compiled(language: str) -> _Read:
    cues = CUES.get(language, ENGLISH)
    backchannels, courtesies = _phrases(cues.backchannels), _phrases(cues.courtesies)
    farewells, thanks = _phrases(cues.farewells), _phrases(cues.thanks)
    hesitations = _phrases(cues.hesitations)
    longest_first = sorted(cues.pauses, key=len, reverse=True)
    return _Read(
        backchannels=backchannels,
        hesitations=hesitations,
        assents=_phrases(cues.assents),
        denials=_phrases(cues.denials),
        farewells=farewells,
        thanks=thanks,
        courtesies=courtesies,
        polite=backchannels | courtesies | farewells | thanks,
        filling=hesitations | courtesies | backchannels,
        openers=frozenset(cues.openers),
        pauses=re.compile("|".join(f"(?<= )(?:{pattern})(?= )" for pattern in longest_first)),
    )


def _phrases(phrases: Iterable[str]) -> frozenset[Words]:
    return frozenset(words_of(phrase) for phrase in phrases)


def _holds(words: Words, phrases: frozenset[Words]) -> bool:
    return any(_phrase_at(words, index, phrases) for index in range(len(words)))


def _uncovered(words: Words, phrases: frozenset[Words], *, unfinished: bool = False) -> Words:
    """The words that are part of none of the phrases, which are looked for from the left, the longest first.

    Args:
        unfinished: what stands at the end may be the beginning of a phrase.
    """
    left: list[str] = []
    index = 0
    while index < len(words):
        if unfinished and _begins_phrase(words[index:], phrases):
            break
        length = _phrase_at(words, index, phrases)
        if length:
            index += length
        else:
            left.append(words[index])
            index += 1
    return tuple(left)


def _phrase_at(words: Words, index: int, phrases: frozenset[Words]) -> int:
    """How many words the longest phrase that stands here has; 0 when there is none."""
    for length in range(min(_longest(phrases), len(words) - index), 0, -1):
        if words[index : index + length] in phrases:
            return length
    return 0


@cache
def _longest(phrases: frozenset[Words]) -> int:
    return max(len(phrase) for phrase in phrases)


def _begins_phrase(words: Words, phrases: frozenset[Words]) -> bool:
    return any(phrase[: len(words)] == words for phrase in phrases)
