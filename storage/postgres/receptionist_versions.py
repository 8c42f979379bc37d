"""Versions of a business's receptionist: published ones, which stay as they are, and the draft of the next."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from domain.errors import NotFound
from domain.ids import new_id
from domain.receptionist.codec import decode, encode
from domain.receptionist.content import SCHEMA, Receptionist
from storage.postgres.receptionist_tables import ReceptionistDraft, ReceptionistVersion
from storage.postgres.tables import Business, Call
from storage.postgres.tenant import TenantScope


@dataclass(frozen=True, slots=True)
class VersionRow:
    """`author` as the audit log names them: `user:...`, `key:...` or `system`."""

    id: UUID
    number: int
    content: Receptionist
    author: str
    note: str
    restored_from: int | None
    published_at: datetime


@dataclass(frozen=True, slots=True)
class DraftRow:
    """`based_on` is the number of the version it was begun from."""

    content: Receptionist
    based_on: int
    author: str
    changed_at: datetime


async def lock(scope: TenantScope) -> None:
    """Who else changes the receptionist waits until this transaction ends. Raises NotFound."""
    found = await scope.session.scalar(
        select(Business.id).where(Business.id == scope.business_id).with_for_update(key_share=True)
    )
    if found is None:
        raise NotFound("no such business")


async def published(scope: TenantScope) -> VersionRow:
    """The latest version, which new calls are served by. Raises NotFound."""
    found = await scope.session.scalar(
        select(ReceptionistVersion)
        .where(ReceptionistVersion.business_id == scope.business_id)
        .order_by(ReceptionistVersion.number.desc())
        .limit(1)
    )
    if found is None:
        raise NotFound("this business has no published receptionist")
    return _version(found)


async def get(scope: TenantScope, number: int) -> VersionRow:
    """Raises NotFound."""
    found = await scope.session.scalar(
        select(ReceptionistVersion).where(
            ReceptionistVersion.business_id == scope.business_id, ReceptionistVersion.number == number
        )
    )
    if found is None:
        raise NotFound(f"there is no version {number}")
    return _version(found)


async def keeps_nothing(scope: TenantScope, call_id: UUID) -> bool:
    """Whether the version that serves a call has nothing kept of it. Raises NotFound: no such call."""
    found = await scope.session.execute(
        select(ReceptionistVersion.content["retention"]["keeps_nothing"].as_boolean())
        .select_from(Call)
        .outerjoin(
            ReceptionistVersion,
            (ReceptionistVersion.business_id == Call.business_id)
            & (ReceptionistVersion.number == Call.receptionist_version),
        )
        .where(Call.business_id == scope.business_id, Call.id == call_id)
    )
    row = found.one_or_none()
    if row is None:
        raise NotFound("no such call")
    return bool(row[0])


async def page(scope: TenantScope, *, before: int | None, limit: int) -> list[VersionRow]:
    """Versions older than that number, the newest first."""
    wanted = select(ReceptionistVersion).where(ReceptionistVersion.business_id == scope.business_id)
    if before is not None:
        wanted = wanted.where(ReceptionistVersion.number < before)
    found = await scope.session.scalars(wanted.order_by(ReceptionistVersion.number.desc()).limit(limit))
    return [_version(row) for row in found]


async def add(
    scope: TenantScope,
    content: Receptionist,
    *,
    number: int,
    author: str,
    note: str,
    restored_from: int | None,
    at: datetime,
) -> VersionRow:
    """Publishes this as the next version, and has the business's columns say the same. Hold the `lock`."""
    row = VersionRow(new_id(at), number, content, author, note, restored_from, at)
    await scope.session.execute(
        insert(ReceptionistVersion).values(
            id=row.id,
            business_id=scope.business_id,
            number=number,
            schema=SCHEMA,
            content=encode(content),
            author=author,
            note=note,
            restored_from=restored_from,
            created_at=at,
        )
    )
    await scope.session.execute(
        update(Business)
        .where(Business.id == scope.business_id)
        .values(
            greeting=content.greeting,
            voice_id=content.voice_id,
            language=content.language,
            transfer_number=content.transfers.number,
            overflow=content.overflow.value,
            answers=[
                {"question": entry.question, "answer": entry.text}
                for entry in content.knowledge
                if entry.question
            ],
        )
    )
    return row


async def draft(scope: TenantScope) -> DraftRow | None:
    """None while nothing differs from the published version."""
    found = await scope.session.scalar(
        select(ReceptionistDraft).where(ReceptionistDraft.business_id == scope.business_id)
    )
    if found is None:
        return None
    return DraftRow(decode(found.content), found.based_on, found.author, found.changed_at)


async def keep_draft(scope: TenantScope, row: DraftRow) -> None:
    """Replaces the draft. Hold the `lock`."""
    values = {
        "schema": SCHEMA,
        "content": encode(row.content),
        "based_on": row.based_on,
        "author": row.author,
        "changed_at": row.changed_at,
    }
    await scope.session.execute(
        upsert(ReceptionistDraft)
        .values(business_id=scope.business_id, **values)
        .on_conflict_do_update(index_elements=[ReceptionistDraft.business_id], set_=values)
    )


async def drop_draft(scope: TenantScope) -> bool:
    """Whether there was one."""
    dropped = await scope.session.scalar(
        delete(ReceptionistDraft)
        .where(ReceptionistDraft.business_id == scope.business_id)
        .returning(ReceptionistDraft.business_id)
    )
    return dropped is not None


def _version(row: ReceptionistVersion) -> VersionRow:
    return VersionRow(
        row.id,
        row.number,
        decode(row.content),
        row.author,
        row.note,
        row.restored_from,
        row.created_at,
    )
