"""A recording the carrier made is one message, passed on once, and the call is filed under it."""

import asyncio
from datetime import UTC, datetime

import pytest
from redis.asyncio import Redis
from sqlalchemy import func, select

from domain.errors import NotFound, StorageError
from domain.ids import new_id
from sandbox.local.process import free_port
from services.profiles import Profiles
from services.routing.voicemail import Recording, Voicemails
from services.tools.messages import MESSAGE_TAKEN
from storage.postgres import calls, messages, tables
from storage.postgres.calls import CallRow
from storage.postgres.database import Database
from storage.postgres.messages import MessageRow
from storage.postgres.tables import OutboxRow
from tests.support.dialled_business import DialledBusiness, open_business

NOW = datetime(2026, 11, 23, 5, 17, tzinfo=UTC)


def recording(seconds: int = 12) -> Recording:
    sid = f"RE{new_id().hex}"
    return Recording(sid, f"https://recordings.example/{sid}", seconds)


@pytest.fixture
async def business(database: Database) -> DialledBusiness:
    return await open_business(database)


@pytest.fixture
async def missed(business: DialledBusiness) -> CallRow:
    row = await business.ringing(NOW)
    return await finished(business, row, "missed")


@pytest.fixture
def voicemails(database: Database, redis: Redis) -> Voicemails:
    return Voicemails(database, Profiles(database, redis))


async def finished(business: DialledBusiness, row: CallRow, outcome: str) -> CallRow:
    async with business.database.tenant(business.id) as scope:
        return await calls.finish(scope, row.id, outcome=outcome, ended_at=NOW)


async def left_by(business: DialledBusiness, row: CallRow) -> list[MessageRow]:
    async with business.database.tenant(business.id) as scope:
        return await messages.for_call(scope, row.id)


async def promised(business: DialledBusiness) -> list[dict[str, object]]:
    async with business.database.tenant(business.id) as scope:
        found = await scope.session.scalars(select(OutboxRow).where(OutboxRow.kind == MESSAGE_TAKEN))
        return [row.payload for row in found]


async def outcome(business: DialledBusiness, row: CallRow) -> str | None:
    async with business.database.tenant(business.id) as scope:
        return (await calls.get(scope, row.id)).outcome


async def test_a_voicemail_is_a_message_with_its_recording(
    voicemails: Voicemails, business: DialledBusiness, missed: CallRow
) -> None:
    left = recording()
    message_id = await voicemails.keep(business.id, missed.call_sid, left, NOW)
    (message,) = await left_by(business, missed)
    assert (message.id, message.text, message.recording_url) == (
        message_id,
        "Voicemail, 12 seconds",
        left.url,
    )
    assert (message.callback_number, message.caller_name) == ("+61400000001", None)
    (payload,) = await promised(business)
    assert payload["message_id"] == str(message_id)
    assert payload["recording_url"] == left.url
    assert payload["text"] == message.text
    assert payload["callback_number"] == "+61400000001"
    assert (payload["timezone"], payload["call_id"]) == ("Australia/Sydney", str(missed.id))
    assert await outcome(business, missed) == "message"


async def test_however_often_it_is_told_a_recording_is_one_message(
    voicemails: Voicemails, business: DialledBusiness, missed: CallRow
) -> None:
    left = recording(1)
    kept = await asyncio.gather(
        *(voicemails.keep(business.id, missed.call_sid, left, NOW) for _ in range(10))
    )
    assert len(set(kept)) == 1
    assert [message.text for message in await left_by(business, missed)] == ["Voicemail, 1 second"]
    assert len(await promised(business)) == 1
    await voicemails.keep(business.id, missed.call_sid, recording(), NOW)
    assert len(await left_by(business, missed)) == 2


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("missed", "message"),
        ("failed", "message"),
        ("abandoned", "message"),
        ("transferred", "transferred"),
        ("booked", "booked"),
    ],
)
async def test_a_call_is_filed_under_what_weighs_more(
    voicemails: Voicemails, business: DialledBusiness, before: str, after: str
) -> None:
    row = await finished(business, await business.ringing(NOW), before)
    await voicemails.keep(business.id, row.call_sid, recording(), NOW)
    assert await outcome(business, row) == after


async def test_a_call_that_has_not_been_closed_yet_may_still_turn_out_to_be_more(
    voicemails: Voicemails, business: DialledBusiness
) -> None:
    row = await business.ringing(NOW)
    await voicemails.keep(business.id, row.call_sid, recording(), NOW)
    assert await outcome(business, row) == "message"
    await finished(business, row, "booked")
    assert await outcome(business, row) == "booked"


async def test_a_voicemail_of_a_call_without_a_row_is_kept(
    voicemails: Voicemails, business: DialledBusiness
) -> None:
    message_id = await voicemails.keep(business.id, f"CA{new_id().hex}", recording(), NOW)
    async with business.database.tenant(business.id) as scope:
        kept = await scope.session.get_one(tables.Message, message_id)
    assert (kept.call_id, kept.callback_number) == (None, None)


async def test_no_business_keeps_another_ones_messages(
    voicemails: Voicemails, database: Database, business: DialledBusiness, missed: CallRow
) -> None:
    rival = await open_business(database, name="Rival")
    await voicemails.keep(rival.id, missed.call_sid, recording(), NOW)
    assert await left_by(business, missed) == []
    assert await outcome(business, missed) == "missed"
    async with database.tenant(business.id) as scope:
        assert await scope.session.scalar(select(func.count()).select_from(tables.Message)) == 0


async def test_a_voicemail_for_nobody_is_not_kept(voicemails: Voicemails) -> None:
    with pytest.raises(NotFound):
        await voicemails.keep(new_id(), "CA1", recording(), NOW)


async def test_with_postgres_away_it_is_not_promised(redis: Redis, business: DialledBusiness) -> None:
    away = Database(f"postgresql://app@127.0.0.1:{free_port()}/receptionist")
    with pytest.raises(StorageError, match="postgres"):
        await Voicemails(away, Profiles(away, redis)).keep(business.id, "CA1", recording(), NOW)
    await away.close()
