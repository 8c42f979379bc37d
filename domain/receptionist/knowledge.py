"""What the agent is told of a business's knowledge: all of it where that is little, else what fits, and the rest asked.

The prompt is sent with every turn, so it holds so much and no more; beyond that the agent looks up passages.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.receptionist.content import KnowledgeEntry

PROMPT_CHARS = 6_000
"""Some 1,500 tokens: a tenth of a second of a model's reading time."""

PASSAGE_CHARS = 700
"""A few sentences: a passage holds one thought."""

FOUND_CHARS = 2_000
MOST_FOUND = 4

_STEM = 6
"""Letters of a word by which its forms are taken for one: opening, opened; Öffnungszeiten, Öffnungszeit."""

_SHORTEST_STEM = 4
"""Shorter words begin too many others."""

_SHORTEST = 3
"""Shorter words are said of everything."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of knowledge; `name` is what it is about, `text` what there is to tell."""

    name: str
    text: str


def for_prompt(
    entries: Sequence[KnowledgeEntry], *, budget: int = PROMPT_CHARS
) -> tuple[tuple[KnowledgeEntry, ...], bool]:
    """The entries that stand in the prompt, in their order, and whether that is all of them.

    Questions come before texts, and within each the shorter before the longer where not all fit: most of what callers
    ask is short.
    """
    filled = [entry for entry in entries if entry.text.strip()]
    if sum(map(_size, filled)) <= budget:
        return tuple(filled), True
    chosen: set[str] = set()
    left = budget
    for entry in sorted(filled, key=lambda each: (not each.question, _size(each))):
        if _size(entry) <= left:
            chosen.add(entry.id)
            left -= _size(entry)
    return tuple(entry for entry in filled if entry.id in chosen), False


def look_up(entries: Sequence[KnowledgeEntry], question: str) -> tuple[Passage, ...]:
    """The passages that have most to do with a question, the best first; empty when none has anything.

    Words count the more the fewer passages hold them (inverse document frequency), and twice in a question or title.
    """
    passages = [passage for entry in entries for passage in _passages(entry)]
    counts = [_weights(passage) for passage in passages]
    spread = Counter(stem for weights in counts for stem in weights)
    asked = set(_stems(question))
    scores = [
        sum(
            weight * math.log(1 + len(passages) / spread[stem])
            for stem, weight in weights.items()
            if any(_same(stem, word) for word in asked)
        )
        for weights in counts
    ]
    best = sorted(range(len(passages)), key=lambda place: (-scores[place], place))[:MOST_FOUND]
    found: list[Passage] = []
    left = FOUND_CHARS
    for place in best:
        # What has a third of the best one's fit or less is about something else.
        if scores[place] <= scores[best[0]] / 3 or len(passages[place].text) > left:
            continue
        found.append(passages[place])
        left -= len(passages[place].text)
    return tuple(found)


def _same(stem: str, asked: str) -> bool:
    """Whether both are forms of one word: park and parking, colour and colours."""
    longer, shorter = sorted((stem, asked), key=len, reverse=True)
    return longer == shorter or (len(shorter) >= _SHORTEST_STEM and longer.startswith(shorter))


def _size(entry: KnowledgeEntry) -> int:
    return len(entry.name) + len(entry.text)


def _passages(entry: KnowledgeEntry) -> Iterator[Passage]:
    if entry.question:
        yield Passage(entry.question, entry.text)
        return
    gathered = ""
    for piece in _pieces(entry.text):
        if gathered and len(gathered) + len(piece) > PASSAGE_CHARS:
            yield Passage(entry.name, gathered)
            gathered = ""
        gathered = f"{gathered} {piece}" if gathered else piece
    if gathered:
        yield Passage(entry.name, gathered)


def _pieces(text: str) -> Iterator[str]:
    """Sentences and lines; what is longer than a passage is cut between words."""
    for line in re.split(r"\n+|(?<=[.!?…])\s+", text):
        piece = " ".join(line.split())
        while len(piece) > PASSAGE_CHARS:
            at = piece.rfind(" ", 0, PASSAGE_CHARS) + 1 or PASSAGE_CHARS
            yield piece[:at].rstrip()
            piece = piece[at:]
        if piece:
            yield piece


def _weights(passage: Passage) -> dict[str, float]:
    """Each stem of the passage once, whatever its number: long passages are not better."""
    return dict.fromkeys(_stems(passage.text), 1.0) | dict.fromkeys(_stems(passage.name), 2.0)


def _stems(text: str) -> Iterator[str]:
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(one for one in plain if not unicodedata.combining(one))
    for word in re.findall(r"[^\W_]+", letters):
        if len(word) >= _SHORTEST or word.isdigit():
            yield word[:_STEM]
