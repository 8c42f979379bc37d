"""Voicemails come into our own storage and are erased at the carrier, whatever dies in between."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from redis.asyncio import Redis
from sqlalchemy import select, update

from domain.errors import NotFound, ProviderError, StorageError
from domain.ids import new_id
from providers.twilio.recordings import TwilioRecordings
from sandbox.options import StandInOptions
from sandbox.vendors.twilio.app import build
from services.playback.voicemails import VoicemailDrain
from services.profiles import Profiles
from services.recording.at_carrier import FETCH, erase_at_carrier
from services.routing.voicemail import Recording, Voicemails
from storage.objects import Objects
from storage.postgres import messages
from storage.postgres.database import Database
from storage.postgres.tables import Message, OutboxRow
from tests.support.dialled_business import DialledBusiness, open_business

NOW = datetime(2026, 11, 23, 5, 17, tzinfo=UTC)
WAV = b"RIFF----WAVEfmt and what was said"


class Carrier:
    """Keeps recordings as Twilio does; `fails` says what is to go wrong next."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.fails: list[str] = []

    async def fetch(self, sid: str) -> bytes:
        if "fetch" in self.fails:
            self.fails.remove("fetch")
            raise ProviderError("twilio", "recordings.fetch", "connection failed", retryable=True)
        if sid not in self.kept:
            raise NotFound("the carrier has no such recording")
        return self.kept[sid]

    async def erase(self, sid: str) -> None:
        if "erase" in self.fails:
            self.fails.remove("erase")
            raise ProviderError("twilio", "recordings.delete", "connection failed", retryable=True)
        self.kept.pop(sid, None)


@pytest.fixture
async def business(database: Database) -> DialledBusiness:
    return await open_business(database)


@pytest.fixture
def objects(tmp_path: Path) -> Objects:
    return Objects(f"file://{tmp_path}")


@pytest.fixture
def carrier() -> Carrier:
    return Carrier()


@pytest.fixture
def drain(database: Database, objects: Objects, carrier: Carrier) -> VoicemailDrain:
    return VoicemailDrain(database, objects, carrier)


async def left(business: DialledBusiness, redis: Redis, carrier: Carrier | None = None) -> tuple[str, Any]:
    """A voicemail the carrier has announced."""
    sid = f"RE{new_id().hex}"
    if carrier is not None:
        carrier.kept[sid] = WAV
    keeping = Voicemails(business.database, Profiles(business.database, redis))
    url = f"https://api.twilio.com/2010-04-01/Accounts/AC1/Recordings/{sid}"
    return sid, await keeping.keep(business.id, f"CA{new_id().hex}", Recording(sid, url, 12), NOW)


async def item(business: DialledBusiness, sid: str) -> OutboxRow:
    async with business.database.tenant(business.id) as scope:
        found = await scope.session.scalars(
            select(OutboxRow).where(OutboxRow.kind == FETCH, OutboxRow.key == sid)
        )
        return found.one()


async def due(business: DialledBusiness, sid: str) -> None:
    async with business.database.tenant(business.id) as scope:
        await scope.session.execute(
            update(OutboxRow)
            .where(OutboxRow.business_id == business.id, OutboxRow.kind == FETCH, OutboxRow.key == sid)
            .values(due_at=NOW - timedelta(days=1))
        )


async def test_a_voicemail_is_fetched_kept_and_erased_at_the_carrier(
    business: DialledBusiness, redis: Redis, carrier: Carrier, drain: VoicemailDrain, objects: Objects
) -> None:
    sid, message_id = await left(business, redis, carrier)
    assert await drain.drain() >= 1  # of other tests' businesses as well
    async with business.database.tenant(business.id) as scope:
        row = await messages.get(scope, message_id)
    assert row.recording_key is not None
    assert await objects.get(row.recording_key) == WAV
    assert (row.recording_url, row.has_recording, carrier.kept) == (None, True, {})
    assert (await item(business, sid)).status == "done"


@pytest.mark.parametrize("dies_at", ["fetch", "erase"])
async def test_what_failed_is_done_later(
    dies_at: str,
    business: DialledBusiness,
    redis: Redis,
    carrier: Carrier,
    drain: VoicemailDrain,
    objects: Objects,
) -> None:
    sid, message_id = await left(business, redis, carrier)
    carrier.fails = [dies_at]
    await drain.drain()
    assert (await item(business, sid)).status == "pending"
    await due(business, sid)
    await drain.drain()
    async with business.database.tenant(business.id) as scope:
        row = await messages.get(scope, message_id)
    assert (row.recording_url, carrier.kept, await objects.get(row.recording_key or "")) == (None, {}, WAV)


async def test_what_is_not_there_yet_is_asked_for_again(
    business: DialledBusiness, redis: Redis, carrier: Carrier, drain: VoicemailDrain
) -> None:
    sid, message_id = await left(business, redis)
    await drain.drain()
    assert (await item(business, sid)).status == "pending"
    carrier.kept[sid] = WAV
    await due(business, sid)
    await drain.drain()
    async with business.database.tenant(business.id) as scope:
        assert (await messages.get(scope, message_id)).recording_key is not None


async def test_what_was_deleted_before_it_came_is_only_erased(
    business: DialledBusiness, redis: Redis, carrier: Carrier, drain: VoicemailDrain, objects: Objects
) -> None:
    _, message_id = await left(business, redis, carrier)
    async with business.database.tenant(business.id) as scope:
        await scope.session.execute(
            update(Message).where(Message.id == message_id).values(recording_removed_at=NOW)
        )
    await drain.drain()
    assert (carrier.kept, await objects.below(str(business.id))) == ({}, [])


async def test_a_business_that_is_erased_leaves_nothing_at_the_carrier(
    business: DialledBusiness, redis: Redis, carrier: Carrier
) -> None:
    for _ in range(2):
        await left(business, redis, carrier)
    carrier.kept["RE0"] = b"another's"
    carrier.fails = ["erase"]
    with pytest.raises(ProviderError):
        await erase_at_carrier(business.database, carrier, business.id)
    assert await erase_at_carrier(business.database, carrier, business.id) == 2
    assert carrier.kept == {"RE0": b"another's"}
    assert await erase_at_carrier(business.database, carrier, business.id) == 0


async def test_an_unreachable_bucket_loses_nothing(
    business: DialledBusiness, redis: Redis, carrier: Carrier, database: Database
) -> None:
    class Away(Objects):
        async def put(self, key: str, data: bytes) -> None:
            raise StorageError("objects", "no such bucket")

    sid, _ = await left(business, redis, carrier)
    await VoicemailDrain(database, Away("file:///nowhere"), carrier).drain()
    assert (sid in carrier.kept, (await item(business, sid)).status) == (True, "pending")


async def test_the_provider_fetches_from_the_stand_in_and_erases_there() -> None:
    options = StandInOptions()
    app = build(options)
    credentials = options.credentials
    provider = TwilioRecordings(
        credentials.twilio_account_sid, credentials.twilio_auth_token, "http://twilio.example"
    )
    provider._client = httpx.AsyncClient(  # pyright: ignore[reportPrivateUsage]
        transport=httpx.ASGITransport(app),
        auth=(credentials.twilio_account_sid, credentials.twilio_auth_token),
    )
    sid = f"RE{'0' * 32}"
    with pytest.raises(NotFound):
        await provider.fetch(sid)
    await provider.erase(sid)
    await provider.aclose()
