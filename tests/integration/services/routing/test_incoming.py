"""Decisions before and after the agent talks, on real stores."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from redis.asyncio import Redis

from domain.accounts.closing import new_closure
from domain.business import Overflow
from domain.call_control import HangUp, Hold, OpenStream, PutThrough, SayAndHangUp, TakeVoicemail
from domain.customers.known import KnownCaller, KnownPerson
from domain.dialogue.lines import ENGLISH
from domain.ids import new_id
from domain.receptionist.content import Callers
from services.profiles import Profiles
from services.routing.incoming import UNSEEN_FOR
from services.routing.overflow import RETRY_PAUSES_S
from storage.postgres import calls, closures, customer_notes, customers
from storage.postgres.database import Database
from storage.redis.capacity import CallSlots
from storage.redis.stores import RedisStores
from tests.integration.services.routing.call_routing import call_routing, stream_of
from tests.support.businesses import TRANSFER_NUMBER, unused_number
from tests.support.dialled_business import DialledBusiness, open_business
from tests.support.receptionists import publish

NOW = datetime(2026, 11, 23, 5, 17, tzinfo=UTC)


@pytest.fixture
async def stores(redis: Redis) -> RedisStores:
    """This test's node has room; nodes of other tests do not matter."""
    stores = RedisStores.over(redis)
    await stores.capacity.report(f"node-{new_id()}", CallSlots(1, 1), 5)
    return stores


def voicemail_of(business: DialledBusiness) -> TakeVoicemail:
    return TakeVoicemail(ENGLISH.voicemail_when_busy, ENGLISH.voicemail_goodbye, "en-AU", business.id)


@pytest.fixture
async def business(database: Database) -> DialledBusiness:
    return await open_business(database)


async def test_every_replica_with_the_same_key_answers_the_same(
    database: Database, redis: Redis, stores: RedisStores, business: DialledBusiness
) -> None:
    sid = f"CA{new_id().hex}"
    one = await call_routing(database, redis).incoming_calls.decide(sid, None, business.number, NOW)
    other = await call_routing(database, redis).incoming_calls.decide(
        sid, None, business.number, NOW + timedelta(seconds=1)
    )
    assert one == other
    elsewhere = await call_routing(database, redis, key="other key").incoming_calls.decide(
        sid, None, business.number, NOW
    )
    assert stream_of(elsewhere)[0] == stream_of(one)[0]
    assert stream_of(elsewhere)[1] != stream_of(one)[1]


async def test_tokens_cannot_be_guessed_from_one_another(
    database: Database, redis: Redis, stores: RedisStores, business: DialledBusiness
) -> None:
    routing = call_routing(database, redis)
    tokens = {
        stream_of(await routing.incoming_calls.decide(f"CA{new_id().hex}", None, business.number, NOW))[1]
        for _ in range(5)
    }
    assert len(tokens) == 5
    assert all(len(token) == 40 and token.isalnum() for token in tokens)


async def test_a_webhook_repeated_after_its_ticket_is_gone_brings_a_new_one(
    database: Database, redis: Redis, stores: RedisStores, business: DialledBusiness
) -> None:
    routing = call_routing(database, redis)
    sid = f"CA{new_id().hex}"
    first = stream_of(await routing.incoming_calls.decide(sid, "+61400000001", business.number, NOW))
    await redis.delete(f"ticket:{first[0]}")
    assert stream_of(await routing.incoming_calls.decide(sid, "+61400000001", business.number, NOW)) == first
    ticket = await stores.tickets.claim(*first)
    assert ticket is not None
    assert ticket.from_number == "+61400000001"


async def test_a_ticket_expires(
    database: Database, redis: Redis, stores: RedisStores, business: DialledBusiness
) -> None:
    step = await call_routing(database, redis).incoming_calls.decide(
        f"CA{new_id().hex}", None, business.number, NOW
    )
    left_ms = await redis.pttl(f"ticket:{stream_of(step)[0]}")
    assert 5_000 < left_ms <= 60_000


async def test_the_profile_is_read_ahead_for_the_actor(
    database: Database, redis: Redis, stores: RedisStores, business: DialledBusiness
) -> None:
    await call_routing(database, redis).incoming_calls.decide(f"CA{new_id().hex}", None, business.number, NOW)
    assert await redis.exists(f"profile:{business.id}") == 1


# --- lines of a business ----------------------------------------------------------------------------------------
async def test_ten_calls_at_once_get_no_more_lines_than_the_business_has(
    database: Database, redis: Redis, stores: RedisStores
) -> None:
    business = await open_business(database, max_concurrent_calls=3)
    routing = call_routing(database, redis)
    sids = [f"CA{new_id().hex}" for _ in range(10)]

    async def ring() -> list[object]:
        return await asyncio.gather(
            *(routing.incoming_calls.decide(sid, None, business.number, NOW) for sid in sids)
        )

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


async def test_one_number_has_no_more_than_two_lines_of_a_business(
    database: Database, redis: Redis, stores: RedisStores
) -> None:
    business, rival = await open_business(database), await open_business(database)
    routing, number = call_routing(database, redis), unused_number()

    async def ring(from_number: str | None, whom: DialledBusiness) -> tuple[str, object]:
        sid = f"CA{new_id().hex}"
        return sid, await routing.incoming_calls.decide(sid, from_number, whom.number, NOW)

    rung = await asyncio.gather(*(ring(number, business) for _ in range(6)))
    let_in = [sid for sid, step in rung if isinstance(step, OpenStream)]
    refused = [sid for sid, step in rung if not isinstance(step, OpenStream)]
    assert (len(let_in), len(refused)) == (2, 4)
    row = await business.call(refused[0])
    assert row is not None
    assert (row.outcome, row.reason) == ("missed", "the caller had 2 lines of the business already")
    for caller, whom in ((unused_number(), business), (None, business), (None, business), (number, rival)):
        assert isinstance((await ring(caller, whom))[1], OpenStream)
    assert isinstance((await ring(None, business))[1], OpenStream), "nobody is known by showing no number"
    over = await business.call(let_in[0])
    assert over is not None
    async with database.tenant(business.id) as scope:
        await calls.finish(scope, over.id, outcome="answered", ended_at=NOW)
    assert isinstance((await ring(number, business))[1], OpenStream)


async def test_a_line_is_free_again_when_its_call_ends(
    database: Database, redis: Redis, stores: RedisStores
) -> None:
    business = await open_business(database, max_concurrent_calls=1)
    routing = call_routing(database, redis)
    first = await business.ringing(NOW)
    assert await routing.incoming_calls.decide(
        f"CA{new_id().hex}", None, business.number, NOW
    ) == voicemail_of(business)
    await routing.ended_calls.close(first.call_sid, business.number, "completed", NOW)
    assert isinstance(
        await routing.incoming_calls.decide(f"CA{new_id().hex}", None, business.number, NOW), OpenStream
    )


async def test_a_call_its_agent_shows_takes_a_line_and_a_lost_one_does_not(
    database: Database, redis: Redis, stores: RedisStores
) -> None:
    business = await open_business(database, max_concurrent_calls=1)
    routing = call_routing(database, redis)
    row = await business.ringing(NOW - UNSEEN_FOR)
    await stores.live.keep(business.id, row.id, {"phase": "listening"}, 60)
    assert await routing.incoming_calls.decide(
        f"CA{new_id().hex}", None, business.number, NOW
    ) == voicemail_of(business)
    await stores.live.remove(business.id, row.id)
    assert isinstance(
        await routing.incoming_calls.decide(f"CA{new_id().hex}", None, business.number, NOW), OpenStream
    )


async def test_a_call_the_carrier_said_was_over_takes_no_line_though_its_agent_still_shows_it(
    database: Database, redis: Redis, stores: RedisStores
) -> None:
    business = await open_business(database, max_concurrent_calls=1)
    routing = call_routing(database, redis)
    first = await business.ringing(NOW)
    await stores.live.keep(business.id, first.id, {"phase": "listening"}, 60)
    await routing.ended_calls.close(first.call_sid, business.number, "completed", NOW)
    assert isinstance(
        await routing.incoming_calls.decide(f"CA{new_id().hex}", None, business.number, NOW), OpenStream
    )


async def test_businesses_do_not_take_each_others_lines(
    database: Database, redis: Redis, stores: RedisStores
) -> None:
    one, other = [await open_business(database, max_concurrent_calls=1) for _ in range(2)]
    routing = call_routing(database, redis)
    for business in (one, other):
        step = await routing.incoming_calls.decide(f"CA{new_id().hex}", None, business.number, NOW)
        assert isinstance(step, OpenStream)


# --- no line ----------------------------------------------------------------------------------------------------
def hold(attempt: int) -> Hold:
    return Hold(ENGLISH.please_hold, "en-AU", RETRY_PAUSES_S[attempt - 1], attempt)


async def test_a_caller_on_hold_is_answered_as_soon_as_a_line_is_free(
    database: Database, redis: Redis, stores: RedisStores
) -> None:
    business = await open_business(database, max_concurrent_calls=1, overflow=Overflow.RETRY)
    routing = call_routing(database, redis)
    first = await business.ringing(NOW)
    sid = f"CA{new_id().hex}"
    assert await routing.incoming_calls.decide(sid, None, business.number, NOW) == hold(1)
    assert await routing.incoming_calls.decide(sid, None, business.number, NOW) == hold(1)
    later = NOW + timedelta(seconds=5)
    assert await routing.incoming_calls.decide(sid, None, business.number, later, attempt=1) == hold(2)
    missed = await business.call(sid)
    assert missed is not None
    assert (missed.status, missed.outcome, missed.ended_at) == ("ended", "missed", later)

    await routing.ended_calls.close(first.call_sid, business.number, "completed", later)
    later = NOW + timedelta(seconds=15)
    opened = await routing.incoming_calls.decide(sid, None, business.number, later, attempt=2)
    assert await routing.incoming_calls.decide(sid, None, business.number, later, attempt=2) == opened
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
    routing = call_routing(database, redis)
    await business.ringing(NOW)
    sid = f"CA{new_id().hex}"
    steps = [
        await routing.incoming_calls.decide(sid, None, business.number, NOW, attempt=n) for n in range(4)
    ]
    assert steps == [hold(1), hold(2), hold(3), voicemail_of(business)]
    assert sorted(RETRY_PAUSES_S) == list(RETRY_PAUSES_S)
    assert await business.calls() == 2


async def test_a_missed_caller_who_hung_up_is_not_let_in_by_a_repeated_webhook(
    database: Database, redis: Redis, stores: RedisStores
) -> None:
    business = await open_business(database, max_concurrent_calls=1)
    routing = call_routing(database, redis)
    first = await business.ringing(NOW)
    sid = f"CA{new_id().hex}"
    await routing.incoming_calls.decide(sid, None, business.number, NOW)
    await routing.ended_calls.close(first.call_sid, business.number, "completed", NOW)
    assert await routing.incoming_calls.decide(sid, None, business.number, NOW) == voicemail_of(business)
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
    routing = call_routing(database, redis)
    await business.ringing(NOW)
    sid = f"CA{new_id().hex}"
    step = await routing.incoming_calls.decide(sid, None, business.number, NOW)
    if number is None:
        assert step == voicemail_of(business)
        return
    assert step == PutThrough(number, ENGLISH.transferring, "en-AU", business.id)
    away = await routing.put_throughs.ended(sid, business.number, talked=False)
    assert away == TakeVoicemail(ENGLISH.voicemail_when_away, ENGLISH.voicemail_goodbye, "en-AU", business.id)
    row = await business.call(sid)
    assert row is not None
    assert row.outcome == "missed"
    assert await routing.put_throughs.ended(sid, business.number, talked=True) == HangUp()
    row = await business.call(sid)
    assert row is not None
    assert (row.status, row.outcome) == ("ended", "transferred")


async def test_a_call_that_was_let_in_keeps_its_line_when_the_last_slot_is_taken_and_its_webhook_comes_again(
    database: Database, redis: Redis, stores: RedisStores, business: DialledBusiness
) -> None:
    sid = f"CA{new_id().hex}"
    opened = await call_routing(database, redis).incoming_calls.decide(sid, None, business.number, NOW)
    full = call_routing(database, redis, reserve=10**6)
    for node, (_, total) in (await stores.capacity.by_node()).items():
        await stores.capacity.report(node, CallSlots(0, total), 5)
    assert await full.incoming_calls.decide(sid, None, business.number, NOW) == opened
    assert not isinstance(
        await full.incoming_calls.decide(f"CA{new_id().hex}", None, business.number, NOW), OpenStream
    )


async def test_a_business_that_was_given_up_answers_no_call_and_its_row_says_why(
    database: Database, redis: Redis, stores: RedisStores, business: DialledBusiness
) -> None:
    async with database.tenant(business.id) as scope:
        assert await closures.close(scope, new_closure(datetime.now(UTC), None))
    decide = call_routing(database, redis).incoming_calls.decide
    sid = f"CA{new_id().hex}"
    for _ in range(2):
        told = await decide(sid, None, business.number, NOW)
        assert told == SayAndHangUp(ENGLISH.given_up_number, "en-AU")
    async with database.tenant(business.id) as scope:
        call = await calls.by_sid(scope, sid)
        assert call is not None
        assert (call.status, call.outcome, call.reason) == ("ended", "missed", "the business was given up")
        await closures.reopen(scope)
        assert await closures.close(scope, new_closure(datetime.now(UTC), TRANSFER_NUMBER))
    await Profiles(database, redis).forget(business.id)
    put_through = await decide(f"CA{new_id().hex}", None, business.number, NOW)
    assert isinstance(put_through, PutThrough)
    assert (put_through.number, put_through.asks) == (TRANSFER_NUMBER, False)


async def test_who_is_known_by_the_number_goes_with_the_ticket_by_name_if_that_is_wanted(
    database: Database, redis: Redis, stores: RedisStores
) -> None:
    number = "+61400000777"
    routing = call_routing(database, redis)
    for by_name in (False, True):
        business = await open_business(database)
        async with database.tenant(business.id) as scope:
            customer_id = await customers.find_or_create(scope, "Anna Lee", number)
            await customer_notes.add(scope, customer_id, "Allergic to latex", for_agent=True, author="user:1")
            await customer_notes.add(scope, customer_id, "Owes us", for_agent=False, author="user:1")
            await customer_notes.set_tags(scope, customer_id, ["vip"])
        await publish(database, business.id, callers=Callers(by_name=by_name))
        step = await routing.incoming_calls.decide(f"CA{new_id().hex}", number, business.number, NOW)
        known = await stores.tickets.peek(stream_of(step)[0])
        assert known is not None
        name = "Anna Lee" if by_name else ""
        person = KnownPerson(name, vip=True, notes=("Allergic to latex",))
        assert known.caller == KnownCaller((person,))
        for stranger in (None, "+61400000778"):
            step = await routing.incoming_calls.decide(f"CA{new_id().hex}", stranger, business.number, NOW)
            unknown = await stores.tickets.peek(stream_of(step)[0])
            assert unknown is not None
            assert unknown.caller is None
