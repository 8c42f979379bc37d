"""Appointments from before: looked up by the caller's number, changed after a yes, and told as they are then."""

# ruff: noqa: DTZ001 - wall times are naive here on purpose

from datetime import datetime

import pytest

from domain.dialogue.intents import CancelAppointment, FindSlots, MoveAppointment
from tests.unit.sandbox.vendors.openai.salon import HERS, SOME_ID, Calendar, TextCall

FRIDAY_AT_ELEVEN = datetime(2026, 11, 27, 11, 0)


def call_of_a_customer(*busy: datetime) -> TextCall:
    return TextCall(Calendar(appointments=[HERS], busy=set(busy)))


@pytest.mark.parametrize(
    "words", ["I need to cancel my appointment tomorrow", "sorry, I can't make my appointment on thursday"]
)
def test_one_is_cancelled_after_a_yes(words: str) -> None:
    call = call_of_a_customer()
    asked = call.say(words)
    assert "thursday" in asked.lower()
    assert "cancel" in asked
    assert not any(isinstance(each, CancelAppointment) for each in call.intents)
    done = call.say("yes please")
    assert CancelAppointment(SOME_ID) in call.intents
    assert "cancelled" in done
    assert call.calendar.appointments == []
    call.say("no thank you, goodbye")
    assert call.ended


def test_without_a_yes_it_stays() -> None:
    call = call_of_a_customer()
    call.talk("please cancel my booking", "no, leave it")
    assert call.calendar.appointments == [HERS]
    assert call.message is None


def test_one_is_moved_to_a_time_that_is_free() -> None:
    call = call_of_a_customer()
    told = call.say("can you move my appointment to friday at eleven in the morning please")
    assert FindSlots in {type(each) for each in call.intents}
    assert "is free" in told
    done = call.say("yes please")
    assert MoveAppointment(SOME_ID, FRIDAY_AT_ELEVEN) in call.intents
    assert "friday" in done.lower()
    assert call.calendar.appointments[0].starts_at_local == FRIDAY_AT_ELEVEN


def test_the_day_is_asked_for_when_none_was_named() -> None:
    call = call_of_a_customer()
    asked = call.say("I'd like to reschedule my appointment")
    assert "which day" in asked.lower()
    call.talk("friday at eleven in the morning", "yes")
    assert call.calendar.appointments[0].starts_at_local == FRIDAY_AT_ELEVEN


def test_a_taken_time_is_said_to_be_taken_and_another_is_offered() -> None:
    call = call_of_a_customer(FRIDAY_AT_ELEVEN)
    told = call.say("please move my appointment to friday at eleven in the morning")
    assert "taken" in told
    call.say("yes that works")
    moved_to = call.calendar.appointments[0].starts_at_local
    assert moved_to.date() == FRIDAY_AT_ELEVEN.date()
    assert moved_to != FRIDAY_AT_ELEVEN


def test_who_has_none_is_told_so() -> None:
    call = TextCall()
    assert "can't find" in call.say("cancel my appointment please")
    assert call.message is None
