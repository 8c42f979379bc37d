"""Decisions before and after the agent talks, on real stores."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from redis.asyncio import Redis

from domain.business import Overflow
from domain.call import codec
from domain.call.events import CallAnswered, CallBrief, UtteranceEnded
from domain.call_control import HangUp, Hold, OpenStream, PutThrough, SayAndHangUp, TakeVoicemail
from domain.dialogue.policy import ENGLISH
from domain.ids import new_id
from services.routing.incoming import UNSEEN_FOR, Reception
from services.routing.overflow import RETRY_PAUSES_S
from storage.postgres import calls
from storage.postgres.database import Database
from storage.redis.capacity import CallSlots
from storage.redis.stores import RedisStores
from tests.integration.services.routing.front_desk import front_desk, stream_of
from tests.support.businesses import TRANSFER_NUMBER
from tests.support.dialled_business import DialledBusiness, open_business

NOW = datetime(2026, 11, 23, 5, 17, tzinfo=UTC)


@pytest.fixture
async def stores(redis: Redis) -> RedisStores:
    """This test's node has room; nodes of other tests do not matter."""
    stores = RedisStores.over(redis)
    await stores.capacity.report(f"reception-{new_id()}", CallSlots(1, 1), 5)
    return stores


def voicemail_of(business: DialledBusiness) -> TakeVoicemail:
    return TakeVoicemail(ENGLISH.voicemail_when_busy, ENGLISH.voicemail_goodbye, "en-AU", business.id)


@pytest.fixture
async def business(database: Database) -> DialledBusiness:
    return await open_business(database)


def reception(database: Database, redis: Redis, key: str = "key") -> Reception:
    return front_desk(database, redis, key=key).reception


async def test_every_replica_with_the_same_key_answers_the_same(
    database: Database, redis: Redis, stores: RedisStores, business: DialledBusiness
) -> None:
    sid = f"CA{new_id().hex}"
    one = await reception(database, redis).incoming(sid, None, business.number, NOW)
    other = await reception(database, redis).incoming(sid, None, business.number, NOW + timedelta(seconds=1))
    assert one == other
    elsewhere = await reception(database, redis, "other key").incoming(sid, None, business.number, NOW)
    assert stream_of(elsewhere)[0] == stream_of(one)[0]
    assert stream_of(elsewhere)[1] != stream_of(one)[1]


async def test_tokens_cannot_be_guessed_from_one_another(
    database: Database, redis: Redis, stores: RedisStores, business: DialledBusiness
) -> None:
    desk = reception(database, redis)
    tokens = {
        stream_of(await desk.incoming(f"CA{new_id().hex}", None, business.number, NOW))[1] for _ in range(5)
    }
    assert len(tokens) == 5
    assert all(len(token) == 40 and token.isalnum() for token in tokens)


async def test_a_webhook_repeated_after_its_ticket_is_gone_brings_a_new_one(
    database: Database, redis: Redis, stores: RedisStores, business: DialledBusiness
) -> None:
    desk = reception(database, redis)
    sid = f"CA{new_id().hex}"
    first = stream_of(await desk.incoming(sid, "+61400000001", business.number, NOW))
    await redis.delete(f"ticket:{first[0]}")
    assert stream_of(await desk.incoming(sid, "+61400000001", business.number, NOW)) == first
    ticket = await stores.tickets.claim(*first)
    assert ticket is not None
    assert ticket.from_number == "+61400000001"


async def test_a_ticket_expires(
    database: Database, redis: Redis, stores: RedisStores, business: DialledBusiness
) -> None:
    step = await reception(database, redis).incoming(f"CA{new_id().hex}", None, business.number, NOW)
    left_ms = await redis.pttl(f"ticket:{stream_of(step)[0]}")
    assert 5_000 < left_ms <= 60_000


async def test_the_profile_is_read_ahead_for_the_actor(
    database: Database, redis: Redis, stores: RedisStores, business: DialledBusiness
) -> None:
    await reception(database, redis).incoming(f"CA{new_id().hex}", None, business.number, NOW)
    assert await redis.exists(f"profile:{business.id}") == 1


async def test_the_carriers_voice_is_told_the_businesss_language(
    database: Database, redis: Redis, stores: RedisStores
) -> None:
    business = await open_business(database, language="en-GB")
    step = await reception(database, redis).voicemail_recorded(business.number)
    assert step == SayAndHangUp(ENGLISH.voicemail_goodbye, "en-GB")


@pytest.mark.parametrize("status", ["completed", "no-answer", "canceled"])
async def test_closing_an_unserved_call_twice_keeps_the_first_word(
    database: Database, redis: Redis, stores: RedisStores, business: DialledBusiness, status: str
) -> None:
    row = await business.ringing(NOW)
    desk = reception(database, redis)
    await desk.ended(row.call_sid, business.number, status, NOW + timedelta(seconds=9))
    await desk.ended(row.call_sid, business.number, "failed", NOW + timedelta(minutes=9))
    closed = await business.call(row.call_sid)
    assert closed is not None
    assert closed.ended_at == NOW + timedelta(seconds=9)
    assert closed.duration_s == 9
    assert status in (closed.reason or "")


# --- lines of a business ----------------------------------------------------------------------------------------
async def test_ten_calls_at_once_get_no_more_lines_than_the_business_has(
    database: Database, redis: Redis, stores: RedisStores
) -> None:
    business = await open_business(database, max_concurrent_calls=3)
    desk = reception(database, redis)
    sids = [f"CA{new_id().hex}" for _ in range(10)]

    async def ring() -> list[object]:
        return await asyncio.gather(*(desk.incoming(sid, None, business.number, NOW) for sid in sids))

    steps = await ring()
    assert sum(isinstance(step, OpenStream) for step in steps) == 3
    assert steps.count(voicemail_of(business)) == 7
    assert await ring() == steps, "the same call gets the same answer"
    for sid, step in zip(sids, steps, strict=True):
        row = await business.call(sid)
        assert row is not None
        if step == voicemail_of(business):
            assert (row.status, row.outcome, row.ended_at) == ("ended", "missed", NOW)
            assert "all 3 lines" in (row.reason or "")
        else:
            assert row.status == "ringing"


async def test_a_line_is_free_again_when_its_call_ends(
    database: Database, redis: Redis, stores: RedisStores
) -> None:
    business = await open_business(database, max_concurrent_calls=1)
    desk = reception(database, redis)
    first = await business.ringing(NOW)
    assert await desk.incoming(f"CA{new_id().hex}", None, business.number, NOW) == voicemail_of(business)
    await desk.ended(first.call_sid, business.number, "completed", NOW)
    assert isinstance(await desk.incoming(f"CA{new_id().hex}", None, business.number, NOW), OpenStream)


async def test_a_call_its_agent_shows_takes_a_line_and_a_lost_one_does_not(
    database: Database, redis: Redis, stores: RedisStores
) -> None:
    business = await open_business(database, max_concurrent_calls=1)
    desk = reception(database, redis)
    row = await business.ringing(NOW - UNSEEN_FOR)
    await stores.live.publish(business.id, row.id, {"phase": "listening"}, 60)
    assert await desk.incoming(f"CA{new_id().hex}", None, business.number, NOW) == voicemail_of(business)
    await stores.live.remove(business.id, row.id)
    assert isinstance(await desk.incoming(f"CA{new_id().hex}", None, business.number, NOW), OpenStream)


async def test_a_call_the_carrier_said_was_over_takes_no_line_though_its_agent_still_shows_it(
    database: Database, redis: Redis, stores: RedisStores
) -> None:
    business = await open_business(database, max_concurrent_calls=1)
    desk = reception(database, redis)
    first = await business.ringing(NOW)
    await stores.live.publish(business.id, first.id, {"phase": "listening"}, 60)
    await desk.ended(first.call_sid, business.number, "completed", NOW)
    assert isinstance(await desk.incoming(f"CA{new_id().hex}", None, business.number, NOW), OpenStream)


async def test_businesses_do_not_take_each_others_lines(
    database: Database, redis: Redis, stores: RedisStores
) -> None:
    one, other = [await open_business(database, max_concurrent_calls=1) for _ in range(2)]
    desk = reception(database, redis)
    for business in (one, other):
        step = await desk.incoming(f"CA{new_id().hex}", None, business.number, NOW)
        assert isinstance(step, OpenStream)


# --- no line ----------------------------------------------------------------------------------------------------
def hold(attempt: int) -> Hold:
    return Hold(ENGLISH.please_hold, "en-AU", RETRY_PAUSES_S[attempt - 1], attempt)


async def test_a_caller_on_hold_is_answered_as_soon_as_a_line_is_free(
    database: Database, redis: Redis, stores: RedisStores
) -> None:
    business = await open_business(database, max_concurrent_calls=1, overflow=Overflow.RETRY)
    desk = reception(database, redis)
    first = await business.ringing(NOW)
    sid = f"CA{new_id().hex}"
    assert await desk.incoming(sid, None, business.number, NOW) == hold(1)
    assert await desk.incoming(sid, None, business.number, NOW) == hold(1)
    later = NOW + timedelta(seconds=5)
    assert await desk.incoming(sid, None, business.number, later, attempt=1) == hold(2)
    missed = await business.call(sid)
    assert missed is not None
    assert (missed.status, missed.outcome, missed.ended_at) == ("ended", "missed", later)

    await desk.ended(first.call_sid, business.number, "completed", later)
    later = NOW + timedelta(seconds=15)
    opened = await desk.incoming(sid, None, business.number, later, attempt=2)
    assert await desk.incoming(sid, None, business.number, later, attempt=2) == opened
    row = await business.call(sid)
    assert row is not None
    assert (row.id, row.status, row.outcome, row.reason, row.ended_at) == (
        missed.id,
        "ringing",
        None,
        None,
        None,
    )
    ticket = await stores.tickets.claim(*stream_of(opened))
    assert ticket is not None
    assert ticket.received_at == later
    async with database.tenant(business.id) as scope:
        await calls.mark_answered(scope, row.id, later, 400.0)
        await calls.finish(scope, row.id, outcome="booked", ended_at=later)
    row = await business.call(sid)
    assert row is not None
    assert (row.status, row.outcome, row.ended_at) == ("ended", "booked", later)


async def test_a_caller_is_held_three_times_ever_longer_and_then_asked_for_a_message(
    database: Database, redis: Redis, stores: RedisStores
) -> None:
    business = await open_business(database, max_concurrent_calls=1, overflow=Overflow.RETRY)
    desk = reception(database, redis)
    await business.ringing(NOW)
    sid = f"CA{new_id().hex}"
    steps = [await desk.incoming(sid, None, business.number, NOW, attempt=n) for n in range(4)]
    assert steps == [hold(1), hold(2), hold(3), voicemail_of(business)]
    assert sorted(RETRY_PAUSES_S) == list(RETRY_PAUSES_S)
    assert await business.calls() == 2


async def test_a_missed_caller_who_hung_up_is_not_let_in_by_a_repeated_webhook(
    database: Database, redis: Redis, stores: RedisStores
) -> None:
    business = await open_business(database, max_concurrent_calls=1)
    desk = reception(database, redis)
    first = await business.ringing(NOW)
    sid = f"CA{new_id().hex}"
    await desk.incoming(sid, None, business.number, NOW)
    await desk.ended(first.call_sid, business.number, "completed", NOW)
    assert await desk.incoming(sid, None, business.number, NOW) == voicemail_of(business)
    row = await business.call(sid)
    assert row is not None
    assert row.outcome == "missed"


@pytest.mark.parametrize("number", [TRANSFER_NUMBER, None])
async def test_where_the_business_wants_it_a_person_is_rung_if_one_is_named(
    database: Database, redis: Redis, stores: RedisStores, number: str | None
) -> None:
    business = await open_business(
        database, max_concurrent_calls=1, overflow=Overflow.FORWARD, transfer_number=number
    )
    desk = reception(database, redis)
    await business.ringing(NOW)
    sid = f"CA{new_id().hex}"
    step = await desk.incoming(sid, None, business.number, NOW)
    if number is None:
        assert step == voicemail_of(business)
        return
    assert step == PutThrough(number, ENGLISH.transferring, "en-AU")
    away = await desk.transfer_ended(sid, business.number, bridged=False)
    assert away == TakeVoicemail(ENGLISH.voicemail_when_away, ENGLISH.voicemail_goodbye, "en-AU", business.id)
    row = await business.call(sid)
    assert row is not None
    assert row.outcome == "missed"
    assert await desk.transfer_ended(sid, business.number, bridged=True) == HangUp()
    row = await business.call(sid)
    assert row is not None
    assert (row.status, row.outcome) == ("ended", "transferred")


async def test_a_call_that_was_let_in_keeps_its_line_when_the_last_slot_is_taken_and_its_webhook_comes_again(
    database: Database, redis: Redis, stores: RedisStores, business: DialledBusiness
) -> None:
    sid = f"CA{new_id().hex}"
    opened = await reception(database, redis).incoming(sid, None, business.number, NOW)
    full = front_desk(database, redis, reserve=10**6).reception
    for node, (_, total) in (await stores.capacity.by_node()).items():
        await stores.capacity.report(node, CallSlots(0, total), 5)
    assert await full.incoming(sid, None, business.number, NOW) == opened
    assert not isinstance(await full.incoming(f"CA{new_id().hex}", None, business.number, NOW), OpenStream)


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
    await reception(database, redis).ended(sid, business.number, "completed", ended_at)
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
    desk = front_desk(database, redis)
    at_ms = NOW.timestamp() * 1000
    brief = CallBrief(str(call.id), str(business.id), None, "en-AU", "AU", "Hello.", True)
    said = UtteranceEnded("Are you open on Monday?", 0.9, at_ms + 3000)
    await desk.records.journal.append(
        call.id, [codec.encode(CallAnswered(brief, "MZ1"), at_ms), codec.encode(said, at_ms + 3300)]
    )
    ended_at = NOW + timedelta(minutes=3)
    await desk.reception.ended(sid, business.number, "completed", ended_at)
    row = await business.call(sid)
    assert row is not None
    assert (row.status, row.ended_at) == ("ended", ended_at)
    assert "completed" in (row.reason or "")
    async with database.tenant(business.id) as scope:
        assert "Are you open on Monday?" in [turn.heard_text for turn in await calls.turns(scope, row.id)]


async def test_a_call_shown_for_longer_than_any_call_lasts_is_closed_by_the_carriers_word(
    database: Database, redis: Redis, stores: RedisStores, business: DialledBusiness
) -> None:
    sid = await answered(database, business, NOW - timedelta(hours=5))
    row = await business.call(sid)
    assert row is not None
    await stores.live.publish(business.id, row.id, {"phase": "listening"}, 60)
    await reception(database, redis).ended(sid, business.number, "completed", NOW)
    row = await business.call(sid)
    assert row is not None
    assert row.status == "ended"
