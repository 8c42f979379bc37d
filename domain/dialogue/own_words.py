"""Our own words in what the recogniser understood: the echo of a sentence that sounds, or has just sounded.

Callers take up words of ours in their answers ("Tuesday at ten"), so a few do not tell. An echo repeats in order what
was said, more of it than anybody does who is still being spoken to.
"""

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

LONG_RUN = 6
"""Words in a row. A day and a time are mostly five: nobody repeats more of a sentence that is hardly over."""

SHORT_SENTENCE = 3
"""A whole sentence of so many words is told too; "goodbye" and "thank you" are said by both."""

_ALIKE = 0.8
"""So much of a long text is understood as it was said; the recogniser mishears an echo more than it does a caller."""

_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
_NUMBERS: dict[str, str] = {
    word: str(value)
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve".split()
    )
}


def without_own(text: str, sentences: Iterable[str]) -> str:
    """What is left of `text` when the words that repeat these sentences are taken out; all of it when none do."""
    spoken = [_normal(sentence) for sentence in sentences]
    said = [word for sentence in spoken for word in sentence]
    found = list(_WORD.finditer(text))
    heard = _normal(text)
    if not said or not heard:
        return text
    ours = [False] * len(heard)
    blocks = SequenceMatcher(None, heard, said, autojunk=False).get_matching_blocks()
    for block in blocks:
        if block.size >= LONG_RUN:
            ours[block.a : block.a + block.size] = [True] * block.size
    for sentence in spoken:
        if len(sentence) >= SHORT_SENTENCE:
            for at in range(len(heard) - len(sentence) + 1):
                if heard[at : at + len(sentence)] == sentence:
                    ours[at : at + len(sentence)] = [True] * len(sentence)
    alike = sum(block.size for block in blocks if block.size > 1)
    if len(heard) > LONG_RUN and alike >= _ALIKE * len(heard) and _together(blocks):
        return ""
    if not any(ours):
        return text
    left = [word.group() for word, echo in zip(found, ours, strict=True) if not echo]
    return " ".join(left)


def may_be_own(text: str, sentences: Iterable[str]) -> bool:
    """Whether all of these words, two at least, stand in the sentences in a row: an echo begins like this."""
    said = [word for sentence in sentences for word in _normal(sentence)]
    heard = _normal(text)
    return len(heard) > 1 and any(
        said[at : at + len(heard)] == heard for at in range(len(said) - len(heard) + 1)
    )


def _normal(text: str) -> list[str]:
    words: list[str] = _WORD.findall(text.replace("\u2019", "'").casefold())
    return [_NUMBERS.get(word, word) for word in words]


def _together(blocks: Sequence[tuple[int, int, int]]) -> bool:
    """Whether the pieces follow each other in what was said without much between them."""
    long = [(at, size) for _, at, size in blocks if size > 1]
    span = long[-1][0] + long[-1][1] - long[0][0]
    return sum(size for _, size in long) >= _ALIKE * span
