"""Call control as the TwiML that carries it out."""

from uuid import UUID

from domain.call_control import (
    AskToAccept,
    CallControl,
    HangUp,
    Hold,
    OpenStream,
    PutThrough,
    Refuse,
    SayAndHangUp,
    TakeVoicemail,
)
from providers.twilio.call_control import render
from providers.twilio.callbacks import CallbackUrls
from sandbox.phone.twiml import parse
from sandbox.phone.verbs import Connect, Dial, Gather, Hangup, Pause, Record, Redirect, Reject, Say
from tests.fakes.call import CALL_ID

NUMBER = "+61280009999"
HOOKS = "https://voice.example.com/hooks"
URLS = CallbackUrls(
    voice=f"{HOOKS}/voice",
    stream_ended=f"{HOOKS}/stream-ended",
    stream_status=f"{HOOKS}/stream",
    transfer_asked=f"{HOOKS}/transfer-asked",
    transfer_accepted=f"{HOOKS}/transfer-accepted",
    transfer_ended=f"{HOOKS}/transfer-ended",
    voicemail_recorded=f"{HOOKS}/voicemail-recorded",
    voicemail_status=f"{HOOKS}/voicemail-status",
    sms_status=f"{HOOKS}/sms-status",
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


def test_a_person_is_asked_before_the_caller_is_put_through():
    business_id = UUID(int=7)
    (dial,) = parse(render(PutThrough(NUMBER, business_id=business_id), URLS, "CA1"))
    assert isinstance(dial, Dial)
    assert dial.asks_at == f"{HOOKS}/transfer-asked?business={business_id}&sid=CA1"
    gather, hangup = parse(render(AskToAccept("A call. Press a key.", "en-AU", business_id), URLS, "CA1"))
    assert isinstance(gather, Gather)
    assert gather.action == f"{HOOKS}/transfer-accepted?business={business_id}&sid=CA1"
    assert gather.prompts == (Say("A call. Press a key."), Pause(1), Say("A call. Press a key."))
    assert (gather.num_digits, gather.finish_on_key, hangup) == (1, "", Hangup())


def test_a_call_is_refused_as_busy():
    assert document(Refuse()) == (Reject("busy"),)


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
