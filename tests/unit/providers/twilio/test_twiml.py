import xml.etree.ElementTree as ET

import pytest

from providers.twilio import twiml


def verbs(document: str) -> list[ET.Element]:
    assert document.startswith('<?xml version="1.0" encoding="UTF-8"?>')
    root = ET.fromstring(document)  # noqa: S314
    assert root.tag == "Response"
    return list(root)


def test_connect_stream_names_everything_twilio_needs() -> None:
    document = twiml.connect_stream(
        "wss://calls.example/media/1/token",
        action="https://calls.example/after",
        status_callback="https://calls.example/stream",
        parameters={"call_id": "1", "business": 'A & "B" <C>'},
    )
    (connect,) = verbs(document)
    assert connect.tag == "Connect"
    assert connect.attrib == {"action": "https://calls.example/after", "method": "POST"}
    (stream,) = connect
    assert stream.attrib == {
        "url": "wss://calls.example/media/1/token",
        "track": "inbound_track",
        "statusCallback": "https://calls.example/stream",
        "statusCallbackMethod": "POST",
    }
    assert [(part.tag, part.attrib) for part in stream] == [
        ("Parameter", {"name": "call_id", "value": "1"}),
        ("Parameter", {"name": "business", "value": 'A & "B" <C>'}),
    ]


@pytest.mark.parametrize("url", ["ws://a.example/m", "https://a.example/m", "wss://a.example/m?call=1"])
def test_connect_stream_refuses_an_address_twilio_would_refuse(url: str) -> None:
    with pytest.raises(ValueError, match="stream URL"):
        twiml.connect_stream(url)


def test_connect_stream_keeps_parameters_under_500_characters() -> None:
    twiml.connect_stream("wss://a.example/m", parameters={"name": "x" * 495})
    with pytest.raises(ValueError, match="too long"):
        twiml.connect_stream("wss://a.example/m", parameters={"name": "x" * 496})


def test_spoken_text_cannot_become_markup() -> None:
    say, hangup = verbs(twiml.say_and_hangup("</Say><Dial>+1</Dial> & bye\x00\x0b\ud800", language="en-AU"))
    assert say.text == "</Say><Dial>+1</Dial> & bye"
    assert say.attrib == {"language": "en-AU"}
    assert list(say) == []
    assert hangup.tag == "Hangup"


def test_dial_rings_one_number_and_asks_what_next() -> None:
    say, dial = verbs(
        twiml.dial(
            "+61280009999",
            action="https://a.example/dialled",
            timeout_s=15,
            caller_id="+61400000000",
            say="One moment.",
        )
    )
    assert say.text == "One moment."
    assert dial.attrib == {
        "action": "https://a.example/dialled",
        "method": "POST",
        "timeout": "15",
        "callerId": "+61400000000",
    }
    (number,) = dial
    assert (number.tag, number.text) == ("Number", "+61280009999")


def test_voicemail_speaks_then_records() -> None:
    say, record = verbs(
        twiml.record_voicemail(
            "Please leave a message.",
            action="https://a.example/recorded",
            recording_status_callback="https://a.example/recording",
            max_length_s=90,
        )
    )
    assert say.text == "Please leave a message."
    assert record.attrib == {
        "action": "https://a.example/recorded",
        "method": "POST",
        "maxLength": "90",
        "playBeep": "true",
        "recordingStatusCallback": "https://a.example/recording",
        "recordingStatusCallbackMethod": "POST",
    }


def test_voicemail_ends_with_words_for_who_said_nothing() -> None:
    document = twiml.record_voicemail(
        "Speak.", action="https://a.example/recorded", otherwise="Goodbye & thanks.", language="en-AU"
    )
    _, record, say, hangup = verbs(document)
    assert [verb.tag for verb in (record, say, hangup)] == ["Record", "Say", "Hangup"]
    assert (say.text, say.attrib) == ("Goodbye & thanks.", {"language": "en-AU"})


def test_connect_stream_may_wait_first() -> None:
    pause, connect = verbs(twiml.connect_stream("wss://a.example/m", pause_s=2))
    assert (pause.tag, pause.attrib, connect.tag) == ("Pause", {"length": "2"}, "Connect")


def test_hold_speaks_waits_and_asks_again() -> None:
    say, pause, redirect = verbs(twiml.hold("Please hold.", 5, "https://a.example/voice?attempt=1"))
    assert (say.text, pause.attrib) == ("Please hold.", {"length": "5"})
    assert (redirect.text, redirect.attrib) == ("https://a.example/voice?attempt=1", {"method": "POST"})


def test_short_answers() -> None:
    (reject,) = verbs(twiml.reject_busy())
    assert (reject.tag, reject.attrib) == ("Reject", {"reason": "busy"})
    (redirect,) = verbs(twiml.redirect("https://a.example/next?a=1&b=2"))
    assert (redirect.tag, redirect.text) == ("Redirect", "https://a.example/next?a=1&b=2")
    (hangup,) = verbs(twiml.hang_up())
    assert hangup.tag == "Hangup"
    assert verbs(twiml.empty()) == []


@pytest.mark.parametrize(
    ("tag", "listed"),
    [
        ("en-AU", "en-AU"), ("en", "en-US"), ("en-NZ", "en-GB"), ("en-ZZ", "en-US"), ("de", "de-DE"),
        ("de_at", "de-DE"),
        ("fr-CA", "fr-CA"), ("fr-BE", "fr-FR"), ("es", "es-ES"), ("es-us", "es-US"), ("es-AR", "es-MX"),
        ("it-CH", "it-IT"), ("ja-JP", "en-US"), ("", "en-US"),
    ],
)  # fmt: skip
def test_say_is_given_a_language_twilio_lists(tag: str, listed: str) -> None:
    assert twiml.say_language(tag) == listed


@pytest.mark.parametrize(
    "document",
    [
        twiml.say_and_hangup("Hallo.", language="de-AT"),
        twiml.dial("+43123456", action="https://a.example/b", say="Hallo.", language="de-AT"),
        twiml.record_voicemail("Hallo.", action="https://a.example/b", otherwise="Ade.", language="de-AT"),
        twiml.hold("Hallo.", 5, "https://a.example/b", language="de-AT"),
    ],
    ids=["say", "dial", "voicemail", "hold"],
)
def test_every_spoken_word_of_the_carrier_has_such_a_language(document: str) -> None:
    says = [verb for verb in verbs(document) if verb.tag == "Say"]
    assert says
    assert {say.get("language") for say in says} == {"de-DE"}
