"""From the model's deltas to what the voice is given."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.spoken.answer import SpokenAnswer, spoken_text


def sentences(text: str, size: int = 4, language: str = "en", country: str = "") -> list[str]:
    answer = SpokenAnswer(language, country)
    given_early = [each for at in range(0, len(text), size) for each in answer.feed(text[at : at + size])]
    return given_early + answer.flush()


WRITTEN = (
    "## Our prices\n\n1. **Trim** - £30.00\n2. *Cut & colour* - £1,095.50 ✂️\n\nBook at [our site](https://a.example/b)"
    " or write to kim@a.example. Call +44 20 7946 0123, Mon-Fri 9am-5:30pm! Next free: Thursday, 26/11 at 15:45."
)


@pytest.mark.parametrize("size", [1, 3, 7, 1000])
def test_an_answer_for_a_screen_is_put_into_words(size: int):
    assert sentences(WRITTEN, size) == [
        "Our prices",
        "Trim, thirty pounds",
        "Cut and colour, one thousand and ninety five pounds and fifty pence",
        "Book at our site or write to kim at a dot example.",
        "Call plus four four, two zero, seven nine four six, zero one two three, Monday to Friday nine a.m. to five"
        " thirty p.m.!",
        "Next free: Thursday, the twenty sixth of November at quarter to four.",
    ]


@pytest.mark.parametrize("size", [1, 5, 1000])
def test_thoughts_and_calls_are_not_said(size: int):
    text = '<think>hm. 1. 2.</think>Let me look. find_slots(offering="Trim. Dry.") Assistant: There is one.'
    assert sentences(text, size) == ["Let me look.", "There is one."]
    assert sentences('{"name": "end_call", "arguments": {"reason": "done. ok"}}', size) == []
    assert sentences("Receptionist: Good morning. How can I help?", size) == [
        "Good morning.",
        "How can I help?",
    ]


def test_a_sentence_is_given_with_the_same_piece_as_before():
    answer = SpokenAnswer("en")
    assert answer.feed("That is $30.") == []
    assert answer.feed(" Shall") == ["That is thirty dollars."]
    assert answer.feed(" I") == []
    assert answer.flush() == ["Shall I"]
    assert SpokenAnswer("en").feed("はい。") == ["はい。"]


def test_an_answer_goes_on_after_a_flush():
    answer = SpokenAnswer("en")
    answer.feed("<think>never closed")
    assert answer.flush() == []
    assert answer.feed("One moment. ") == ["One moment."]


def test_half_a_character_does_not_end_anything():
    answer = SpokenAnswer("en")
    assert answer.feed("Good \ud83d") + answer.feed("\ude00 Caf\x00") + answer.feed("e9. ") == ["Good Café."]


def test_a_greeting_is_said_as_it_is_written_but_for_its_marks():
    plain = "Hello, you've reached Kim's Barbers. How can I help?"
    assert spoken_text(plain, "en-AU") == plain
    assert spoken_text("**Hallo** 👋 bei Kern & Söhne!\x00 Wir öffnen um 9:00 Uhr.", "de") == (
        "Hallo bei Kern und Söhne! Wir öffnen um neun Uhr."
    )


PIECES = st.sampled_from(
    ["$5", "1,095.50", "14:30", "24/11", "+44 20 7946 0123", " ", ". ", "\n", "- ", "**", "<think>", "</think>", "{",
     '"', "}", "(", ")", "a", "Mia", "2nd", "%", "€", "&", "x@y.example", "https://a.example/b",
     "#1", "9-5", "水曜日。", "24. ", "😀"]
)  # fmt: skip


@given(
    st.lists(PIECES, max_size=25).map("".join),
    st.integers(1, 6),
    st.sampled_from(["en", "de", "fr", "es", "it"]),
)
def test_no_figure_or_sign_reaches_the_voice_however_the_answer_arrives(text: str, size: int, language: str):
    given_out = sentences(text, size, language)
    assert given_out == sentences(text, 1000, language)
    for each in given_out:
        assert each == each.strip()
        assert not re.search(r"[*`<>{}\[\]|\\😀\ue000]", each)
        if "水" not in each:
            assert not re.search(r"[\d#_@$€%&]", each)
