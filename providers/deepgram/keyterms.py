"""The names a recogniser is asked to favour, as many as the vendor takes.

More than 500 tokens or 100 terms are refused with status 400, and the caller would not be heard at all.
Source: https://developers.deepgram.com/docs/keyterm
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

MAX_KEYTERMS = 100
MAX_TOKENS = 500
BYTES_PER_TOKEN = 3
"""The vendor's tokens are not documented. English has about four letters to one, names have fewer."""

SHORTEST_WORD = 4
"""A shorter word of a name that does not fit is not worth favouring by itself."""

_UNSPOKEN = frozenset({"So", "Sk", "Cc", "Cf", "Cs", "Co", "Cn"})
"""Unicode's symbols, modifiers, controls and what is no character: a business may have an emoji in its name."""

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def within_budget(keyterms: Iterable[str], max_tokens: int = MAX_TOKENS) -> list[str]:
    """The terms the vendor takes, in their order: all of them where they fit, else those with the rarest words.

    A recogniser knows common words without help. A word is rare when few of the terms have it, and rarer the longer it
    is. Of a term that does not fit, its words that no other term has may stand alone.
    """
    terms = list(dict.fromkeys(spoken for term in keyterms if (spoken := _spoken(term))))
    if len(terms) <= MAX_KEYTERMS and sum(map(tokens, terms)) <= max_tokens:
        return terms
    seen = Counter(word for term in terms for word in set(_words(term)))
    kept: list[str] = []
    left = max_tokens
    for term in sorted(terms, key=lambda term: _commonness(term, seen)):
        for part in (term, *_rare_words(term, seen)):
            if len(kept) < MAX_KEYTERMS and tokens(part) <= left:
                kept.append(part)
                left -= tokens(part)
                if part is term:
                    break
    places = {term: place for place, term in enumerate(terms)}
    return sorted(dict.fromkeys(kept), key=lambda part: places.get(part, len(places)))


def _spoken(term: str) -> str:
    """The term without what nobody says: emoji and other signs that stand by themselves or inside its words."""
    kept = "".join(sign for sign in term if unicodedata.category(sign) not in _UNSPOKEN)
    return " ".join(word for word in kept.split() if _WORD.search(word) or word == "&")


def tokens(term: str) -> int:
    """How many tokens the vendor may make of it, rather too many than too few."""
    return sum(math.ceil(len(word.encode("utf-8", "replace")) / BYTES_PER_TOKEN) for word in term.split())


def _words(term: str) -> Sequence[str]:
    return _WORD.findall(term.casefold())


def _commonness(term: str, seen: Counter[str]) -> tuple[float, float]:
    """Orders terms: first by how many terms have its words, then by how short these are."""
    words = _words(term) or [term]
    return sum(seen[word] for word in words) / len(words), -sum(map(len, words)) / len(words)


def _rare_words(term: str, seen: Counter[str]) -> list[str]:
    return [
        word
        for word in _WORD.findall(term)
        if seen[word.casefold()] == 1 and len(word) >= SHORTEST_WORD and not word.isdigit()
    ]
