from dataclasses import fields
from itertools import pairwise

import pytest

from domain.dialogue.lines import ENGLISH, GERMAN, LINES, Lines, lines_for
from domain.languages import OFFERED
from domain.spoken.sentences import is_speakable


def texts(lines: Lines) -> list[str]:
    values = [getattr(lines, entry.name) for entry in fields(lines)]
    return [text for value in values for text in (value if isinstance(value, tuple) else (value,))]


def test_every_language_offered_has_every_line_in_its_own_words():
    assert list(LINES) == list(OFFERED)
    assert all(is_speakable(text) for lines in LINES.values() for text in texts(lines))
    foreign = [text for lines in LINES.values() if lines is not ENGLISH for text in texts(lines)]
    assert set(foreign).isdisjoint(texts(ENGLISH))


@pytest.mark.parametrize(
    ("tag", "lines"),
    [
        ("de", GERMAN),
        ("de-AT", GERMAN),
        ("DE_ch", GERMAN),
        ("en-AU", ENGLISH),
        ("ja-JP", ENGLISH),
        ("", ENGLISH),
    ],
)
def test_the_lines_are_those_of_the_language_or_else_english(tag: str, lines: Lines):
    assert lines_for(tag) is lines


@pytest.mark.parametrize("lines", LINES.values(), ids=list(LINES))
def test_neighbouring_fillers_differ(lines: Lines):
    said = [lines.filler(count) for count in range(8)]
    assert all(one != two for one, two in pairwise(said))
    assert lines.still_there_line(0) != lines.still_there_line(1) == lines.still_there_line(7)
