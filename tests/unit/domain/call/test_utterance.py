"""What becomes of each part of an utterance under way, whatever happens to it."""

from dataclasses import fields

import pytest

from domain.call.utterance import Utterance

ALL_OF_IT = Utterance(
    words="to book", voiced_ms=480, began_at_ms=1000.0, kept_words="I'd like", kept_until_heard=True, taken=1
)


def test_the_table_below_speaks_of_every_field():
    assert all(getattr(ALL_OF_IT, field.name) != field.default for field in fields(Utterance))


@pytest.mark.parametrize(
    ("became", "expected"),
    [
        (ALL_OF_IT.voiced(900, 2000.0), Utterance("to book", 900, 1000.0, "I'd like", True, 1)),
        (ALL_OF_IT.heard("so I'd like to", 2000.0), Utterance("I'd like to", 480, 1000.0, "", False, 1)),
        (ALL_OF_IT.heard("", 2000.0), Utterance("", 480, 1000.0, "I'd like", True, 1)),
        (ALL_OF_IT.spoken_over(), Utterance("", 0, 1000.0, "I'd like", True, 1)),
        (ALL_OF_IT.without_backchannel(), Utterance("", 0, None, "I'd like", True, 1)),
        (ALL_OF_IT.cut_in_two(audio_kept=False), Utterance("", 0, 1000.0, "I'd like to book", False)),
        (ALL_OF_IT.answered_so_far(), Utterance(taken=3)),
    ],
    ids=[
        "voiced",
        "heard",
        "heard nothing",
        "spoken over",
        "without backchannel",
        "cut in two",
        "answered so far",
    ],
)
def test_every_field_after_every_change(became: Utterance, expected: Utterance):
    assert became == expected


def test_it_begins_with_the_first_word_or_where_the_first_voice_began():
    assert Utterance().heard("hello", 2000.0).began_at_ms == 2000.0
    assert Utterance().voiced(480, 2000.0).began_at_ms == 1520.0


def test_it_is_noticed_by_a_word_a_voice_or_what_is_known_of_its_beginning():
    assert not Utterance().noticed
    assert not Utterance().heard("", 2000.0).noticed
    assert Utterance().heard("hello", 2000.0).noticed
    assert Utterance().voiced(480, 2000.0).noticed
    assert Utterance(kept_words="hello").noticed


def test_kept_words_come_before_what_follows_them():
    assert Utterance(kept_words="I'd like").ended_with("a haircut") == "I'd like a haircut"
    assert Utterance(kept_words="I'd like").ended_with("") == "I'd like"


def test_kept_words_whose_audio_is_recognised_anew_count_only_without_its_words():
    recognised_anew = Utterance(kept_words="I'd like", kept_until_heard=True)
    assert recognised_anew.ended_with("I'd like a haircut") == "I'd like a haircut"
    assert recognised_anew.ended_with("") == "I'd like"


def test_cut_in_two_again_it_keeps_the_words_of_both_parts():
    assert Utterance("to book", 0, 1.0, "I'd like").cut_in_two(audio_kept=True) == Utterance(
        began_at_ms=1.0, kept_words="I'd like to book", kept_until_heard=True
    )
