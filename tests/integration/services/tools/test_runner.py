"""A model's tool calls against a real Postgres."""

import json
from typing import Any

import pytest
from sqlalchemy import select

from services.tools.messages import MESSAGE_TAKEN
from services.tools.runner import CallContext, ToolOutcome, ToolRunner
from storage.postgres import messages, tables
from storage.postgres.database import Database
from tests.support.salons import NOW, Salon

BOOKING = {"offering": "haircut", "starts_at_local": "2026-11-24T10:00", "customer_name": "Sam"}


async def run(
    salon: Salon, call: CallContext, name: str, arguments: dict[str, Any], *, key: str = "call_1"
) -> tuple[ToolOutcome, dict[str, Any]]:
    outcome = await ToolRunner(salon.database, salon.profile).run(call, key, name, arguments, NOW)
    return outcome, json.loads(outcome.content)


async def test_a_caller_finds_a_time_and_books_it(salon: Salon) -> None:
    call = await salon.call()
    found, told = await run(
        salon, call, "find_slots", {"offering": "Haircut", "date": "2026-11-24", "time": "10:00"}
    )
    assert (found.ok, told["requested_is_free"]) == (True, True)
    booked, told = await run(
        salon, call, "book_appointment", {**BOOKING, "starts_at_local": told["requested_local"]}
    )
    assert (booked.ok, told["result"], told["day"]) == (True, "booked", "Tuesday 24 November")
    assert told["booking_id"] == str(booked.booking_id)


async def test_asking_again_under_another_tool_call_gives_the_earlier_booking(salon: Salon) -> None:
    call = await salon.call()
    first, _ = await run(salon, call, "book_appointment", BOOKING)
    again, _ = await run(
        salon,
        call,
        "book_appointment",
        {**BOOKING, "offering": "Haircut", "customer_name": " SAM "},
        key="call_2",
    )
    assert again == first
    assert await salon.count(tables.Booking) == 1


async def test_a_taken_time_is_refused_with_what_is_free(salon: Salon) -> None:
    await run(salon, await salon.call(), "book_appointment", BOOKING)
    refused, told = await run(salon, await salon.call(), "book_appointment", BOOKING)
    assert (refused.ok, refused.booking_id, told["code"]) == (False, None, "slot_taken")
    assert told["alternatives"] == ["2026-11-24T09:00", "2026-11-24T09:15", "2026-11-24T10:45"]


async def test_an_unknown_offering_is_refused_with_those_there_are(salon: Salon) -> None:
    _, told = await run(salon, await salon.call(), "book_appointment", {**BOOKING, "offering": "Tattoo"})
    assert told["code"] == "invalid_input"
    assert "Haircut, Colour" in told["message"]


async def test_a_message_is_kept_once_and_promised_to_the_business(salon: Salon) -> None:
    call = await salon.call()
    wanted = {"message": "Please call about Friday", "caller_name": "Sam"}
    first, told = await run(salon, call, "take_message", wanted)
    again, _ = await run(salon, call, "take_message", wanted, key="call_2")
    assert (first.ok, told["result"], told["message_id"]) == (True, "message_taken", str(first.message_id))
    assert again == first
    async with salon.database.tenant(salon.profile.id) as scope:
        (kept,) = await messages.for_call(scope, call.call_id)
    assert (kept.text, kept.caller_name, kept.callback_number) == (
        "Please call about Friday",
        "Sam",
        call.caller_number,
    )
    ((kind, key, payload),) = await salon.promised()
    assert (kind, key) == (MESSAGE_TAKEN, str(first.message_id))
    assert payload["text"] == "Please call about Friday"


async def test_a_number_the_caller_names_is_the_one_to_call_back(salon: Salon) -> None:
    call = await salon.call()
    await run(salon, call, "take_message", {"message": "Call me", "callback_number": "0412 345 678"})
    async with salon.database.tenant(salon.profile.id) as scope:
        (kept,) = await messages.for_call(scope, call.call_id)
    assert kept.callback_number == "0412 345 678"


@pytest.mark.parametrize(
    ("name", "arguments"), [("book_appointment", BOOKING), ("take_message", {"message": "Call me"})]
)
async def test_a_store_that_goes_down_never_reads_as_success_and_asking_again_works(
    salon: Salon, name: str, arguments: dict[str, Any]
) -> None:
    call = await salon.call()
    gone = Database("postgresql://app:secret@127.0.0.1:1/receptionist")
    down = await ToolRunner(gone, salon.profile).run(call, "call_1", name, arguments, NOW)
    assert (down.ok, json.loads(down.content)["code"]) == (False, "unavailable")
    assert await salon.promised() == []
    again, _ = await run(salon, call, name, arguments, key="call_2")
    assert again.ok
    assert len(await salon.promised()) == 1


async def test_a_store_that_hangs_is_given_up_on_and_leaves_nothing(salon: Salon) -> None:
    call = await salon.call()
    hurried = ToolRunner(salon.database, salon.profile, timeout_s=0.3)
    async with salon.database.tenant(salon.profile.id) as blocker:
        await blocker.session.execute(select(tables.Staff).with_for_update())
        given_up = await hurried.run(call, "call_1", "book_appointment", BOOKING, NOW)
    assert (given_up.ok, json.loads(given_up.content)["code"]) == (False, "unavailable")
    assert (await salon.count(tables.Booking), await salon.promised()) == (0, [])
    again, _ = await run(salon, call, "book_appointment", BOOKING, key="call_2")
    assert again.ok
    assert await salon.count(tables.Booking) == 1
