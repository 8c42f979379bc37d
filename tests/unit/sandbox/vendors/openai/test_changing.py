"""Text conversations with the rule-based receptionist about what stands in the calendar already."""

# ruff: noqa: DTZ001 - wall times are naive here on purpose

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from domain.dialogue.intents import (
    CancelAppointment,
    CheckCode,
    FindSlots,
    JoinWaitingList,
    ListAppointments,
    MoveAppointment,
    TextCode,
)
from domain.dialogue.tool_results import Appointment
from tests.support.businesses import LEO, MIA, business
from tests.unit.sandbox.vendors.openai.salon import SALON, Calendar, TextCall

HAIRCUT = Appointment(UUID(int=7), "Haircut", datetime(2026, 11, 26, 10), "Mia", "Sarah Thompson")
COLOUR = Appointment(UUID(int=8), "Colour", datetime(2026, 12, 3, 9), "Mia", "Sarah Thompson")


def calling(*appointments: Appointment, **changes: object) -> TextCall:
    return TextCall(Calendar(appointments=list(appointments), **changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "words",
    [
        "hi i need to cancel my appointment",
        "i need to cancel my appointment on thursday",
        "sorry i can't make my appointment on thursday",
    ],
)
def test_an_appointment_is_cancelled_after_it_was_named_and_agreed_to(words: str) -> None:
    call = calling(HAIRCUT)
    said = call.say(words)
    assert "a haircut on Thursday the twenty sixth of November at ten" in said
    assert CancelAppointment(HAIRCUT.booking_id) not in call.intents
    said = call.say("yes please")
    assert call.intents[-1] == CancelAppointment(HAIRCUT.booking_id)
    assert "is cancelled" in said
    call.say("no that's all thanks")
    assert call.ended


def test_who_thinks_again_keeps_it() -> None:
    call = calling(HAIRCUT)
    said = call.talk("please cancel my appointment", "no leave it")
    assert "left it as it is" in said
    assert not any(isinstance(intent, CancelAppointment) for intent in call.intents)


def test_an_appointment_is_moved_to_a_time_that_is_free() -> None:
    call = calling(HAIRCUT)
    said = call.talk("can i move my appointment", "friday at two in the afternoon")
    assert "move your haircut to Friday the twenty seventh of November at two" in said
    looked = next(intent for intent in call.intents if isinstance(intent, FindSlots))
    assert looked.booking_id == HAIRCUT.booking_id
    said = call.say("yes that's right")
    assert call.intents[-1] == MoveAppointment(HAIRCUT.booking_id, datetime(2026, 11, 27, 14))
    assert "is moved to Friday" in said


def test_the_new_time_may_be_said_at_once() -> None:
    call = calling(HAIRCUT)
    call.talk("i'd like to move my appointment to friday at two", "yes")
    assert call.intents[-1] == MoveAppointment(HAIRCUT.booking_id, datetime(2026, 11, 27, 14))


def test_a_taken_time_is_said_to_be_taken_and_another_is_offered() -> None:
    eleven = datetime(2026, 11, 27, 11)
    call = calling(HAIRCUT, busy={eleven})
    told = call.say("please move my appointment to friday at eleven in the morning")
    assert "is not free" in told
    call.talk("the first one", "yes")
    (moved,) = call.calendar.appointments
    assert moved.starts_at_local.date() == eleven.date()
    assert moved.starts_at_local != eleven


def test_of_several_the_one_that_is_named_is_meant() -> None:
    call = calling(HAIRCUT, COLOUR)
    said = call.say("i want to cancel my appointment")
    assert "Which one" in said
    call.talk("the colour", "yes")
    assert call.intents[-1] == CancelAppointment(COLOUR.booking_id)


def test_what_was_booked_in_this_call_is_moved_without_looking_it_up() -> None:
    calendar = Calendar()
    call = TextCall(calendar)
    call.talk("a haircut tomorrow at two", "emma", "yes")
    booked = UUID("01936b2e-0000-7000-8000-000000000001")
    calendar.appointments.append(Appointment(booked, "Haircut", datetime(2026, 11, 24, 14), "Mia", "Emma"))
    call.talk("actually can you make it three instead", "yes")
    assert call.intents[-1] == MoveAppointment(booked, datetime(2026, 11, 24, 15))
    assert not any(isinstance(intent, ListAppointments) for intent in call.intents)


def test_whose_number_is_hidden_reads_out_a_code_first() -> None:
    call = TextCall(Calendar(appointments=[HAIRCUT], code="042137"), caller_number=None)
    said = call.talk("i have to cancel my appointment", "zero four double zero one one one two two two")
    assert TextCode("0400111222") in call.intents
    assert "code" in said
    said = call.say("zero four two one three eight")
    assert "not the code" in said
    call.talk("[typed 042137]", "yes")
    assert CheckCode("042137") in call.intents
    assert call.intents[-1] == CancelAppointment(HAIRCUT.booking_id)


def test_without_an_appointment_a_message_is_offered() -> None:
    assert "message" in calling().say("i'd like to move my appointment")


def test_the_person_asked_for_is_looked_for_and_booked() -> None:
    profile = business(offerings=SALON.offerings, staff=(LEO, MIA))
    call = TextCall(profile=profile)
    call.talk("a haircut with mia tomorrow at two", "emma", "yes")
    assert all(intent.details.staff == "Mia" for intent in call.intents if isinstance(intent, FindSlots))
    assert call.booked[0].details.staff == "Mia"


def test_a_day_and_a_date_that_disagree_are_asked_about_and_the_answer_is_booked() -> None:
    call = TextCall()
    said = call.say("a haircut on tuesday the second of december at ten in the morning")
    assert "Tuesday the first of December" in said
    assert "Wednesday the second of December" in said
    call.talk("the wednesday", "emma", "yes")
    assert [booking.starts_at_local for booking in call.booked] == [datetime(2026, 12, 2, 10)]


def test_where_a_day_is_full_they_are_put_on_the_waiting_list() -> None:
    tuesday = datetime(2026, 11, 24, 9)
    call = TextCall(Calendar(busy={tuesday + timedelta(minutes=15 * n) for n in range(40)}))
    said = call.say("a haircut tomorrow please")
    assert "waiting list" in said
    said = call.talk("put me on the waiting list please", "emma")
    assert call.intents[-1] == JoinWaitingList("Haircut", "Emma", date(2026, 11, 24))
    assert "on the waiting list" in said
    assert call.booked == []
