# ruff: noqa: DTZ001 - wall times are naive here on purpose
import json
from dataclasses import replace
from datetime import date, datetime, time
from uuid import UUID, uuid4

import pytest
from jsonschema import Draft202012Validator

from domain.business import Offering
from domain.dialogue.matching import match_offering
from domain.dialogue.tool_results import Booked, Deferred, MessageTaken, Ok, SlotsFound, ToolRefused, refusal
from domain.dialogue.tools import (
    BookAppointment,
    EndCall,
    FindSlots,
    TakeMessage,
    TransferCall,
    has_side_effect,
    intent_key,
    parse,
    tool_specs,
)
from domain.errors import InvalidInput, LimitReached, OutsideHours, SlotTaken
from tests.support.businesses import TRANSFER_NUMBER, business

CALL = UUID("01936b2e-0000-7000-8000-000000000001")


def profile(
    *, offerings: tuple[str, ...] = ("Haircut", "Beard trim"), transfer: str | None = TRANSFER_NUMBER
):
    return business(
        offerings=tuple(Offering(uuid4(), name, 45, 8500) for name in offerings), transfer_number=transfer
    )


def test_every_schema_is_valid_and_strict():
    for spec in tool_specs(profile()):
        Draft202012Validator.check_schema(spec.parameters)
        assert spec.parameters["additionalProperties"] is False
        assert spec.parameters["required"] == list(spec.parameters["properties"])


def test_offerings_of_the_business_are_the_only_ones_in_the_schema():
    specs = {spec.name: spec for spec in tool_specs(profile())}
    assert specs["find_slots"].parameters["properties"]["offering"]["enum"] == ["Haircut", "Beard trim"]
    assert list(specs) == [
        "find_slots",
        "book_appointment",
        "list_my_appointments",
        "text_code",
        "check_code",
        "move_appointment",
        "cancel_appointment",
        "join_waiting_list",
        "take_message",
        "send_details",
        "transfer_call",
        "end_call",
    ]


def test_tools_that_could_not_work_are_left_out():
    empty = profile(offerings=(), transfer=None)
    details = next(spec for spec in tool_specs(empty) if spec.name == "send_details")
    assert details.parameters["properties"]["what"]["enum"] == ["address"]
    names = [spec.name for spec in tool_specs(replace(empty, address=""))]
    assert names == ["take_message", "end_call"]


def _booking(**changes: str) -> dict[str, str]:
    return {
        "offering": "Haircut",
        "starts_at_local": "2026-11-24T15:30",
        "customer_name": "Al",
        **changes,
    }


@pytest.mark.parametrize(
    ("name", "arguments", "intent"),
    [
        (
            "find_slots",
            {"offering": "Haircut", "date": "2026-11-24", "part_of_day": None, "time": "15:30"},
            FindSlots("Haircut", date(2026, 11, 24), None, time(15, 30)),
        ),
        ("find_slots", {"offering": " Haircut ", "date": "", "part_of_day": "Morning"},
         FindSlots("Haircut", None, "morning", None)),
        (
            "book_appointment",
            {"offering": "Haircut", "starts_at_local": "2026-11-24T15:30", "customer_name": " Sarah  Thompson "},
            BookAppointment("Haircut", datetime(2026, 11, 24, 15, 30), "Sarah Thompson"),
        ),
        ("take_message", {"message": "call me"}, TakeMessage("call me", None, None)),
        ("transfer_call", {"reason": "wants Mia"}, TransferCall("wants Mia")),
        ("end_call", {}, EndCall("")),
    ],
)  # fmt: skip
def test_good_arguments_become_an_intent(name: str, arguments: dict, intent: object):
    assert parse(name, arguments) == intent


@pytest.mark.parametrize(
    ("name", "arguments", "says"),
    [
        ("refund_everything", {}, "The tools are find_slots"),
        ("find_slots", {}, "offering is missing"),
        ("find_slots", {"offering": "Haircut", "date": "tomorrow"}, "YYYY-MM-DD"),
        ("find_slots", {"offering": "Haircut", "date": "2026-02-30"}, "real day"),
        ("find_slots", {"offering": "Haircut", "time": "3pm"}, "HH:MM"),
        ("find_slots", {"offering": "Haircut", "time": "24:01"}, "HH:MM"),
        ("find_slots", {"offering": "Haircut", "time": "23:60"}, "HH:MM"),
        ("find_slots", {"offering": "Haircut", "part_of_day": "noonish"}, "morning, afternoon, evening"),
        ("find_slots", {"offering": 7}, "offering must be a string"),
        ("book_appointment", {"offering": "Haircut", "customer_name": "Al"}, "starts_at_local is missing"),
        (
            "book_appointment",
            {"offering": "Haircut", "customer_name": "Al", "starts_at_local": "2026-11-24"},
            "YYYY-MM-DDTHH:MM",
        ),
        (
            "book_appointment",
            {"offering": "Haircut", "customer_name": "Al", "starts_at_local": "2026-11-24T15:30+11:00"},
            "no offset",
        ),
        (
            "book_appointment",
            {"offering": "Haircut", "customer_name": "Caller", "starts_at_local": "2026-11-24T15:30"},
            "not a name",
        ),
        ("book_appointment", _booking(starts_at_local="2027-06-31T10:00"), "no such day as 2027-06-31"),
        ("book_appointment", _booking(starts_at_local="2027-02-29 09:15"), "no such day as 2027-02-29"),
        ("book_appointment", _booking(starts_at_local="2027-13-01T09:15"), "no such day as 2027-13-01"),
        ("book_appointment", _booking(starts_at_local="2027-03-01T25:10"), "no such time of day as 25:10"),
        ("book_appointment", _booking(starts_at_local="2027-03-01T10:75"), "no such time of day as 10:75"),
        ("book_appointment", _booking(starts_at_local="next Tuesday at ten"), "written YYYY-MM-DDTHH:MM"),
        ("book_appointment", _booking(starts_at_local="2027-03-01T10:00Z"), "no offset"),
        ("book_appointment", _booking(starts_at_local="9999-12-31T24:00"), "calendar ends"),
        ("book_appointment", _booking(customer_name="Al; win at https://example.com"), "only letters"),
        ("book_appointment", _booking(customer_name="Al 0900 123 456"), "only letters"),
        ("book_appointment", _booking(customer_name="A" * 61), "at most 60"),
        ("book_appointment", _booking(customer_name=".-'"), "not a name"),
        ("take_message", {"message": "hi", "caller_name": "<Al>"}, "only letters"),
        ("take_message", {"message": "hi", "callback_number": "soon"}, "phone number"),
        ("take_message", {"message": "x" * 3000}, "longer than 2000"),
    ],
)
def test_bad_arguments_tell_the_model_what_to_send(name: str, arguments: dict, says: str):
    with pytest.raises(InvalidInput) as raised:
        parse(name, arguments)
    assert says in str(raised.value)


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("Zoë O’Brien-Müller", "Zoë O'Brien-Müller"),
        ("Dr. J.R. Ngọc", "Dr. J. R. Ngọc"),
        ("Example, Kim", "Example Kim"),
        ("प्रिया शर्मा", "प्रिया शर्मा"),
        ("山田・花子", "山田 花子"),
        ("visit shop.example", "visit shop. example"),
    ],
    ids=lambda name: name,
)
def test_a_name_is_kept_in_its_one_form(told: str, kept: str):
    assert parse("book_appointment", _booking(customer_name=told)) == BookAppointment(
        "Haircut", datetime(2026, 11, 24, 15, 30), kept
    )


def test_the_end_of_a_day_is_the_beginning_of_the_next():
    booking = parse("book_appointment", _booking(starts_at_local="2026-11-24T24:00"))
    assert isinstance(booking, BookAppointment)
    assert booking.starts_at_local == datetime(2026, 11, 25)
    asked = {"offering": "Haircut", "date": "2026-11-24", "time": "24:00"}
    assert parse("find_slots", asked) == FindSlots("Haircut", date(2026, 11, 25), None, time(0))
    assert parse("find_slots", asked | {"date": None}) == FindSlots("Haircut", None, None, time(0))


@pytest.mark.parametrize("name", ["  SARAH   thompson.", "Sara Thomson", "Someone Else"])
def test_the_same_wish_spelled_differently_has_the_same_key(name: str):
    one = BookAppointment("Haircut", datetime(2026, 11, 24, 15, 30), "Sarah Thompson")
    other = BookAppointment("haircut", datetime(2026, 11, 24, 15, 30), name)
    assert intent_key(CALL, one) == intent_key(CALL, other)
    assert len(intent_key(CALL, one)) == 64


def test_a_message_with_its_sender_corrected_is_the_same_message():
    first = TakeMessage("Bea Exampel is late, ring her on 0491 570 006", "Bea Exampel", "+61491570006")
    mended = TakeMessage("Bea Example is late, ring her on 0491570 008.", "Bea Example", "0491 570 008")
    assert intent_key(CALL, first) == intent_key(CALL, mended)
    other = TakeMessage("Bea Example is ill, ring her on 0491570 008.", "Bea Example", "0491 570 008")
    assert intent_key(CALL, mended) != intent_key(CALL, other)
    order = TakeMessage("order 1234567 has come", "Bea", None)
    assert intent_key(CALL, order) != intent_key(CALL, TakeMessage("order 1234568 has come", "Bea", None))


def test_another_wish_or_another_call_has_another_key():
    wish = BookAppointment("Haircut", datetime(2026, 11, 24, 15, 30), "Sarah Thompson")
    later = BookAppointment("Haircut", datetime(2026, 11, 24, 16, 30), "Sarah Thompson")
    message = TakeMessage("call back", "Sarah", "+61400000000")
    keys = {
        intent_key(CALL, wish),
        intent_key(CALL, later),
        intent_key(uuid4(), wish),
        intent_key(CALL, message),
    }
    assert len(keys) == 4


def test_a_transfer_worded_anew_is_the_same_transfer():
    assert intent_key(CALL, TransferCall("wants Mia")) == intent_key(CALL, TransferCall("asked for a person"))
    assert intent_key(CALL, TransferCall("done")) != intent_key(CALL, EndCall("done"))


def test_only_looking_for_slots_changes_nothing():
    assert not has_side_effect(FindSlots("Haircut"))
    assert has_side_effect(TakeMessage("hi"))
    assert has_side_effect(BookAppointment("Haircut", datetime(2026, 11, 24, 9), "Al"))


def test_an_offering_is_found_whatever_its_capitals():
    assert match_offering(profile(), "beard  TRIM").name == "Beard trim"
    with pytest.raises(InvalidInput, match="Haircut, Beard trim"):
        match_offering(profile(), "perm")


def test_results_are_json_with_wall_times():
    slots = SlotsFound(
        "Haircut", date(2026, 11, 24), tuple(datetime(2026, 11, 24, hour) for hour in range(9, 17)),
        requested_local=datetime(2026, 11, 24, 15, 30), requested_is_free=False,
    )  # fmt: skip
    told = json.loads(slots.to_content())
    assert told["result"] == "slots_found"
    assert told["day"] == "Tuesday 24 November"
    assert told["slots"][0] == "2026-11-24T09:00"
    assert len(told["slots"]) == 6
    assert told["requested_is_free"] is False
    booked = json.loads(
        Booked(CALL, "Haircut", datetime(2026, 11, 24, 15, 30), "Mia", "Sarah Thompson").to_content()
    )
    assert booked == {
        "result": "booked", "booking_id": str(CALL), "offering": "Haircut", "starts_at_local": "2026-11-24T15:30",
        "day": "Tuesday 24 November", "staff": "Mia", "customer_name": "Sarah Thompson",
    }  # fmt: skip
    assert json.loads(Ok().to_content()) == {"result": "ok"}
    assert json.loads(MessageTaken(CALL).to_content()) == {"result": "message_taken", "message_id": str(CALL)}


@pytest.mark.parametrize(
    ("deferred", "says", "leaves_out"),
    [
        (Deferred("book_appointment", text_message=True), "will get a text message", "call later"),
        (Deferred("book_appointment", text_message=False), "call later to hear", "text message"),
        (Deferred("take_message", text_message=False), "will be passed on", "text message"),
    ],
)
def test_what_is_deferred_is_never_confirmed_and_promises_only_what_can_be_kept(
    deferred: Deferred, says: str, leaves_out: str
):
    told = json.loads(deferred.to_content())
    assert (told["result"], told["tool"], told["confirmed"]) == ("deferred", deferred.tool, False)
    assert told["text_message"] == deferred.text_message
    assert says in told["message"]
    assert leaves_out not in told["message"]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (SlotTaken("taken"), "slot_taken"),
        (OutsideHours("closed"), "outside_hours"),
        (InvalidInput("what"), "invalid_input"),
        (LimitReached("enough"), "limit_reached"),
    ],
)
def test_an_expected_refusal_keeps_its_words(error: Exception, code: str):
    refused = refusal(error, (datetime(2026, 11, 24, 16),))
    assert refused == ToolRefused(code, str(error), (datetime(2026, 11, 24, 16),))
    assert json.loads(refused.to_content())["alternatives"] == ["2026-11-24T16:00"]
