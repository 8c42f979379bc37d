"""The sentences the language model is trained on: the templates of `phrases`, expanded the same way every time."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from sandbox.speech.names import FIRST_NAMES, SURNAMES
from sandbox.speech.phrases import (
    FIRST_NAME_PHRASES,
    NAME_PHRASES,
    PARTS,
    SURNAME_PHRASES,
    TEMPLATES,
)

_TOKEN = re.compile(r"[(|)]|\{\w+\}|[^(|){}]+")
_SEED = 20
_REPEATS = 3
_PAIRS = 6000
"""Turns of two sentences in one breath, and of one with a name after it."""


def sentences() -> Iterator[list[str]]:
    """Every training sentence as its words; deterministic, some repeated on purpose (they are likelier)."""
    draw = random.Random(_SEED)
    single = [_anyone(template, draw) for template, count in TEMPLATES for _ in range(_REPEATS * count)]
    yield from single
    for _ in range(_PAIRS):
        yield draw.choice(single) + draw.choice(single)
        yield draw.choice(single) + _anyone(draw.choice(NAME_PHRASES[1:]), draw)
    for first in FIRST_NAMES:
        for phrase in FIRST_NAME_PHRASES:
            yield from [expand(phrase, draw, first=first)] * _REPEATS
        for last in SURNAMES:
            yield expand(draw.choice(NAME_PHRASES), draw, first=first, last=last)
    for last in SURNAMES:
        for phrase in SURNAME_PHRASES:
            yield expand(phrase, draw, last=last)


def _anyone(template: str, draw: random.Random) -> list[str]:
    return expand(template, draw, first=draw.choice(FIRST_NAMES), last=draw.choice(SURNAMES))


@dataclass(frozen=True, slots=True)
class _Choice:
    branches: tuple[tuple["_Piece", ...], ...]


@dataclass(frozen=True, slots=True)
class _Part:
    name: str


_Piece = _Choice | _Part | str


def expand(template: str, draw: random.Random, **given: str) -> list[str]:
    """One expansion of a template, as words.

    Args:
        template: in the notation of `phrases`.
        draw: decides every choice.
        given: words for parts that are named by the caller (`first="sarah"`).

    Raises:
        ValueError: unbalanced parentheses.
        KeyError: an unknown part.
    """
    words: list[str] = []
    _say(_parse(template), draw, given, words)
    return words


def _say(choice: _Choice, draw: random.Random, given: dict[str, str], words: list[str]) -> None:
    for piece in draw.choice(choice.branches):
        if isinstance(piece, str):
            words.append(piece)
        elif isinstance(piece, _Choice):
            _say(piece, draw, given, words)
        elif piece.name in given:
            words.append(given[piece.name])
        else:
            _say(_parse(PARTS[piece.name]), draw, given, words)


@cache
def _parse(template: str) -> _Choice:
    tokens = _TOKEN.findall(template)
    choice, rest = _parse_choice(tokens, 0)
    if rest != len(tokens):
        raise ValueError(f"unbalanced template: {template}")
    return choice


def _parse_choice(tokens: list[str], at: int) -> tuple[_Choice, int]:
    """The alternatives from `at` up to a closing parenthesis or the end, and where they stop."""
    branches: list[list[_Piece]] = [[]]
    while at < len(tokens) and tokens[at] != ")":
        piece = tokens[at]
        at += 1
        if piece == "|":
            branches.append([])
        elif piece == "(":
            inner, at = _parse_choice(tokens, at)
            if at >= len(tokens):
                raise ValueError("unbalanced template")
            at += 1
            branches[-1].append(inner)
        elif piece.startswith("{"):
            branches[-1].append(_Part(piece[1:-1]))
        else:
            branches[-1] += piece.split()
    return _Choice(tuple(map(tuple, branches))), at
