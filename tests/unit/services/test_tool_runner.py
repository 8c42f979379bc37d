"""What the model is told where no store answers, or none is needed."""

import json
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any
from uuid import UUID

import pytest

from domain.business import BusinessProfile, Offering, OpeningHours, StaffMember
from services.tools import CallContext, ToolOutcome, ToolRunner
from storage.database import Database

NOW = datetime(2026, 11, 23, 5, 17, tzinfo=UTC)
PROFILE = BusinessProfile(
    id=UUID(int=1),
    name="Harbour Street Hair",
    timezone="Australia/Sydney",
    language="en-AU",
    country="AU",
    currency="AUD",
    greeting="Hello",
    voice_id="voice",
    address="12 Harbour Street, Sydney",
    transfer_number="+61280009999",
    offerings=(Offering(UUID(int=11), "Haircut", 45, 8500),),
    staff=(StaffMember(UUID(int=21), "Mia"),),
    opening_hours=tuple(OpeningHours(weekday, time(9), time(17, 30)) for weekday in range(5)),
    answers=(),
)
CALL = CallContext(UUID(int=31), PROFILE.id, "+61400000001")
WRITES: list[tuple[str, dict[str, Any]]] = [
    (
        "book_appointment",
        {"offering": "Haircut", "starts_at_local": "2026-11-24T10:00", "customer_name": "Sam"},
    ),
    ("take_message", {"message": "Running late", "caller_name": "Sam"}),
]


@pytest.fixture
def silent_server() -> Iterator[str]:
    """A server that accepts and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"postgresql://app:secret@127.0.0.1:{listener.getsockname()[1]}/receptionist"


@pytest.fixture
def nobody_listening() -> str:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    return f"postgresql://app:secret@127.0.0.1:{port}/receptionist"


async def run(
    url: str, name: str, arguments: dict[str, Any], profile: BusinessProfile = PROFILE, **options: float
) -> tuple[ToolOutcome, dict[str, Any]]:
    database = Database(url)
    try:
        outcome = await ToolRunner(database, profile, **options).run(CALL, "call_1", name, arguments, NOW)
    finally:
        await database.close()
    return outcome, json.loads(outcome.content)


async def test_a_transfer_is_the_calls_next_step(nobody_listening: str) -> None:
    outcome, told = await run(nobody_listening, "transfer_call", {"reason": "asks for Mia"})
    assert (outcome.ok, outcome.effect, told["result"]) == (True, "transfer", "ok")


async def test_without_a_number_to_transfer_to_it_is_refused(nobody_listening: str) -> None:
    alone = replace(PROFILE, transfer_number=None)
    outcome, told = await run(nobody_listening, "transfer_call", {"reason": "asks for Mia"}, alone)
    assert (outcome.ok, outcome.effect, told["code"]) == (False, None, "not_permitted")


async def test_ending_the_call_is_the_calls_next_step(nobody_listening: str) -> None:
    outcome, _ = await run(nobody_listening, "end_call", {"reason": "done"})
    assert (outcome.ok, outcome.effect) == (True, "end_call")


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("order_pizza", {}),
        ("book_appointment", {"offering": "Haircut"}),
        ("book_appointment", {"offering": "Haircut", "starts_at_local": "soon", "customer_name": "Sam"}),
        ("find_slots", {"offering": "Tattoo"}),
        ("find_slots", {"offering": "Haircut", "date": "2026-13-45"}),
        ("take_message", {}),
    ],
)
async def test_what_cannot_be_understood_is_refused_without_asking_a_store(
    nobody_listening: str, name: str, arguments: dict[str, Any]
) -> None:
    outcome, told = await run(nobody_listening, name, arguments)
    assert (outcome.ok, told["result"], told["code"]) == (False, "refused", "invalid_input")
    assert told["message"]


async def test_a_day_that_is_over_is_refused_without_asking_a_store(nobody_listening: str) -> None:
    outcome, told = await run(nobody_listening, "find_slots", {"offering": "Haircut", "date": "2026-11-20"})
    assert (outcome.ok, told["code"]) == (False, "outside_hours")
    assert "today is Monday 23 November" in told["message"]


@pytest.mark.parametrize(("name", "arguments"), WRITES)
async def test_a_store_that_is_down_never_reads_as_success(
    nobody_listening: str, name: str, arguments: dict[str, Any]
) -> None:
    outcome, told = await run(nobody_listening, name, arguments)
    assert (outcome.ok, told["result"], told["code"]) == (False, "refused", "unavailable")
    assert (outcome.booking_id, outcome.message_id, outcome.effect) == (None, None, None)
    assert "not confirmed" in told["message"]


async def test_without_a_calendar_no_times_are_named(nobody_listening: str) -> None:
    outcome, told = await run(nobody_listening, "find_slots", {"offering": "Haircut"})
    assert (outcome.ok, told["code"], told["alternatives"]) == (False, "unavailable", [])


@pytest.mark.parametrize(("name", "arguments"), WRITES)
async def test_a_store_that_hangs_is_given_up_on(
    silent_server: str, name: str, arguments: dict[str, Any]
) -> None:
    outcome, told = await run(silent_server, name, arguments, timeout_s=0.2)
    assert (outcome.ok, told["code"]) == (False, "unavailable")


async def test_a_call_of_another_business_is_a_mistake_of_ours(nobody_listening: str) -> None:
    database = Database(nobody_listening)
    foreign = replace(CALL, business_id=UUID(int=2))
    with pytest.raises(ValueError, match="another business"):
        await ToolRunner(database, PROFILE).run(foreign, "call_1", "end_call", {}, NOW)
