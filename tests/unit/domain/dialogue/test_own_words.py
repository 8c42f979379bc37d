"""Our own words, in what the recogniser takes for the caller's."""

import pytest

from domain.dialogue.own_words import may_be_own, without_own

OFFER = "I have Tuesday the second at ten in the morning, or Wednesday at half past two."
QUESTION = "Which one would you like?"
SAID = [OFFER, QUESTION]


@pytest.mark.parametrize(
    "echo",
    [
        "i have tuesday the second at ten in the morning or wednesday at half past two which one would you like",
        "I have Tuesday the second at 10 in the morning",
        "or Wednesday at half past two.",
        "Which one would you like?",
        "have tuesday the second at ten in the mourning or wednesday at half past",
        "the second at ten in the morning or wednesday at have past two which one would you like",
    ],
    ids=["all", "beginning", "end", "sentence", "misheard", "middle"],
)
def test_what_repeats_us_is_ours(echo: str):
    assert without_own(echo, SAID) == ""


@pytest.mark.parametrize(
    "answer",
    [
        "Tuesday at ten",
        "Tuesday the second at ten",
        "Wednesday at half past two",
        "at half past two please",
        "the second one please, at ten in the morning if I may",
        "I have Tuesday off, could I come in the morning?",
        "like what?",
        "Is there anything on Wednesday afternoon?",
        "no",
        "",
    ],
)
def test_what_takes_up_a_few_words_of_ours_is_the_callers(answer: str):
    assert without_own(answer, SAID) == answer


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("which one would you like Wednesday please", "Wednesday please"),
        ("Wednesday please which one would you like", "Wednesday please"),
        ("or Wednesday at half past two no I can't", "no I can't"),
    ],
    ids=["behind", "before", "over"],
)
def test_what_the_caller_says_beside_the_echo_stays(text: str, left: str):
    assert without_own(text, SAID) == left


def test_a_whole_short_sentence_is_ours_and_a_courtesy_is_not():
    assert without_own("what's your name", ["Sure.", "What\u2019s your name?"]) == ""
    assert without_own("Thank you", ["Thank you."]) == "Thank you"
    assert without_own("goodbye", ["Goodbye."]) == "goodbye"


def test_other_scripts_are_told_by_their_words():
    assert without_own("чем я могу вам помочь", ["Чем я могу вам помочь?"]) == ""
    assert (
        without_own("möchten Sie am Dienstag um zehn kommen", ["Möchten Sie am Dienstag um zehn kommen?"])
        == ""
    )


def test_nothing_of_ours_leaves_all_of_it():
    assert without_own("I have Tuesday the second at ten", []) == "I have Tuesday the second at ten"
    assert without_own("?!", SAID) == "?!"


@pytest.mark.parametrize("text", ["I have", "i have tuesday", "Wednesday at half", "two which one"])
def test_two_words_in_a_row_may_become_an_echo(text: str):
    assert may_be_own(text, SAID)


@pytest.mark.parametrize("text", ["Tuesday", "no", "have you", "Tuesday at ten", "like you", ""])
def test_one_word_or_another_order_may_not(text: str):
    assert not may_be_own(text, SAID)
