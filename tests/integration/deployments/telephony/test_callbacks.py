"""What Twilio is told when a stream or transfer ends, and what its callbacks leave behind."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any
from uuid import UUID

import pytest
from redis.asyncio import Redis
from sqlalchemy import func, select

from domain.call.effects import NextStepKind
from domain.call.next_step import NextStep
from domain.dialogue.lines import ENGLISH
from domain.errors import StorageError
from domain.ids import new_id
from sandbox.local.process import free_port
from sandbox.phone.verbs import Dial, Hangup
from storage.postgres import calls, tables
from storage.postgres.calls import CallRow
from storage.postgres.database import Database
from storage.postgres.tenant import TenantScope
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
from tests.support.businesses import TRANSFER_NUMBER
from tests.support.dialled_business import DialledBusiness, open_business

HANG_UP = (Hangup(),)


class LiveCall:
    """A call whose webhook was answered."""

    def __init__(
        self, twilio: Twilio, business: DialledBusiness, fields: dict[str, str], call_id: UUID
    ) -> None:
        self.twilio = twilio
        self.business = business
        self.fields = fields
        self.sid = fields["CallSid"]
        self.id = call_id

    async def row(self) -> CallRow:
        row = await self.business.call(self.sid)
        assert row is not None
        return row

    async def answered(self) -> None:
        async with self.business.database.tenant(self.business.id) as scope:
            await calls.mark_answered(scope, self.id, datetime.now(UTC), 400.0)

    async def finished(self, outcome: str) -> None:
        async with self.business.database.tenant(self.business.id) as scope:
            await calls.finish(scope, self.id, outcome=outcome, reason="served", ended_at=datetime.now(UTC))

    async def status(self, status: str, **fields: str) -> int:
        answer = await self.twilio.post("status", self.fields | {"CallStatus": status} | fields)
        return answer.status_code


@pytest.fixture
async def call(twilio: Twilio, business: DialledBusiness, stores: RedisStores) -> LiveCall:
    fields = call_fields(business.number)
    call_id, _ = ticket_of(await twilio.document("voice", fields))
    return LiveCall(twilio, business, fields, call_id)


# --- the end of the stream --------------------------------------------------------------------------------------
async def test_after_the_agent_hung_up_the_carrier_hangs_up(
    twilio: Twilio, call: LiveCall, stores: RedisStores
) -> None:
    await stores.next_steps.put(call.sid, NextStep(NextStepKind.HANG_UP))
    assert await twilio.document("stream-ended", call.fields) == HANG_UP


async def test_a_transfer_rings_the_businesss_person(
    twilio: Twilio, call: LiveCall, stores: RedisStores
) -> None:
    await stores.next_steps.put(call.sid, NextStep(NextStepKind.TRANSFER))
    first = await twilio.document("stream-ended", call.fields)
    (dial,) = first
    assert isinstance(dial, Dial)
    assert dial.numbers == (TRANSFER_NUMBER,)
    assert (dial.action, dial.method) == (f"{PUBLIC_URL}/webhooks/twilio/transfer-ended", "POST")
    assert 10 <= dial.timeout_s <= 60
    assert await twilio.document("stream-ended", call.fields) == first


async def test_a_transfer_to_nobody_becomes_a_message(
    twilio: Twilio, database: Database, stores: RedisStores
) -> None:
    business = await open_business(database, transfer_number=None)
    fields = call_fields(business.number)
    await twilio.document("voice", fields)
    await stores.next_steps.put(fields["CallSid"], NextStep(NextStepKind.TRANSFER))
    assert voicemail(await twilio.document("stream-ended", fields)) == ENGLISH.voicemail_when_away


async def test_words_left_by_the_agent_are_spoken_in_the_businesss_language(
    twilio: Twilio, call: LiveCall, stores: RedisStores
) -> None:
    await stores.next_steps.put(call.sid, NextStep(NextStepKind.SAY_AND_HANG_UP, "Good night."))
    assert spoken(await twilio.document("stream-ended", call.fields)) == "Good night."
    assert 'language="en-AU"' in (await twilio.post("stream-ended", call.fields)).text


async def test_a_step_this_version_does_not_know_hangs_up(
    twilio: Twilio, call: LiveCall, stores: RedisStores
) -> None:
    await stores.client.set(f"next:{call.sid}", '{"kind": "hold-music", "seconds": 30}')
    assert await twilio.document("stream-ended", call.fields) == HANG_UP


async def test_a_call_that_broke_off_and_was_closed_is_asked_for_a_message(
    twilio: Twilio, call: LiveCall
) -> None:
    await call.answered()
    await call.finished("failed")
    first = await twilio.document("stream-ended", call.fields)
    assert voicemail(first) == ENGLISH.voicemail_when_failed
    assert await twilio.document("stream-ended", call.fields) == first


async def test_a_call_its_agents_gave_up_is_asked_for_a_message(
    twilio: Twilio, call: LiveCall, stores: RedisStores
) -> None:
    await stores.next_steps.put(call.sid, NextStep(NextStepKind.VOICEMAIL, "Sorry. Please speak."))
    assert voicemail(await twilio.document("stream-ended", call.fields)) == "Sorry. Please speak."
    await stores.next_steps.put(call.sid, NextStep(NextStepKind.VOICEMAIL))
    assert voicemail(await twilio.document("stream-ended", call.fields)) == ENGLISH.voicemail_when_failed


async def test_a_call_that_was_served_and_left_no_word_hangs_up(twilio: Twilio, call: LiveCall) -> None:
    await call.answered()
    await call.finished("booked")
    assert await twilio.document("stream-ended", call.fields) == HANG_UP
    assert (await call.row()).outcome == "booked"


async def test_the_end_of_an_unknown_call_hangs_up(
    twilio: Twilio, business: DialledBusiness, stores: RedisStores
) -> None:
    assert await twilio.document("stream-ended", call_fields(business.number)) == HANG_UP
    assert await twilio.document("stream-ended", call_fields("+61299990000")) == HANG_UP
    assert await twilio.document("stream-ended", {"AccountSid": "AC"}) == HANG_UP
    assert await business.calls() == 0


# --- the end of a transfer --------------------------------------------------------------------------------------
async def test_after_a_transfer_that_was_answered_the_carrier_hangs_up(
    twilio: Twilio, call: LiveCall
) -> None:
    ended = call.fields | {"DialCallStatus": "completed", "DialBridged": "true", "DialCallDuration": "31"}
    assert await twilio.document("transfer-ended", ended) == HANG_UP


@pytest.mark.parametrize("dial_status", ["no-answer", "busy", "failed", "canceled", "completed"])
async def test_after_a_transfer_nobody_took_the_caller_is_asked_for_a_message(
    twilio: Twilio, call: LiveCall, dial_status: str
) -> None:
    ended = call.fields | {"DialCallStatus": dial_status, "DialBridged": "false"}
    assert voicemail(await twilio.document("transfer-ended", ended)) == ENGLISH.voicemail_when_away


# --- status callbacks -------------------------------------------------------------------------------------------
@pytest.mark.parametrize("status", ["completed", "busy", "failed", "no-answer", "canceled"])
async def test_a_call_nobody_answered_is_closed_by_the_carriers_word(call: LiveCall, status: str) -> None:
    assert await call.status(status) == 200
    row = await call.row()
    assert (row.status, row.outcome) == ("ended", "abandoned")
    assert status in (row.reason or "")
    assert row.ended_at is not None
    assert row.ended_at - row.started_at < timedelta(minutes=1)


@pytest.mark.parametrize(
    "status", ["queued", "initiated", "ringing", "in-progress", "", "status-of-next-year"]
)
async def test_a_status_that_ends_nothing_changes_nothing(call: LiveCall, status: str) -> None:
    before = await call.row()
    assert await call.status(status) == 200
    assert await call.row() == before


async def test_a_status_of_nobodys_call_is_taken_in(twilio: Twilio, business: DialledBusiness) -> None:
    outbound = call_fields(business.number, Direction="outbound-api")
    for fields in (outbound, call_fields("+61299990000"), {"AccountSid": "AC"}):
        answer = await twilio.post("status", fields | {"CallStatus": "completed"})
        assert (answer.status_code, "<Response" in answer.text) == (200, True)
    assert await business.calls() == 0


@pytest.mark.parametrize("status", ["completed", "busy", "failed", "no-answer", "canceled"])
async def test_a_status_that_overtakes_its_webhook_ends_the_call_all_the_same(
    twilio: Twilio, business: DialledBusiness, stores: RedisStores, status: str
) -> None:
    fields = call_fields(business.number)
    ended = fields | {"CallStatus": status, "CallDuration": "7"}
    for _ in range(2):
        assert (await twilio.post("status", ended)).status_code == 200
    row = await business.call(fields["CallSid"])
    assert row is not None
    assert (row.status, row.outcome, row.duration_s) == ("ended", "abandoned", 7)
    assert (row.from_number, row.to_number) == ("+61400000001", business.number)
    assert await twilio.document("voice", fields) == HANG_UP
    assert await business.call(fields["CallSid"]) == row
    assert await business.calls() == 1


async def test_statuses_that_end_nothing_make_no_call_of_their_own(
    twilio: Twilio, business: DialledBusiness
) -> None:
    for status in ("initiated", "ringing", "in-progress"):
        assert (
            await twilio.post("status", call_fields(business.number, CallStatus=status))
        ).status_code == 200
    assert await business.calls() == 0


@pytest.mark.parametrize(
    ("timestamp", "kept"),
    [
        (timedelta(seconds=-1), False),
        (timedelta(minutes=10), True),
        (timedelta(days=3), False),
        (None, False),
    ],
    ids=["in the future", "late", "days ago", "no time"],
)
async def test_a_call_ended_when_the_carrier_says_it_did(
    twilio: Twilio, business: DialledBusiness, timestamp: timedelta | None, kept: bool
) -> None:
    said = datetime.now(UTC) - (timestamp or timedelta()) if timestamp else None
    told = format_datetime(said) if said else "yesterday"
    fields = call_fields(business.number, CallStatus="completed", Timestamp=told)
    before = datetime.now(UTC)
    assert (await twilio.post("status", fields)).status_code == 200
    row = await business.call(fields["CallSid"])
    assert row is not None
    assert row.ended_at is not None
    if kept and said is not None:
        assert row.ended_at == said.replace(microsecond=0)
    else:
        assert row.ended_at >= before


async def test_what_the_agent_wrote_stands(call: LiveCall) -> None:
    await call.answered()
    await call.finished("booked")
    before = await call.row()
    assert await call.status("completed") == 200
    told = await call.row()
    assert told.reported_at is not None
    assert await call.status("completed") == 200
    assert await call.row() == told
    assert replace(told, reported_at=None) == before


async def test_an_answered_call_is_left_to_its_agent(call: LiveCall, stores: RedisStores) -> None:
    await call.answered()
    await stores.live.keep(call.business.id, call.id, {"phase": "listening"}, 60)
    before = await call.row()
    assert await call.status("completed") == 200
    told = await call.row()
    assert told.ended_at is not None
    assert replace(told, ended_at=None) == before
    await call.finished("booked")
    assert ((await call.row()).outcome, (await call.row()).ended_at) == ("booked", told.ended_at)


async def test_a_call_an_agent_serves_is_left_to_it_even_before_its_row_says_so(
    call: LiveCall, stores: RedisStores
) -> None:
    await stores.live.keep(call.business.id, call.id, {"phase": "ended"}, 60)
    assert await call.status("completed") == 200
    assert (await call.row()).status == "ringing"
    await call.finished("booked")
    assert ((await call.row()).outcome, (await call.row()).reason) == ("booked", "served")


async def test_statuses_in_any_order_end_the_call_once(call: LiveCall) -> None:
    assert await call.status("completed", SequenceNumber="3") == 200
    closed = await call.row()
    for number, status in ((1, "ringing"), (0, "initiated"), (2, "in-progress"), (4, "failed")):
        assert await call.status(status, SequenceNumber=str(number)) == 200
    assert await call.row() == closed


async def test_a_repeated_callback_is_kept_once(call: LiveCall, database: Database) -> None:
    deliveries = [call.status("completed", SequenceNumber="3") for _ in range(10)]
    assert set(await asyncio.gather(*deliveries)) == {200}
    assert await call.status("completed", SequenceNumber="3") == 200
    assert await kept(database, call.sid) == 1
    assert await call.status("ringing", SequenceNumber="1") == 200
    assert await kept(database, call.sid) == 2


async def kept(database: Database, call_sid: str) -> int:
    async with database.system() as session:
        inbox = tables.WebhookInbox
        query = select(func.count()).select_from(inbox).where(inbox.key.startswith(call_sid))
        return await session.scalar(query) or 0


@pytest.mark.parametrize("path", ["status", "stream"])
async def test_with_postgres_away_callbacks_are_asked_for_again(own_redis: Redis, path: str) -> None:
    database = Database(f"postgresql://app@127.0.0.1:{free_port()}/receptionist")
    fields = call_fields("+61299990000", CallStatus="completed", StreamEvent="stream-error")
    answer = await webhooks(database, own_redis).post(path, fields)
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    await database.close()


async def test_the_usual_of_a_stream_needs_no_store(own_redis: Redis) -> None:
    database = Database(f"postgresql://app@127.0.0.1:{free_port()}/receptionist")
    fields = call_fields("+61299990000", CallStatus="in-progress", StreamEvent="stream-started")
    assert (await webhooks(database, own_redis).post("stream", fields)).status_code == 200
    await database.close()


class FlakyDatabase(Database):
    """Loses its connection within the first transaction of a business."""

    lost = False

    @asynccontextmanager
    async def tenant(self, business_id: UUID, *, read_only: bool = False) -> AsyncGenerator[TenantScope]:
        if not self.lost:
            self.lost = True
            raise StorageError("postgres", "connection lost")
        async with super().tenant(business_id, read_only=read_only) as scope:
            yield scope


async def test_a_callback_that_failed_halfway_is_not_lost(
    call: LiveCall, postgres_url: str, own_redis: Redis
) -> None:
    flaky = FlakyDatabase(postgres_url)
    twilio = webhooks(flaky, own_redis)
    ended = call.fields | {"CallStatus": "completed", "SequenceNumber": "3"}
    assert (await twilio.post("status", ended)).status_code == 503
    assert (await call.row()).status == "ringing"
    assert (await twilio.post("status", ended)).status_code == 200
    assert (await call.row()).status == "ended"
    await flaky.close()


@pytest.mark.parametrize(
    ("event", "times_kept"),
    [("stream-started", 0), ("stream-stopped", 0), ("stream-error", 1), ("stream-of-next-year", 1), ("", 1)],
    ids=["started", "stopped", "error", "unknown", "empty"],
)
async def test_stream_callbacks_that_are_not_usual_are_taken_in_once_and_none_changes_a_call(
    twilio: Twilio, call: LiveCall, database: Database, event: str, times_kept: int
) -> None:
    before = await call.row()
    fields: dict[str, Any] = {
        "AccountSid": "AC",
        "CallSid": call.sid,
        "StreamSid": f"MZ{new_id().hex}",
        "StreamName": "",
        "StreamEvent": event,
        "StreamError": "31921: Stream - closed by server",
        "Timestamp": "2026-11-23T05:17:00.000Z",
    }
    for _ in range(2):
        answer = await twilio.post("stream", fields)
        assert (answer.status_code, "<Response" in answer.text) == (200, True)
    assert await kept(database, call.sid) == times_kept
    assert await call.row() == before


# --- tenants ----------------------------------------------------------------------------------------------------
async def test_a_forged_number_reads_nothing_of_another_business(
    twilio: Twilio, call: LiveCall, database: Database, stores: RedisStores
) -> None:
    await call.answered()
    other = await open_business(database, name="Rival", language="de-DE", transfer_number="+61255550000")
    forged = call.fields | {"To": other.number}
    secret = "Tell nobody that Sam booked at ten."
    for step in (
        NextStep(NextStepKind.SAY_AND_HANG_UP, secret),
        NextStep(NextStepKind.TRANSFER),
        NextStep(NextStepKind.HANG_UP),
    ):
        await stores.next_steps.put(call.sid, step)
        assert await twilio.document("stream-ended", forged) == HANG_UP
    assert await other.calls() == 0
    before = await call.row()
    await twilio.post("status", forged | {"CallStatus": "completed"})
    assert await call.row() == before

    answer = await twilio.post("voice", forged)
    assert secret not in answer.text
    assert TRANSFER_NUMBER not in answer.text
    assert str(call.id) not in answer.text
    assert await call.row() == before


async def test_a_call_ended_at_one_business_can_be_new_at_another(
    twilio: Twilio, call: LiveCall, database: Database
) -> None:
    await call.status("completed")
    other = await open_business(database, name="Rival")
    connect(await twilio.document("voice", call.fields | {"To": other.number}))
    assert (await call.row()).status == "ended"
