"""Voicemail and holding as Twilio's webhooks meet them."""

import asyncio
from uuid import UUID

import pytest
from redis.asyncio import Redis

from domain.business import Overflow
from domain.dialogue.lines import ENGLISH
from domain.ids import new_id
from sandbox.local.process import free_port
from sandbox.phone.verbs import Hangup, Pause, Record, Redirect, Say
from services.routing.overflow import RETRY_PAUSES_S
from storage.postgres import messages
from storage.postgres.database import Database
from storage.postgres.messages import MessageRow
from storage.redis.capacity import CallSlots
from storage.redis.stores import RedisStores
from tests.integration.deployments.telephony.webhook_client import (
    PUBLIC_URL,
    Twilio,
    call_fields,
    connect,
    spoken,
    ticket_of,
    voicemail,
    webhooks,
)
from tests.support.dialled_business import DialledBusiness, open_business


def status_path(business_id: UUID) -> str:
    return f"voicemail-status?business={business_id}"


def recorded(call_sid: str, **changes: str) -> dict[str, str]:
    """The form of a recording's callback: it names neither side of the call."""
    sid = f"RE{new_id().hex}"
    return {
        "AccountSid": "AC" + "0" * 32,
        "CallSid": call_sid,
        "RecordingSid": sid,
        "RecordingUrl": f"https://api.twilio.com/2010-04-01/Accounts/AC/Recordings/{sid}",
        "RecordingStatus": "completed",
        "RecordingDuration": "12",
        "RecordingChannels": "1",
        "RecordingSource": "RecordVerb",
        **changes,
    }


async def left(business: DialledBusiness, call_sid: str) -> list[MessageRow]:
    row = await business.call(call_sid)
    assert row is not None
    async with business.database.tenant(business.id) as scope:
        return await messages.for_call(scope, row.id)


async def test_a_caller_without_a_line_leaves_a_message(
    twilio: Twilio, business: DialledBusiness, own_redis: Redis
) -> None:
    fields = call_fields(business.number)
    asked = await twilio.document("voice", fields)
    voicemail(asked)
    record = asked[1]
    assert isinstance(record, Record)
    assert record.action == f"{PUBLIC_URL}/webhooks/twilio/voicemail-recorded"
    assert record.status_callback == f"{PUBLIC_URL}/webhooks/twilio/{status_path(business.id)}"

    thanks = await twilio.document("voicemail-recorded", fields | {"RecordingDuration": "12"})
    assert spoken(thanks) == ENGLISH.voicemail_goodbye
    told = recorded(fields["CallSid"])
    answers = await asyncio.gather(*(twilio.post(status_path(business.id), told) for _ in range(5)))
    assert {(answer.status_code, "<Response" in answer.text) for answer in answers} == {(200, True)}
    (message,) = await left(business, fields["CallSid"])
    assert (message.text, message.callback_number) == ("Voicemail, 12 seconds", "+61400000001")
    assert message.recording_url == told["RecordingUrl"]
    row = await business.call(fields["CallSid"])
    assert row is not None
    assert (row.status, row.outcome) == ("ended", "message")


@pytest.mark.parametrize("changes", [{"RecordingStatus": "absent"}, {"RecordingUrl": ""}])
async def test_a_recording_that_was_not_made_is_no_message(
    twilio: Twilio, business: DialledBusiness, own_redis: Redis, changes: dict[str, str]
) -> None:
    fields = call_fields(business.number)
    await twilio.document("voice", fields)
    answer = await twilio.post(status_path(business.id), recorded(fields["CallSid"], **changes))
    assert answer.status_code == 200
    assert await left(business, fields["CallSid"]) == []


async def test_a_recording_of_unknown_length_is_kept(
    twilio: Twilio, business: DialledBusiness, own_redis: Redis
) -> None:
    fields = call_fields(business.number)
    await twilio.document("voice", fields)
    told = recorded(fields["CallSid"], RecordingDuration="-1")
    del told["RecordingStatus"]
    assert (await twilio.post(status_path(business.id), told)).status_code == 200
    assert [message.text for message in await left(business, fields["CallSid"])] == ["Voicemail, 0 seconds"]


async def test_a_recording_for_no_business_is_taken_in_and_dropped(twilio: Twilio) -> None:
    assert (await twilio.post(status_path(new_id()), recorded("CA1"))).status_code == 200


@pytest.mark.parametrize("path", ["voicemail-status", "voicemail-status?business=salon"])
async def test_a_callback_without_its_business_is_refused(twilio: Twilio, path: str) -> None:
    assert (await twilio.post(path, recorded("CA1"))).status_code == 422


@pytest.mark.parametrize("missing", ["CallSid", "RecordingSid"])
async def test_a_callback_without_its_ids_is_a_bad_request(
    twilio: Twilio, business: DialledBusiness, missing: str
) -> None:
    told = recorded("CA1")
    del told[missing]
    assert (await twilio.post(status_path(business.id), told)).status_code == 400


async def test_with_postgres_away_the_recording_is_asked_for_again(
    own_redis: Redis, business: DialledBusiness
) -> None:
    away = Database(f"postgresql://app@127.0.0.1:{free_port()}/receptionist")
    answer = await webhooks(away, own_redis).post(status_path(business.id), recorded("CA1"))
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    await away.close()


async def test_after_a_voicemail_at_a_number_nobody_holds_the_carrier_hangs_up(
    twilio: Twilio, stores: RedisStores
) -> None:
    assert await twilio.document("voicemail-recorded", call_fields("+61299990000")) == (Hangup(),)


# --- holding ----------------------------------------------------------------------------------------------------
async def test_a_caller_holds_and_is_answered_at_the_next_attempt(
    twilio: Twilio, database: Database, own_redis: Redis
) -> None:
    business = await open_business(database, overflow=Overflow.RETRY)
    fields = call_fields(business.number)
    said, pause, redirect = await twilio.document("voice", fields)
    assert (said, pause) == (Say(ENGLISH.please_hold), Pause(RETRY_PAUSES_S[0]))
    assert redirect == Redirect(f"{PUBLIC_URL}/webhooks/twilio/voice?attempt=1")

    stores = RedisStores.over(own_redis)
    await stores.capacity.report("node", CallSlots(3, 4), 60)
    fields["CallStatus"] = "in-progress"
    answered = await twilio.document("voice?attempt=1", fields)
    assert await twilio.document("voice?attempt=1", fields) == answered
    row = await business.call(fields["CallSid"])
    assert row is not None
    assert (row.status, row.outcome) == ("ringing", None)
    assert await stores.tickets.claim(*ticket_of(answered)) is not None


async def test_an_attempt_that_is_no_number_is_refused(twilio: Twilio, business: DialledBusiness) -> None:
    for attempt in ("-1", "many", ""):
        answer = await twilio.post(f"voice?attempt={attempt}", call_fields(business.number))
        assert answer.status_code == 422


async def test_a_caller_who_hangs_up_on_hold_was_missed(
    twilio: Twilio, database: Database, own_redis: Redis
) -> None:
    business = await open_business(database, overflow=Overflow.RETRY)
    fields = call_fields(business.number)
    await twilio.document("voice", fields)
    assert (await twilio.post("status", fields | {"CallStatus": "completed"})).status_code == 200
    row = await business.call(fields["CallSid"])
    assert row is not None
    assert (row.status, row.outcome) == ("ended", "missed")


# --- a stream that is over --------------------------------------------------------------------------------------
async def test_a_repeated_end_of_a_stream_gets_the_same_fresh_stream(
    twilio: Twilio, business: DialledBusiness, stores: RedisStores
) -> None:
    fields = call_fields(business.number)
    first = connect(await twilio.document("voice", fields))
    assert first.action is not None
    path = first.action.removeprefix(f"{PUBLIC_URL}/webhooks/twilio/")
    again = await asyncio.gather(*(twilio.document(path, fields) for _ in range(5)))
    assert again == [again[0]] * 5
    call_id, token = ticket_of(again[0])
    assert token != ticket_of((first,))[1]
    assert connect(again[0]).action == f"{PUBLIC_URL}/webhooks/twilio/stream-ended?call={call_id}&stream=1"
    assert await stores.tickets.claim(call_id, token) is not None
    assert await twilio.document(path, fields | {"CallStatus": "completed"}) == (Hangup(),)
