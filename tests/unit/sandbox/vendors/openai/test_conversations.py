"""Whole text conversations with the rule-based receptionist, judged by the tool calls they lead to."""

# ruff: noqa: DTZ001 - wall times are naive here on purpose

import random
from dataclasses import replace
from datetime import date, datetime, time

import pytest

from domain.dialogue.tool_results import Deferred, ToolRefused
from domain.dialogue.tools import BookAppointment, EndCall, FindSlots, TransferCall
from tests.unit.sandbox.vendors.openai.salon import SALON, Calendar, TextCall


def booking(offering: str, starts_at_local: str, name: str) -> BookAppointment:
    return BookAppointment(offering, datetime.fromisoformat(starts_at_local), name)


STRAIGHT = {
    "one piece at a time": (
        ["hi i'd like to book a haircut", "tomorrow at three thirty please", "sarah thompson", "yes please"],
        booking("Haircut", "2026-11-24T15:30", "Sarah Thompson"),
    ),
    "all at once": (
        ["hi my name is john smith can i get a hair cut on friday at ten in the morning", "yes that's right"],
        booking("Haircut", "2026-11-27T10:00", "John Smith"),
    ),
    "offering last": (
        ["i need an appointment for thursday afternoon", "a beard trim", "half past two", "it's mike", "yep"],
        booking("Beard trim", "2026-11-26T14:30", "Mike"),
    ),
    "misheard words": (
        ["can i get an air cut on wensday at to thirty", "peter", "yes"],
        booking("Haircut", "2026-11-25T14:30", "Peter"),
    ),
    "a day of the month": (
        ["a colour on the twelfth of december in the morning", "the first one", "tom", "correct"],
        booking("Colour", "2026-12-12T09:00", "Tom"),
    ),
    "as soon as possible": (
        ["haircut", "as soon as possible", "the first one", "under smith", "yes"],
        booking("Haircut", "2026-11-23T16:30", "Smith"),
    ),
    "next week": (
        ["book me in for a colour next week", "wednesday", "any time", "maria garcia", "sounds good"],
        booking("Colour", "2026-12-02T09:00", "Maria Garcia"),
    ),
    "time corrected before the booking": (
        ["a beard trim on friday at ten", "mike", "actually sorry can you make it three thirty instead", "yeah"],
        booking("Beard trim", "2026-11-27T15:30", "Mike"),
    ),
    "day corrected keeps the time": (
        ["a haircut tomorrow at two", "emma", "no wednesday", "yes"],
        booking("Haircut", "2026-11-25T14:00", "Emma"),
    ),
    "name corrected": (
        ["a haircut tomorrow at two", "sarah thompson", "no the name is sara thomson", "yes"],
        booking("Haircut", "2026-11-24T14:00", "Sara Thomson"),
    ),
    "offering corrected": (
        ["a haircut tomorrow at two", "emma", "sorry i meant a beard trim", "yes"],
        booking("Beard trim", "2026-11-24T14:00", "Emma"),
    ),
    "no and then what is wrong": (
        ["a haircut tomorrow at two", "emma", "no", "four o'clock", "yes"],
        booking("Haircut", "2026-11-24T16:00", "Emma"),
    ),
    "the time is wrong": (
        ["a haircut tomorrow at two", "emma", "no the time is wrong", "nine", "yes"],
        booking("Haircut", "2026-11-24T09:00", "Emma"),
    ),
    "questions in between": (
        ["a haircut on wednesday at two thirty", "how much is it", "and do you take cards", "emily jones", "yes"],
        booking("Haircut", "2026-11-25T14:30", "Emily Jones"),
    ),
    "a price leads to a booking": (
        ["how much is a beard trim", "yes please", "friday at noon", "bob", "yes"],
        booking("Beard trim", "2026-11-27T12:00", "Bob"),
    ),
    "closed on that day": (
        ["i'd like a haircut on sunday", "okay", "sarah", "yes"],
        booking("Haircut", "2026-11-30T09:00", "Sarah"),
    ),
    "outside opening hours": (
        ["a haircut on saturday at three", "ten then", "anna", "yes"],
        booking("Haircut", "2026-11-28T10:00", "Anna"),
    ),
    "noise in between": (
        ["a haircut tomorrow", "mumble", "at nine", "blah blah blah blah blah", "sam", "hmm what", "yes"],
        booking("Haircut", "2026-11-24T09:00", "Sam"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", STRAIGHT)
def test_a_caller_gets_the_booking_they_wanted(case: str):
    turns, wanted = STRAIGHT[case]
    call = TextCall()
    call.talk(*turns)
    assert call.booked == [wanted]
    assert not call.ended


@pytest.mark.parametrize("case", STRAIGHT)
def test_nothing_is_booked_without_a_slot_found_and_everything_read_back(case: str):
    turns, wanted = STRAIGHT[case]
    call = TextCall()
    readback = call.talk(*turns[:-1])
    assert call.booked == []
    assert wanted.customer_name in readback
    assert wanted.offering.lower() in readback
    assert any(isinstance(intent, FindSlots) for intent in call.intents)


def test_the_call_ends_after_goodbye():
    call = TextCall()
    call.talk("a haircut tomorrow at two", "emma", "yes")
    said = call.say("no thanks that's all")
    assert "Goodbye" in said
    assert call.ended


@pytest.mark.parametrize(
    "farewell", ["bye", "no thank you", "thanks see you tomorrow", "that's everything thanks", "nope"]
)
def test_every_farewell_after_a_booking_ends_the_call(farewell: str):
    call = TextCall()
    call.talk("a haircut tomorrow at two", "emma", "yes", farewell)
    assert call.ended
    assert len(call.booked) == 1


def test_a_taken_time_brings_the_nearest_free_ones():
    call = TextCall(Calendar(busy={datetime(2026, 11, 24, 15, 30)}))
    said = call.say("hi can i book a haircut for tomorrow at half past three")
    assert "half past three in the afternoon tomorrow is not free" in said
    assert "quarter past three or quarter to four" in said
    call.talk("quarter to four", "sarah thompson", "yes")
    assert call.booked == [booking("Haircut", "2026-11-24T15:45", "Sarah Thompson")]


def test_a_slot_lost_at_the_last_moment_is_told_and_replaced():
    lost = ToolRefused("slot_taken", "taken", (datetime(2026, 11, 24, 16),))
    call = TextCall(Calendar(refuse=[lost]))
    said = call.talk("a haircut tomorrow at two", "emma", "yes")
    assert "just been taken" in said
    assert "four in the afternoon" in said
    call.talk("yes okay", "yes")
    assert call.booked[-1] == booking("Haircut", "2026-11-24T16:00", "Emma")


@pytest.mark.parametrize("code", ["unavailable", "limit_reached", "not_permitted"])
def test_a_refused_booking_is_never_called_booked(code: str):
    call = TextCall(Calendar(refuse=[ToolRefused(code, "no")]))  # type: ignore[arg-type]
    said = call.talk("a haircut tomorrow at two", "emma", "yes")
    assert "booked" not in said
    assert "take a message" in said
    call.talk("yes", "please book me in tomorrow at two")
    assert call.message is not None
    assert call.message.caller_name == "Emma"


@pytest.mark.parametrize(
    ("text_message", "promise"),
    [(True, "You'll get a text message as soon as it's booked."), (False, "please call again later")],
)
def test_a_deferred_booking_is_told_as_not_confirmed_and_the_conversation_goes_on(
    text_message: bool, promise: str
):
    call = TextCall(Calendar(deferred=Deferred("book_appointment", text_message)))
    said = call.talk("a haircut tomorrow at two", "emma", "yes")
    assert "I can't confirm that just now." in said
    assert promise in said
    assert "all booked" not in said
    assert said.endswith("Is there anything else I can help you with?")
    assert len(call.booked) == 1
    call.say("no thanks")
    assert call.ended
    assert len(call.booked) == 1


def test_a_deferred_message_is_promised_and_the_conversation_goes_on():
    call = TextCall(Calendar(deferred=Deferred("take_message", text_message=False)))
    said = call.talk("can i leave a message", "tell mia i'm running ten minutes late", "bob jones")
    assert "I'll pass that on to the team." in said
    assert "passed that on" not in said
    call.say("no that's all")
    assert call.ended


def test_the_wished_part_of_the_day_is_looked_up():
    call = TextCall()
    call.say("a haircut on thursday afternoon")
    assert call.intents == [FindSlots("Haircut", date(2026, 11, 26), "afternoon", None, weekday=3)]


def test_the_wished_time_is_looked_up():
    call = TextCall()
    call.say("a haircut on thursday at quarter to four")
    assert call.intents == [FindSlots("Haircut", date(2026, 11, 26), None, time(15, 45), weekday=3)]


def test_a_yes_to_a_question_that_was_not_heard_books_nothing():
    call = TextCall()
    call.say("a haircut tomorrow at two")
    call.say("emma", heard_chars=12)
    said = call.say("yes")
    assert call.booked == []
    assert "Shall I book that?" in said
    call.say("yes")
    assert len(call.booked) == 1


def test_a_barge_in_with_a_correction_is_understood():
    call = TextCall()
    call.say("a haircut tomorrow at two")
    call.say("emma", heard_chars=20)
    call.talk("no wait make it three thirty", "yes")
    assert call.booked == [booking("Haircut", "2026-11-24T15:30", "Emma")]


def test_a_second_booking_keeps_the_name():
    call = TextCall()
    call.talk(
        "a haircut tomorrow at two", "emma", "yes", "i'd also like a beard trim on friday at ten", "yes"
    )
    assert call.booked == [
        booking("Haircut", "2026-11-24T14:00", "Emma"),
        booking("Beard trim", "2026-11-27T10:00", "Emma"),
    ]


def test_a_booking_that_is_not_confirmed_yet_is_moved_by_message_and_not_booked_twice():
    call = TextCall(Calendar(deferred=Deferred("book_appointment", text_message=True)))
    said = call.talk("a haircut tomorrow at two", "emma", "yes", "can you make it five instead")
    assert len(call.booked) == 1
    assert call.message is not None
    assert "five instead" in call.message.message
    assert "can't change a booking" in said


def test_where_nothing_is_booked_by_phone_an_appointment_is_cancelled_by_message():
    call = TextCall(profile=replace(SALON, offerings=()))
    call.talk("i need to cancel my appointment tomorrow", "peter parker")
    assert call.booked == []
    assert call.message is not None
    assert (call.message.message, call.message.caller_name) == (
        "i need to cancel my appointment tomorrow",
        "Peter Parker",
    )


@pytest.mark.parametrize(
    "text",
    ["can i speak to a real person", "put me through to someone", "is mia there", "can i talk to mia please"],
)
def test_a_caller_who_wants_a_person_is_put_through(text: str):
    call = TextCall()
    said = call.say(text)
    assert "put you through" in said
    assert call.intents == [TransferCall(text)]


def test_a_caller_who_cannot_be_put_through_leaves_a_message():
    call = TextCall(profile=replace(SALON, transfer_number=None), caller_number=None)
    said = call.say("can i talk to someone")
    assert "can't put you through" in said
    call.talk(
        "yes",
        "please call me back about the invoice",
        "joe bloggs",
        "oh four one two three four five six seven eight",
    )
    assert call.message is not None
    assert call.message.message == "please call me back about the invoice"
    assert (call.message.caller_name, call.message.callback_number) == ("Joe Bloggs", "0412345678")


def test_a_message_is_passed_on_in_the_callers_words():
    call = TextCall()
    said = call.talk("can i leave a message", "tell mia i'm running ten minutes late", "bob jones")
    assert call.message is not None
    assert call.message.message == "i'm running ten minutes late"
    assert "passed that on" in said
    call.say("no bye")
    assert call.ended


def test_a_caller_who_thinks_better_of_a_message_leaves_none():
    call = TextCall()
    call.talk("can i leave a message", "never mind bye")
    assert call.message is None
    assert call.ended


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("is there parking", "behind the shop"),
        ("where are you", "12 Harbour Street"),
        ("do you take cards", "all major cards"),
        ("how much is a colour", "one hundred and ninety five dollars"),
        ("are you open on sunday", "closed"),
        ("are you a robot", "virtual assistant"),
    ],
)
def test_questions_are_answered_without_tools(text: str, says: str):
    call = TextCall()
    assert says in call.say(text)
    assert call.intents == []


def test_a_question_beyond_the_facts_is_not_guessed():
    call = TextCall()
    said = call.say("do you do nails")
    assert "not sure" in said
    call.talk("yes", "i'd like to know if you do nails", "jane doe")
    assert call.message is not None


def test_a_caller_who_gives_up_has_nothing_booked():
    call = TextCall()
    said = call.talk("a haircut on friday at ten", "emma", "oh forget it")
    assert "haven't booked anything" in said
    call.say("bye")
    assert call.booked == []
    assert isinstance(call.intents[-1], EndCall)


def test_a_caller_who_is_not_understood_is_offered_a_message():
    call = TextCall()
    said = call.talk("blah", "blah blah", "mumble")
    assert "take a message" in said


def test_a_greeting_is_greeted():
    assert "How can I help" in TextCall().say("hello how are you")


def test_the_same_messages_always_give_the_same_answer():
    call, again = TextCall(), TextCall()
    turns = ["a haircut tomorrow at two", "emma", "no wednesday"]
    assert call.talk(*turns) == again.talk(*turns)
    assert call.messages == again.messages


def test_a_business_without_offerings_books_nothing():
    call = TextCall(profile=replace(SALON, offerings=()))
    assert "can't book" in call.say("i'd like to book an appointment")
    assert call.intents == []


DAYS = {
    "tomorrow": "2026-11-24", "on wednesday": "2026-11-25", "this thursday": "2026-11-26", "friday": "2026-11-27",
    "next monday": "2026-11-30", "the second of december": "2026-12-02", "the day after tomorrow": "2026-11-25",
    "wednesday next week": "2026-12-02",
}  # fmt: skip
TIMES = {
    "nine": "09:00", "half past nine": "09:30", "quarter past eleven": "11:15", "noon": "12:00", "one thirty": "13:30",
    "two": "14:00", "quarter to four": "15:45", "four pm": "16:00", "two thirty in the afternoon": "14:30",
}  # fmt: skip
OFFERINGS = {
    "a haircut": "Haircut",
    "a beard trim": "Beard trim",
    "a cut": "Haircut",
    "a hair cut": "Haircut",
}
NAMES = ("sarah thompson", "john smith", "maria garcia", "liam brown")
YES = (
    "yes",
    "yes please",
    "yeah that's right",
    "correct",
    "perfect thanks",
    "sure",
    "sounds good",
    "okay",
    "absolutely",
)


@pytest.mark.parametrize("seed", range(40))
def test_however_it_is_said_the_right_booking_is_made(seed: int):
    draw = random.Random(seed)
    (day, on), (at, time_of_day) = draw.choice([*DAYS.items()]), draw.choice([*TIMES.items()])
    (what, offering), name = draw.choice([*OFFERINGS.items()]), draw.choice(NAMES)
    turns = draw.choice(
        [
            [f"hi i'd like to book {what} {day} at {at}"],
            [f"can i book {what} please", day, f"at {at}"],
            ["hello i'd like to make an appointment", what, f"{day} at {at} please"],
            [f"do you have anything {day}", what, f"{at} please"],
        ]
    )
    turns.append(draw.choice([name, f"it's {name}", f"my name is {name}", f"um {name} please"]))
    match draw.randrange(4):
        case 0:
            at, time_of_day = draw.choice([*TIMES.items()])
            turns.append(
                draw.choice([f"actually sorry can you make it {at} instead", f"no wait make it {at}"])
            )
        case 1:
            day, on = draw.choice([*DAYS.items()])
            turns.append(
                draw.choice([f"actually can we do {day} instead", f"no {day}", f"sorry i meant {day}"])
            )
        case 2:
            name = draw.choice(NAMES)
            turns.append(draw.choice([f"no the name is {name}", f"no it's {name}"]))
        case _:
            turns.append(
                draw.choice(
                    ["how much is it", "is there parking", "hmm what was that", "can you repeat that"]
                )
            )
    call = TextCall()
    call.talk(*turns, draw.choice(YES), "no thanks bye")
    assert call.booked == [booking(offering, f"{on}T{time_of_day}", name.title())]
    assert call.ended
