"""What is left to do for a call whose agent is done with it, on real stores."""

from datetime import UTC, datetime, timedelta

import pytest
from redis.asyncio import Redis

from domain.call import codec
from domain.call.events import CallAnswered, CallBrief, UtteranceEnded
from domain.call_control import SayAndHangUp
from domain.dialogue.lines import ENGLISH
from storage.postgres import calls
from storage.postgres.database import Database
from storage.redis.stores import RedisStores
from tests.integration.services.routing.call_routing import call_routing
from tests.support.dialled_business import DialledBusiness, open_business

NOW = datetime(2026, 11, 23, 5, 17, tzinfo=UTC)


@pytest.fixture
def stores(redis: Redis) -> RedisStores:
    return RedisStores.over(redis)


@pytest.fixture
async def business(database: Database) -> DialledBusiness:
    return await open_business(database)


async def test_the_carriers_voice_is_told_the_businesss_language(database: Database, redis: Redis) -> None:
    business = await open_business(database, language="en-GB")
    step = await call_routing(database, redis).ended_calls.after_voicemail(business.number)
    assert step == SayAndHangUp(ENGLISH.voicemail_goodbye, "en-GB")


@pytest.mark.parametrize("status", ["completed", "no-answer", "canceled"])
async def test_closing_an_unserved_call_twice_keeps_the_first_word(
    database: Database, redis: Redis, business: DialledBusiness, status: str
) -> None:
    row = await business.ringing(NOW)
    routing = call_routing(database, redis)
    await routing.ended_calls.close(row.call_sid, business.number, status, NOW + timedelta(seconds=9))
    await routing.ended_calls.close(row.call_sid, business.number, "failed", NOW + timedelta(minutes=9))
    closed = await business.call(row.call_sid)
    assert closed is not None
    assert closed.ended_at == NOW + timedelta(seconds=9)
    assert closed.duration_s == 9
    assert status in (closed.reason or "")


# --- calls nobody ends ------------------------------------------------------------------------------------------
async def answered(database: Database, business: DialledBusiness, started_at: datetime) -> str:
    row = await business.ringing(started_at)
    async with database.tenant(business.id) as scope:
        await calls.mark_answered(scope, row.id, started_at + timedelta(seconds=1), 400.0)
    return row.call_sid


async def test_an_answered_call_without_an_agent_is_closed_by_the_carriers_word(
    database: Database, redis: Redis, business: DialledBusiness
) -> None:
    sid = await answered(database, business, NOW)
    ended_at = NOW + timedelta(minutes=3)
    await call_routing(database, redis).ended_calls.close(sid, business.number, "completed", ended_at)
    row = await business.call(sid)
    assert row is not None
    assert (row.status, row.outcome, row.ended_at) == ("ended", "failed", ended_at)
    assert "completed" in (row.reason or "")


async def test_an_answered_call_without_an_agent_keeps_what_its_journal_tells(
    database: Database, redis: Redis, business: DialledBusiness
) -> None:
    sid = await answered(database, business, NOW)
    call = await business.call(sid)
    assert call is not None
    routing = call_routing(database, redis)
    at_ms = NOW.timestamp() * 1000
    brief = CallBrief(str(call.id), str(business.id), None, "en-AU", "AU", "Hello.", True)
    said = UtteranceEnded("Are you open on Monday?", 0.9, at_ms + 3000)
    await routing.records.journal.append(
        call.id, [codec.encode(CallAnswered(brief, "MZ1"), at_ms), codec.encode(said, at_ms + 3300)]
    )
    ended_at = NOW + timedelta(minutes=3)
    await routing.ended_calls.close(sid, business.number, "completed", ended_at)
    row = await business.call(sid)
    assert row is not None
    assert (row.status, row.ended_at) == ("ended", ended_at)
    assert (row.outcome, row.reason) == ("answered", "caller hung up")
    async with database.tenant(business.id) as scope:
        assert "Are you open on Monday?" in [turn.heard_text for turn in await calls.turns(scope, row.id)]


async def test_a_call_shown_for_longer_than_any_call_lasts_is_closed_by_the_carriers_word(
    database: Database, redis: Redis, stores: RedisStores, business: DialledBusiness
) -> None:
    sid = await answered(database, business, NOW - timedelta(hours=5))
    row = await business.call(sid)
    assert row is not None
    await stores.live.keep(business.id, row.id, {"phase": "listening"}, 60)
    await call_routing(database, redis).ended_calls.close(sid, business.number, "completed", NOW)
    row = await business.call(sid)
    assert row is not None
    assert row.status == "ended"
