"""Recordings and transcripts go once their business keeps them no longer, and nothing else does."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from domain.errors import StorageError
from domain.ids import new_id
from domain.receptionist.content import Retention
from services.records.retention import AT_ONCE, CallRetention
from storage.objects import Objects
from storage.postgres import audit, calls, messages, recordings, tables
from storage.postgres.calls import NewCall, TurnRow
from storage.postgres.database import Database
from storage.postgres.messages import NewMessage
from tests.support.dialled_business import DialledBusiness, open_business
from tests.support.receptionists import publish

NOW = datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Archive:
    """A business's calls with what is kept of them."""

    business: DialledBusiness
    objects: Objects

    async def call(self, age_days: float, *, ended: bool = True, kept: bool = True) -> UUID:
        """One that ended so long ago, with two turns and, where they were kept, a recording and a journal."""
        call_id, started = new_id(), NOW - timedelta(days=age_days, minutes=5)
        async with self.business.database.tenant(self.business.id) as scope:
            await calls.create(
                scope, NewCall(call_id, f"CA{call_id.hex}", "+61400000001", self.business.number, started)
            )
            said = [
                TurnRow(n, who, "Hi.", "Hi.", started, False, {}) for n, who in enumerate(("agent", "caller"))
            ]
            await calls.save_turns(scope, call_id, said)
            if ended:
                files = (f"{call_id}.wav", f"{call_id}.journal.gz") if kept else (None, None)
                await calls.finish(
                    scope,
                    call_id,
                    outcome="answered",
                    ended_at=NOW - timedelta(days=age_days),
                    recording_key=files[0],
                    journal_key=files[1],
                )
        for kind in ("wav", "journal.gz"):
            await self.objects.put(f"{call_id}.{kind}", b"words")
        return call_id

    async def left(self, call_id: UUID) -> set[str]:
        """What there still is of it."""
        found: set[str] = set()
        for kind in ("wav", "journal.gz"):
            if await self.objects.exists(f"{call_id}.{kind}"):
                found.add(kind)
        async with self.business.database.tenant(self.business.id) as scope:
            row = await calls.get(scope, call_id)
            if await calls.turns(scope, call_id):
                found.add("turns")
        assert (row.recording_key is not None) == ("wav" in found)
        assert (row.journal_key is not None) == ("journal.gz" in found)
        return found

    async def removed_at(self, call_id: UUID) -> tuple[datetime | None, datetime | None]:
        async with self.business.database.tenant(self.business.id) as scope:
            row = (await scope.session.scalars(select(tables.Call).where(tables.Call.id == call_id))).one()
            return row.recording_removed_at, row.transcript_removed_at

    async def keeps(self, recording_days: int | None, transcript_days: int | None) -> None:
        await publish(
            self.business.database, self.business.id, retention=Retention(recording_days, transcript_days)
        )

    async def swept(self) -> int:
        return await CallRetention(self.business.database, self.objects).sweep(NOW)


@pytest.fixture
async def archive(database: Database) -> Archive:
    return Archive(await open_business(database), Objects("memory://"))


ALL = {"wav", "journal.gz", "turns"}


@pytest.mark.parametrize(
    ("recording", "transcript", "left"),
    [
        (30, None, {"journal.gz", "turns"}),
        (None, 30, {"wav"}),
        (30, 30, set()),
        (60, 30, {"wav"}),
        (None, None, ALL),
    ],
    ids=["recordings", "transcripts", "both", "recordings-longer", "no-end"],
)
async def test_each_goes_after_its_own_days(
    archive: Archive, recording: int | None, transcript: int | None, left: set[str]
) -> None:
    old, young = await archive.call(30.1), await archive.call(29.9)
    await archive.keeps(recording, transcript)
    await archive.swept()
    assert (await archive.left(old), await archive.left(young)) == (left, ALL)
    assert await archive.removed_at(old) == (
        None if "wav" in left else NOW,
        None if "turns" in left else NOW,
    )
    assert await archive.swept() == 0, "once is enough"


async def test_the_call_and_what_it_led_to_stay(archive: Archive) -> None:
    call_id = await archive.call(400)
    async with archive.business.database.tenant(archive.business.id) as scope:
        before = await calls.get(scope, call_id)
        scope.session.add(
            tables.Message(
                id=new_id(),
                business_id=archive.business.id,
                call_id=call_id,
                intent_key="kept",
                caller_name="Sam",
                callback_number=None,
                text="Ring me back.",
            )
        )
    await archive.keeps(1, 1)
    await archive.swept()
    async with archive.business.database.tenant(archive.business.id) as scope:
        after = await calls.get(scope, call_id)
        assert (await scope.session.scalars(select(tables.Message.text))).all() == ["Ring me back."]
    assert after == replace(before, recording_key=None, journal_key=None)


async def test_the_published_version_decides_for_calls_from_before_it_too(archive: Archive) -> None:
    call_id = await archive.call(10)
    await archive.keeps(5, 5)
    await archive.keeps(None, 20)
    await archive.swept()
    assert await archive.left(call_id) == ALL
    await archive.keeps(None, 9)
    await archive.swept()
    assert await archive.left(call_id) == {"wav"}


async def test_a_call_that_goes_on_keeps_its_words_however_long_it_lasts(archive: Archive) -> None:
    call_id = await archive.call(40, ended=False)
    await archive.keeps(1, 1)
    assert await archive.swept() == 0
    async with archive.business.database.tenant(archive.business.id) as scope:
        assert len(await calls.turns(scope, call_id)) == 2


async def test_another_business_keeps_its_own(archive: Archive, database: Database) -> None:
    other = Archive(await open_business(database), archive.objects)
    theirs = await other.call(400)
    await archive.call(400)
    await archive.keeps(1, 1)
    await archive.swept()
    assert await other.left(theirs) == ALL


async def test_words_without_files_go_as_well(archive: Archive) -> None:
    call_id = await archive.call(3, kept=False)
    await archive.objects.delete(f"{call_id}.wav")
    await archive.objects.delete(f"{call_id}.journal.gz")
    await archive.keeps(None, 2)
    await archive.swept()
    assert await archive.left(call_id) == set()


async def test_what_cannot_be_removed_now_stands_until_it_can_and_holds_nobody_up(
    archive: Archive, database: Database
) -> None:
    other = Archive(await open_business(database), archive.objects)
    stuck, theirs = await archive.call(3), await other.call(3)
    for each in (archive, other):
        await each.keeps(1, None)

    class Refusing:
        async def delete(self, key: str) -> None:
            if key == f"{stuck}.wav":
                raise StorageError("objects", "away")
            await archive.objects.delete(key)

    await CallRetention(database, Refusing()).sweep(NOW)
    assert "wav" in await archive.left(stuck)
    assert "wav" not in await other.left(theirs)
    await archive.swept()
    assert "wav" not in await archive.left(stuck)


async def test_a_file_that_is_gone_already_is_no_obstacle(archive: Archive) -> None:
    call_id = await archive.call(3)
    await archive.objects.delete(f"{call_id}.wav")
    await archive.keeps(1, 1)
    await archive.swept()
    assert await archive.left(call_id) == set()


async def test_more_calls_than_fit_a_transaction_all_go(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.records.retention.AT_ONCE", 2)
    assert AT_ONCE > 2
    ids = [await archive.call(3) for _ in range(5)]
    await archive.keeps(1, None)
    assert await archive.swept() == 5
    for each in ids:
        assert "wav" not in await archive.left(each)


async def test_what_was_removed_is_counted_in_the_audit_log_and_nothing_on_hold_is(archive: Archive) -> None:
    old, held = await archive.call(40), await archive.call(41)
    async with archive.business.database.tenant(archive.business.id) as scope:
        await recordings.hold(scope, held, "Claim 12", NOW)
        for call_id in (old, held):
            new = NewMessage(new_id(), call_id, "Sam", None, "Call me", str(new_id()))
            await messages.insert(scope, new)
    await publish(
        archive.business.database,
        archive.business.id,
        retention=Retention(recording_days=30, transcript_days=30, message_days=10),
    )
    await CallRetention(archive.business.database, archive.objects).sweep(NOW + timedelta(days=11))
    assert await archive.left(old) == set()
    assert await archive.left(held) == {"wav", "journal.gz", "turns"}
    async with archive.business.database.tenant(archive.business.id) as scope:
        assert await messages.for_call(scope, old) == []
        assert len(await messages.for_call(scope, held)) == 1
        (entry,) = [
            one for one in await audit.page(scope, limit=50, before=None) if "retention" in one.action
        ]
    assert (entry.actor, entry.after) == ("system", {"recordings": 1, "transcripts": 1, "messages": 1})
