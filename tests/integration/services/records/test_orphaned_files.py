"""What dead calls leave on a node's disk is stored and cleared away, and nothing else is."""

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from redis.asyncio import Redis

from actors.call.node_store import NodeCallStore
from domain.ids import new_id
from domain.receptionist.content import Consent, Recording
from services.profiles import Profiles
from services.recording.spool import StereoSpool
from services.records.call_records import CallRecords
from services.records.orphaned_files import ORPHANED_AFTER_S, REMOVED_AFTER_S, OrphanedFiles
from storage.objects import Objects
from storage.postgres import calls
from storage.postgres.calls import CallRow, NewCall
from storage.postgres.database import Database
from storage.redis.journal import Journal
from storage.redis.live_view import LiveCalls
from tests.support.dialled_business import open_business
from tests.support.receptionists import publish


@dataclass(slots=True)
class NodeFiles:
    directory: Path
    records: CallRecords
    profiles: Profiles
    business_id: UUID

    async def call_left(
        self,
        *,
        age_s: float = ORPHANED_AFTER_S + 60,
        ended: bool = True,
        streams: int = 1,
        journal: Sequence[bytes] = (b"{}",),
    ) -> UUID:
        """A call whose process died on each of its streams here."""
        call_id, now = new_id(), datetime.now(UTC)
        async with self.records.database.tenant(self.business_id) as scope:
            await calls.create(scope, NewCall(call_id, f"CA{call_id.hex}", None, "+61280001234", now))
            if ended:
                await calls.finish(scope, call_id, outcome="answered", ended_at=now, reason="lost")
        for number in range(streams):
            node_store = NodeCallStore(self.directory, call_id, number)
            node_store.append(journal)
            node_store.keep_profile(await self.profiles.get(self.business_id))
            spool = StereoSpool(node_store.spool_path)
            spool.caller(number * 1000.0, b"\x11" * 8000)
            spool.close()
            node_store.close()
        for path in self.directory.glob(f"{call_id}.*"):
            os.utime(path, (time.time() - age_s, time.time() - age_s))
        return call_id

    async def row(self, call_id: UUID) -> CallRow:
        async with self.records.database.tenant(self.business_id) as scope:
            return await calls.get(scope, call_id)

    def files(self, call_id: UUID) -> list[Path]:
        return list(self.directory.glob(f"{call_id}.*"))


@pytest.fixture
def node(tmp_path: Path, database: Database, redis: Redis, demo_business_id: UUID) -> NodeFiles:
    records = CallRecords(database, Journal(redis), LiveCalls(redis), Objects(f"file://{tmp_path}/objects"))
    return NodeFiles(tmp_path / "calls", records, Profiles(database, redis), demo_business_id)


async def test_the_recording_of_an_ended_call_is_stored_and_its_files_go(node: NodeFiles):
    call_id = await node.call_left(streams=2)
    assert await OrphanedFiles(node.directory, node.records).sweep(()) == 1
    key = (await node.row(call_id)).recording_key
    assert key is not None
    wav = await node.records.objects.get(key)
    assert len(wav) > 2 * 2 * 8000, "both streams' seconds, two channels"
    assert node.files(call_id) == []


NOTICE = Recording(consent=Consent.NOTICE)


@pytest.mark.parametrize(
    ("recording", "journal", "stored"),
    [
        (Recording(), [b"{}"], True),
        (NOTICE, [b"{}"], False),
        (NOTICE, [], False),
        (Recording(on=False), [b"{}"], False),
    ],
    ids=["no-consent-needed", "journal-unreadable", "no-journal", "off"],
)
async def test_without_permission_that_can_be_read_nothing_is_stored(
    node: NodeFiles, recording: Recording, journal: list[bytes], stored: bool
):
    node.business_id = (await open_business(node.records.database)).id
    await publish(node.records.database, node.business_id, recording=recording)
    call_id = await node.call_left(journal=journal)
    assert await OrphanedFiles(node.directory, node.records).sweep(()) == 1
    assert ((await node.row(call_id)).recording_key is not None) is stored
    assert node.files(call_id) == []


async def test_a_call_that_is_served_or_was_written_to_lately_is_left_alone(node: NodeFiles):
    served, fresh = await node.call_left(), await node.call_left(age_s=5)
    assert await OrphanedFiles(node.directory, node.records).sweep({served}) == 0
    assert node.files(served)
    assert node.files(fresh)


async def test_a_call_that_may_come_back_keeps_its_files_for_a_day(node: NodeFiles):
    call_id = await node.call_left(ended=False)
    old = await node.call_left(ended=False, age_s=REMOVED_AFTER_S + 60)
    await OrphanedFiles(node.directory, node.records).sweep(())
    assert node.files(call_id)
    assert node.files(old) == []


async def test_files_of_nobody_are_cleared_away(node: NodeFiles):
    call_id = await node.call_left()
    for path in node.directory.glob(f"{call_id}.*.profile"):
        path.unlink()
    assert await OrphanedFiles(node.directory, node.records).sweep(()) == 1
