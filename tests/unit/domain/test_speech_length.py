"""Which lengths of audio can be a text."""

import pytest

from domain.speech_length import is_plausible, is_too_short

SENTENCE = "We are open on Saturday from nine until five."


@pytest.mark.parametrize(
    ("text", "audio_ms", "plausible"),
    [
        (SENTENCE, 2600, True),
        (SENTENCE, 900, True),
        (SENTENCE, 0.125, False),
        (SENTENCE, 100, False),
        (SENTENCE, 90_000, False),
        ("No.", 150, True),
        ("Hm.", 30, False),
        ("14:30", 2500, True),
        ("木曜日の二時に空いています。", 2600, True),
        ("…", 10, False),
    ],
    ids=str,
)
def test_what_can_be_the_text(text: str, audio_ms: float, plausible: bool):
    assert is_plausible(text, audio_ms) is plausible


def test_what_is_too_long_is_not_too_short():
    assert not is_too_short(SENTENCE, 90_000)
