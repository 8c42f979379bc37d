"""Writes of the API that were carried out under a key, with the answers they got."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, select, text, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from storage.postgres.account_tables import IdempotencyKey
from storage.postgres.tenant import TenantScope

KEPT = timedelta(hours=24)

_TRY_LOCK = text("SELECT pg_try_advisory_xact_lock(:number)")


@dataclass(frozen=True, slots=True)
class KeyOf:
    """Whose key: of one user or API key in one business. `digest` is the SHA-256 of the key's text."""

    business_id: UUID
    actor: str
    digest: bytes


@dataclass(frozen=True, slots=True)
class Stored:
    """What was asked under the key, and how it was answered; `body` is sealed."""

    fingerprint: bytes
    status: int
    headers: Mapping[str, str]
    body: bytes


async def try_lock(scope: TenantScope, number: int) -> bool:
    """Whether no other transaction works under this number; it is this one's until it ends."""
    return bool(await scope.session.scalar(_TRY_LOCK, {"number": number}))


async def stored(scope: TenantScope, key: KeyOf) -> Stored | None:
    """None when nothing was carried out under the key within `KEPT`."""
    row = await scope.session.scalar(
        select(IdempotencyKey).where(
            IdempotencyKey.business_id == key.business_id,
            IdempotencyKey.actor == key.actor,
            IdempotencyKey.digest == key.digest,
            IdempotencyKey.created_at > func.now() - KEPT,
        )
    )
    return None if row is None else Stored(row.fingerprint, row.status, row.headers, row.body)


async def store(scope: TenantScope, key: KeyOf, answer: Stored) -> None:
    """Keeps the answer; one that is older than `KEPT` makes room."""
    values = {
        "fingerprint": answer.fingerprint,
        "status": answer.status,
        "headers": dict(answer.headers),
        "body": answer.body,
        "created_at": func.now(),
    }
    await scope.session.execute(
        insert(IdempotencyKey)
        .values(business_id=key.business_id, actor=key.actor, digest=key.digest, **values)
        .on_conflict_do_update(
            index_elements=[IdempotencyKey.business_id, IdempotencyKey.actor, IdempotencyKey.digest],
            set_=values,
        )
    )


async def forget(session: AsyncSession, before: datetime, limit: int) -> int:
    """Deletes answers stored before an instant, of all businesses; the session is `Database.worker`'s. How many."""
    key = tuple_(IdempotencyKey.business_id, IdempotencyKey.actor, IdempotencyKey.digest)
    old = (
        select(IdempotencyKey.business_id, IdempotencyKey.actor, IdempotencyKey.digest)
        .where(IdempotencyKey.created_at < before)
        .order_by(IdempotencyKey.created_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    gone = await session.scalars(delete(IdempotencyKey).where(key.in_(old)).returning(IdempotencyKey.actor))
    return len(gone.all())
