"""Which offering a caller means, however it is said or misheard."""

import re
from collections.abc import Sequence

from sandbox.vendors.openai.words import alike

_FUZZY = 0.84
_COMMON = frozenset(
    {"the", "and", "with", "for", "full", "half", "cut", "set", "short", "long", "man", "men", "mens", "hour"}
)


def find_offering(words: list[str], names: Sequence[str]) -> str | None:
    """The offering said; among equally good ones the last, since callers correct themselves."""
    best: tuple[float, int, str] | None = None
    for name in names:
        for score, position in _hits(words, name):
            before = " ".join(words[max(0, position - 3) : position])
            if re.search(r"\b(?:not|instead of|rather than)(?: an?| the)?$", before):
                continue
            candidate = (score, position, name)
            if best is None or candidate[:2] > best[:2]:
                best = candidate
    return best[2] if best else None


def _hits(words: list[str], name: str) -> list[tuple[float, int]]:
    """Where the name is said and how surely: 1.0 as a whole, 0.9 by one of its words, 0.6 by a part of a word."""
    parts = re.findall(r"\w+", name.lower())
    joined = "".join(parts)
    hits: list[tuple[float, int]] = []
    for length in range(max(1, len(parts) - 1), len(parts) + 2):
        for start in range(len(words) - length + 1):
            heard = "".join(words[start : start + length]).lower()
            if abs(len(heard) - len(joined)) <= 2 and alike(heard, joined) >= _FUZZY:
                hits.append((1.0, start))
    for position, word in enumerate(words):
        hits += [(score, position) for part in parts if (score := _alike_part(word, part, len(parts)))]
    return hits


def _alike_part(word: str, part: str, of: int) -> float:
    if len(word) < 3 or len(part) < 3:
        return 0.0
    if word in (part, f"{part}s"):
        return 0.9 if word not in _COMMON or of == 1 else 0.5
    if len(part) >= 5 and word.startswith(part[:5]):
        return 0.8
    if len(part) > 5 and (part.endswith(word) or (len(word) > 3 and part.startswith(word))):
        return 0.6
    return 0.0
