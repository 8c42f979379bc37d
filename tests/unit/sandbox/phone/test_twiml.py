"""TwiML as the carrier reads it, from documents the official SDK writes."""

import pytest
from twilio.twiml.voice_response import Connect as SdkConnect
from twilio.twiml.voice_response import Dial as SdkDial
from twilio.twiml.voice_response import Gather as SdkGather
from twilio.twiml.voice_response import VoiceResponse

from sandbox.phone.twiml import TwimlError, parse
from sandbox.phone.verbs import Connect, Dial, Gather, Hangup, Pause, Record, Redirect, Reject, Say


def test_a_connected_stream_from_the_sdk_is_read_whole():
    response = VoiceResponse()
    connect = SdkConnect(action="/after", method="POST")
    stream = connect.stream(
        url="wss://host/media/1/t", name="call", status_callback="/stream", status_callback_method="GET"
    )
    stream.parameter(name="call_id", value="c-1")
    response.append(connect)
    (verb,) = parse(str(response))
    assert isinstance(verb, Connect)
    assert (verb.action, verb.method) == ("/after", "POST")
    assert verb.stream.url == "wss://host/media/1/t"
    assert verb.stream.parameters == {"call_id": "c-1"}
    assert (verb.stream.status_callback, verb.stream.status_callback_method) == ("/stream", "GET")


def test_the_other_verbs_from_the_sdk_are_read():
    response = VoiceResponse()
    response.say("Please hold <now> & wait", voice="Polly.Nicole", language="en-AU")
    response.pause(length=2)
    dial = SdkDial(action="/dialled", answer_on_bridge=True, timeout=12, caller_id="+61280001234")
    dial.number("+61280009999")
    response.append(dial)
    response.record(action="/message", max_length=60, timeout=4, recording_status_callback="/recorded")
    gather = SdkGather(num_digits=1, action="/key", input="dtmf")
    gather.say("Press one")
    response.append(gather)
    response.redirect("/again", method="GET")
    response.hangup()
    say, pause, dialled, record, gathered, redirect, hangup = parse(str(response))
    assert say == Say("Please hold <now> & wait")
    assert pause == Pause(2)
    assert dialled == Dial(("+61280009999",), "/dialled", "POST", 12, True, "+61280001234")
    assert record == Record("/message", "POST", 4, 60, "1234567890*#", "/recorded")
    assert gathered == Gather((Say("Press one"),), "/key", num_digits=1)
    assert redirect == Redirect("/again", "GET")
    assert hangup == Hangup()


def test_reject_and_plain_dial_are_read():
    assert parse('<Response><Reject reason="busy"/><Dial>+61280009999</Dial></Response>') == (
        Reject("busy"),
        Dial(("+61280009999",)),
    )


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ("<Response><Say>", 12100),
        ("hello", 12100),
        ("<Answer/>", 12200),
        ("<Response><Enqueue>q</Enqueue></Response>", 12200),
        ('<Response><Say voise="x">hi</Say></Response>', 12200),
        ("<Response><Connect/></Response>", 12200),
        ("<Response><Connect><Stream/></Connect></Response>", 12200),
        ('<Response><Connect><Stream url="wss://h" track="both_tracks"/></Connect></Response>', 31941),
        ('<Response><Pause length="long"/></Response>', 12200),
        ("<Response><Dial/></Response>", 13225),
        (
            '<Response><Connect><Stream url="wss://h"><Parameter name="p" value="'
            + "x" * 499
            + '"/></Stream></Connect></Response>',
            12200,
        ),
    ],
)
def test_what_twilio_would_not_run_is_refused_with_its_code(document: str, code: int):
    with pytest.raises(TwimlError) as refused:
        parse(document)
    assert refused.value.code == code
