"""Danger in what the caller says: answered ahead of the model, asked about where it is doubtful."""

import pytest

from domain.call.effects import AskModel, EndStream
from domain.call.state import Phase
from domain.dialogue import emergency
from domain.dialogue.lines import lines_for
from tests.unit.domain.call.scripted_call import ScriptedCall, listening_call, thinking_call

QUESTION = emergency.question("en")
DOUBTFUL = "my brother has swallowed something"
WISH = "do you have time for a haircut on friday"


def asked_call(text: str = DOUBTFUL, **changes: str) -> ScriptedCall:
    call = listening_call(**changes).says(text)
    assert call.spoken[-1] == emergency.question(changes.get("language", "en"))
    assert call.ever(AskModel) == []
    return call.plays()


def test_a_doubtful_danger_is_asked_about_and_the_call_stays_with_the_caller():
    call = asked_call()
    assert call.phase is Phase.LISTENING
    assert not call.state.emergency
    assert call.ever(EndStream) == []


@pytest.mark.parametrize(
    "told",
    [
        "yes",
        "yeah he is",
        "yes please help",
        "um yes my husband",
        "he's going blue",
        "he swallowed a battery",
        "no he is not breathing",
        "i think so",
    ],
)
def test_an_answer_that_confirms_it_is_an_emergency(told: str):
    call = asked_call().says(told)
    assert "triple zero" in call.spoken[-1]
    assert call.state.emergency
    assert call.ever(AskModel) == []


@pytest.mark.parametrize(
    "told",
    [
        "no",
        "no no nobody is hurt",
        "nope all fine",
        "no it is just an expression",
        "oh god no i was joking",
        "everyone is fine",
        "not at all",
    ],
)
def test_an_answer_that_denies_it_goes_on_with_what_the_caller_wanted(told: str):
    call = asked_call().says(told)
    assert not call.state.emergency
    assert call.phase is Phase.THINKING
    assert call.last_question[-3:] == [("user", DOUBTFUL), ("assistant", QUESTION), ("user", told)]
    call.answers("Friday at three is free.").plays().hangs_up()
    assert call.final.outcome == "answered"


def test_a_wish_told_beside_the_denial_is_answered():
    call = asked_call().says(f"no sorry {WISH}")
    assert call.last_question[-1] == ("user", f"no sorry {WISH}")


def test_after_a_denial_such_words_are_a_way_of_speaking():
    call = asked_call().says("no").answers("Good. How can I help?").plays()
    call.says("my brother swallowed something yet again")
    assert call.phase is Phase.THINKING
    call.answers("I see.").plays().says("oh god he is not breathing")
    assert call.state.emergency, "a certain danger counts whatever was said before"


def test_a_second_thought_joins_the_denial():
    call = asked_call().says("no").says("wait yes he is choking")
    assert call.state.emergency


def test_a_caller_who_asks_back_is_asked_once_more():
    call = asked_call().says("pardon?")
    assert call.spoken[-1] == QUESTION
    call.plays().says("what?")
    assert call.phase is Phase.THINKING, "the model has the safety rules too"


def test_another_topic_is_left_to_the_model():
    call = asked_call().says(WISH)
    assert call.phase is Phase.THINKING
    assert not call.state.emergency


def test_a_caller_who_does_not_answer_is_asked_again_and_then_given_the_number():
    call = asked_call().waits(8000)
    assert call.spoken[-1] == QUESTION
    call.plays().waits(8000)
    assert "triple zero" in call.spoken[-1]
    call.plays().waits(8000)
    assert call.spoken[-1] == lines_for("en").silence_goodbye


def test_the_answer_may_talk_over_the_question():
    call = listening_call().says(DOUBTFUL).says("yes he is hurt")
    assert call.state.emergency


def test_a_doubtful_danger_during_the_goodbye_takes_the_hang_up_back():
    call = thinking_call().wants(("t1", "end_call")).finishes().tool_answers("t1", effect="end_call").sends()
    call.says(DOUBTFUL)
    assert call.spoken[-1] == QUESTION
    call.plays().waits(1)
    assert call.ever(EndStream) == []
    call.says("yes")
    assert call.state.emergency


def test_the_question_survives_a_takeover():
    call = asked_call().is_taken_over().says("yes")
    assert call.state.emergency


@pytest.mark.parametrize(
    ("language", "country", "text", "words"),
    [
        ("en-AU", "AU", "my dad can't breathe", "triple zero"),
        ("en-GB", "GB", "my dad can't breathe", "nine nine nine"),
        ("en-US", "US", "my dad can't breathe", "nine one one"),
        ("de-DE", "DE", "mein Vater hat einen Herzinfarkt", "rufen Sie sofort die eins eins zwei an"),
        ("de-CH", "CH", "mein Vater hat einen Herzinfarkt", "rufen Sie sofort die eins eins zwei an"),
        ("fr-FR", "FR", "mon père ne respire plus", "appelez tout de suite le cent douze"),
        ("fr-CA", "CA", "mon père ne respire plus", "appelez tout de suite le neuf un un"),
        ("es-ES", "ES", "mi padre no respira", "llame ahora mismo al uno uno dos"),
        ("es-MX", "MX", "mi padre no respira", "llame ahora mismo al nueve uno uno"),
        ("it-IT", "IT", "mio padre non respira", "chiami subito il uno uno due"),
    ],
)
def test_the_number_is_the_one_of_the_business(language: str, country: str, text: str, words: str):
    call = listening_call(language=language, country=country).says(text)
    assert words in call.spoken[-1]


@pytest.mark.parametrize(
    ("language", "doubtful", "yes", "no"),
    [
        ("en", DOUBTFUL, "yes", "no, nobody is hurt"),
        ("de", "mein Bruder hat etwas verschluckt", "ja, mein Mann", "nein, alles gut"),
        ("fr", "mon frère a avalé quelque chose", "oui, mon mari", "non, tout va bien"),
        ("es", "mi hermano se ha tragado algo", "sí, mi marido", "no, estamos todos bien"),
        ("it", "mio fratello ha ingoiato qualcosa", "sì, mio marito", "no, stiamo tutti bene"),
    ],
)
def test_the_question_is_put_and_answered_in_the_language_of_the_call(
    language: str, doubtful: str, yes: str, no: str
):
    confirmed = asked_call(doubtful, language=language).says(yes)
    assert confirmed.state.emergency
    denied = asked_call(doubtful, language=language).says(no)
    assert not denied.state.emergency
    assert denied.phase is Phase.THINKING


def test_an_english_sentence_is_understood_in_a_german_call():
    call = listening_call(language="de", country="DE").says("please help my husband is not breathing")
    assert call.state.emergency
    assert "eins eins zwei" in call.spoken[-1]
