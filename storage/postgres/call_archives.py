"""The archive's parts, the calls of each, and words going out of the rows and back into them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Date, bindparam, cast, func, insert, or_, select, text, update

from storage.postgres.archive_tables import CallArchive
from storage.postgres.keyset import beyond
from storage.postgres.tables import Call, Turn
from storage.postgres.tenant import TenantScope

TOLD = (
    "call_sid from_number to_number outcome reason started_at answered_at ended_at answer_ms receptionist_version"
).split()
"""What a line tells of a call beside its words."""


@dataclass(frozen=True, slots=True)
class ArchiveRow:
    id: UUID
    month: date
    key: str
    phase: str
    checksum: bytes | None
    calls: int
    size: int
    created_at: datetime


_SELECT = select(*(getattr(CallArchive, name) for name in ArchiveRow.__dataclass_fields__))


async def choose(
    scope: TenantScope, archive_id: UUID, *, ended_before: datetime, limit: int, claimed_until: datetime
) -> bool:
    """Makes a part of the oldest calls that are in none, all of one month; False when there are none."""
    due = (
        Call.business_id == scope.business_id,
        Call.archive_id.is_(None),
        Call.status == "ended",
        Call.ended_at < ended_before,
        Call.transcript_removed_at.is_(None),
    )
    first = await scope.session.scalar(select(func.min(Call.started_at)).where(*due))
    if first is None:
        return False
    month = first.date().replace(day=1)
    of_month = cast(func.date_trunc("month", func.timezone("UTC", Call.started_at)), Date) == month
    ids = (
        select(Call.id)
        .where(*due, of_month)
        .order_by(Call.started_at, Call.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    chosen = list(await scope.session.scalars(ids))
    if not chosen:
        return False
    key = f"{scope.business_id}/archive/{month:%Y-%m}/{archive_id}.jsonl.gz"
    await scope.session.execute(
        insert(CallArchive).values(
            id=archive_id, business_id=scope.business_id, month=month, key=key, claimed_until=claimed_until
        )
    )
    await scope.session.execute(
        update(Call)
        .where(Call.business_id == scope.business_id, Call.id.in_(chosen))
        .values(archive_id=archive_id)
    )
    return True


async def claim_unwritten(scope: TenantScope, now: datetime, claimed_until: datetime) -> UUID | None:
    """A part nobody writes any more."""
    one = (
        select(CallArchive.id)
        .where(
            CallArchive.business_id == scope.business_id,
            CallArchive.phase == "writing",
            CallArchive.claimed_until < now,
        )
        .order_by(CallArchive.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    return await scope.session.scalar(
        update(CallArchive)
        .where(CallArchive.business_id == scope.business_id, CallArchive.id == one)
        .values(claimed_until=claimed_until)
        .returning(CallArchive.id)
    )


async def get(scope: TenantScope, archive_id: UUID, *, lock: bool = False) -> ArchiveRow | None:
    query = _SELECT.where(CallArchive.business_id == scope.business_id, CallArchive.id == archive_id)
    found = await scope.session.execute(query.with_for_update() if lock else query)
    row = found.mappings().one_or_none()
    return None if row is None else ArchiveRow(**row)


async def contents(
    scope: TenantScope, archive_id: UUID, *, lock: bool = False
) -> list[tuple[UUID, dict[str, Any], dict[int, tuple[str, str]]]]:
    """The calls of a part as their rows have them: id, facts, words by turn."""
    query = (
        select(Call.id, *(getattr(Call, name) for name in TOLD))
        .where(Call.business_id == scope.business_id, Call.archive_id == archive_id)
        .order_by(Call.started_at, Call.id)
    )
    rows = await scope.session.execute(query.with_for_update(of=Call) if lock else query)
    calls: dict[UUID, dict[str, Any]] = {}
    for row in rows.mappings():
        facts: dict[str, Any] = dict(row)
        calls[facts.pop("id")] = facts
    turns = await scope.session.execute(
        select(Turn.call_id, Turn.index, Turn.generated_text, Turn.heard_text).where(
            Turn.business_id == scope.business_id, Turn.call_id.in_(calls)
        )
    )
    words: dict[UUID, dict[int, tuple[str, str]]] = {call_id: {} for call_id in calls}
    for call_id, index, generated, heard in turns:
        words[call_id][index] = (generated, heard)
    return [(call_id, facts, words[call_id]) for call_id, facts in calls.items()]


async def written(scope: TenantScope, archive_id: UUID, *, checksum: bytes, calls: int, size: int) -> None:
    """The object is there: the words go out of the rows."""
    await scope.session.execute(
        update(CallArchive)
        .where(CallArchive.business_id == scope.business_id, CallArchive.id == archive_id)
        .values(phase="written", checksum=checksum, calls=calls, size=size)
    )
    await _slim(scope, select(Call.id).where(Call.archive_id == archive_id))


async def rewritten(
    scope: TenantScope, archive_id: UUID, *, before: bytes, key: str, checksum: bytes, calls: int, size: int
) -> bool:
    """Something was taken out of the object; False when somebody else has written it since."""
    done = await scope.session.scalar(
        update(CallArchive)
        .where(
            CallArchive.business_id == scope.business_id,
            CallArchive.id == archive_id,
            CallArchive.checksum == before,
        )
        .values(key=key, checksum=checksum, calls=calls, size=size)
        .returning(CallArchive.id)
    )
    return done is not None


async def part_of(scope: TenantScope, call_id: UUID) -> tuple[UUID, datetime | None] | None:
    """The part a call lies in, and until when its words are back; None when it is in none."""
    found = await scope.session.execute(
        select(Call.archive_id, Call.restored_until).where(
            Call.business_id == scope.business_id, Call.id == call_id, Call.archive_id.is_not(None)
        )
    )
    row = found.one_or_none()
    return None if row is None else (row[0], row[1])


async def is_away(scope: TenantScope, call_id: UUID) -> bool:
    """Whether the words of a call are in the archive alone."""
    found = await scope.session.scalar(
        select(CallArchive.id)
        .join(Call, (Call.business_id == CallArchive.business_id) & (Call.archive_id == CallArchive.id))
        .where(
            Call.business_id == scope.business_id,
            Call.id == call_id,
            Call.restored_until.is_(None),
            CallArchive.phase == "written",
        )
    )
    return found is not None


async def restore(
    scope: TenantScope, words: Mapping[UUID, Mapping[int, tuple[str, str]]], until: datetime
) -> int:
    """Puts the words of calls back into their turns, for a while; how many calls.

    What was erased or removed since stays so: only turns of calls whose transcript is kept are written.
    """
    kept = list(
        await scope.session.scalars(
            update(Call)
            .where(
                Call.business_id == scope.business_id,
                Call.id.in_(words),
                Call.archive_id.is_not(None),
                Call.transcript_removed_at.is_(None),
            )
            .values(restored_until=func.greatest(func.coalesce(Call.restored_until, until), until))
            .returning(Call.id)
        )
    )
    rows = [
        {"c": call_id, "i": index, "g": generated, "h": heard}
        for call_id in kept
        for index, (generated, heard) in words[call_id].items()
    ]
    if rows:
        await (await scope.session.connection()).execute(
            update(Turn.__table__)  # pyright: ignore[reportArgumentType]
            .where(
                Turn.business_id == scope.business_id,
                Turn.call_id == bindparam("c"),
                Turn.index == bindparam("i"),
            )
            .values(generated_text=bindparam("g"), heard_text=bindparam("h")),
            rows,
        )
    return len(kept)


async def slim_again(scope: TenantScope, now: datetime, limit: int) -> int:
    """Of calls that were back for long enough; how many."""
    over = list(
        await scope.session.scalars(
            select(Call.id)
            .where(Call.business_id == scope.business_id, Call.restored_until < now)
            .order_by(Call.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
    )
    if over:
        await _slim(scope, over)
        await scope.session.execute(
            update(Call)
            .where(Call.business_id == scope.business_id, Call.id.in_(over))
            .values(restored_until=None)
        )
    return len(over)


async def page(scope: TenantScope, *, after: tuple[date, UUID] | None, limit: int) -> list[ArchiveRow]:
    """Written parts, the latest month first, behind (month, id)."""
    found = await scope.session.execute(
        _SELECT.where(
            CallArchive.business_id == scope.business_id,
            CallArchive.phase == "written",
            *beyond((CallArchive.month, CallArchive.id), after, descending=True),
        )
        .order_by(CallArchive.month.desc(), CallArchive.id.desc())
        .limit(limit)
    )
    return [ArchiveRow(**row) for row in found.mappings()]


async def of_month(scope: TenantScope, month: date) -> list[ArchiveRow]:
    found = await scope.session.execute(
        _SELECT.where(
            CallArchive.business_id == scope.business_id,
            CallArchive.phase == "written",
            CallArchive.month == month,
        ).order_by(CallArchive.id)
    )
    return [ArchiveRow(**row) for row in found.mappings()]


async def all_parts(scope: TenantScope) -> list[ArchiveRow]:
    found = await scope.session.execute(
        _SELECT.where(CallArchive.business_id == scope.business_id, CallArchive.phase == "written").order_by(
            CallArchive.id
        )
    )
    return [ArchiveRow(**row) for row in found.mappings()]


async def with_something_due(session: Any, now: datetime, ended_before: datetime) -> list[UUID]:
    """Businesses with calls to archive, or to slim again. `session` is `Database.worker`'s."""
    found = await session.scalars(
        text(
            "SELECT DISTINCT business_id FROM calls WHERE status = 'ended' AND ("
            "(archive_id IS NULL AND transcript_removed_at IS NULL AND ended_at < :before)"
            " OR restored_until < :now)"
            " UNION SELECT business_id FROM call_archives WHERE phase = 'writing'"
        ),
        {"before": ended_before, "now": now},
    )
    return list(found)


async def _slim(scope: TenantScope, calls: Any) -> None:
    await scope.session.execute(
        update(Turn)
        .where(
            Turn.business_id == scope.business_id,
            Turn.call_id.in_(calls),
            or_(Turn.generated_text != "", Turn.heard_text != ""),
        )
        .values(generated_text="", heard_text="")
    )
