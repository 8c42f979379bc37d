"""A call nobody can serve leaves word for the carrier and a closed row, as far as the stores allow."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
from redis.asyncio import Redis

from domain.call.effects import NextStepKind
from domain.call.next_step import NextStep
from domain.call_control import TakeVoicemail
from domain.dialogue.lines import ENGLISH
from services.profiles import Profiles
from services.records.call_records import CallRecords
from services.records.unserved_calls import UnservedCalls
from services.routing.stream_ended import EndedStream
from storage.objects import Objects
from storage.postgres.database import Database
from storage.redis.connection import open_redis
from storage.redis.next_steps import NextSteps
from storage.redis.stores import RedisStores
from storage.redis.tickets import Ticket
from tests.integration.deployments.media.bad_network import silent_server
from tests.integration.services.routing.call_routing import call_routing
from tests.support.businesses import TRANSFER_NUMBER
from tests.support.dialled_business import DialledBusiness, open_business

NOW = datetime(2026, 11, 23, 5, 17, tzinfo=UTC)


def unserved_calls(database: Database, redis: Redis, directory: Path) -> UnservedCalls:
    stores = RedisStores.over(redis)
    records = CallRecords(database, stores.journal, stores.live, Objects(f"file://{directory}/objects"))
    return UnservedCalls(records, stores.next_steps, Profiles(database, redis))


async def ticket_at(business: DialledBusiness) -> Ticket:
    row = await business.ringing(NOW)
    return Ticket(row.id, business.id, row.call_sid, row.from_number, row.to_number, "hash", NOW)


@pytest.mark.parametrize("transfer_number", [TRANSFER_NUMBER, None])
async def test_the_carrier_is_told_what_comes_next_and_the_row_is_closed(
    database: Database, redis: Redis, tmp_path: Path, transfer_number: str | None
) -> None:
    business = await open_business(database, transfer_number=transfer_number)
    ticket = await ticket_at(business)
    stores = RedisStores.over(redis)
    await stores.live.keep(business.id, ticket.call_id, {"phase": "listening"}, 60)

    await unserved_calls(database, redis, tmp_path).give_up(ticket, "no process was left")

    row = await business.call(ticket.call_sid)
    assert row is not None
    assert (row.status, row.outcome, row.reason) == ("ended", "failed", "no process was left")
    assert await stores.live.list(business.id) == {}
    ended = EndedStream(ticket.call_sid, business.number, call_id=ticket.call_id)
    step = await call_routing(database, redis).ended_streams.after(ended, NOW)
    goodbye = ENGLISH.voicemail_goodbye
    assert step == TakeVoicemail(ENGLISH.voicemail_when_failed, goodbye, "en-AU", business.id)


async def test_what_an_agent_decided_and_wrote_stands(
    database: Database, redis: Redis, tmp_path: Path
) -> None:
    business = await open_business(database)
    ticket = await ticket_at(business)
    unserved = unserved_calls(database, redis, tmp_path)
    await NextSteps(redis).put(ticket.call_sid, NextStep(NextStepKind.HANG_UP))
    await unserved.give_up(ticket, "first")
    before = await business.call(ticket.call_sid)
    await unserved.give_up(ticket, "second")
    assert await business.call(ticket.call_sid) == before
    assert await NextSteps(redis).get(ticket.call_sid) == NextStep(NextStepKind.HANG_UP)


async def test_with_postgres_silent_the_carrier_is_told_all_the_same(
    database: Database, redis: Redis, tmp_path: Path
) -> None:
    ticket = await ticket_at(await open_business(database))
    async with silent_server() as port:
        silent = Database(f"postgresql://app@127.0.0.1:{port}/receptionist", connect_timeout_s=60)
        async with asyncio.timeout(20):
            await unserved_calls(silent, redis, tmp_path).give_up(ticket, "no process was left")
        await silent.close()
    words = ENGLISH.voicemail_when_failed
    step = await NextSteps(redis).get(ticket.call_sid)
    assert step == NextStep(NextStepKind.VOICEMAIL, words)


async def test_with_redis_silent_the_row_is_closed_all_the_same(database: Database, tmp_path: Path) -> None:
    business = await open_business(database)
    ticket = await ticket_at(business)
    async with silent_server() as port:
        client = open_redis(f"redis://127.0.0.1:{port}", answer_timeout_s=60)
        async with asyncio.timeout(20):
            await unserved_calls(database, client, tmp_path).give_up(ticket, "no process was left")
        await client.aclose()
    row = await business.call(ticket.call_sid)
    assert row is not None
    assert (row.status, row.outcome) == ("ended", "failed")
