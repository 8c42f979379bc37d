"""What one language says about danger: the patterns its rules are made of, and how they are put together.

Patterns are matched against words as `assessment` spells them: lower case, no accents, no apostrophes, contractions
expanded, fillers gone, ` . ` between sentences. A pattern is written as plain words with regular-expression signs
and begins and ends at word boundaries.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from domain.dialogue.danger.net import CompiledNet, Net
from domain.dialogue.danger.reports import ReportReader, ReportWords

PERSON = r"\w+_"
"""A noun for a person, in a pattern."""

MARKED = r"\1_"
"""Replaces a noun for a person found by `Compiled.people`."""


class Compiled(NamedTuple):
    """A lexicon, ready to be matched."""

    people: re.Pattern[str]
    spellings: tuple[tuple[re.Pattern[str], str], ...]
    harmless: re.Pattern[str]
    certain: re.Pattern[str]
    likely: re.Pattern[str]
    hints: re.Pattern[str]
    reported: re.Pattern[str]
    asked: re.Pattern[str]
    crisis: re.Pattern[str]
    urgent: re.Pattern[str]
    not_so: re.Pattern[str]
    only_told: re.Pattern[str]
    long_ago: re.Pattern[str]
    at_present: re.Pattern[str]
    turns: re.Pattern[str]
    made_up: re.Pattern[str]
    errand: re.Pattern[str]
    affirmed: re.Pattern[str]
    denied: re.Pattern[str]
    not_understood: re.Pattern[str]
    reports: ReportReader | None
    borne_out: re.Pattern[str] | None
    net: CompiledNet | None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of one language, by what they do to a sentence.

    Attributes:
        people: nouns for people, in all their forms. In what is matched for signs of danger each of them ends in `_`,
            in the patterns too (`compiled` sees to that), so that `PERSON` is any of them.
        spellings: patterns and their one spelling, applied in this order: contractions, fillers, hedges.
        harmless: idioms and words of trades that hold a word of danger; taken out before anything else.
        certain: somebody or something is in danger now, unless something around it says otherwise.
        likely: danger when two of them, or an urgent word, come together; alone a reason to ask.
        hints: words that real reports are full of. One alone means nothing unless the sentence only reports; several
            different ones are a reason to ask. Where there is a net, it weighs them.
        reported: somebody is said to be, to have or to do something now. One hint in a sentence that reports and
            asks for nothing (see `asked`) is a reason to ask.
        asked: a wish, a question or an explanation, in more forms than those of `errand`.
        crisis: the caller speaks of taking their life.
        urgent: how people speak when it is happening.
        not_so: directly before a sign of danger takes it back: negation, "nearly".
        only_told: before a sign of danger in its sentence: a condition, a question about the business, a recovery.
        long_ago: beside a sign of danger: it happened, and is over. Also what makes a phrase figurative ("when I saw
            the price").
        at_present: beats `long_ago`.
        turns: what comes behind is told apart from what stood before; a sign of danger taken back only from before a
            turn is a reason to ask.
        made_up: anywhere in the sentence: films, costumes, jokes, danger that has passed.
        errand: the caller wants something of the business; a likely sign beside it is how people explain a wish.
        affirmed, denied, not_understood: answers to the question whether anybody is hurt.
        report_words: reports that none of these patterns know are asked about.
        borne_out: behind a sign of danger that is only asked about or supposed: that it is so ("because he is").
        net: what asks back where neither certain nor likely signs speak.
    """

    people: str
    spellings: Mapping[str, str]
    harmless: tuple[str, ...]
    certain: tuple[str, ...]
    likely: tuple[str, ...]
    hints: tuple[str, ...]
    reported: tuple[str, ...]
    asked: tuple[str, ...]
    crisis: tuple[str, ...]
    urgent: tuple[str, ...]
    not_so: tuple[str, ...]
    only_told: tuple[str, ...]
    long_ago: tuple[str, ...]
    at_present: tuple[str, ...]
    turns: tuple[str, ...]
    made_up: tuple[str, ...]
    errand: tuple[str, ...]
    affirmed: tuple[str, ...]
    denied: tuple[str, ...]
    not_understood: tuple[str, ...]
    report_words: ReportWords | None = None
    borne_out: tuple[str, ...] = ()
    net: Net | None = None

    def compiled(self) -> Compiled:
        people = re.compile(rf"(?<!\\)\b({'|'.join(self.people.split())})\b")

        def marked(patterns: Iterable[str]) -> re.Pattern[str]:
            return _pattern(people.sub(MARKED, each) for each in patterns)

        return Compiled(
            people=people,
            spellings=tuple((re.compile(rf"\b(?:{old})\b"), new) for old, new in self.spellings.items()),
            harmless=_pattern(self.harmless),
            certain=marked(self.certain),
            likely=marked(self.likely),
            hints=_pattern(self.hints),
            reported=marked(self.reported),
            asked=_pattern(self.asked),
            crisis=marked(self.crisis),
            urgent=_pattern(self.urgent),
            not_so=re.compile(rf"\b(?:{'|'.join(self.not_so)}) ?$"),
            only_told=_pattern(self.only_told),
            long_ago=_pattern(self.long_ago),
            at_present=_pattern(self.at_present),
            turns=_pattern(self.turns),
            made_up=_pattern(self.made_up),
            errand=_pattern(self.errand),
            affirmed=_pattern(self.affirmed),
            denied=_pattern(self.denied),
            not_understood=re.compile(rf"(?:{'|'.join(self.not_understood)})"),
            reports=self.report_words.compiled() if self.report_words else None,
            borne_out=_pattern(self.borne_out) if self.borne_out else None,
            net=self.net.compiled() if self.net else None,
        )


def _pattern(alternatives: Iterable[str]) -> re.Pattern[str]:
    """Any of these, as whole words, or nothing where there are none; `^` and `$` are the ends of a sentence."""
    either = ("|".join(alternatives) or r"(?!)").replace("$", r"(?=$| \.)")
    either = re.sub(r"(?<!\[)\^", r"(?:^|(?<=\\. ))", either)
    return re.compile(rf"\b(?:{either})\b")


def one_of(words: str) -> str:
    """A group of the alternatives in `words`, which stand apart by white space; `_` is a blank within one."""
    return f"(?:{'|'.join(words.split())})".replace("_", " ")


def between(most: int, *, never: str) -> str:
    """Up to `most` words of any kind but those of the alternatives `never`, each with the blank behind it."""
    return rf"(?:(?!(?:{never})\b)\w+ ){{0,{most}}}"
