"""What callers say of being recorded."""

import pytest

from domain.dialogue.recording_wishes import allows_recording, refuses_recording

REFUSALS = [
    ("en", "Please don't record this call."),
    ("en", "I do not want to be recorded"),
    ("en", "I'd rather you didn't record me"),
    ("en", "can you turn off the recording please"),
    ("en", "turn the recording off"),
    ("en", "no recording please"),
    ("en", "I don't consent to being recorded, thanks"),
    ("en", "Yes, but stop recording."),
    ("en", "I object to this being taped"),
    ("de", "Bitte zeichnen Sie das nicht auf."),
    ("de", "Ich möchte nicht, dass das Gespräch aufgezeichnet wird"),
    ("de", "keine Aufnahme bitte"),
    ("de", "schalten Sie die Aufzeichnung aus"),
    ("fr", "Je ne veux pas être enregistré."),
    ("fr", "n'enregistrez pas cet appel s'il vous plaît"),
    ("fr", "sans enregistrement"),
    ("es", "No quiero que me graben."),
    ("es", "por favor no grabe esta llamada"),
    ("it", "Non voglio essere registrato."),
    ("it", "non registri la chiamata per favore"),
]
OTHERS = [
    ("en", "I'd like to book a haircut on Tuesday"),
    ("en", "I have no record of my appointment"),
    ("en", "I don't have a record number"),
    ("en", "I don't mind being recorded"),
    ("en", "yes you can record it"),
    ("en", "is this recorded"),
    ("de", "Ja, Sie dürfen aufzeichnen."),
    ("de", "Ich kann am Dienstag nicht"),
    ("fr", "Oui, vous pouvez enregistrer."),
    ("es", "Sí, pueden grabar."),
    ("it", "Sì, potete registrare."),
]


@pytest.mark.parametrize(("language", "said"), REFUSALS)
def test_a_refusal_is_understood(language: str, said: str):
    assert refuses_recording(said, language)
    assert not allows_recording(said, language)


@pytest.mark.parametrize(("language", "said"), OTHERS)
def test_what_is_none_is_none(language: str, said: str):
    assert not refuses_recording(said, language)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Yes."),
        ("en-AU", "yeah that's fine, I'd like to book a haircut"),
        ("de", "Ja, gerne."),
        ("fr", "Oui d'accord"),
        ("es", "Sí, claro"),
        ("it", "Sì, va bene"),
    ],
)
def test_a_yes_allows_it(language: str, said: str):
    assert allows_recording(said, language)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "No."),
        ("en", "I'd like to book a haircut."),
        ("en", "yes, no, I'd rather not"),
        ("de", "Nein danke"),
        ("fr", "Non merci"),
        ("es", "No, gracias"),
        ("it", "No grazie"),
    ],
)
def test_nothing_else_does(language: str, said: str):
    assert not allows_recording(said, language)
