import pytest

from domain.dialogue.danger.net import Net

NET = Net(
    words={
        "body": "arm head",
        "hurt": "bleed* cut_off",
        "able": "move",
        "who": "he my_wife",
        "errand": "appointment",
    },
    denies="not never",
    lost="able",
    denied_too=frozenset({"who", "errand"}),
    starts=(r"(?<= and )",),
    signs=frozenset({"body", "hurt", "able"}),
    business=frozenset({"errand", "asked"}),
    wishes=frozenset({"asked"}),
    weights={
        "who": 1.0,
        "hurt": 1.0,
        "able": 2.0,
        "body": 0.5,
        "body+hurt": 1.0,
        "errand": -3.0,
        "statement": 1.0,
    },
    asks_from=3.0,
).compiled()


def nothing(part: str) -> set[str]:
    return set()


@pytest.mark.parametrize(
    ("words", "caught"),
    [
        ("he is bleeding", True),
        ("his arm is bleeding", True),
        ("his arm", False),
        ("he can not move", True),
        ("he can move", False),
        ("he is not bleeding", False),
        ("he", False),
        ("we were cut off", False),
        ("his arm was cut off", True),
        ("i have an appointment he bleeds easily", False),
    ],
)
def test_it_takes_words_that_weigh_enough_together(words: str, caught: bool):
    assert NET.catches(words, nothing) is caught


def test_what_somebody_can_do_no_longer_is_a_sign_and_what_is_denied_is_none():
    assert "able" in NET.features("he can not move", nothing)
    assert "hurt" not in NET.features("he never bleeds", nothing) | NET.features(
        "his arm never bleeds", nothing
    )


def test_the_longest_phrase_counts_and_its_words_for_nothing_else():
    assert "who" in NET.features("my wife bleeds", nothing)
    assert "who" not in NET.features("my arm bleeds", nothing)


def test_a_part_that_stands_by_itself_is_not_outweighed_by_what_came_before():
    assert NET.catches("i have an appointment and he is bleeding", nothing)
    assert NET.catches("i have an appointment . he is bleeding", nothing)


def test_how_a_sentence_is_put_together_counts_too():
    assert "statement" in NET.features("he is bleeding", nothing)
    assert "statement" not in NET.features("he is bleeding", lambda part: {"asked"})
    assert not NET.catches("is he bleeding", lambda part: {"asked"})


def test_words_of_business_leave_a_report_standing_but_a_wish_does_not():
    assert {"unasked", "unasked+hurt"} <= NET.features("his appointment he is bleeding", nothing)
    assert "unasked" not in NET.features("he is bleeding", lambda part: {"asked"})


def test_nobody_is_asked_about_a_sentence_without_a_sign():
    assert NET.features("he has an appointment", nothing) == set()
