"""What a caller without a line gets, and how the carrier is told."""

from uuid import UUID

import pytest

from domain.business import BusinessProfile, Overflow
from domain.dialogue.policy import ENGLISH
from sandbox.phone.twiml import parse
from sandbox.phone.verbs import Connect, Dial, Hangup, Pause, Record, Redirect, Say
from services.routing import overflow
from services.routing.next_step import (
    Directions,
    HangUp,
    Hold,
    OpenStream,
    PutThrough,
    SayAndHangUp,
    Step,
    TakeVoicemail,
)
from services.routing.overflow import NO_MORE_ATTEMPTS, RETRY_PAUSES_S
from tests.fakes.call import CALL_ID
from tests.support import businesses
from tests.support.businesses import BUSINESS_ID

NUMBER = "+61280009999"
HOOKS = "https://voice.example.com/webhooks/twilio"


def business(setting: Overflow, number: str | None = NUMBER) -> BusinessProfile:
    return businesses.business(overflow=setting, transfer_number=number)


def asked_for_message(step: Step) -> str:
    assert isinstance(step, TakeVoicemail)
    assert (step.language, step.business_id) == ("en-AU", BUSINESS_ID)
    return step.words


def test_a_business_that_says_nothing_gets_its_callers_messages():
    assert businesses.business().overflow is Overflow.VOICEMAIL


@pytest.mark.parametrize("attempt", [0, 1, NO_MORE_ATTEMPTS])
def test_without_a_line_a_message_is_taken(attempt: int):
    step = overflow.no_line(business(Overflow.VOICEMAIL), attempt)
    assert asked_for_message(step) == ENGLISH.voicemail_when_busy


def test_holding_gets_longer_and_ends_in_a_message():
    steps = [overflow.no_line(business(Overflow.RETRY), attempt) for attempt in range(NO_MORE_ATTEMPTS + 2)]
    held = [step for step in steps if isinstance(step, Hold)]
    assert steps[: len(held)] == held
    assert [step.pause_s for step in held] == sorted(set(RETRY_PAUSES_S))
    assert [step.attempt for step in held] == [1, 2, 3]
    assert [asked_for_message(step) for step in steps[3:]] == [ENGLISH.voicemail_when_busy] * 2


@pytest.mark.parametrize("lost", [True, False])
def test_a_person_is_rung_where_there_is_one(lost: bool):
    step = overflow.broken_off if lost else overflow.no_line
    assert step(business(Overflow.FORWARD)) == PutThrough(NUMBER, ENGLISH.transferring, "en-AU")
    words = ENGLISH.voicemail_when_failed if lost else ENGLISH.voicemail_when_busy
    assert asked_for_message(step(business(Overflow.FORWARD, None))) == words


@pytest.mark.parametrize("setting", [Overflow.RETRY, Overflow.VOICEMAIL])
def test_a_call_that_lost_its_agent_is_asked_for_a_message(setting: Overflow):
    assert asked_for_message(overflow.broken_off(business(setting))) == ENGLISH.voicemail_when_failed


@pytest.mark.parametrize("setting", Overflow)
def test_a_person_who_does_not_answer_is_not_rung_again(setting: Overflow):
    assert asked_for_message(overflow.nobody_answered(business(setting))) == ENGLISH.voicemail_when_away


def test_a_business_that_cannot_be_looked_up_has_its_message_taken_in_english():
    step = overflow.unknown(BUSINESS_ID)
    assert step == TakeVoicemail(ENGLISH.voicemail_when_failed, ENGLISH.voicemail_goodbye, "en", BUSINESS_ID)


# --- as TwiML ---------------------------------------------------------------------------------------------------
def document(step: Step) -> tuple[object, ...]:
    return parse(Directions("https://voice.example.com", "wss://voice.example.com").document(step))


def test_a_stream_names_itself_to_whoever_asks_after_it():
    (connect,) = document(OpenStream("/media/1/token", CALL_ID, 2))
    assert isinstance(connect, Connect)
    assert connect.stream.url == "wss://voice.example.com/media/1/token"
    assert connect.action == f"{HOOKS}/stream-ended?call={CALL_ID}&stream=2"
    assert connect.stream.status_callback == f"{HOOKS}/stream"


def test_a_stream_that_failed_before_is_opened_after_a_pause():
    pause, connect = document(OpenStream("/media/1/token", CALL_ID, 3, 2))
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
