"""Calls that the published version sends elsewhere than to the agent, and the version that serves the others."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from redis.asyncio import Redis

from domain.call_control import HangUp, OpenStream, PutThrough, Refuse, TakeVoicemail
from domain.ids import new_id
from domain.receptionist.content import Callers, Pause, PausedGet, Recording, StaffFirst, Transfers, VipsGet
from services.profiles import Profiles
from storage.postgres.database import Database
from storage.redis.capacity import CallSlots
from storage.redis.stores import RedisStores
from tests.integration.services.routing.call_routing import call_routing, stream_of
from tests.support.businesses import TRANSFER_NUMBER
from tests.support.dialled_business import DialledBusiness, open_business
from tests.support.receptionists import publish

NOW = datetime(2026, 11, 23, 0, 17, tzinfo=UTC)
CALLER, STAFF = "+61400000001", "+61280002222"


@pytest.fixture
async def stores(redis: Redis) -> RedisStores:
    stores = RedisStores.over(redis)
    await stores.capacity.report(f"node-{new_id()}", CallSlots(1, 1), 5)
    return stores


@pytest.fixture
async def business(database: Database) -> DialledBusiness:
    return await open_business(database)


@pytest.mark.parametrize(
    ("changes", "step", "outcome", "reason"),
    [
        ({"callers": Callers((CALLER,))}, Refuse, "missed", "the caller's number is blocked"),
        ({"pause": Pause(on=True)}, TakeVoicemail, "missed", "the agent was paused"),
        (
            {"pause": Pause(True, PausedGet.FORWARD), "transfers": Transfers(STAFF, ring_s=25)},
            PutThrough,
            "missed",
            "the agent was paused",
        ),
    ],
    ids=["blocked", "paused", "paused-forward"],
)
async def test_callers_without_an_agent_take_nothing_up_and_hear_the_same_again(
    database: Database,
    redis: Redis,
    stores: RedisStores,
    business: DialledBusiness,
    changes: dict[str, object],
    step: type,
    outcome: str,
    reason: str,
) -> None:
    await publish(database, business.id, **changes)
    sid, incoming = f"CA{new_id().hex}", call_routing(database, redis).incoming_calls
    decided = [await incoming.decide(sid, CALLER, business.number, NOW) for _ in range(2)]
    assert decided[0] == decided[1]
    assert isinstance(decided[0], step)
    call = await business.call(sid)
    assert call is not None
    assert (call.status, call.outcome, call.reason) == ("ended", outcome, reason)
    assert call.receptionist_version == 2
    assert await stores.tickets.peek(call.id) is None


async def test_a_person_is_rung_first_and_the_agent_answers_when_nobody_takes_the_call(
    database: Database, redis: Redis, stores: RedisStores, business: DialledBusiness
) -> None:
    await publish(database, business.id, staff_first=StaffFirst(True, STAFF, 12))
    sid, routing = f"CA{new_id().hex}", call_routing(database, redis)
    rung = await routing.incoming_calls.decide(sid, CALLER, business.number, NOW)
    assert rung == PutThrough(STAFF, "", "en-AU", business.id, 12, then_agent=True)
    assert await routing.put_throughs.ended(sid, business.number, talked=False, then_agent=True) is None
    answers = [
        await routing.incoming_calls.decide(sid, CALLER, business.number, NOW, staff_rung=True)
        for _ in range(2)
    ]
    assert isinstance(answers[0], OpenStream)
    assert answers[0] == answers[1]


async def test_a_call_a_person_took_before_the_agent_is_filed_as_transferred(
    database: Database, redis: Redis, stores: RedisStores, business: DialledBusiness
) -> None:
    vip = Callers(vips=(CALLER,), vips_get=VipsGet.PUT_THROUGH)
    await publish(database, business.id, callers=vip)
    sid, routing = f"CA{new_id().hex}", call_routing(database, redis)
    rung = await routing.incoming_calls.decide(sid, CALLER, business.number, NOW)
    assert isinstance(rung, PutThrough)
    assert rung.number == TRANSFER_NUMBER
    await routing.put_throughs.accepted(business.id, sid)
    assert await routing.put_throughs.ended(sid, business.number, talked=True, then_agent=True) == HangUp()
    call = await business.call(sid)
    assert call is not None
    assert (call.status, call.outcome) == ("ended", "transferred")


async def test_vips_come_in_when_every_line_is_taken(
    database: Database, redis: Redis, stores: RedisStores
) -> None:
    business = await open_business(database, max_concurrent_calls=1)
    await publish(database, business.id, callers=Callers(vips=(CALLER,)))
    await business.ringing(NOW)
    incoming = call_routing(database, redis).incoming_calls
    other = await incoming.decide(f"CA{new_id().hex}", "+61400000009", business.number, NOW)
    assert isinstance(other, TakeVoicemail)
    vip = await incoming.decide(f"CA{new_id().hex}", CALLER, business.number, NOW)
    assert isinstance(vip, OpenStream)


async def test_a_call_keeps_the_version_it_began_with_whatever_is_published_meanwhile(
    database: Database, redis: Redis, stores: RedisStores, business: DialledBusiness
) -> None:
    sid = f"CA{new_id().hex}"
    opened = await call_routing(database, redis).incoming_calls.decide(sid, CALLER, business.number, NOW)
    ticket = await stores.tickets.peek(stream_of(opened)[0])
    assert ticket is not None
    profiles = Profiles(database, redis)
    await publish(
        database, business.id, greeting="Hello from the new version.", recording=Recording(on=False)
    )
    await profiles.forget(business.id)
    now_served = await profiles.get(business.id)
    assert (now_served.receptionist_version, now_served.greeting) == (2, "Hello from the new version.")
    begun = await profiles.get(business.id, ticket.receptionist_version)
    assert (begun.receptionist_version, begun.greeting) == (1, "Hello, Harbour Street Hair.")
    call = await business.call(sid)
    assert call is not None
    assert call.receptionist_version == ticket.receptionist_version == 1
    # A version that is gone does not cost the call.
    unknown = await profiles.get(business.id, replace(ticket, receptionist_version=99).receptionist_version)
    assert unknown == now_served
