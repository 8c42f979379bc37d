"""Calls of a lost node are closed, whoever's they are, by one node at a time."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic
from uuid import UUID

import pytest
from redis.asyncio import Redis

from deployments.worker import STALE_CALLS_EVERY_S
from domain.call.events import UtteranceEnded
from domain.errors import StorageError
from sandbox.local.process import free_port
from services.item_failures import ItemFailures
from services.records.call_records import CallRecords
from services.records.stale_calls import (
    LONGEST_CALL,
    NEVER_OPENED,
    REASON,
    RINGING_FOR,
    SOURCE,
    WRITTEN_WITHIN,
    StaleCalls,
)
from storage.objects import Objects
from storage.postgres import calls
from storage.postgres.calls import CallRow
from storage.postgres.database import Database
from storage.redis.connection import open_redis
from storage.redis.dead_letters import DeadLetters
from storage.redis.journal import Journal
from storage.redis.live_view import LiveCalls
from storage.redis.tickets import Ticket, Tickets
from tests.integration.services.records.lost_journal import journal_of
from tests.integration.services.routing.call_routing import call_routing
from tests.support.dialled_business import DialledBusiness, open_business

# Older than what other tests leave behind in the shared database, so that no sweep here touches theirs.
NOW = datetime(2021, 11, 23, 5, 17, tzinfo=UTC)
LONG_AGO = NOW - LONGEST_CALL - timedelta(seconds=1)


@pytest.fixture
def records(database: Database, redis: Redis, tmp_path: Path) -> CallRecords:
    return CallRecords(database, Journal(redis), LiveCalls(redis), Objects(f"file://{tmp_path}/objects"))


@pytest.fixture
def tickets(redis: Redis) -> Tickets:
    return Tickets(redis)


@pytest.fixture
def stale_calls(records: CallRecords, tickets: Tickets) -> StaleCalls:
    return StaleCalls(records, tickets=tickets)


@pytest.fixture
async def business(database: Database) -> DialledBusiness:
    return await open_business(database)


async def row(business: DialledBusiness, call_id: UUID) -> CallRow:
    async with business.database.tenant(business.id) as scope:
        return await calls.get(scope, call_id)


async def close(business: DialledBusiness, call_id: UUID) -> None:
    """So that no other test's sweep finds it."""
    async with business.database.tenant(business.id) as scope:
        await calls.finish(scope, call_id, outcome="failed", ended_at=NOW)


async def test_old_calls_nobody_shows_are_closed_at_every_business(
    stale_calls: StaleCalls, database: Database, business: DialledBusiness
) -> None:
    rival = await open_business(database, name="Rival")
    ringing, theirs = await business.ringing(LONG_AGO), await rival.ringing(LONG_AGO)
    answered_at = LONG_AGO + timedelta(seconds=3)
    async with database.tenant(rival.id) as scope:
        await calls.mark_answered(scope, theirs.id, answered_at, 400.0)

    assert await stale_calls.sweep(NOW) >= 2
    closed, their_closed = await row(business, ringing.id), await row(rival, theirs.id)
    assert (closed.status, closed.outcome, closed.reason) == ("ended", "abandoned", NEVER_OPENED)
    assert (their_closed.status, their_closed.outcome, their_closed.reason) == ("ended", "failed", REASON)
    assert closed.duration_s == their_closed.duration_s == 0
    assert (closed.ended_at, their_closed.ended_at) == (LONG_AGO, answered_at)
    assert await stale_calls.sweep(NOW) == 0


async def test_a_lost_call_the_carrier_said_was_over_is_closed_within_minutes_with_its_true_length(
    stale_calls: StaleCalls, redis: Redis, business: DialledBusiness
) -> None:
    call = await business.ringing(NOW)
    async with business.database.tenant(business.id) as scope:
        await calls.mark_answered(scope, call.id, NOW, 400.0)
    live = LiveCalls(redis)
    routing = call_routing(business.database, redis)
    await live.keep(business.id, call.id, {"phase": "listening"}, 60)  # its node is lost just now
    over_at = NOW + timedelta(seconds=90)
    await routing.ended_calls.close(call.call_sid, business.number, "completed", over_at)
    assert (await row(business, call.id)).status == "live"
    await live.remove(business.id, call.id)

    assert await stale_calls.sweep(over_at + WRITTEN_WITHIN) == 0
    assert await stale_calls.sweep(over_at + WRITTEN_WITHIN + timedelta(seconds=1)) == 1
    closed = await row(business, call.id)
    assert (closed.status, closed.outcome, closed.ended_at) == ("ended", "failed", over_at)


async def test_a_call_that_is_shown_or_young_or_ended_is_left_alone(
    stale_calls: StaleCalls, redis: Redis, business: DialledBusiness
) -> None:
    shown, young, ended = [await business.ringing(at) for at in (LONG_AGO, NOW - RINGING_FOR, LONG_AGO)]
    await LiveCalls(redis).keep(business.id, shown.id, {"phase": "listening"}, 60)
    async with business.database.tenant(business.id) as scope:
        await calls.finish(scope, ended.id, outcome="booked", reason="served", ended_at=NOW)
    await stale_calls.sweep(NOW)
    assert (await row(business, shown.id)).status == "ringing"
    assert (await row(business, young.id)).status == "ringing"
    assert (await row(business, ended.id)).outcome == "booked"
    await LiveCalls(redis).remove(business.id, shown.id)
    assert await stale_calls.sweep(NOW) == 1
    await close(business, young.id)


async def test_a_call_of_which_nothing_more_is_heard_is_closed_within_a_minute(
    stale_calls: StaleCalls, business: DialledBusiness
) -> None:
    call = await business.ringing(NOW)
    assert await stale_calls.sweep(NOW + RINGING_FOR) == 0
    assert await stale_calls.sweep(NOW + RINGING_FOR + timedelta(seconds=1)) == 1
    closed = await row(business, call.id)
    assert (closed.outcome, closed.reason, closed.duration_s) == ("abandoned", NEVER_OPENED, 0)
    assert RINGING_FOR.total_seconds() + STALE_CALLS_EVERY_S < 60


async def test_a_call_that_was_on_hold_before_it_was_let_in_has_its_time(
    stale_calls: StaleCalls, tickets: Tickets, business: DialledBusiness
) -> None:
    call = await business.ringing(NOW)
    let_in_at = NOW + timedelta(seconds=35)
    ticket = Ticket(call.id, business.id, call.call_sid, None, business.number, "hash", let_in_at)
    await tickets.admit(ticket, 60)
    assert await stale_calls.sweep(let_in_at + RINGING_FOR) == 0
    assert await stale_calls.sweep(let_in_at + RINGING_FOR + timedelta(seconds=1)) == 1


async def test_an_answered_call_is_no_ringing_one(stale_calls: StaleCalls, business: DialledBusiness) -> None:
    call = await business.ringing(NOW)
    async with business.database.tenant(business.id) as scope:
        await calls.mark_answered(scope, call.id, NOW, 400.0)
    assert await stale_calls.sweep(NOW + timedelta(hours=1)) == 0
    await close(business, call.id)


async def test_a_caller_who_hung_up_is_no_failure_of_ours(
    stale_calls: StaleCalls, records: CallRecords, business: DialledBusiness
) -> None:
    call = await business.ringing(NOW)
    await records.journal.append(call.id, journal_of(call))
    over_at = NOW + timedelta(seconds=9)
    async with business.database.tenant(business.id) as scope:
        await calls.mark_over(scope, call.id, over_at)
    assert await stale_calls.sweep(over_at + WRITTEN_WITHIN + timedelta(seconds=1)) == 1
    closed = await row(business, call.id)
    assert (closed.outcome, closed.reason, closed.ended_at) == ("answered", "caller hung up", over_at)
    assert closed.answered_at == NOW


async def test_an_agent_that_writes_its_end_after_all_adds_what_was_missing(
    stale_calls: StaleCalls, business: DialledBusiness
) -> None:
    call = await business.ringing(LONG_AGO)
    await stale_calls.sweep(NOW)
    async with business.database.tenant(business.id) as scope:
        await calls.finish(scope, call.id, outcome="booked", ended_at=NOW, recording_key="a.wav")
    late = await row(business, call.id)
    assert (late.outcome, late.recording_key, late.duration_s) == ("abandoned", "a.wav", 0)


async def test_while_one_node_sweeps_the_others_do_nothing(
    stale_calls: StaleCalls, database: Database, business: DialledBusiness
) -> None:
    call = await business.ringing(LONG_AGO)
    async with database.worker() as elsewhere:
        assert await calls.take_sweep(elsewhere)
        assert await stale_calls.sweep(NOW) == 0
        assert (await row(business, call.id)).status == "ringing"
    swept = await asyncio.gather(*(stale_calls.sweep(NOW) for _ in range(4)))
    assert sum(swept) == 1


async def test_a_stale_call_with_a_journal_is_closed_with_its_turns(
    stale_calls: StaleCalls, records: CallRecords, business: DialledBusiness
) -> None:
    call = await business.ringing(LONG_AGO)
    await records.journal.append(call.id, journal_of(call))
    assert await stale_calls.sweep(NOW) == 1
    closed = await row(business, call.id)
    assert (closed.status, closed.outcome, closed.reason) == ("ended", "failed", REASON)
    assert closed.ended_at == LONG_AGO + timedelta(seconds=9)
    async with business.database.tenant(business.id) as scope:
        turns = await calls.turns(scope, call.id)
    assert [(turn.speaker, turn.heard_text) for turn in turns] == [
        ("agent", "Hello."),
        ("caller", "Are you open?"),
    ]


async def test_without_the_live_view_nothing_is_closed(
    records: CallRecords, business: DialledBusiness
) -> None:
    call = await business.ringing(LONG_AGO)
    client = open_redis(f"redis://127.0.0.1:{free_port()}")
    with pytest.raises(StorageError, match="redis"):
        await StaleCalls(replace(records, live=LiveCalls(client)), tickets=Tickets(client)).sweep(NOW)
    assert (await row(business, call.id)).status == "ringing"
    await client.aclose()
    await close(business, call.id)


# --- poison -----------------------------------------------------------------------------------------------------
class PoisonedJournal(Journal):
    """The journal of one call cannot be read, for a reason nobody thought of."""

    def __init__(self, redis: Redis, poisoned: UUID) -> None:
        super().__init__(redis)
        self._poisoned = poisoned

    async def read(self, call_id: UUID) -> list[bytes]:
        if call_id == self._poisoned:
            raise ZeroDivisionError
        return await super().read(call_id)


@pytest.mark.parametrize("character", ["\x00", "\ud83d"], ids=["nul", "half an emoji"])
async def test_a_record_with_what_postgres_does_not_take_is_written_without_it(
    stale_calls: StaleCalls, records: CallRecords, business: DialledBusiness, character: str
) -> None:
    call, another = await business.ringing(LONG_AGO), await business.ringing(LONG_AGO)
    said = UtteranceEnded(f"my name is Ren{character}é", 0.9, LONG_AGO.timestamp() * 1000 + 12_000)
    await records.journal.append(call.id, journal_of(call, said))
    assert await stale_calls.sweep(NOW) == 2
    assert (await row(business, another.id)).status == "ended"
    assert (await row(business, call.id)).status == "ended"
    async with business.database.tenant(business.id) as scope:
        texts = [turn.generated_text for turn in await calls.turns(scope, call.id)]
    assert any("my name is René" in text for text in texts)


async def test_a_call_that_breaks_its_closing_costs_no_other_and_is_listed(
    records: CallRecords, redis: Redis, database: Database
) -> None:
    owner, rival = await open_business(database), await open_business(database, name="Rival")
    poisoned, after = await owner.ringing(LONG_AGO), await owner.ringing(LONG_AGO + timedelta(seconds=1))
    theirs = await rival.ringing(LONG_AGO + timedelta(milliseconds=1))
    letters = DeadLetters(redis)
    failures = ItemFailures(SOURCE, letters, now_s=monotonic)
    poison = replace(records, journal=PoisonedJournal(redis, poisoned.id))
    assert await StaleCalls(poison, failures).sweep(NOW + timedelta(seconds=2)) == 3
    assert (await row(owner, after.id)).reason == NEVER_OPENED
    assert (await row(rival, theirs.id)).reason == NEVER_OPENED
    closed = await row(owner, poisoned.id)
    assert (closed.status, closed.outcome, closed.reason) == (
        "ended",
        "failed",
        "its record could not be written",
    )
    (letter,) = [letter for letter in await letters.latest(50) if letter.item == str(poisoned.id)]
    assert (letter.source, letter.reason) == (SOURCE, "closed without its record: ZeroDivisionError")
