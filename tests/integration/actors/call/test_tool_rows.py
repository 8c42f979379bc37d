"""A model's tool calls as they stand on the wire: what it is told next, what is heard, what is in Postgres."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from redis.asyncio import Redis
from sqlalchemy import func, select

from domain.ids import new_id
from domain.storable import storable
from providers.openai.language_model import OpenAILanguageModel
from services.records.call_records import CallRecords
from services.tools.deadlines import Deadlines
from services.tools.runner import ToolRunner
from storage.objects import Objects
from storage.postgres import bookings, calls, messages, tables
from storage.postgres.calls import NewCall
from storage.postgres.database import Database
from storage.redis.journal import Journal
from storage.redis.live_view import LiveCalls
from tests.fakes.call import Surroundings, ticket
from tests.fakes.vendors import FakeTextToSpeech
from tests.support.answering_model import Answer, AnsweringModel, answering_model, calling, saying
from tests.support.salons import open_salon_in
from tests.support.virtual_time import until
from tests.unit.actors.call.live_call import live_call

TUESDAY = (datetime.now(UTC) + timedelta(days=9 - (datetime.now(UTC).weekday() - 1) % 7)).date().isoformat()
"""A coming one, at least two days ahead."""

DONE = "Done."


def book(name: str = "Robin Vale", at: str = "10:00", date: str = TUESDAY) -> str:
    return json.dumps({"offering": "Haircut", "starts_at_local": f"{date}T{at}", "customer_name": name})


def find(at: str = "10:00") -> str:
    return json.dumps({"offering": "Haircut", "date": TUESDAY, "part_of_day": None, "time": at})


MESSAGE = json.dumps(
    {"message": "The blue one, please", "caller_name": "Robin Vale", "callback_number": None}
)


@dataclass(frozen=True, slots=True)
class Case:
    """The answers, and what has to come of them.

    Attributes:
        told: of each tool call, something the next request says of it; with no tool calls the request is the third one.
        names: whose bookings there are.
        noted: how many messages.
        outcome: of the call's row.
    """

    answers: Sequence[Answer]
    told: Sequence[str] = ()
    names: Sequence[str] = ()
    noted: int = 0
    outcome: str = "answered"


CASES = {
    "one id for three calls": Case(
        [
            calling(
                ("i", "find_slots", find()), ("i", "take_message", MESSAGE), ("i", "book_appointment", book())
            )
        ],
        ["slots_found", "message_taken", "booked"],
        ["Robin Vale"],
        1,
        "booked",
    ),
    "a time that is told and never taken": Case([calling(("i", "find_slots", find()))], ["held"]),
    "index 0 for both calls": Case(
        [calling(("i", "find_slots", find()), ("j", "book_appointment", book()), index=0)],
        ["slots_found", "booked"],
        ["Robin Vale"],
        outcome="booked",
    ),
    "no ids": Case(
        [calling(("", "book_appointment", book()), ("", "take_message", MESSAGE))],
        ["booked", "message_taken"],
        ["Robin Vale"],
        1,
        "booked",
    ),
    "the same booking twice in one answer": Case(
        [calling(("i", "book_appointment", book()), ("j", "book_appointment", book(" ROBIN VALE ")))],
        ["booked", "booked"],
        ["Robin Vale"],
        outcome="booked",
    ),
    "arguments that are no JSON": Case([calling(("i", "book_appointment", book()[:-9]))], ["invalid_input"]),
    "arguments that are a list": Case([calling(("i", "book_appointment", f"[{book()}]"))], ["invalid_input"]),
    "arguments as a string of JSON": Case(
        [calling(("i", "book_appointment", json.dumps(book())))], ["invalid_input"]
    ),
    "a tool there is not": Case([calling(("i", "refund_everything", "{}"))], ["invalid_input"]),
    "values of other types": Case(
        [calling(("i", "book_appointment", json.dumps({"offering": 7, "starts_at_local": [1]})))],
        ["invalid_input"],
    ),
    "an empty message": Case(
        [calling(("i", "take_message", json.dumps({"message": " "})))], ["invalid_input"]
    ),
    "a name with NUL and half an emoji": Case(
        [calling(("i", "book_appointment", book("Ro\x00bin \ud83dVale")))],
        ["booked"],
        ["Robin Vale"],
        outcome="booked",
    ),
    "one refused, one done": Case(
        [calling(("i", "book_appointment", book(at="03:00")), ("j", "take_message", MESSAGE))],
        ["outside_hours", "message_taken"],
        noted=1,
        outcome="message",
    ),
    "a goodbye beside a refused booking": Case(
        [
            calling(
                ("i", "book_appointment", book(at="03:00")), ("j", "end_call", '{"reason": "x"}'), text="Bye."
            )
        ],
        ["outside_hours", "result"],
    ),
    "a call cut at the token limit": Case([calling(("i", "book_appointment", book()[:30]), finish="length")]),
    "a whole call cut at the token limit": Case(
        [calling(("i", "take_message", MESSAGE), ("j", "book_appointment", book()[:30]), finish="length")]
    ),
    "nothing at all": Case([saying("", finish="length")]),
    "a filter": Case([saying("We have", finish="content_filter")]),
}


@pytest.mark.parametrize("name", CASES)
async def test_every_variant_is_told_heard_and_written_down(
    name: str, database: Database, redis: Redis, tmp_path: Path
) -> None:
    case = CASES[name]
    salon = await open_salon_in(database, greeting="Hi.")
    on = replace(ticket(), call_id=new_id(), business_id=salon.profile.id, call_sid=f"CA{new_id().hex}")
    async with database.tenant(on.business_id) as scope:
        new = NewCall(on.call_id, on.call_sid, on.from_number, on.to_number, on.received_at)
        await calls.create(scope, new)
    around = Surroundings(tmp_path / "spool", profile=salon.profile, voice=FakeTextToSpeech(first_s=0.01))
    around.records = CallRecords(  # type: ignore[assignment]
        database,
        Journal(redis),
        LiveCalls(redis),
        Objects((tmp_path / "objects").as_uri()),
    )
    around.tools = ToolRunner(database, salon.profile, deadlines=Deadlines())  # type: ignore[assignment]
    with answering_model(*case.answers, saying(DONE)) as model:
        around.model = OpenAILanguageModel("key", model.url, model="m")  # type: ignore[assignment]
        async with live_call(around, on=on) as call:
            await call.until_quiet()
            await call.hears("A haircut please")
            await until(lambda: DONE in around.voice.said)
            await call.until_quiet()
            assert not call.carrier.gone.is_set(), "nobody is hung up on"
        await around.model.aclose()
    _check_told(case, model)
    async with database.tenant(on.business_id) as scope:
        row, turns = await calls.get(scope, on.call_id), await calls.turns(scope, on.call_id)
        booked = await bookings.for_call(scope, on.call_id)
        noted = await messages.for_call(scope, on.call_id)
        held = await scope.session.scalar(select(func.count()).where(tables.Booking.status == "held"))
    assert held == 0, "what was held for the caller is free again"
    assert (row.status, row.outcome) == ("ended", case.outcome)
    assert len(booked) == len(case.names)
    assert len(noted) == case.noted
    said = [turn.heard_text for turn in turns if turn.speaker == "agent"]
    assert said[0] == "Hi."
    assert said[-1].endswith(DONE), "heard once, and nothing after it"
    assert not any(storable(text) != text for text in said)


def _check_told(case: Case, model: AnsweringModel) -> None:
    assert len(model.asked) == 2
    told: list[dict[str, Any]] = model.told(1)
    asked_for = [call["id"] for message in model.asked[1] for call in message.get("tool_calls") or ()]
    assert asked_for == [message["tool_call_id"] for message in told], "each call has its own answer"
    assert len(set(asked_for)) == len(case.told)
    for message, expected in zip(told, case.told, strict=True):
        assert expected in message["content"]
