"""What customers' texts mean."""

import pytest

from domain.notifications.answers import Meaning, meaning_of


@pytest.mark.parametrize(
    ("body", "meaning"),
    [
        ("C", Meaning.CONFIRM),
        (" c. ", Meaning.CONFIRM),
        ("\u201cC\u201d \U0001f44d", Meaning.CONFIRM),
        ("Sí", Meaning.CONFIRM),
        ("JA!", Meaning.CONFIRM),
        ("oui", Meaning.CONFIRM),
        ("X", Meaning.CANCEL),
        ("2", Meaning.CANCEL),
        ("Absagen", Meaning.CANCEL),
        ("annuler", Meaning.CANCEL),
        ("CANCEL", Meaning.STOP),
        ("Stop.", Meaning.STOP),
        ("STOPALL", Meaning.STOP),
        ("opt-out", Meaning.WORDS),
        ("optout", Meaning.STOP),
        ("UNSTOP", Meaning.START),
        ("help?", Meaning.HELP),
        ("YES", Meaning.CONFIRM),
        ("Please don't stop the car", Meaning.WORDS),
        ("C u tomorrow", Meaning.WORDS),
        ("no", Meaning.WORDS),
        ("", Meaning.WORDS),
        ("\U0001f44d", Meaning.WORDS),
    ],
)
def test_only_a_whole_text_means_something(body: str, meaning: Meaning) -> None:
    assert meaning_of(body) is meaning


def test_the_carrier_knows_best_and_yes_starts_again_who_had_stopped() -> None:
    assert meaning_of("arret", opt_out="STOP") is Meaning.STOP
    assert meaning_of("Yes", stopped=True) is Meaning.START
    assert meaning_of("hello", opt_out="SOMETHING") is Meaning.WORDS
