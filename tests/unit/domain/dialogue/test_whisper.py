"""What a person hears before a caller is put through to them."""

import pytest

from domain.dialogue.whisper import whisper
from domain.languages import OFFERED


@pytest.mark.parametrize("language", OFFERED)
def test_it_says_for_whom_and_why_in_every_language_offered(language: str):
    said = whisper("Rosa & Sons", "wants a quote\n for Friday", f"{language}-XX")
    assert "Rosa & Sons" in said
    assert " wants a quote for Friday. " in said


def test_without_a_reason_it_says_only_for_whom():
    assert whisper("Rosa", " ", "en-AU") == "A call for Rosa. Press any key to take it."


@pytest.mark.parametrize("reason", ["Is it ready?", "Urgent!", "A refund."])
def test_a_reason_keeps_its_own_end(reason: str):
    assert f" {reason} Press" in whisper("Rosa", reason, "en")


def test_every_language_has_words_of_its_own():
    assert len({whisper("Rosa", "", language) for language in OFFERED}) == len(OFFERED)
