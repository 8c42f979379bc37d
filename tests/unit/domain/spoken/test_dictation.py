"""Numbers as callers dictate them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.languages import OFFERED
from domain.spoken.dictation import dictated, dictated_number
from domain.spoken.digits import spoken_digits


@pytest.mark.parametrize(
    ("language", "said", "digits"),
    [
        ("en", "it's oh four nine one, five seven oh, double five six", "0491570556"),
        ("en", "zero four triple one two two double three nine", "0411122339"),
        ("en", "0491 570 156", "0491570156"),
        ("en", "oh four ninety one fifty seven oh one fifty six", "0491570156"),
        ("en", "plus four four, two oh seven nine four six, oh one two three", "44207946" + "0123"),
        ("en", "um oh three er five double five and then oh one nine", "03555" + "019"),
        ("en", "thirteen hundred five five five one two three", "1300555123"),
        ("en", "my pin is four seven one two", "4712"),
        ("en-AU", "no not oh four one two three four, it's oh four nine one two three", "0491" + "23"),
        ("de", "null eins sieben zwo, dreiundzwanzig fünfundvierzig", "01722345"),
        ("de", "doppel null vier neun drei null", "004930"),
        ("fr", "zéro six quarante-deux dix-sept quatre-vingt-onze zéro trois", "0642179103"),
        ("fr", "06 42 17 91 03", "0642179103"),
        ("es", "seis doble cero uno dos tres treinta y uno", "60012331"),
        ("it", "tre quattro sette doppio zero ventuno sei", "347002" + "16"),
    ],
)
def test_a_number_is_read_from_words_or_figures(language: str, said: str, digits: str):
    assert dictated_number(said, language) == digits


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "oh, one moment"),
        ("en", "two people at two thirty on the twenty fourth"),
        ("en", "it was one thousand two hundred and fifty dollars"),
        ("en", "$1,250.00 or €12345"),
        ("en", "the 24/11/2026 at 14:30"),
        ("en", "in 2026"),
        ("en", "oh I see, that's for the two of us"),
        ("de", "um zwei oder drei, ein Termin für eine Person"),
        ("fr", "un rendez-vous pour deux à quatorze heures trente"),
        ("es", "una cita para dos a las cuatro y media"),
        ("it", "un taglio per due alle quattro e mezza"),
        ("en", ""),
    ],
)
def test_prices_times_dates_and_small_counts_are_no_number_to_take_down(language: str, said: str):
    assert dictated_number(said, language) is None


def test_a_word_between_them_ends_a_number():
    runs = dictated("oh four one two three four no sorry oh five one two three four", "en")
    assert [run.digits for run in runs] == ["041234", "051234"]


@given(st.text("0123456789", min_size=4, max_size=15), st.sampled_from(list(OFFERED)))
def test_what_is_read_back_is_understood_again(digits: str, language: str):
    assert dictated_number(spoken_digits(digits, language), language) == digits
