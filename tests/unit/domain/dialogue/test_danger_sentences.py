"""What callers say, and whether it tells of danger: one sentence a line in `danger_sentences/LANGUAGE.KIND.txt`.

The files named `afterwards` were written when the rules stood.
"""

from pathlib import Path

import pytest

from domain.dialogue.danger.assessment import Danger, assess

SENTENCES = Path(__file__).with_name("danger_sentences")
LANGUAGES = ("en", "de", "fr", "es", "it")
AT_LEAST = 200
FALSE_ALARMS = 0.02
ASKED_FOR_NOTHING = 0.04


def sentences(language: str, kind: str) -> list[str]:
    files = (SENTENCES / f"{language}.{kind}{written}.txt" for written in ("", ".afterwards"))
    return [line for file in files for line in file.read_text("utf-8").splitlines() if line]


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_enough_sentences_to_judge_by(language: str):
    for kind in ("real", "harmless"):
        assert len(set(sentences(language, kind))) >= AT_LEAST


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_real_emergency_is_missed(language: str):
    said = sentences(language, "real")
    missed = [text for text in said if assess(text, language) is Danger.NONE]
    assert missed == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_harmless_talk_hardly_ever_raises_an_alarm(language: str):
    said = sentences(language, "harmless")
    alarms = [text for text in said if assess(text, language) in (Danger.CERTAIN, Danger.CRISIS)]
    assert len(alarms) <= FALSE_ALARMS * len(said), alarms


@pytest.mark.parametrize("language", LANGUAGES)
def test_harmless_talk_is_hardly_ever_asked_about(language: str):
    said = sentences(language, "harmless")
    asked = [text for text in said if assess(text, language) is Danger.DOUBTFUL]
    assert len(asked) <= ASKED_FOR_NOTHING * len(said), asked


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_recogniser_without_punctuation_or_apostrophes_changes_little(language: str):
    """Apostrophes left out, or a blank in their place; capitals and full stops added."""
    for spelling in (
        lambda text: text.replace("'", ""),
        lambda text: text.replace("'", " "),
        lambda text: text.replace("'", "’").capitalize() + ".",
        lambda text: text.upper() + "!",
    ):
        missed = [
            text for text in sentences(language, "real") if assess(spelling(text), language) is Danger.NONE
        ]
        assert missed == []
