"""How the words of a report weigh together. The language here is a made-up English of a few words."""

import pytest

from domain.dialogue.danger.reports import Kind, ReportWords

READER = ReportWords(
    negated_by_next=True,
    words={
        Kind.GRAVE: "unconscious bleed* *fire",
        Kind.HARM: "fell swallowed",
        Kind.DANGER: "axe acid",
        Kind.STATE: "pale dizzy",
        Kind.BODY: "hand throat",
        Kind.THING: "stairs",
        Kind.WHO: "father child",
        Kind.SELF: "i",
        Kind.NOW: "now",
        Kind.PLEA: "help",
        Kind.WISH: "appointment",
        Kind.TOPIC: "tooth",
        Kind.PAST: "yesterday",
        Kind.IF: "if",
        Kind.FICTION: "film",
        Kind.TURN: "but",
        Kind.JOINT: "and",
        Kind.NOT: "not",
    },
    phrases={Kind.LOSS: ("can not breathe",), Kind.OVER: ("all (?:is )?well",)},
).compiled()


@pytest.mark.parametrize(
    "words",
    [
        "father unconscious",
        "the child swallowed",
        "father can not breathe",
        "a housefire and i",
        "father axe",
        "i fell . bleeding",
        "child on the stairs",
        "my hand the axe",
    ],
)
def test_who_and_what_happened_is_asked_about(words: str):
    assert READER.read(words).is_to_be_asked_about


@pytest.mark.parametrize(
    "words",
    [
        "father",
        "father now",
        "the stairs",
        "i help father",
        "father pale . all is well",
        "father is not bleeding",
        "father bleeding not",
        "father fell yesterday",
        "yesterday father fell and bleeding",
        "if father fell and bleeding",
        "in the film father bleeding",
        "father fell appointment",
        "father bleeding appointment",
        "child fell tooth",
        "child on the stairs tooth",
    ],
)
def test_what_is_denied_supposed_past_or_explains_a_wish_is_not(words: str):
    assert not READER.read(words).is_to_be_asked_about


@pytest.mark.parametrize(
    "words",
    [
        "yesterday father fell and now bleeding",
        "yesterday father fell but child unconscious",
        "i was in a film but father unconscious",
        "father can not breathe yesterday fell",
        "father bleeding tooth",
        "appointment but father unconscious bleeding",
    ],
)
def test_what_goes_on_now_counts_whatever_stands_beside_it(words: str):
    assert READER.read(words).is_to_be_asked_about


def test_a_word_counts_once():
    assert READER.read("child fell fell").weight == READER.read("child fell").weight


def test_a_wish_explains_what_weighs_little():
    assert READER.read("appointment the stairs").is_an_errand
    assert not READER.read("appointment father bleeding").is_an_errand
    assert READER.read("appointment father bleeding").is_doubtful
    assert not READER.read("father bleeding").is_doubtful


def test_a_word_is_found_behind_an_article_written_together_with_it():
    reader = ReportWords(
        words={Kind.DANGER: "acide", Kind.WHO: "client"}, phrases={}, elisions="l d"
    ).compiled()
    assert reader.read("client lacide").weight == reader.read("client acide").weight > 0
    assert reader.read("client placide").weight == 0


def test_a_report_beside_an_idiom_is_more_than_the_idiom():
    assert READER.read("father fell bleeding").is_more_than_an_idiom
    assert not READER.read("father bleeding").is_more_than_an_idiom
