"""The one text a caller gets who hung up on their yes: that it is booked, or that it is not."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from domain.call.events import ToolsRequested
from domain.dialogue.intents import BookAppointment
from domain.dialogue.tool_results import Booked, ToolRefused
from services.notifications.text_letters import WORDING
from services.records.untold import BOOKING_UNFINISHED, promise_text
from services.tools.appointments import Appointments
from services.tools.context import BOOKING_CONFIRMED
from services.tools.deferred_apply import BOOKING_REFUSED
from storage.postgres import businesses, tables
from storage.postgres.business_events import FAN_OUT
from storage.postgres.database import Database
from tests.support.dialled_business import DialledBusiness, open_business
from tests.unit.domain.call.scripted_call import ScriptedCall, thinking_call

NOW = datetime(2026, 11, 23, 5, 17, tzinfo=UTC)
TEN_LOCAL = datetime(2026, 11, 26, 10)  # noqa: DTZ001 - wall time
QUESTION = "A haircut on Thursday at ten for John Smith. Shall I book that?"
REFUSED = ToolRefused("slot_taken", "Somebody was faster.").to_content()


@pytest.fixture
async def salon(database: Database) -> DialledBusiness:
    return await open_business(database)


def hung_up_on_yes(**brief: Any) -> ScriptedCall:
    call = thinking_call(**brief).wants(("s1", "find_slots")).finishes().tool_answers("s1")
    return call.answers(QUESTION).plays().says("yes please").hangs_up()


def refused(call: ScriptedCall, arguments: dict[str, Any]) -> ScriptedCall:
    call.happens(ToolsRequested(call.generation, (("t1", "book_appointment", arguments),)))
    return call.finishes().tool_answers("t1", REFUSED, ok=False)


async def offering_of(salon: DialledBusiness) -> str:
    async with salon.database.tenant(salon.id) as scope:
        return (await businesses.load_profile(scope)).offerings[0].name


def wanted(offering: str) -> dict[str, Any]:
    starts_at_local = TEN_LOCAL.isoformat(timespec="minutes")
    return {"offering": offering, "starts_at_local": starts_at_local, "customer_name": "John Smith"}


async def promised(salon: DialledBusiness, call: ScriptedCall, call_id: UUID) -> list[tuple[str, str]]:
    """What is promised when the call is closed twice, beside what events leave: kind and text of each."""
    for _ in range(2):
        async with salon.database.tenant(salon.id) as scope:
            await promise_text(scope, call_id, call.state)
    async with salon.database.tenant(salon.id) as scope:
        rows = await scope.session.scalars(
            select(tables.OutboxRow).where(
                tables.OutboxRow.business_id == salon.id, tables.OutboxRow.kind != FAN_OUT
            )
        )
        return [(row.kind, WORDING[row.kind](row.payload)) for row in rows]


async def test_a_refusal_nobody_heard_is_told_once(salon: DialledBusiness) -> None:
    row = await salon.ringing(NOW)
    offering = await offering_of(salon)
    ((kind, text),) = await promised(salon, refused(hung_up_on_yes(), wanted(offering)), row.id)
    assert kind == BOOKING_REFUSED
    assert f"sorry, your {offering} on Thursday 26 November at 10:00 am could not be booked" in text


async def test_a_yes_of_which_nothing_came_is_told_once(salon: DialledBusiness) -> None:
    row = await salon.ringing(NOW)
    ((kind, text),) = await promised(salon, hung_up_on_yes().fails().fails(), row.id)
    assert kind == BOOKING_UNFINISHED
    assert "nothing is booked yet" in text


async def test_a_booking_the_model_could_not_word_is_told_without_its_particulars(
    salon: DialledBusiness,
) -> None:
    row = await salon.ringing(NOW)
    ((kind, _),) = await promised(salon, refused(hung_up_on_yes(), {"offering": "Haircut"}), row.id)
    assert kind == BOOKING_UNFINISHED


async def test_a_caller_without_a_number_is_promised_nothing(salon: DialledBusiness) -> None:
    row = await salon.ringing(NOW)
    assert await promised(salon, hung_up_on_yes(caller_number=None).fails().fails(), row.id) == []


async def test_a_call_that_ended_otherwise_promises_nothing(salon: DialledBusiness) -> None:
    row = await salon.ringing(NOW)
    assert await promised(salon, thinking_call().answers("We close at six.").plays().hangs_up(), row.id) == []


async def test_a_booking_that_was_written_although_its_store_did_not_say_so_is_confirmed_and_not_denied(
    salon: DialledBusiness,
) -> None:
    row = await salon.ringing(NOW)
    async with salon.database.tenant(salon.id) as scope:
        profile = await businesses.load_profile(scope)
    intent = BookAppointment(profile.offerings[0].name, TEN_LOCAL, "John Smith")
    made = await Appointments(salon.database).book(
        profile, row.id, intent, intent_key="key", caller_number="+61400000001", now=NOW
    )
    assert isinstance(made, Booked)
    call = refused(hung_up_on_yes(), wanted(intent.offering))
    assert [kind for kind, _ in await promised(salon, call, row.id)] == [BOOKING_CONFIRMED]
