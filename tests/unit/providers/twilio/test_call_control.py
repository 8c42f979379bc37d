"""Call control as the TwiML that carries it out."""

from uuid import UUID

from domain.call_control import (
    CallControl,
    HangUp,
    Hold,
    OpenStream,
    PutThrough,
    SayAndHangUp,
    TakeVoicemail,
)
from providers.twilio.call_control import render
from providers.twilio.callbacks import CallbackUrls
from sandbox.phone.twiml import parse
from sandbox.phone.verbs import Connect, Dial, Hangup, Pause, Record, Redirect, Say
from tests.fakes.call import CALL_ID

NUMBER = "+61280009999"
HOOKS = "https://voice.example.com/hooks"
URLS = CallbackUrls(
    voice=f"{HOOKS}/voice",
    stream_ended=f"{HOOKS}/stream-ended",
    stream_status=f"{HOOKS}/stream",
    transfer_ended=f"{HOOKS}/transfer-ended",
    voicemail_recorded=f"{HOOKS}/voicemail-recorded",
    voicemail_status=f"{HOOKS}/voicemail-status",
    media="wss://voice.example.com/media",
)


def document(step: CallControl) -> tuple[object, ...]:
    return parse(render(step, URLS))


def test_a_stream_names_itself_to_whoever_asks_after_it():
    (connect,) = document(OpenStream(CALL_ID, "token", 2))
    assert isinstance(connect, Connect)
    assert connect.stream.url == f"wss://voice.example.com/media/{CALL_ID}/token"
    assert connect.action == f"{HOOKS}/stream-ended?call={CALL_ID}&stream=2"
    assert connect.stream.status_callback == f"{HOOKS}/stream"


def test_a_stream_that_failed_before_is_opened_after_a_pause():
    pause, connect = document(OpenStream(CALL_ID, "token", 3, 2))
    assert pause == Pause(2)
    assert isinstance(connect, Connect)


def test_holding_asks_again_as_the_next_attempt():
    said, pause, redirect = document(Hold("Please hold.", "en-AU", 10, 2))
    assert (said, pause) == (Say("Please hold."), Pause(10))
    assert redirect == Redirect(f"{HOOKS}/voice?attempt=2")


def test_a_voicemail_says_where_its_recording_belongs():
    said, record, goodbye, hangup = document(TakeVoicemail("Speak.", "Bye.", "en-AU", UUID(int=7)))
    assert (said, goodbye, hangup) == (Say("Speak."), Say("Bye."), Hangup())
    assert isinstance(record, Record)
    assert record.action == f"{HOOKS}/voicemail-recorded"
    assert record.status_callback == f"{HOOKS}/voicemail-status?business={UUID(int=7)}"
    assert record.max_length_s == 120


def test_a_person_is_rung_after_the_words_if_there_are_any():
    said, dial = document(PutThrough(NUMBER, "One moment.", "en-AU"))
    assert said == Say("One moment.")
    assert isinstance(dial, Dial)
    assert (dial.numbers, dial.action) == ((NUMBER,), f"{HOOKS}/transfer-ended")
    (only,) = document(PutThrough(NUMBER))
    assert only == dial


def test_the_short_steps():
    assert document(HangUp()) == (Hangup(),)
    assert document(SayAndHangUp("Goodbye.", "en-AU")) == (Say("Goodbye."), Hangup())
