"""What a caller without a line gets."""

from dataclasses import replace

import pytest

from domain.business import BusinessProfile, GivenUp, Overflow
from domain.call_control import CallControl, Hold, PutThrough, SayAndHangUp, TakeVoicemail
from domain.dialogue.lines import ENGLISH
from services.routing import overflow
from services.routing.overflow import NO_MORE_ATTEMPTS, RETRY_PAUSES_S
from tests.support import businesses
from tests.support.businesses import BUSINESS_ID

NUMBER = "+61280009999"


def business(setting: Overflow, number: str | None = NUMBER) -> BusinessProfile:
    return businesses.business(overflow=setting, transfer_number=number)


def asked_for_message(step: CallControl) -> str:
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
    assert step(business(Overflow.FORWARD)) == PutThrough(
        NUMBER, ENGLISH.transferring, "en-AU", business(Overflow.FORWARD).id
    )
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


def test_nobody_leaves_a_message_for_a_business_that_was_given_up():
    closed = replace(business(Overflow.FORWARD), given_up=GivenUp())
    told = SayAndHangUp(ENGLISH.given_up_number, "en-AU")
    assert overflow.given_up(closed) == overflow.nobody_answered(closed) == told
