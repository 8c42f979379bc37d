"""What single utterances are understood to say, as a recogniser writes them."""

from datetime import date, time

import pytest

from sandbox.vendors.openai.dates import find_date
from sandbox.vendors.openai.facts import read_facts
from sandbox.vendors.openai.names import corrected_name, find_name
from sandbox.vendors.openai.offerings import find_offering
from sandbox.vendors.openai.questions import find_answer
from sandbox.vendors.openai.spoken import say_date, say_day, say_price, say_time
from sandbox.vendors.openai.times import find_part, find_time, resolve
from sandbox.vendors.openai.words import spoken_digits, tokenise
from tests.unit.sandbox.vendors.openai.salon import TextCall

MONDAY = date(2026, 11, 23)
OPEN = [(time(9), time(17, 30))]


def words(text: str) -> list[str]:
    return [word.lower() for word in tokenise(text)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", "2026-11-23"),
        ("this afternoon", "2026-11-23"),
        ("tomorrow morning please", "2026-11-24"),
        ("the day after tomorrow", "2026-11-25"),
        ("tuesday", "2026-11-24"),
        ("on monday", "2026-11-30"),
        ("this thursday", "2026-11-26"),
        ("next tuesday", "2026-12-01"),
        ("next week on wednesday", "2026-12-02"),
        ("tuesday week", "2026-12-01"),
        ("wensday", "2026-11-25"),
        ("thersday", "2026-11-26"),
        ("in three days", "2026-11-26"),
        ("in a week", "2026-11-30"),
        ("in two weeks", "2026-12-07"),
        ("the twelfth of march", "2027-03-12"),
        ("march the twelfth", "2027-03-12"),
        ("march 12th", "2027-03-12"),
        ("twelve march", "2027-03-12"),
        ("the twenty fourth", "2026-11-24"),
        ("on the first", "2026-12-01"),
        ("the twenty fourth of november", "2026-11-24"),
        ("friday the fourth of december", "2026-12-04"),
        ("friday the fourth", "2026-12-04"),
        ("december thirty first", "2026-12-31"),
        ("not tuesday but wednesday", "2026-11-25"),
        ("i can't do tuesday how about thursday", "2026-11-26"),
        ("sorry not thursday friday", "2026-11-27"),
        ("on the twenty ninth of february", "2028-02-29"),
    ],
)
def test_days_are_found(text: str, day: str):
    found = find_date(words(text), MONDAY)
    assert found is not None
    assert found.date == date.fromisoformat(day)


@pytest.mark.parametrize(
    "text",
    [
        "a haircut please",
        "may i book",
        "just a second",
        "the first one",
        "three thirty",
        "some day soon",
        "my birthday",
    ],
)
def test_other_words_are_no_day(text: str):
    assert find_date(words(text), MONDAY) is None


def test_a_weekday_after_next_week_is_of_that_week():
    found = find_date(["wednesday"], MONDAY, week_ahead=True)
    assert found is not None
    assert found.date == date(2026, 12, 2)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("half past nine", "09:30"),
        ("half nine", "09:30"),
        ("quarter to four", "15:45"),
        ("a quarter past ten", "10:15"),
        ("twenty five to six in the evening", "17:35"),
        ("ten past two", "14:10"),
        ("two thirty", "14:30"),
        ("at to thirty", "14:30"),
        ("for thirty", "16:30"),
        ("three fifteen", "15:15"),
        ("two oh five", "14:05"),
        ("3pm", "15:00"),
        ("3:30 p.m.", "15:30"),
        ("three thirty p m", "15:30"),
        ("15:30", "15:30"),
        ("two o'clock in the afternoon", "14:00"),
        ("at two", "14:00"),
        ("at nine", "09:00"),
        ("around eleven", "11:00"),
        ("at five", "17:00"),
        ("eight in the morning", "08:00"),
        ("eight pm", "20:00"),
        ("noon", "12:00"),
        ("twelve thirty", "12:30"),
        ("actually sorry can you make it three thirty instead", "15:30"),
        ("can you change it to four", "16:00"),
        ("not three four o'clock", "16:00"),
        ("four instead of three thirty", "16:00"),
        ("four", "16:00"),
    ],
)
def test_times_are_found_and_lie_within_opening_hours(text: str, at: str):
    found = find_time(words(text), expected=False)
    assert found is not None
    assert resolve(found, None, OPEN) == time.fromisoformat(at)


@pytest.mark.parametrize(
    "text",
    [
        "a haircut for two people",
        "that one please",
        "i have one question",
        "it takes ten minutes",
        "the first one",
    ],
)
def test_other_numbers_are_no_time(text: str):
    assert find_time(words(text), expected=False) is None


def test_a_bare_number_is_a_time_where_one_was_asked_for():
    assert find_time(words("two please"), expected=True) is not None
    assert find_time(words("two please"), expected=False) is None


def test_a_greeting_asks_for_no_part_of_the_day():
    assert find_part(words("good morning i want a haircut")) is None
    assert find_part(words("tomorrow afternoon")) == "afternoon"
    assert find_part(words("sometime after work")) == "evening"


@pytest.mark.parametrize(
    ("text", "expected", "name"),
    [
        ("my name is sarah thompson", False, "Sarah Thompson"),
        ("my names anna and i need a haircut", False, "Anna"),
        ("it's john smith", True, "John Smith"),
        ("sarah thompson", True, "Sarah Thompson"),
        ("um yeah sarah thompson please", True, "Sarah Thompson"),
        ("Sarah McDonald", True, "Sarah McDonald"),
        ("it's liam o'brien", True, "Liam O'Brien"),
        ("i'm peter", True, "Peter"),
        ("put it under jones please", True, "Jones"),
        ("no the name is sara thomson", False, "Sara Thomson"),
        ("it's for my son tom", True, "Tom"),
        ("how much is it", True, None),
        ("i'm looking for a haircut", True, None),
        ("three thirty", True, None),
        ("you choose", True, None),
        ("it's john smith", False, None),
        ("yes please", True, None),
    ],
)
def test_names(text: str, expected: bool, name: str | None):
    assert find_name(text, expected=expected, known={"haircut"}) == name


def test_a_name_is_corrected_without_saying_so():
    assert corrected_name("no it's sara thomson") == "Sara Thomson"
    assert corrected_name("no it's wednesday") is None
    assert corrected_name("no it's wrong") is None


@pytest.mark.parametrize(
    ("text", "offering"),
    [
        ("a haircut please", "Haircut"),
        ("a hair cut", "Haircut"),
        ("an air cut", "Haircut"),
        ("just a cut", "Haircut"),
        ("a beard trim", "Beard trim"),
        ("a bear trim", "Beard trim"),
        ("trim my beard", "Beard trim"),
        ("i want my hair coloured", "Colour"),
        ("a color", "Colour"),
        ("a haircut no sorry a beard trim", "Beard trim"),
        ("not a haircut a colour", "Colour"),
        ("something else", None),
    ],
)
def test_offerings_are_found_however_they_are_heard(text: str, offering: str | None):
    assert find_offering(words(text), ["Haircut", "Beard trim", "Colour"]) == offering


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("is there parking", "behind the shop"),
        ("where can i park", "behind the shop"),
        ("do you take cards", "all major cards"),
        ("how much is a colour", "one hundred and ninety five dollars"),
        ("how much does a beard trim cost", "thirty five dollars"),
        ("how long does a haircut take", "forty five minutes"),
        ("how long does a colour take", "two hours"),
        ("what time do you close", "from nine o'clock to half past five"),
        ("where are you", "12 Harbour Street"),
        ("are you a robot", "virtual assistant"),
        ("who would do it", "Mia"),
    ],
)
def test_questions_are_answered_from_the_facts(text: str, says: str):
    assert says in (
        find_answer(text, TextCall().facts, "Colour" if "colour" in text else _offering(text), None) or ""
    )


def _offering(text: str) -> str | None:
    return find_offering(words(text), ["Haircut", "Beard trim", "Colour"])


@pytest.mark.parametrize("text", ["i'd like a haircut", "do you do nails", "what is the meaning of life"])
def test_what_the_facts_do_not_hold_is_not_answered(text: str):
    assert find_answer(text, TextCall().facts, None, None) is None


def test_the_facts_come_from_the_system_prompt():
    facts = TextCall().facts
    assert facts.business == "Harbour Street Hair"
    assert (facts.now.hour, facts.now.minute, facts.now.date()) == (16, 17, MONDAY)
    assert [(o.name, o.minutes, o.price) for o in facts.offerings][1] == ("Beard trim", 20, "$35.00")
    assert facts.hours[6] == []
    assert facts.hours[5] == [(time(9), time(14))]
    assert facts.staff == ("Mia",)
    assert facts.can_transfer
    assert facts.caller_number == "+61400111222"
    assert len(facts.answers) == 4
    assert read_facts("You summarise calls.") is None


def test_digits_said_one_by_one_are_a_number():
    assert spoken_digits(words("it's oh four one two double three five six seven")) == "041233567"
    assert spoken_digits(words("0412 345 678")) == "0412345678"


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("15:30", "half past three in the afternoon"),
        ("09:00", "nine in the morning"),
        ("15:45", "quarter to four in the afternoon"),
        ("12:00", "midday"),
        ("12:40", "twenty to one in the afternoon"),
        ("17:05", "five past five in the evening"),
        ("09:07", "nine oh seven in the morning"),
    ],
)
def test_times_are_said_as_people_say_them(at: str, said: str):
    assert say_time(time.fromisoformat(at)) == said


def test_days_and_prices_are_said_as_people_say_them():
    assert say_date(date(2026, 12, 22)) == "Tuesday the twenty second of December"
    assert say_day(date(2026, 11, 24), MONDAY) == "tomorrow"
    assert say_day(date(2026, 11, 27), MONDAY) == "on Friday"
    assert say_price("$85.00") == "eighty five dollars"
    assert say_price("£1,250.50") == "one thousand two hundred and fifty pounds and fifty pence"
    assert say_price("CHF 85.00") == "CHF 85.00"
