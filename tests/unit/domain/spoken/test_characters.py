import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.spoken.characters import StreamCleaner, clean, clean_value


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Zoe\x00 Novak", "Zoe Novak"),
        ("Jos\x00e9 M\x00fcller", "José Müller"),
        ("that\x19s \x1cfine\x1d", "that’s “fine”"),
        ("that\x92s", "that’s"),
        ("a\ud83db", "ab"),
        ("c\ude00d", "cd"),
        ("bell\x07 del\x7f esc\x1b[0m", "bell del esc[0m"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("\ufeffa\u200bb\u202ec\ufffd", "abc"),
        ("a\ue000b\U000f0000\uffff", "ab"),
        ("क्\u200dष", "क्\u200dष"),
        ("Zoë, naïve, 水曜日, привет 😀\tok", "Zoë, naïve, 水曜日, привет 😀\tok"),
    ],
)
def test_what_cannot_be_stored_or_said_is_left_out(text: str, kept: str):
    assert clean(text) == kept


@given(st.text(st.characters(codec=None)))
def test_whatever_comes_can_be_encoded_and_stored_and_is_cleaned_once(text: str):
    kept = clean(text)
    assert "\x00" not in kept
    assert kept.encode().decode() == kept
    assert clean(kept) == kept


@given(
    st.text(st.sampled_from("a \x00e9\ud83d\ude00é\x19")), st.lists(st.integers(1, 5), min_size=1, max_size=5)
)
def test_a_character_may_be_cut_between_two_pieces(text: str, sizes: list[int]):
    cleaner = StreamCleaner()
    given_out, at, turn = "", 0, 0
    while at < len(text):
        size = sizes[turn % len(sizes)]
        given_out += cleaner.feed(text[at : at + size])
        at, turn = at + size, turn + 1
    assert given_out + cleaner.flush() == clean(text)


def test_nothing_but_half_a_character_is_held_back():
    cleaner = StreamCleaner()
    assert cleaner.feed("Fine 😀") == "Fine 😀"
    assert cleaner.feed("Yes \ud83d") == "Yes "
    assert cleaner.feed("\ude00.") == "😀."


def test_every_string_of_parsed_json_is_cleaned():
    value = json.loads(
        '{"na\\u0000me": ["Ad\\u0000e8le", {"note": "x\\ud800", "n": 2, "none": null}], "ok": true}'
    )
    assert clean_value(value) == {"name": ["Adèle", {"note": "x", "n": 2, "none": None}], "ok": True}
