"""Of a business that has nothing kept, calls leave what is billed and no more, however they end."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from redis.asyncio import Redis
from sqlalchemy import select

from actors.call.finish import CallFinisher
from actors.call.node_store import NodeCallStore
from domain.call import codec
from domain.call.effects import Finalise
from domain.call.events import UtteranceEnded
from domain.call.state import AgentTurn, CallerTurn, CallState, Sentence
from domain.call_control import SayAndHangUp, TakeVoicemail
from domain.ids import new_id
from domain.receptionist.content import Recording, Retention
from services.recording.spool import StereoSpool
from services.records.call_records import CallRecords
from services.records.close_from_journal import close_from_journal
from services.records.retention import CallRetention
from services.routing import overflow
from storage.objects import Objects
from storage.postgres import businesses, calls, messages
from storage.postgres.billing_tables import LedgerRow
from storage.postgres.calls import NewCall
from storage.postgres.database import Database
from storage.postgres.messages import NewMessage
from storage.redis.journal import Journal
from storage.redis.live_view import LiveCalls
from storage.redis.tickets import Ticket
from tests.support.dialled_business import DialledBusiness, open_business
from tests.support.grepping import in_files, in_redis, in_tables
from tests.support.receptionists import publish

NOW = datetime(2026, 11, 23, 5, 17, tzinfo=UTC)
NOW_MS = NOW.timestamp() * 1000
WORD, NUMBER = "quokkaberry", "+61491570156"
STATE = CallState(
    turns=(
        CallerTurn(f"A {WORD} rinse", NOW_MS, NOW_MS + 900, 300.0),
        AgentTurn(2, NOW_MS + 1000, (Sentence(f"A {WORD} it is.", False, 900, 900),)),
    ),
    answered_at_ms=NOW_MS + 200,
    first_audio_at_ms=NOW_MS + 300,
    ended_at_ms=NOW_MS + 9000,
)
ENTRIES = [codec.encode(UtteranceEnded(f"A {WORD} rinse", 0.9, NOW_MS), NOW_MS)]


@pytest.fixture
async def business(database: Database) -> DialledBusiness:
    business = await open_business(database)
    await publish(database, business.id, retention=Retention(keeps_nothing=True), recording=Recording())
    return business


@pytest.fixture
def records(database: Database, redis: Redis, tmp_path: Path) -> CallRecords:
    return CallRecords(database, Journal(redis), LiveCalls(redis), Objects(f"file://{tmp_path}/objects"))


async def call_of(business: DialledBusiness) -> Ticket:
    async with business.database.tenant(business.id) as scope:
        version = (await businesses.load_profile(scope)).receptionist_version
        call_id = new_id()
        new = NewCall(call_id, f"CA{call_id.hex}", NUMBER, business.number, NOW, version)
        row, _ = await calls.create(scope, new)
    return Ticket(row.id, business.id, row.call_sid, NUMBER, row.to_number, "hash", NOW)


async def whatever_is_left(
    owner_url: str, redis: Redis, directory: Path, *, words: tuple[str, ...] = (WORD, NUMBER)
) -> list[str]:
    return [
        *await in_tables(owner_url, words),
        *await in_redis(redis, words),
        *in_files(directory, words),
    ]


async def ledger(business: DialledBusiness, ticket: Ticket) -> LedgerRow | None:
    async with business.database.tenant(business.id) as scope:
        return await scope.session.scalar(select(LedgerRow).where(LedgerRow.call_id == ticket.call_id))


async def test_a_call_leaves_what_is_billed_and_nothing_that_was_said(
    business: DialledBusiness, records: CallRecords, redis: Redis, tmp_path: Path, postgres_owner_url: str
) -> None:
    ticket = await call_of(business)
    node_store = NodeCallStore(tmp_path / "node", ticket.call_id)
    node_store.append(ENTRIES)
    await records.journal.append(ticket.call_id, ENTRIES)
    await records.live.keep(business.id, ticket.call_id, {"from": NUMBER, "phase": "listening"}, 60)
    spool = StereoSpool(node_store.spool_path)
    spool.caller(0, b"\x10" * 800)
    finisher = CallFinisher(records, ticket, node_store, CallState(), asyncio.Lock(), keeps_nothing=True)
    assert await finisher.write(STATE, Finalise("answered", f"about a {WORD}"), spool)
    node_store.clear()

    assert await whatever_is_left(postgres_owner_url, redis, tmp_path) == []
    assert await records.objects.below(str(business.id)) == []
    async with business.database.tenant(business.id) as scope:
        row = await calls.get(scope, ticket.call_id)
        assert await calls.turns(scope, ticket.call_id) == []
    assert (row.status, row.outcome, row.duration_s) == ("ended", "answered", 8.8)
    entry = await ledger(business, ticket)
    assert entry is not None
    assert entry.outcome == "answered"
    assert await redis.exists(f"journal:{ticket.call_id}") == 0  # pyright: ignore[reportUnknownMemberType]


async def test_a_call_whose_process_was_lost_leaves_no_more(
    business: DialledBusiness, records: CallRecords, redis: Redis, tmp_path: Path, postgres_owner_url: str
) -> None:
    ticket = await call_of(business)
    await records.journal.append(ticket.call_id, ENTRIES)
    assert await close_from_journal(records, ticket, "the node was lost")
    assert await whatever_is_left(postgres_owner_url, redis, tmp_path) == []
    async with business.database.tenant(business.id) as scope:
        assert (await calls.get(scope, ticket.call_id)).status == "ended"


async def test_messages_are_passed_on_within_a_day_and_missed_callers_forgotten(
    business: DialledBusiness, records: CallRecords, redis: Redis, tmp_path: Path, postgres_owner_url: str
) -> None:
    ticket = await call_of(business)
    now = datetime.now(UTC)
    async with business.database.tenant(business.id) as scope:
        await calls.finish(scope, ticket.call_id, outcome="missed", ended_at=now)
        new = NewMessage(new_id(), ticket.call_id, "Sam", NUMBER, f"A {WORD}", str(new_id()))
        await messages.insert(scope, new)
    retention = CallRetention(business.database, records.objects)
    await retention.sweep(now + timedelta(hours=23))
    assert len(await whatever_is_left(postgres_owner_url, redis, tmp_path, words=(WORD,))) == 1
    await retention.sweep(now + timedelta(hours=25))
    assert await whatever_is_left(postgres_owner_url, redis, tmp_path) == []


async def test_no_voicemail_is_taken_where_nothing_is_kept(business: DialledBusiness) -> None:
    async with business.database.tenant(business.id) as scope:
        profile = await businesses.load_profile(scope)
    told = overflow.voicemail(profile, "Please leave a message.")
    assert isinstance(told, SayAndHangUp)
    assert "call again" in told.text
    plain = await open_business(business.database)
    async with plain.database.tenant(plain.id) as scope:
        other = await businesses.load_profile(scope)
    assert isinstance(overflow.voicemail(other, "Please leave a message."), TakeVoicemail)
