from dataclasses import fields, replace
from itertools import pairwise

import pytest

from domain.dialogue.policy import ENGLISH, LINES, Deadlines, is_backchannel, lines_for
from domain.dialogue.sentences import is_speakable


@pytest.mark.parametrize(
    "text",
    [
        "uh huh",
        "Uh-huh.",
        "mm",
        "Mm-hmm",
        "okay",
        "Okay, right.",
        "yeah",
        "yep yep",
        "right I see",
        "got it",
        "oh okay cool",
    ],
)
def test_a_listening_noise_is_a_backchannel(text: str):
    assert is_backchannel(text)


@pytest.mark.parametrize(
    "text",
    ["", "yes", "no", "yes please", "okay but can we do three", "wait", "right now", "stop", "mia", "okay 3", "sure",
     "okay okay okay okay okay"],
)  # fmt: skip
def test_words_that_take_the_floor_are_not(text: str):
    assert not is_backchannel(text)


def test_every_language_has_every_line():
    for lines in LINES.values():
        for entry in fields(lines):
            value = getattr(lines, entry.name)
            texts = value if isinstance(value, tuple) else (value,)
            assert texts
            assert all(is_speakable(text) for text in texts)


def test_a_language_without_lines_falls_back_to_english():
    german = replace(ENGLISH, goodbye="Auf Wiederhören.")
    registry = {**LINES, "de": german}
    assert lines_for("de-AT", registry) is german
    assert lines_for("en-AU", registry) is ENGLISH
    assert lines_for("fr", registry) is ENGLISH


def test_neighbouring_fillers_differ():
    said = [ENGLISH.filler(count) for count in range(8)]
    assert all(one != two for one, two in pairwise(said))
    assert ENGLISH.still_there_line(0) != ENGLISH.still_there_line(1) == ENGLISH.still_there_line(7)


def test_deadlines_that_do_not_rise_are_refused():
    assert Deadlines().filler_ms <= Deadlines().hedge_ms < Deadlines().give_up_ms
    with pytest.raises(ValueError, match="must rise"):
        Deadlines(filler_ms=3000)
    with pytest.raises(ValueError, match="silence"):
        Deadlines(silence_prompt_ms=0)
