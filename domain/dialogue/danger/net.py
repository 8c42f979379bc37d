"""A wide net under the rules: how much a sentence sounds like a report of an emergency, by the kinds of its words.

The rules know ways of telling; the net knows the words such reports are made of, and weighs which kinds come together:
a part of the body beside what befalls it, somebody beside what they can no longer do. It never raises an alarm. What it
catches is asked about.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

_LONGEST_PHRASE = 4
_DENIED_WITHIN = 3
"""How many words a "not" reaches."""


@dataclass(frozen=True, slots=True)
class Net:
    """The words of one language by kind, and what each kind weighs.

    Attributes:
        words: by kind; apart by white space, `_` for a blank within a phrase, `*` at the end for any ending. The
            longest phrase counts, and its words for nothing else; of two kinds that name the same, the first.
        denies: words that take back the next few: "not", "never", "without".
        lost: the kind that counts only where it is denied: what somebody can no longer do.
        denied_too: kinds that count whether they are denied or not.
        starts: patterns after which, or before which, a part of a sentence stands by itself: "do you have a
            defibrillator, a man has collapsed". Matched where nouns for people are marked.
        signs: the kinds of which there has to be one.
        business: the kinds, and names of `Lexicon`, that speak against danger; a part without any of them is a
            "statement".
        wishes: those of them that leave no room for a report; a part without any of these is "unasked".
        weights: by kind, by two kinds joined by `+` that come together, by a kind twice for one that comes up more than
            once, and by the names `Lexicon` has for how a sentence is put together. Log odds.
        asks_from: a sum from which the caller is asked.
    """

    words: Mapping[str, str]
    denies: str
    lost: str
    denied_too: frozenset[str]
    starts: tuple[str, ...]
    signs: frozenset[str]
    business: frozenset[str]
    wishes: frozenset[str]
    weights: Mapping[str, float]
    asks_from: float

    def compiled(self) -> "CompiledNet":
        whole: dict[str, str] = {}
        beginnings: dict[str, str] = {}
        for kind, words in self.words.items():
            for word in words.split():
                phrase = word.replace("_", " ")
                (beginnings if word.endswith("*") else whole).setdefault(phrase.removesuffix("*"), kind)
        return CompiledNet(
            self,
            whole,
            beginnings,
            frozenset(self.denies.split()),
            re.compile("|".join(self.starts)),
        )


class CompiledNet(NamedTuple):
    """A net, ready to be cast."""

    net: Net
    whole: Mapping[str, str]
    beginnings: Mapping[str, str]
    denies: frozenset[str]
    starts: re.Pattern[str]

    def catches(self, words: str, put_together: Callable[[str], set[str]]) -> bool:
        """Whether these words are to be asked about.

        Args:
            words: spelled as the rules want them, nouns for people marked.
            put_together: how a part of them is put together, by the names of `Lexicon`.
        """
        asks_from = self.net.asks_from
        return any(self.weight(part, put_together) >= asks_from for part in self.parts(words))

    def parts(self, words: str) -> Iterator[str]:
        """Each sentence, and what stands by itself in it from somewhere on."""
        for sentence in words.split(" . "):
            yield sentence
            for start in self.starts.finditer(sentence):
                if start.end() > 1:
                    yield sentence[start.end() :]

    def weight(self, part: str, put_together: Callable[[str], set[str]]) -> float:
        """How much this part sounds like a report."""
        return sum(self.net.weights.get(each, 0.0) for each in self.features(part, put_together))

    def features(self, part: str, put_together: Callable[[str], set[str]]) -> set[str]:
        """The kinds of words in a part of a sentence, singly, twice and in pairs, and how it is put together.

        Empty without a sign of danger.
        """
        times = self._kinds(part)
        if not times.keys() & self.net.signs:
            return set()
        features = set(times)
        features.update(f"{kind} {kind}" for kind in times if times[kind] > 1)
        features.update(f"{one}+{other}" for one in times for other in times if one < other)
        features |= put_together(part)
        if not features & self.net.business:
            features.update(f"statement+{kind}" for kind in times.keys() & self.net.signs)
            features.add("statement")
        if not features & self.net.wishes:
            features.update(f"unasked+{kind}" for kind in times.keys() & self.net.signs)
            features.add("unasked")
        return features

    def _kinds(self, part: str) -> dict[str, int]:
        """The kinds of words in a part of a sentence, and how often they come up."""
        times: dict[str, int] = {}
        words = part.replace("_", "").split()
        denied_until = -1
        at = 0
        while at < len(words):
            kind, length = self._kind_at(words, at)
            if length == 1 and words[at] in self.denies:
                denied_until = at + _DENIED_WITHIN
            elif kind:
                denied = at <= denied_until
                if kind in self.net.denied_too or denied == (kind == self.net.lost):
                    times[kind] = times.get(kind, 0) + 1
            at += length
        return times

    def _kind_at(self, words: list[str], at: int) -> tuple[str, int]:
        """The kind of the longest phrase that begins here, and how many words it has."""
        for length in range(min(_LONGEST_PHRASE, len(words) - at), 0, -1):
            phrase = " ".join(words[at : at + length])
            if kind := self.whole.get(phrase):
                return kind, length
            for end in range(len(phrase), len(phrase) - len(words[at + length - 1]) + 2, -1):
                if kind := self.beginnings.get(phrase[:end]):
                    return kind, length
        return "", 1
