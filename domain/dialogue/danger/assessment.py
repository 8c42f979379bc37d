"""Whether somebody is in danger now, as far as one thing a caller said can tell.

The rules read what a speech recogniser writes: any case, with or without punctuation, contractions joined or split.
They look for who, what state they are in and what does the harm, then at what stands around it: a negation, a
condition, a time long past, a film, an errand. What is left is certain, or a reason to ask. What no rule knows may be
caught by a net, and is asked about.
"""

import re
import unicodedata
from enum import StrEnum
from functools import cache, partial

from domain.dialogue.danger.english import ENGLISH
from domain.dialogue.danger.french import FRENCH
from domain.dialogue.danger.german import GERMAN
from domain.dialogue.danger.italian import ITALIAN
from domain.dialogue.danger.lexicon import MARKED, Compiled, Lexicon
from domain.dialogue.danger.reports import IDIOM
from domain.dialogue.danger.spanish import SPANISH
from domain.languages import language_of

LEXICONS: dict[str, Lexicon] = {"en": ENGLISH, "de": GERMAN, "fr": FRENCH, "es": SPANISH, "it": ITALIAN}
"""By ISO 639-1 code; other languages are read with the English rules."""

_WORDS_BEFORE = 9
_WORDS_AFTER = 8
"""How far around a sign of danger its sentence is read, when the recogniser marks no sentences."""


class Danger(StrEnum):
    """What a caller's words say about danger."""

    NONE = "none"
    DOUBTFUL = "doubtful"
    """Somebody may be hurt: to be asked."""
    CERTAIN = "certain"
    CRISIS = "crisis"
    """The caller speaks of taking their own life, or somebody else's wish to."""


class Answer(StrEnum):
    """What a caller answers to the question whether anybody is hurt."""

    YES = "yes"
    NO = "no"
    NOT_UNDERSTOOD = "not understood"
    """They ask back."""
    UNCLEAR = "unclear"


def assess(text: str, language: str) -> Danger:
    """What this says about danger here and now.

    Args:
        text: what the caller said, as the recogniser wrote it.
        language: BCP 47 tag of the call. English is understood in every call.
    """
    worst = Danger.NONE
    for code in _codes(language, text):
        found = _assess(text, _compiled(code))
        worst = max(worst, found, key=list(Danger).index)
    return worst


def answer(text: str, language: str) -> Answer:
    """What this means after the question whether anybody is hurt right now."""
    found = Answer.UNCLEAR
    for code in _codes(language, text):
        lexicon = _compiled(code)
        words = spelled(text, lexicon)
        if lexicon.denied.search(words):
            return Answer.NO
        if lexicon.affirmed.match(words):
            found = Answer.YES
        elif found is Answer.UNCLEAR and lexicon.not_understood.fullmatch(words):
            found = Answer.NOT_UNDERSTOOD
    return found


def prepare(language: str) -> None:
    """Compiles the rules of a language (BCP 47 tag): tens of ms, once a process, better not in mid-call."""
    for code in _codes(language, ""):
        _compiled(code)


def spelled(text: str, lexicon: Compiled) -> str:
    """The words in the spelling the patterns are written for."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("ß", "ss"))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = re.sub(r"[.!?;]+(?=\s|$)|[\n…]", " . ", plain)
    plain = re.sub(r"['’`´]", "'", plain)
    plain = re.sub(r"[^\w'.:]|\.(?!\s|$)|:(?!\d)|(?<!\d):|_", " ", plain)
    plain = " ".join(plain.split())
    for pattern, replacement in lexicon.spellings:
        plain = pattern.sub(replacement, plain)
    return " ".join(plain.replace("'", " ").split())


def _assess(text: str, lexicon: Compiled) -> Danger:
    words = spelled(text, lexicon)
    plain = " ".join(lexicon.harmless.sub(IDIOM, words).split())
    marked = lexicon.people.sub(MARKED, plain)
    found = _signs_in(plain, marked, lexicon)
    if lexicon.net and found is Danger.NONE and lexicon.net.catches(marked, partial(_put_together, lexicon)):
        return Danger.DOUBTFUL
    if lexicon.reports is None or found is Danger.CRISIS:
        return found
    report = lexicon.reports.read(plain)
    if found is Danger.CERTAIN:
        return Danger.DOUBTFUL if report.is_doubtful else found
    if report.is_to_be_asked_about or (plain != words and lexicon.reports.read(words).is_more_than_an_idiom):
        return Danger.DOUBTFUL
    return Danger.NONE if report.is_an_errand else found


def _signs_in(plain: str, words: str, lexicon: Compiled) -> Danger:
    def stands(hit: re.Match[str]) -> bool:
        return not _vetoed(hit, lexicon)

    if any(map(stands, lexicon.crisis.finditer(words))):
        return Danger.CRISIS
    if any(map(stands, lexicon.certain.finditer(words))):
        return Danger.CERTAIN
    likely = sum(map(stands, lexicon.likely.finditer(words)))
    if any(_stands_behind_a_turn(hit, lexicon) for hit in lexicon.certain.finditer(words)):
        likely += 1
    hints = 0 if lexicon.net else len({hit[0] for hit in lexicon.hints.finditer(plain) if stands(hit)})
    enough = _HINTS_TO_ASK
    if lexicon.asked.search(plain):
        enough += 1
    elif lexicon.reported.search(words) and not lexicon.errand.search(plain):
        enough -= 1
    if not likely and hints < enough:
        return Danger.NONE
    score = _LIKELY * likely + hints if likely else max(hints, _ASK)
    if lexicon.urgent.search(plain):
        score += _URGENT
    if lexicon.errand.search(plain):
        return Danger.DOUBTFUL if score >= _ASK_BESIDE_AN_ERRAND else Danger.NONE
    return Danger.CERTAIN if score >= _CERTAIN else Danger.DOUBTFUL if score >= _ASK else Danger.NONE


def _put_together(lexicon: Compiled, part: str) -> set[str]:
    """How a part of what was said is put together, for the net: which of these it has, and how many hints."""
    plain = part.replace("_", "")
    named = {
        "reported": lexicon.reported.search(part),
        "asked": lexicon.asked.search(plain),
        "errand_words": lexicon.errand.search(plain),
        "only_told": lexicon.only_told.search(plain),
        "long_ago": lexicon.long_ago.search(plain),
        "at_present": lexicon.at_present.search(plain),
        "made_up": lexicon.made_up.search(plain),
        "urgent": lexicon.urgent.search(plain),
    }
    hints = len({hit[0] for hit in lexicon.hints.finditer(plain)})
    return {name for name, hit in named.items() if hit} | {f"hints {n}" for n in range(1, min(hints, 3) + 1)}


_LIKELY, _URGENT = 3, 2
_HINTS_TO_ASK = 2
_ASK, _CERTAIN = 2, 5
_ASK_BESIDE_AN_ERRAND = 6
"""What signs of danger weigh, a hint weighing 1, and which sums ask or are certain."""


def _stands_behind_a_turn(hit: re.Match[str], lexicon: Compiled) -> bool:
    """Whether all that takes a sign of danger back stands before a "but" or a "now"."""
    words = hit.string
    turn = max((each.end() for each in lexicon.turns.finditer(words, 0, hit.start())), default=0)
    if not turn:
        return False
    behind = next(
        (each for each in hit.re.finditer(words[turn:]) if each.start() == hit.start() - turn), None
    )
    return behind is not None and not _vetoed(behind, lexicon)


def _vetoed(hit: re.Match[str], lexicon: Compiled) -> bool:
    """Whether what stands around a sign of danger says that nobody is in danger now."""
    words = hit.string
    ahead, found, behind = (
        each.replace("_", "") for each in (words[: hit.start()], hit[0], words[hit.end() :])
    )
    # What goes before is read back to the beginning of the sentence.
    ahead = ahead.split(".")[-1]
    before = " ".join(ahead.split()[-_WORDS_BEFORE:])
    sentence_end = behind.split(" . ")[0]
    after = " ".join(sentence_end.split()[:_WORDS_AFTER])
    if lexicon.not_so.search(before):
        return True
    if lexicon.only_told.search(before) and not (lexicon.borne_out and lexicon.borne_out.search(after)):
        return True
    around = f"{before} {found} {after}"
    if lexicon.made_up.search(f"{ahead} {found} {behind}"):
        return True
    return bool(lexicon.long_ago.search(around)) and not lexicon.at_present.search(around)


def _codes(language: str, text: str) -> tuple[str, ...]:
    """The rules to read with: the call's language, and English where the words look English."""
    code = language_of(language)
    if code not in LEXICONS or code == "en":
        return ("en",)
    return (
        (code, "en") if not text or len(_ENGLISH_ONLY.findall(text.casefold())) >= _ENGLISH_WORDS else (code,)
    )


_ENGLISH_ONLY = re.compile(
    r"\b(?:the|he|she|is|he's|she's|my|there's|i'm|i|it's|and|with|this|someone|please|you|can't|isn't|not|are)\b"
)
_ENGLISH_WORDS = 2
"""Fewer may be chance: German and Italian have words that are spelled like some of these."""


@cache
def _compiled(code: str) -> Compiled:
    return LEXICONS[code].compiled()
