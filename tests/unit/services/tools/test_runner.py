"""What the model is told where no store answers, or none is needed."""

import json
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from domain.business import BusinessProfile
from domain.conduct import conduct
from domain.dialogue.tools import intent_key, parse
from domain.errors import StorageError
from domain.receptionist.content import KnowledgeEntry, TransferRule, Transfers
from services.tools.deferred_queue import DeferredQueue
from services.tools.runner import CallContext, ToolOutcome, ToolRunner
from storage.postgres.database import Database
from storage.redis.deferred import DeferredWrite
from tests.support.businesses import business

NOW = datetime(2026, 11, 23, 5, 17, tzinfo=UTC)
PROFILE = business()
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


async def test_a_rule_puts_callers_through_about_its_topic_alone(nobody_listening: str) -> None:
    rules = Transfers(rules=(TransferRule("Invoices", "+61280001111"),))
    profile = replace(PROFILE, receptionist=replace(conduct(PROFILE), transfers=rules))
    outcome, _ = await run(
        nobody_listening, "transfer_call", {"reason": "bill", "topic": "Invoices"}, profile
    )
    assert (outcome.ok, outcome.effect) == (True, "transfer")
    outcome, told = await run(nobody_listening, "transfer_call", {"reason": "Mia", "topic": None}, profile)
    assert (outcome.ok, told["code"]) == (False, "not_permitted")


async def test_what_is_written_is_looked_up_without_any_store(nobody_listening: str) -> None:
    entries = (KnowledgeEntry("k1", "", "Dogs are welcome on a lead.", "House rules"),)
    profile = replace(PROFILE, receptionist=replace(conduct(PROFILE), knowledge=entries))
    outcome, told = await run(nobody_listening, "look_up_answer", {"question": "Are dogs allowed?"}, profile)
    assert outcome.ok
    assert told["passages"] == [{"about": "House rules", "text": "Dogs are welcome on a lead."}]
    outcome, told = await run(nobody_listening, "look_up_answer", {"question": "Zebras?"}, profile)
    assert (outcome.ok, told["code"]) == (False, "not_found")


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


class KeptWrites:
    """Keeps what is placed, or is away."""

    def __init__(self) -> None:
        self.kept: list[DeferredWrite] = []
        self.away = False

    async def place(self, write: DeferredWrite, due_at: datetime) -> bool:
        if self.away:
            raise StorageError("redis", "away")
        self.kept.append(write)
        return True

    async def apply(self, write: DeferredWrite, now: datetime) -> None:
        raise StorageError("postgres", "away")


async def run_deferring(
    url: str,
    kept_writes: KeptWrites,
    name: str,
    arguments: dict[str, Any],
    *,
    call: CallContext = CALL,
    room: int = 5,
) -> tuple[ToolOutcome, dict[str, Any]]:
    database = Database(url)
    tools = ToolRunner(database, PROFILE, deferred=DeferredQueue(kept_writes, kept_writes, max_waiting=room))
    try:
        outcome = await tools.run(call, "call_1", name, arguments, NOW)
    finally:
        await database.close()
    return outcome, json.loads(outcome.content)


@pytest.mark.parametrize(("name", "arguments"), WRITES)
async def test_a_write_a_store_cannot_take_is_kept_with_its_key_and_not_confirmed(
    nobody_listening: str, name: str, arguments: dict[str, Any]
) -> None:
    kept_writes = KeptWrites()
    outcome, told = await run_deferring(nobody_listening, kept_writes, name, arguments)
    assert (outcome.ok, outcome.booking_id, outcome.message_id, outcome.effect) == (False, None, None, None)
    assert (told["result"], told["tool"]) == ("deferred", name)
    assert told["text_message"] == (name == "book_appointment")
    (write,) = kept_writes.kept
    assert (write.business_id, write.call_id, write.caller_number) == (
        PROFILE.id,
        CALL.call_id,
        CALL.caller_number,
    )
    assert write.asked_at == NOW
    assert write.intent_key == intent_key(CALL.call_id, parse(name, arguments))
    assert parse(write.tool, write.arguments) == parse(name, arguments)


async def test_nothing_is_promised_that_would_be_refused_anyway(nobody_listening: str) -> None:
    kept_writes = KeptWrites()
    for changes, code in (
        ({"offering": "Tattoo"}, "invalid_input"),
        ({"starts_at_local": "2026-11-22T10:00"}, "outside_hours"),
        ({"starts_at_local": "2026-11-24T20:00"}, "outside_hours"),
    ):
        _, told = await run_deferring(
            nobody_listening, kept_writes, "book_appointment", {**WRITES[0][1], **changes}
        )
        assert (told["result"], told["code"]) == ("refused", code)
    assert kept_writes.kept == []


async def test_a_text_message_is_promised_only_to_a_known_number(nobody_listening: str) -> None:
    _, told = await run_deferring(
        nobody_listening, KeptWrites(), *WRITES[0], call=replace(CALL, caller_number=None)
    )
    assert (told["result"], told["text_message"]) == ("deferred", False)


async def test_what_can_be_kept_nowhere_is_refused(nobody_listening: str) -> None:
    kept_writes = KeptWrites()
    kept_writes.away = True
    _, told = await run_deferring(nobody_listening, kept_writes, *WRITES[0], room=0)
    assert (told["result"], told["code"]) == ("refused", "unavailable")


async def test_a_call_of_another_business_is_a_mistake_of_ours(nobody_listening: str) -> None:
    database = Database(nobody_listening)
    foreign = replace(CALL, business_id=UUID(int=2))
    with pytest.raises(ValueError, match="another business"):
        await ToolRunner(database, PROFILE).run(foreign, "call_1", "end_call", {}, NOW)
