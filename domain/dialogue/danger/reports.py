"""Reports of danger that the exact signs of a language do not know: they are asked about.

Words are sorted into kinds: what is grave in itself, what does harm, what somebody can no longer do, how they look, the
body, dangerous things and places, people, the present, a plea; and on the other side wishes of a customer, the past,
conditions, fiction, negations. A report weighs its kinds together. It never raises an alarm by itself.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple


class Kind(StrEnum):
    """What a word does in a report. The names are those of groups in a pattern."""

    GRAVE = "grave"
    """In a report an emergency by itself: unconscious, chokes, bleeds, on fire, gas, a robbery, an overdose."""
    HARM = "harm"
    """What hurts people: fell, swallowed, bitten, hit, an accident."""
    LOSS = "loss"
    """What somebody can no longer do: speak, move, answer, breathe, wake up."""
    STATE = "state"
    """How somebody looks or feels: blue, numb, shaking, foam at the mouth."""
    BODY = "body"
    DANGER = "danger"
    """What is dangerous wherever people are: an axe, acid, rails, a rope, a gas bottle."""
    THING = "thing"
    """Where and by what harm is done at times: stairs, a window, a car, water."""
    WHO = "who"
    SELF = "self"
    """The caller, alone or with others."""
    NOW = "now"
    """The present, or what happened a moment ago."""
    PLEA = "plea"
    """How people speak when it is happening: help, quickly, what am I to do."""
    WISH = "wish"
    """How customers want, ask and explain something."""
    TOPIC = "topic"
    """What callers of a business speak of: its goods, a boiler, a tooth, a lost umbrella."""
    PAST = "past"
    IF = "if"
    """A condition, a question, a fear of something."""
    FICTION = "fiction"
    """Films, costumes, jokes, courses, drills."""
    OVER = "over"
    """All is well: the report is of a danger that has passed."""
    TURN = "turn"
    """But, now, suddenly: what comes behind is told apart from what stood before."""
    JOINT = "joint"
    """And, then: a new clause, about the same time and condition."""
    NOT = "not"


_WEIGHTS: Mapping[Kind, tuple[int, int]] = {
    Kind.GRAVE: (3, 5),
    Kind.HARM: (2, 3),
    Kind.DANGER: (2, 3),
    Kind.LOSS: (2, 4),
    Kind.PLEA: (2, 2),
    Kind.STATE: (1, 2),
    Kind.BODY: (1, 1),
    Kind.THING: (1, 1),
    Kind.WHO: (1, 1),
    Kind.SELF: (1, 1),
    Kind.NOW: (1, 1),
}
"""What one word of a kind weighs, and the most that several different ones do."""
_SIGNS = frozenset({Kind.GRAVE, Kind.HARM, Kind.DANGER, Kind.LOSS, Kind.STATE})
_NEGATABLE = _SIGNS - {Kind.LOSS}
"""What is lost is told with a negation."""
_ASK = 3
_ASK_BESIDE_A_TOPIC = 4
_ASK_BESIDE_A_WISH = 6
"""How much a report weighs before it is asked about."""
_NEGATED_WITHIN = 3
"""Words from a negation to what it takes back."""
_FULL_STOP = "."
_ELSEWHERE = frozenset({Kind.PAST, Kind.IF, Kind.FICTION})
_SCENE = frozenset({Kind.BODY, Kind.THING, Kind.STATE, Kind.DANGER})
_WORTH_ASKING = 2
"""Of somebody and what makes a scene: so many of them, told without any wish, are asked about."""
_ASK_BESIDE_AN_IDIOM = 5
"""An idiom alone weighs up to four: one grave word and who."""
_IDIOM = "#"
IDIOM = f" {_IDIOM} "
"""Stands where an idiom was taken out."""


@dataclass(frozen=True, slots=True)
class ReportWords:
    """The words of one language by kind, in the spelling of `assessment.spelled`.

    Attributes:
        words: single words apart by white space; `*` at the beginning or end stands for any letters.
        phrases: several words, as regular expressions that begin and end at word boundaries; matched before the words.
        elisions: what a recogniser without apostrophes writes together with a word that begins with a vowel ("lacide").
        negated_by_next: whether a negation directly behind a word takes it back too ("blutet nicht").
    """

    words: Mapping[Kind, str]
    phrases: Mapping[Kind, tuple[str, ...]]
    elisions: str = ""
    negated_by_next: bool = False

    def compiled(self) -> "ReportReader":
        return ReportReader(self)


class Report(NamedTuple):
    """What something said reports."""

    weight: int
    wishes: bool
    """Whether a customer's wish stands beside it."""
    topics: bool
    """Whether it has words of the business."""
    elsewhere: bool
    """Whether some of it is of another time, or not of what is."""

    @property
    def is_to_be_asked_about(self) -> bool:
        enough = _ASK_BESIDE_A_WISH if self.wishes else _ASK_BESIDE_A_TOPIC if self.topics else _ASK
        return self.weight >= enough

    @property
    def is_doubtful(self) -> bool:
        """Whether even a sign of danger that seems certain is better asked about."""
        return (self.wishes or self.topics or self.elsewhere) and self.weight < _ASK_BESIDE_A_WISH

    @property
    def is_more_than_an_idiom(self) -> bool:
        """Of words that hold an idiom, told without any wish: whether there is a report beside it."""
        return not self.wishes and self.weight >= _ASK_BESIDE_AN_IDIOM

    @property
    def is_an_errand(self) -> bool:
        """Whether a customer's wish explains all of it."""
        return self.wishes and self.weight < _ASK


class ReportReader:
    """Reads what was said by the words of one language."""

    def __init__(self, words: ReportWords) -> None:
        self._exact: dict[str, set[Kind]] = {}
        self._beginnings: dict[str, set[Kind]] = {}
        self._endings: dict[str, set[Kind]] = {}
        for kind, listed in words.words.items():
            for word in listed.split():
                bare = word.strip("*")
                if word.endswith("*"):
                    self._beginnings.setdefault(bare, set()).add(kind)
                elif word.startswith("*"):
                    self._endings.setdefault(bare, set()).add(kind)
                else:
                    self._exact.setdefault(bare, set()).add(kind)
        groups = (f"(?P<{kind}>{'|'.join(patterns)})" for kind, patterns in words.phrases.items())
        self._phrases = re.compile(rf"\b(?:{'|'.join(groups) or '(?!)'})(?!\w)")
        self._negated_by_next = words.negated_by_next
        self._elided = re.compile(rf"(?:{'|'.join(words.elisions.split()) or '(?!)'})(?=[aeiouh]\w)")
        self.kinds_of = lru_cache(maxsize=4096)(self._kinds_of)

    def read(self, words: str) -> Report:
        """What this reports.

        Args:
            words: what was said, spelled for the patterns, idioms replaced by `IDIOM`, ` . ` between sentences.
        """
        marked = self._phrases.sub(
            lambda hit: f" {str(hit.lastgroup).upper()}:{hit[0].replace(' ', '_')} ", words
        )
        tokens = [(token, self.kinds_of(token)) for token in marked.split()]
        kinds = {kind for _, each in tokens for kind in each}
        if _IDIOM in words:
            kinds.add(Kind.TOPIC)
        wishes, topics, elsewhere = Kind.WISH in kinds, Kind.TOPIC in kinds, bool(_ELSEWHERE & kinds)
        if Kind.OVER in kinds:
            return Report(0, wishes, topics, elsewhere)
        found: dict[Kind, set[str]] = {}
        for kind, token in self._standing(tokens):
            found.setdefault(kind, set()).add(token)
        weight = _weight(found)
        if not (wishes or topics or elsewhere) and _is_scene(found):
            weight = max(weight, _ASK)
        return Report(weight, wishes, topics, elsewhere)

    def _standing(self, tokens: Iterable[tuple[str, frozenset[Kind]]]) -> Iterator[tuple[Kind, str]]:
        """What nothing takes back: neither a negation nor another time, a condition or a fiction it stands in."""
        for clause in _clauses(tokens):
            for at, (token, kinds) in enumerate(clause):
                before = clause[max(0, at - _NEGATED_WITHIN) : at]
                after = clause[at + 1 : at + 2] if self._negated_by_next else ()
                if kinds & _NEGATABLE and any(Kind.NOT in near for _, near in (*before, *after)):
                    continue
                for kind in kinds:
                    yield kind, token

    def _kinds_of(self, token: str) -> frozenset[Kind]:
        kind, colon, _ = token.partition(":")
        if colon and kind.isupper():
            return frozenset({Kind(kind.lower())})
        if token in self._exact:
            return _heaviest(self._exact[token])
        found: set[Kind] = set()
        for at in range(2, len(token)):
            found |= self._beginnings.get(token[:at], set())
            found |= self._endings.get(token[at:], set())
        found |= self._beginnings.get(token, set()) | self._endings.get(token, set())
        elided = self._elided.match(token)
        return self.kinds_of(token[elided.end() :]) if elided and not found else _heaviest(found)


def _weight(found: Mapping[Kind, Collection[str]]) -> int:
    signs = _SIGNS & found.keys()
    if not signs:
        return 0
    if Kind.WHO in found and Kind.SELF in found:
        found = {kind: words for kind, words in found.items() if kind is not Kind.SELF}
    weight = sum(
        min(most, each * len(found[kind])) for kind, (each, most) in _WEIGHTS.items() if kind in found
    )
    return weight - (signs == frozenset({Kind.STATE}))


def _is_scene(found: Mapping[Kind, Collection[str]]) -> bool:
    scene = sum(len(words) for kind, words in found.items() if kind in _SCENE)
    return scene > 0 and scene + (Kind.WHO in found) >= _WORTH_ASKING


def _heaviest(kinds: set[Kind]) -> frozenset[Kind]:
    """Of the kinds that weigh something one alone: a word counts once."""
    weighing = kinds & _WEIGHTS.keys()
    kept = {max(weighing, key=lambda kind: _WEIGHTS[kind])} if weighing else set[Kind]()
    return frozenset(kinds - weighing | kept)


def _clauses(tokens: Iterable[tuple[str, frozenset[Kind]]]) -> Iterator[list[tuple[str, frozenset[Kind]]]]:
    """The clauses that speak of here and now."""
    elsewhere = False
    clause: list[tuple[str, frozenset[Kind]]] = []
    for word, kinds in (*tokens, (_FULL_STOP, frozenset[Kind]())):
        full_stop, turn = word == _FULL_STOP, Kind.TURN in kinds
        if full_stop or turn or Kind.JOINT in kinds:
            there = {kind for _, each in clause for kind in each}
            present = bool(there & {Kind.NOW, Kind.LOSS})
            elsewhere = (elsewhere and not present) or bool(
                there & {Kind.IF, Kind.FICTION} or (Kind.PAST in there and not present)
            )
            if clause and not elsewhere:
                yield clause
            clause = []
            if full_stop or turn:
                elsewhere = False
        clause.append((word, kinds))
