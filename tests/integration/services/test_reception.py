"""Decisions before and after the agent talks, on real stores."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from redis.asyncio import Redis

from domain.ids import new_id
from services.profiles import Profiles
from services.reception import FINAL_STATUSES, OpenStream, Reception, SayAndHangUp
from storage.database import Database
from storage.live import LiveCalls
from tests.integration.services.dialled_business import DialledBusiness, open_business

NOW = datetime(2026, 11, 23, 5, 17, tzinfo=UTC)


@pytest.fixture
async def live(redis: Redis) -> LiveCalls:
    """This test's node has room; nodes of other tests do not matter."""
    live = LiveCalls(redis)
    await live.report_capacity(f"reception-{new_id()}", 1, 1, 5)
    return live


@pytest.fixture
async def business(database: Database) -> DialledBusiness:
    return await open_business(database)


def reception(database: Database, redis: Redis, key: str = "key") -> Reception:
    return Reception(database, LiveCalls(redis), Profiles(database, redis), token_key=key)


def stream(step: object) -> tuple[UUID, str]:
    assert isinstance(step, OpenStream)
    _, _, call_id, token = step.path.split("/")
    return UUID(call_id), token


async def test_every_replica_with_the_same_key_answers_the_same(
    database: Database, redis: Redis, live: LiveCalls, business: DialledBusiness
) -> None:
    sid = f"CA{new_id().hex}"
    one = await reception(database, redis).incoming(sid, None, business.number, NOW)
    other = await reception(database, redis).incoming(sid, None, business.number, NOW + timedelta(seconds=1))
    assert one == other
    elsewhere = await reception(database, redis, "other key").incoming(sid, None, business.number, NOW)
    assert stream(elsewhere)[0] == stream(one)[0]
    assert stream(elsewhere)[1] != stream(one)[1]


async def test_tokens_cannot_be_guessed_from_one_another(
    database: Database, redis: Redis, live: LiveCalls, business: DialledBusiness
) -> None:
    desk = reception(database, redis)
    tokens = {
        stream(await desk.incoming(f"CA{new_id().hex}", None, business.number, NOW))[1] for _ in range(5)
    }
    assert len(tokens) == 5
    assert all(len(token) == 40 and token.isalnum() for token in tokens)


async def test_a_webhook_repeated_after_its_ticket_is_gone_brings_a_new_one(
    database: Database, redis: Redis, live: LiveCalls, business: DialledBusiness
) -> None:
    desk = reception(database, redis)
    sid = f"CA{new_id().hex}"
    first = stream(await desk.incoming(sid, "+61400000001", business.number, NOW))
    await redis.delete(f"ticket:{first[0]}")
    assert stream(await desk.incoming(sid, "+61400000001", business.number, NOW)) == first
    ticket = await live.claim(*first)
    assert ticket is not None
    assert ticket.from_number == "+61400000001"


async def test_a_ticket_expires(
    database: Database, redis: Redis, live: LiveCalls, business: DialledBusiness
) -> None:
    step = await reception(database, redis).incoming(f"CA{new_id().hex}", None, business.number, NOW)
    left_ms = await redis.pttl(f"ticket:{stream(step)[0]}")
    assert 5_000 < left_ms <= 60_000


async def test_the_profile_is_read_ahead_for_the_actor(
    database: Database, redis: Redis, live: LiveCalls, business: DialledBusiness
) -> None:
    await reception(database, redis).incoming(f"CA{new_id().hex}", None, business.number, NOW)
    assert await redis.exists(f"profile:{business.id}") == 1


async def test_the_carriers_voice_is_told_the_businesss_language(
    database: Database, redis: Redis, live: LiveCalls
) -> None:
    business = await open_business(database, language="en-GB")
    row = await business.ringing(NOW)
    step = await reception(database, redis).stream_ended(row.call_sid, business.number, NOW)
    assert isinstance(step, SayAndHangUp)
    assert step.language == "en-GB"


@pytest.mark.parametrize("status", sorted(FINAL_STATUSES))
async def test_closing_an_unserved_call_twice_keeps_the_first_word(
    database: Database, redis: Redis, live: LiveCalls, business: DialledBusiness, status: str
) -> None:
    row = await business.ringing(NOW)
    desk = reception(database, redis)
    await desk.status_changed(row.call_sid, business.number, status, NOW + timedelta(seconds=9))
    await desk.status_changed(row.call_sid, business.number, "failed", NOW + timedelta(minutes=9))
    closed = await business.call(row.call_sid)
    assert closed is not None
    assert closed.ended_at == NOW + timedelta(seconds=9)
    assert closed.duration_s == 9
    assert status in (closed.reason or "")
