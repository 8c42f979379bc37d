"""A deferred write made good: judged as of when it was asked for, and told by the call's row."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from redis.asyncio import Redis

from domain.errors import StorageError
from domain.ids import new_id
from domain.scheduling.hours import instant_of, zone_named
from services.profiles import Profiles
from services.tools.context import BOOKING_CONFIRMED
from services.tools.deferred_apply import BOOKING_REFUSED, CALL_WRITTEN_WITHIN, DeferredApplier
from services.tools.runner import CallContext
from storage.postgres import calls, tables
from storage.postgres.calls import CallRow
from storage.postgres.database import Database
from tests.integration.services.tools.promised_bookings import CALLER, WANTED, written
from tests.support.salons import Salon


@pytest.fixture
def applier(database: Database, redis: Redis) -> DeferredApplier:
    return DeferredApplier(database, Profiles(database, redis))


async def call_row(salon: Salon, call: CallContext) -> CallRow:
    async with salon.database.tenant(salon.profile.id) as scope:
        return await calls.get(scope, call.call_id)


async def end(salon: Salon, call: CallContext, outcome: str) -> None:
    async with salon.database.tenant(salon.profile.id) as scope:
        await calls.finish(scope, call.call_id, outcome=outcome, ended_at=datetime.now(UTC))


async def test_notice_is_counted_from_when_the_caller_asked_and_a_past_time_is_refused(
    applier: DeferredApplier, salon: Salon
) -> None:
    starts_at = instant_of(WANTED, zone_named(salon.profile.timezone))
    in_time, too_late = [await written(salon, starts_at - timedelta(minutes=20)) for _ in range(2)]
    await applier.apply(in_time, starts_at - timedelta(minutes=1))
    assert await salon.count(tables.Booking) == 1
    await applier.apply(too_late, starts_at)
    confirmed, refused = await salon.promised()
    assert (confirmed[0], refused[0]) == (BOOKING_CONFIRMED, BOOKING_REFUSED)
    assert refused[2]["code"] == "outside_hours"


@pytest.mark.parametrize("before", ["answered", "failed", "message", "transferred", "abandoned"])
async def test_a_call_that_has_ended_is_booked_after_all(
    salon: Salon, applier: DeferredApplier, before: str
) -> None:
    write = await written(salon, datetime.now(UTC))
    call = CallContext(write.call_id, salon.profile.id, CALLER)
    await end(salon, call, before)
    await applier.apply(write, datetime.now(UTC))
    assert (await call_row(salon, call)).outcome == "booked"


@pytest.mark.parametrize(
    ("later", "outcome"), [("answered", "booked"), ("booked", "booked"), ("emergency", "emergency")]
)
async def test_a_call_that_goes_on_ends_as_what_weighs_most(
    salon: Salon, applier: DeferredApplier, later: str, outcome: str
) -> None:
    write = await written(salon, datetime.now(UTC))
    call = CallContext(write.call_id, salon.profile.id, CALLER)
    await applier.apply(write, datetime.now(UTC))
    row = await call_row(salon, call)
    assert (row.status, row.outcome) == ("ringing", "booked")
    await end(salon, call, later)
    row = await call_row(salon, call)
    assert (row.status, row.outcome) == ("ended", outcome)


async def test_an_emergency_stays_one(salon: Salon, applier: DeferredApplier) -> None:
    write = await written(salon, datetime.now(UTC))
    call = CallContext(write.call_id, salon.profile.id, CALLER)
    await end(salon, call, "emergency")
    await applier.apply(write, datetime.now(UTC))
    assert (await call_row(salon, call)).outcome == "emergency"


async def test_a_call_without_a_row_is_waited_for_and_in_the_end_booked_without(
    salon: Salon, applier: DeferredApplier
) -> None:
    now = datetime.now(UTC)
    write = replace(await written(salon, now), call_id=new_id())
    with pytest.raises(StorageError, match="row"):
        await applier.apply(write, now)
    assert await salon.count(tables.Booking) == 0
    await applier.apply(write, now + CALL_WRITTEN_WITHIN)
    assert await salon.count(tables.Booking) == 1
    ((_, _, payload),) = await salon.promised()
    assert payload["call_id"] is None
