"""What the caller has heard: the carrier's buffer as a schedule, and milliseconds as words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.call.heard import PlayoutLedger, Position, heard_text, heard_words
from domain.call.state import AgentTurn, Sentence

TEXTS = st.lists(st.text("abcdefg.,", min_size=1, max_size=8), min_size=1, max_size=8).map(" ".join)


# --- the ledger -------------------------------------------------------------------------------------------------
def test_nothing_sent_nothing_stopped():
    assert PlayoutLedger().stopped(1000) is None


def test_audio_sent_faster_than_it_sounds_plays_in_order():
    ledger = PlayoutLedger()
    for sentence in range(3):
        for _ in range(5):
            ledger.sent(1, sentence, 100, 1000)
    assert ledger.remaining_ms(1000) == 1500
    assert ledger.stopped(1000 + 750) == Position(1, 1, 250)


def test_a_clear_empties_the_buffer():
    ledger = PlayoutLedger()
    ledger.sent(1, 0, 500, 1000)
    ledger.stopped(1200)
    assert ledger.stopped(1300) is None
    assert ledger.remaining_ms(1300) == 0
    ledger.sent(2, 0, 500, 1400)
    assert ledger.stopped(1500) == Position(2, 0, 100)


def test_audio_behind_a_mark_that_returned_late_is_late_too():
    """The network and the carrier's own buffer: what we send at 1000 sounds from 1200 on."""
    ledger = PlayoutLedger()
    ledger.sent(1, 0, 500, 1000)
    ledger.sent(1, 1, 500, 1000)
    ledger.acknowledged(1, 0, 1700)
    assert ledger.remaining_ms(1700) == 500
    assert ledger.stopped(1800) == Position(1, 1, 100)


def test_a_mark_that_returned_early_moves_the_rest_forward():
    ledger = PlayoutLedger()
    ledger.sent(1, 0, 500, 1000)
    ledger.sent(1, 1, 500, 1000)
    ledger.acknowledged(1, 0, 1400)
    assert ledger.stopped(1600) == Position(1, 1, 200)


def test_small_drift_is_left_alone():
    ledger = PlayoutLedger()
    ledger.sent(1, 0, 500, 1000)
    ledger.sent(1, 1, 500, 1000)
    ledger.acknowledged(1, 0, 1504)
    assert ledger.remaining_ms(1504) == 496


def test_a_buffer_that_ran_dry_plays_the_rest_when_it_comes():
    ledger = PlayoutLedger()
    ledger.sent(1, 0, 100, 1000)
    ledger.sent(1, 0, 100, 1500)
    assert ledger.stopped(1300) == Position(1, 0, 100)
    ledger.sent(1, 0, 100, 2000)
    ledger.sent(1, 0, 100, 2500)
    assert ledger.stopped(2550) == Position(1, 0, 150)


def test_stopped_after_everything_sounded_it_was_all_heard():
    ledger = PlayoutLedger()
    ledger.sent(1, 0, 300, 1000)
    ledger.sent(1, 1, 300, 1000)
    assert ledger.stopped(5000) == Position(1, 1, 300)


def test_a_mark_covers_the_sentences_before_it():
    ledger = PlayoutLedger()
    for sentence in range(3):
        ledger.sent(1, sentence, 100, 1000)
    ledger.acknowledged(1, 1, 1200)
    assert ledger.remaining_ms(1200) == 100
    ledger.acknowledged(1, 2, 1300)
    assert ledger.remaining_ms(1300) == 0
    ledger.acknowledged(1, 2, 1400)
    assert ledger.stopped(1500) is None


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(1, 800), st.integers(0, 900)), min_size=1, max_size=12),
    st.integers(0, 8000),
)
def test_what_was_heard_is_never_more_than_was_sent(pieces: list[tuple[int, int, int]], after_ms: int):
    ledger, now_ms, sentence = PlayoutLedger(), 1000.0, 0
    sent_ms: dict[int, int] = {}
    for step, audio_ms, pause_ms in pieces:
        sentence += step % 2
        now_ms += pause_ms
        ledger.sent(1, sentence, audio_ms, now_ms)
        sent_ms[sentence] = sent_ms.get(sentence, 0) + audio_ms
    remaining_ms = ledger.remaining_ms(now_ms)
    assert 0 <= remaining_ms <= sum(sent_ms.values()) + 1e-6
    position = ledger.stopped(now_ms + after_ms)
    assert position is not None
    assert 0 <= position.played_ms <= sent_ms[position.sentence]
    if after_ms >= remaining_ms:
        assert position == Position(1, sentence, sent_ms[sentence])


@given(st.lists(st.integers(1, 500), min_size=1, max_size=6), st.integers(0, 3000), st.integers(0, 3000))
def test_more_is_heard_as_time_passes(audio_ms: list[int], first_ms: int, later_ms: int):
    def heard(at_ms: int) -> Position:
        ledger = PlayoutLedger()
        for sentence, ms in enumerate(audio_ms):
            ledger.sent(1, sentence, ms, 0)
        position = ledger.stopped(at_ms)
        assert position is not None
        return position

    assert heard(first_ms) <= heard(first_ms + later_ms)


# --- words ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("audio_ms", "played_ms", "words"),
    [
        (2000, None, ""),
        (2000, 0, ""),
        (2000, 2000, "We have ten or two."),
        (2000, 2100, "We have ten or two."),
        (2000, 1000, "We have"),
        (None, 0, ""),
        (None, 5000, "We have ten or two."),
        (None, 600, "We have"),
    ],
)
def test_milliseconds_become_words(audio_ms: int | None, played_ms: int | None, words: str):
    assert heard_words(Sentence("We have ten or two.", False, audio_ms, played_ms)) == words


@pytest.mark.parametrize(
    ("text", "played_ms", "heard"),
    [
        ("水曜日の午後二時です。", 0, ""),
        ("水曜日の午後二時です。", 400, "水曜日の"),
        ("水曜日の午後二時です。", 900, "水曜日の午後二時で"),
        ("好，周三可以。", 250, "好，"),
        ("Mia さんは水曜日です。", 500, "Mia さんは"),
        ("बुधवार को दो बजे", 600, "बुधवार को"),
    ],
    ids=["nothing", "beginning", "most", "its sign", "mixed", "blanks"],
)
def test_words_without_blanks_are_counted_by_the_character(text: str, played_ms: int, heard: str):
    assert heard_words(Sentence(text, False, 1000, played_ms)) == heard


def test_characters_of_their_own_take_longer_when_the_audio_is_not_known():
    assert heard_words(Sentence("水曜日です。", False, None, 600)) == "水曜日"


@given(st.text("水曜日、。 a", min_size=1), st.integers(1, 5000), st.integers(0, 5000))
def test_what_was_heard_is_a_beginning_in_any_script(text: str, audio_ms: int, played_ms: int):
    heard = heard_words(Sentence(text, False, audio_ms, played_ms))
    assert heard == text or " ".join(text.split()).startswith(heard)


@given(TEXTS, st.none() | st.integers(0, 20_000), st.none() | st.integers(0, 25_000))
def test_heard_words_are_a_beginning_of_the_sentence(text: str, audio_ms: int | None, played_ms: int | None):
    heard = heard_words(Sentence(text, False, audio_ms, played_ms))
    assert text == heard or text.split()[: len(heard.split())] == heard.split()
    if played_ms is not None and audio_ms and played_ms >= audio_ms:
        assert heard == text


@given(TEXTS, st.integers(1, 20_000), st.integers(0, 20_000), st.integers(0, 5000))
def test_longer_played_is_never_less_heard(text: str, audio_ms: int, played_ms: int, more_ms: int):
    less = heard_words(Sentence(text, False, audio_ms, played_ms))
    more = heard_words(Sentence(text, False, audio_ms, played_ms + more_ms))
    assert len(more) >= len(less)


def test_a_turn_is_heard_sentence_by_sentence():
    turn = AgentTurn(
        1,
        0.0,
        (Sentence("One.", False, 100, 100), Sentence("Two words.", False, 1000, 0), Sentence("x", False)),
    )
    assert heard_text(turn) == "One."
