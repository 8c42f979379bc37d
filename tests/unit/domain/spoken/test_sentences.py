import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.languages import OFFERED
from domain.spoken.sentences import FIRST_CUT_CHARS, SentenceSplitter, is_speakable


def split(text: str, size: int = 1, language: str = "en") -> list[str]:
    splitter = SentenceSplitter(language)
    pieces: list[str] = []
    for start in range(0, len(text), size):
        pieces += splitter.feed(text[start : start + size])
    rest = splitter.flush()
    return [*pieces, rest] if rest else pieces


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Hello there. How are you?", ["Hello there.", "How are you?"]),
        ("Dr. Smith is in. Ask away!", ["Dr. Smith is in.", "Ask away!"]),
        ("It is with J. Smith today. Good?", ["It is with J. Smith today.", "Good?"]),
        ("That is $85.00 in all. Fine?", ["That is $85.00 in all.", "Fine?"]),
        ("It costs $85. Shall I book it?", ["It costs $85.", "Shall I book it?"]),
        ("Is 2.30 p.m. tomorrow good? Yes.", ["Is 2.30 p.m. tomorrow good?", "Yes."]),
        ("We close at 5 p.m. Tomorrow we open.", ["We close at 5 p.m.", "Tomorrow we open."]),
        ("Come at 9 a.m. Monday then. Bye.", ["Come at 9 a.m. Monday then.", "Bye."]),
        ("Bring a photo, e.g. of a fringe. Thanks.", ["Bring a photo, e.g. of a fringe.", "Thanks."]),
        ("Let me see... yes, that works. Good.", ["Let me see... yes, that works.", "Good."]),
        ("Let me see... Tuesday works.", ["Let me see...", "Tuesday works."]),
        ("Hmm… Three is free.", ["Hmm…", "Three is free."]),
        ("Really?! Well. OK", ["Really?!", "Well.", "OK"]),
        ('She said "yes." Then she left.', ['She said "yes."', "Then she left."]),
        ("One\nTwo\n", ["One", "Two"]),
        ("1. Haircut is first.", ["1. Haircut is first."]),
        ("We are at 12 Harbour St. in Sydney.", ["We are at 12 Harbour St. in Sydney."]),
        ("   ", []),
    ],
)
@pytest.mark.parametrize("size", [1, 3, 1000])
def test_sentences_end_where_a_reader_would_end_them(text: str, sentences: list[str], size: int):
    assert split(text, size) == sentences


@pytest.mark.parametrize(
    ("language", "text", "sentences"),
    [
        ("de", "Am 3. Dezember geht es. Passt das?", ["Am 3. Dezember geht es.", "Passt das?"]),
        ("de", "Wir sind im 2. Stock. Gut?", ["Wir sind im 2. Stock.", "Gut?"]),
        ("de", "Der 24. ist frei. Gut?", ["Der 24. ist frei.", "Gut?"]),
        ("de", "Es kostet 85. Soll ich buchen?", ["Es kostet 85.", "Soll ich buchen?"]),
        ("de", "Am 24.11. um zwei Uhr. Gut?", ["Am 24.11. um zwei Uhr.", "Gut?"]),
        (
            "de",
            "Das dauert ca. 45 Minuten, z. B. mit Hr. Kern. Ja?",
            ["Das dauert ca. 45 Minuten, z. B. mit Hr. Kern.", "Ja?"],
        ),
        (
            "fr",
            "Bonjour ! C'est avec M. Petit. D'accord ?",
            ["Bonjour !", "C'est avec M. Petit.", "D'accord ?"],
        ),
        ("es", "No. Es con la Sra. Gil. ¿Le va bien?", ["No.", "Es con la Sra. Gil.", "¿Le va bien?"]),
        ("it", "È con il sig. Riva. Va bene?", ["È con il sig. Riva.", "Va bene?"]),
        ("pt-BR", "Claro. Amanhã?", ["Claro.", "Amanhã?"]),
    ],
)
@pytest.mark.parametrize("size", [1, 3, 1000])
def test_a_language_has_its_own_abbreviations_and_ordinals(
    language: str, text: str, sentences: list[str], size: int
):
    assert split(text, size, language) == sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        (
            "はい。水曜日はいかがですか？お待ちします！",
            ["はい。", "水曜日はいかがですか？", "お待ちします！"],
        ),
        ("はい!水曜日です。", ["はい!", "水曜日です。"]),
        ("「少々。」と言います。次です。", ["「少々。」と言います。", "次です。"]),
        ("好的。周三下午两点可以吗？", ["好的。", "周三下午两点可以吗？"]),
        ("ठीक है। बुधवार को आइए।", ["ठीक है।", "बुधवार को आइए।"]),
        ("حسنا. هل يناسبك الأربعاء؟ نعم.", ["حسنا.", "هل يناسبك الأربعاء؟", "نعم."]),
        ("جی ہاں۔ بدھ کو آئیں۔", ["جی ہاں۔", "بدھ کو آئیں۔"]),
        ("알겠습니다. 수요일 괜찮으세요? 네.", ["알겠습니다.", "수요일 괜찮으세요?", "네."]),
    ],
    ids=["japanese", "narrow sign", "quotation", "chinese", "hindi", "arabic", "urdu", "korean"],
)
@pytest.mark.parametrize("size", [1, 3, 1000])
def test_full_stops_of_other_scripts_end_a_sentence(text: str, sentences: list[str], size: int):
    assert split(text, size) == sentences


@pytest.mark.parametrize("text", ["はい。", "好吗？", "ठीक है।", "هل يناسبك؟", "「はい」。"])
def test_and_at_once_before_anything_follows(text: str):
    assert SentenceSplitter().feed(text) == [text]


def test_a_quotation_left_open_holds_nothing_back_for_long():
    text = "「" + "とても長い文です" * 20 + "。次です。"
    assert split(text)[-1] == "次です。"


def test_a_long_first_sentence_without_blanks_starts_at_a_clause():
    text = "水曜日でしたら午前十時と、午後二時半と、午後四時が空いておりますが、いかがでしょうか。"
    assert split(text)[0] == "水曜日でしたら午前十時と、午後二時半と、"


def test_a_sentence_is_given_as_soon_as_the_next_begins():
    splitter = SentenceSplitter()
    assert splitter.feed("Sure.") == []
    assert splitter.feed(" ") == ["Sure."]
    assert splitter.feed("What day") == []
    assert splitter.flush() == "What day"
    assert splitter.flush() is None


def test_a_long_first_sentence_starts_at_a_clause():
    text = "I have half past nine, ten o'clock and a quarter to eleven on Tuesday, which one would you like? Or none?"
    pieces = split(text, 4)
    assert pieces[0] == "I have half past nine,"
    assert pieces[-1] == "Or none?"
    assert len(pieces) == 3


def test_only_the_first_sentence_is_cut():
    long = "I have half past nine, ten o'clock and a quarter to eleven on Tuesday, which one would you like?"
    assert split(f"Right. {long}") == ["Right.", long]


def test_a_short_first_sentence_is_not_cut():
    text = "Of course, on which day, please?"
    assert split(text) == [text]


def test_the_clause_is_spoken_before_the_sentence_is_written():
    splitter = SentenceSplitter()
    given_early = splitter.feed("That would be Tuesday the twenty fourth, at half past three in the aft")
    assert given_early == ["That would be Tuesday the twenty fourth,"]


def test_a_dash_between_words_is_a_clause():
    assert split("We have a free place on Tuesday - it is at half past three in the afternoon.")[0] == (
        "We have a free place on Tuesday -"
    )


TOKENS = [
    "Dr. ",
    "...",
    "…",
    "?!",
    ".",
    ",",
    " - ",
    "p.m.",
    "e.g.",
    "$85.00",
    "Tuesday",
    "yes",
    "I",
    '"',
    ")",
    " ",
    "  ",
    "\n",
    "。",
    "「",
    "」",
    "？",
    "、",
    "水曜日",
    "24",
    "Dezember",
]
TEXTS = st.lists(st.sampled_from(TOKENS) | st.text(max_size=8), max_size=60).map("".join)


@given(TEXTS, st.lists(st.integers(1, 12), min_size=1, max_size=8), st.sampled_from(list(OFFERED)))
def test_nothing_but_white_space_is_lost_however_the_text_arrives(text: str, sizes: list[int], language: str):
    splitter = SentenceSplitter(language)
    pieces: list[str] = []
    position, turn = 0, 0
    while position < len(text):
        size = sizes[turn % len(sizes)]
        pieces += splitter.feed(text[position : position + size])
        position, turn = position + size, turn + 1
    rest = splitter.flush()
    whole = pieces + ([rest] if rest else [])
    assert re.sub(r"\s", "", "".join(whole)) == re.sub(r"\s", "", text)
    assert all(is_speakable(piece) for piece in pieces)
    assert whole == split(text, 1, language)


def test_the_cut_length_is_about_a_breath():
    assert 40 <= FIRST_CUT_CHARS <= 80
