"""Callers who are put through: what they and the person hear, and what the call is filed under."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from redis.asyncio import Redis
from starlette.websockets import WebSocket

from domain.call.effects import NextStepKind
from domain.call.ending import PUT_THROUGH
from domain.call.next_step import NextStep
from domain.dialogue.lines import ENGLISH
from sandbox.phone.call_result import CallResult
from sandbox.phone.carrier_options import Caller, DialOutcome, NumberConfig, Phone
from sandbox.phone.simulated_call import SimulatedCall
from sandbox.phone.verbs import Dial, Gather, Hangup, Reject
from storage.postgres import calls
from storage.postgres.calls import CallRow
from storage.postgres.database import Database
from storage.redis.stores import RedisStores
from storage.redis.tickets import Ticket
from tests.integration.deployments.telephony.test_phone import LeavesWord, line
from tests.integration.deployments.telephony.webhook_client import (
    Twilio,
    call_fields,
    connect,
    voicemail,
)
from tests.support.businesses import TRANSFER_NUMBER
from tests.support.dialled_business import DialledBusiness

NAME = "Harbour Street Hair"
REASON = "They want to talk about a refund"


class SaysNothing:
    """Hangs up when asked for a message."""

    async def run(self, phone: Phone) -> None:
        assert isinstance(phone, SimulatedCall)
        said = phone.leg.result.carrier_said
        await phone.handset.until(lambda: ENGLISH.voicemail_when_away in said)
        phone.hang_up()


def puts_through(
    stores: RedisStores, business: Callable[[], DialledBusiness], outcome: str = "failed"
) -> Any:
    """A stream whose agent decides to put the caller through, and writes the row as an agent does."""

    async def serve(socket: WebSocket, ticket: Ticket) -> None:
        await socket.receive_text()
        step = NextStep(NextStepKind.TRANSFER, "I'll get somebody.", REASON)
        await stores.next_steps.put(ticket.call_sid, step)
        async with business().database.tenant(ticket.business_id) as scope:
            await calls.mark_answered(scope, ticket.call_id, ticket.received_at, 400.0)
            await calls.finish(
                scope, ticket.call_id, outcome=outcome, reason=PUT_THROUGH, ended_at=ticket.received_at
            )
        await socket.close()

    return serve


async def transfer(
    database: Database,
    redis: Redis,
    dialled: DialOutcome,
    caller: Caller | None = None,
    outcome: str = "failed",
) -> tuple[CallResult, CallRow]:
    async with line(database, redis, dialled=dialled) as here:
        here.media.serves = [puts_through(here.media.stores, lambda: here.business, outcome)]
        result = await here.ring(caller)
        return result, await here.row(result)


async def test_the_person_hears_who_calls_and_why_and_takes_the_call_with_a_key(
    database: Database, own_redis: Redis, stores: RedisStores
) -> None:
    result, row = await transfer(database, own_redis, DialOutcome(rings_s=0, talk_s=0))
    assert result.carrier_said == ["I'll get somebody."]
    assert result.whispered == [f"A call for {NAME}. {REASON}. Press any key to take it."] * 2
    assert [leg.bridged for leg in result.dialled] == [True]
    assert (row.outcome, row.reason) == ("transferred", PUT_THROUGH)
    assert result.messages == []


@pytest.mark.parametrize(
    "dialled",
    [
        DialOutcome("no-answer", rings_s=0),
        DialOutcome("busy", rings_s=0),
        DialOutcome("failed", rings_s=0, says_bridged=False),
        DialOutcome("answered", rings_s=0, talk_s=0, presses=""),
    ],
    ids=["no answer", "busy", "failed", "a mailbox"],
)
@pytest.mark.parametrize("leaves", [True, False], ids=["leaves a message", "says nothing"])
async def test_whoever_reaches_nobody_was_not_transferred(
    database: Database, own_redis: Redis, stores: RedisStores, dialled: DialOutcome, leaves: bool
) -> None:
    caller: Caller = LeavesWord() if leaves else SaysNothing()
    result, row = await transfer(database, own_redis, dialled, caller)
    assert result.carrier_said[:2] == ["I'll get somebody.", ENGLISH.voicemail_when_away]
    assert [leg.bridged for leg in result.dialled] == [False]
    assert row.outcome == ("message" if leaves else "failed")
    assert row.reason == PUT_THROUGH


async def test_what_weighs_more_than_a_transfer_stands(
    database: Database, own_redis: Redis, stores: RedisStores
) -> None:
    _, row = await transfer(database, own_redis, DialOutcome(rings_s=0, talk_s=0), outcome="booked")
    assert row.outcome == "booked"


async def test_a_carrier_that_does_not_say_whether_it_connected_them_is_believed_by_the_answer(
    database: Database, own_redis: Redis, stores: RedisStores
) -> None:
    answered = DialOutcome(rings_s=0, talk_s=1, says_bridged=False)
    result, row = await transfer(database, own_redis, answered)
    assert (row.outcome, result.messages) == ("transferred", [])


async def test_a_phone_that_forwards_back_to_us_counts_as_busy(
    database: Database, own_redis: Redis, stores: RedisStores
) -> None:
    outcomes: list[DialOutcome] = []
    async with line(database, own_redis, dialled=lambda: outcomes[0]) as here:
        number = NumberConfig(here.business.number, f"{here.url}/webhooks/twilio/voice")
        outcomes.append(DialOutcome(rings_s=0, forwards_to=number))
        here.media.serves = [puts_through(here.media.stores, lambda: here.business)]
        result = await here.ring(LeavesWord())
        assert [leg.status for leg in result.dialled] == ["busy"]
        assert result.carrier_said[1] == ENGLISH.voicemail_when_away
        assert await here.business.calls() == 1


# --- which call comes back to us --------------------------------------------------------------------------------
@pytest.fixture
async def ringing(
    twilio: Twilio, business: DialledBusiness, stores: RedisStores
) -> tuple[dict[str, str], Dial]:
    """A call for which a person is being rung."""
    fields = call_fields(business.number)
    await twilio.document("voice", fields)
    await stores.next_steps.put(fields["CallSid"], NextStep(NextStepKind.TRANSFER, reason=REASON))
    (dial,) = await twilio.document("stream-ended", fields)
    assert isinstance(dial, Dial)
    return fields, dial


@pytest.mark.parametrize(
    "changes",
    [
        {"ForwardedFrom": TRANSFER_NUMBER, "From": "+61491570159"},
        {"ForwardedFrom": TRANSFER_NUMBER.removeprefix("+"), "From": "anonymous"},
        {},
        {"ForwardedFrom": "+61491570158"},
    ],
    ids=["by the forwarding phone", "written without its plus", "by the caller", "forwarded twice"],
)
async def test_a_call_that_comes_back_is_refused_as_busy(
    twilio: Twilio, business: DialledBusiness, ringing: tuple[dict[str, str], Dial], changes: dict[str, str]
) -> None:
    assert await twilio.document("voice", call_fields(business.number, **changes)) == (Reject("busy"),)
    assert await business.calls() == 1
    fields, _ = ringing
    assert voicemail(
        await twilio.document("transfer-ended", fields | {"DialCallStatus": "busy", "DialBridged": "false"})
    )


async def test_other_callers_are_answered_meanwhile(
    twilio: Twilio, business: DialledBusiness, ringing: tuple[dict[str, str], Dial]
) -> None:
    for changes in (
        {"From": "+61491570159"},
        {"From": "anonymous"},
        {"From": "+61491570159", "ForwardedFrom": "+61491570158"},
    ):
        connect(await twilio.document("voice", call_fields(business.number, **changes)))


@pytest.mark.parametrize("how", ["transfer-ended", "status"])
async def test_a_caller_who_calls_again_once_nobody_is_rung_for_them_is_answered(
    twilio: Twilio, business: DialledBusiness, ringing: tuple[dict[str, str], Dial], how: str
) -> None:
    fields, _ = ringing
    ended = {"CallStatus": "completed", "DialCallStatus": "no-answer", "DialBridged": "false"}
    assert (await twilio.post(how, fields | ended)).status_code == 200
    connect(await twilio.document("voice", call_fields(business.number)))


async def test_a_number_that_forwards_to_us_while_nobody_is_rung_is_answered(
    twilio: Twilio, business: DialledBusiness, stores: RedisStores
) -> None:
    """So it is with businesses that forward their own phone to us when they do not pick up."""
    connect(await twilio.document("voice", call_fields(business.number, ForwardedFrom=TRANSFER_NUMBER)))


# --- the end of a dialled leg, in the carrier's words ------------------------------------------------------------
@pytest.mark.parametrize(
    "words",
    [
        {"DialCallStatus": "completed", "DialBridged": "true", "DialCallDuration": "31"},
        {"DialCallStatus": "completed", "DialBridged": "TRUE"},
        {"DialCallStatus": "answered", "DialBridged": "true"},
        {"DialCallStatus": "completed", "DialCallDuration": "31"},
        {"DialCallStatus": "completed"},
        {"DialCallStatus": "answered"},
        {"DialCallStatus": "answered", "DialCallDuration": "4", "DialBridged": ""},
    ],
    ids=lambda words: "-".join(words.values()),
)
async def test_whoever_has_talked_is_not_asked_for_a_message(
    twilio: Twilio, business: DialledBusiness, ringing: tuple[dict[str, str], Dial], words: dict[str, str]
) -> None:
    fields, _ = ringing
    assert await twilio.document("transfer-ended", fields | words) == (Hangup(),)
    row = await business.call(fields["CallSid"])
    assert row is not None
    assert row.outcome == "transferred"


@pytest.mark.parametrize(
    "words",
    [
        {"DialCallStatus": "busy"},
        {"DialCallStatus": "no-answer"},
        {"DialCallStatus": "failed", "DialBridged": "false"},
        {"DialCallStatus": "canceled"},
        {"DialCallStatus": "completed", "DialBridged": "false", "DialCallDuration": "9"},
        {"DialCallStatus": "completed", "DialCallDuration": "0"},
        {"DialCallStatus": "status-of-next-year"},
        {},
    ],
    ids=lambda words: "-".join(words.values()) or "nothing",
)
async def test_whoever_has_not_is(
    twilio: Twilio, business: DialledBusiness, ringing: tuple[dict[str, str], Dial], words: dict[str, str]
) -> None:
    fields, _ = ringing
    assert voicemail(await twilio.document("transfer-ended", fields | words)) == ENGLISH.voicemail_when_away
    row = await business.call(fields["CallSid"])
    assert row is not None
    assert row.outcome != "transferred"


async def test_a_person_is_asked_even_when_nothing_can_be_looked_up(
    twilio: Twilio, ringing: tuple[dict[str, str], Dial], own_redis: Redis
) -> None:
    _, dial = ringing
    assert dial.asks_at is not None
    path = dial.asks_at.partition("/webhooks/twilio/")[2]
    await own_redis.flushdb()
    asked = await twilio.document(path, {"CallSid": "CA" + "7" * 32, "To": TRANSFER_NUMBER})
    gather, hangup = asked
    assert isinstance(gather, Gather)
    assert hangup == Hangup()
    assert re.search(r"A call for .+\. Press any key", gather.prompts[0].text)  # type: ignore[union-attr]
    accepted = (gather.action or "").partition("/webhooks/twilio/")[2]
    assert await twilio.document(accepted, {"CallSid": "CA" + "7" * 32, "Digits": "5"}) == ()
