"""Words of old calls go into object storage and come back, whatever dies; nothing else of the calls changes."""

import asyncio
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from domain.accounts.roles import Role, member
from domain.analytics.days import LocalDays
from domain.errors import Conflict, NotFound, NotPermitted, StorageError
from domain.ids import new_id
from domain.scheduling.hours import zone_named
from services.archive.archive import CallArchives
from services.archive.parts import ArchivedCall, checksum_of, packed, unpacked
from services.playback.transcripts import Transcripts
from storage.objects import Objects
from storage.postgres import analytics_facts, call_archives, call_retention, calls
from storage.postgres.calls import NewCall, TurnRow
from storage.postgres.database import Database
from tests.support.dialled_business import DialledBusiness, open_business

NOW = datetime.now(UTC)
OLD = (NOW - timedelta(days=250)).replace(day=10, hour=3)
ZONE = zone_named("Australia/Sydney")


@dataclass(slots=True)
class Shelf:
    business: DialledBusiness
    objects: Objects
    archives: CallArchives

    @property
    def manager(self):
        return member(self.business.id, new_id(), Role.MANAGER)

    async def call(self, started: datetime, said: str = "A quokkaberry rinse") -> UUID:
        call_id = new_id()
        async with self.business.database.tenant(self.business.id) as scope:
            new = NewCall(call_id, f"CA{call_id.hex}", "+61400000001", self.business.number, started)
            await calls.create(scope, new)
            turns = [
                TurnRow(0, "agent", f"{said}?", f"{said}?", started, False, {"voice_to_voice_ms": 612.0}),
                TurnRow(1, "caller", said, said, started),
            ]
            await calls.save_turns(scope, call_id, turns)
            await calls.finish(scope, call_id, outcome="booked", ended_at=started + timedelta(minutes=3))
        return call_id

    async def words(self, call_id: UUID) -> list[str]:
        async with self.business.database.tenant(self.business.id) as scope:
            return [turn.heard_text for turn in await calls.turns(scope, call_id)]

    async def figures(self) -> list[object]:
        days = LocalDays.of(ZONE, OLD.date() - timedelta(days=3), OLD.date() + timedelta(days=40))
        async with self.business.database.tenant(self.business.id) as scope:
            return [
                await analytics_facts.calls(scope, days),
                await analytics_facts.responses(scope, days),
                await analytics_facts.lost_words(scope, days),
            ]

    async def parts(self) -> list[call_archives.ArchiveRow]:
        async with self.business.database.tenant(self.business.id) as scope:
            return await call_archives.all_parts(scope)


@pytest.fixture
async def shelf(database: Database, tmp_path: Path) -> Shelf:
    objects = Objects(f"file://{tmp_path}")
    return Shelf(await open_business(database), objects, CallArchives(database, objects, at_once=2))


async def test_old_calls_go_month_by_month_and_figures_stay(shelf: Shelf) -> None:
    old = [await shelf.call(OLD + timedelta(hours=n)) for n in range(3)]
    later = await shelf.call(OLD + timedelta(days=30))
    young = await shelf.call(NOW - timedelta(days=100))
    before = await shelf.figures()
    await shelf.archives.sweep(NOW)
    assert [await shelf.words(call_id) for call_id in (*old, later)] == [["", ""]] * 4
    assert (await shelf.words(young))[1] == "A quokkaberry rinse"
    assert await shelf.figures() == before
    parts = await shelf.parts()
    assert sorted(part.calls for part in parts) == [1, 1, 2]
    for part in parts:
        data = await shelf.objects.get(part.key)
        assert checksum_of(data) == part.checksum
        assert {each.turns[1][1] for each in unpacked(data, part.checksum or b"")} == {"A quokkaberry rinse"}
    manifest = await shelf.objects.get(f"{shelf.business.id}/archive/{OLD:%Y-%m}/manifest.json")
    told = json.loads(manifest)
    assert sum(part["calls"] for part in told["parts"]) == 3
    assert await shelf.archives.sweep(NOW) == 0 or await shelf.parts() == parts


async def test_a_call_and_a_month_come_back_for_some_days(shelf: Shelf) -> None:
    one, other = await shelf.call(OLD), await shelf.call(OLD + timedelta(hours=1), "Nothing")
    await shelf.archives.sweep(NOW)
    reading = Transcripts(shelf.business.database)
    with pytest.raises(Conflict, match="restore"):
        await reading.of(shelf.manager, one)
    until = await shelf.archives.restore_call(shelf.manager, one, timedelta(days=2))
    assert (await reading.of(shelf.manager, one)).turns[1].heard_text == "A quokkaberry rinse"
    assert await shelf.words(other) == ["", ""]
    assert until - NOW < timedelta(days=2, hours=1)
    count, _ = await shelf.archives.restore_month(shelf.manager, OLD.date(), timedelta(days=9))
    assert (count, (await shelf.words(other))[1]) == (2, "Nothing")
    await shelf.archives.sweep(NOW + timedelta(days=10))
    assert [await shelf.words(one), await shelf.words(other)] == [["", ""], ["", ""]]
    with pytest.raises(NotFound):
        await shelf.archives.restore_call(shelf.manager, new_id(), timedelta(days=1))
    staff = member(shelf.business.id, new_id(), Role.STAFF)
    with pytest.raises(NotPermitted):
        await shelf.archives.restore_call(staff, one, timedelta(days=1))


class Dying(Objects):
    """Breaks off: before it has written an object, or after."""

    def __init__(self, url: str, *, after: bool) -> None:
        super().__init__(url)
        self.after = after
        self.deaths = 1

    async def put(self, key: str, data: bytes) -> None:
        if self.deaths and not self.after:
            self.deaths -= 1
            raise StorageError("objects", "killed")
        await super().put(key, data)
        if self.deaths:
            self.deaths -= 1
            raise StorageError("objects", "killed")


@pytest.mark.parametrize("after", [False, True], ids=["before the object", "after the object"])
async def test_a_worker_that_dies_leaves_a_part_that_is_written_again(
    after: bool, shelf: Shelf, tmp_path: Path
) -> None:
    call_id = await shelf.call(OLD)
    dying = CallArchives(shelf.business.database, Dying(f"file://{tmp_path}", after=after))
    await dying.sweep(NOW)
    assert (await shelf.words(call_id))[1] == "A quokkaberry rinse"
    assert await shelf.parts() == []
    await shelf.archives.sweep(NOW + timedelta(minutes=11))
    assert await shelf.words(call_id) == ["", ""]
    (part,) = await shelf.parts()
    files = await shelf.objects.below(f"{shelf.business.id}/archive")
    assert sorted(files) == sorted([part.key, f"{part.key.rpartition('/')[0]}/manifest.json"])


async def test_two_workers_archive_each_call_once(shelf: Shelf) -> None:
    made = {await shelf.call(OLD + timedelta(minutes=n)) for n in range(7)}
    other = CallArchives(shelf.business.database, shelf.objects, at_once=3)
    await asyncio.gather(shelf.archives.sweep(NOW), other.sweep(NOW))
    found: list[UUID] = []
    for part in await shelf.parts():
        data = await shelf.objects.get(part.key)
        found += [each.call_id for each in unpacked(data, part.checksum or b"")]
    assert sorted(found) == sorted(made)


async def test_what_is_kept_no_longer_leaves_the_archive_too(shelf: Shelf) -> None:
    gone, kept = await shelf.call(OLD), await shelf.call(OLD + timedelta(hours=1), "Mine, says Quinn")
    await shelf.archives.sweep(NOW)
    pattern = re.compile("quinn", re.IGNORECASE)
    assert await shelf.archives.take_out(shelf.business.id, [gone], pattern) == 1
    assert await shelf.archives.take_out(shelf.business.id, [gone], pattern) == 0
    (part,) = await shelf.parts()
    (left,) = unpacked(await shelf.objects.get(part.key), part.checksum or b"")
    assert (left.call_id, left.turns[1][1]) == (kept, "Mine, says [erased]")
    assert len(await shelf.objects.below(f"{shelf.business.id}/archive")) == 2
    async with shelf.business.database.tenant(shelf.business.id) as scope:
        assert set(await call_retention.archived(scope, [gone, kept])) == {gone, kept}


def test_a_part_that_was_changed_is_refused() -> None:
    data = packed([ArchivedCall(new_id(), {"outcome": "booked"}, {0: ("Hi", "Hi")})])
    assert unpacked(data, checksum_of(data))[0].turns == {0: ("Hi", "Hi")}
    with pytest.raises(StorageError, match="checksum"):
        unpacked(data + b"x", checksum_of(data))
