"""Writes of the API that were carried out under a key, with the answers they got."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, text, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from storage.postgres.account_tables import IdempotencyKey, UserIdempotencyKey
from storage.postgres.tenant import TenantScope

KEPT = timedelta(hours=24)

_TRY_LOCK = text("SELECT pg_try_advisory_xact_lock(:number)")


@dataclass(frozen=True, slots=True)
class KeyOf:
    """Whose key: of one user or API key in one business, or of a user or anybody in none.

    `digest` is the SHA-256 of the key's text.
    """

    business_id: UUID | None
    actor: str
    digest: bytes


@dataclass(frozen=True, slots=True)
class Stored:
    """What was asked under the key, and how it was answered; `fingerprint` and `body` are sealed."""

    fingerprint: bytes
    status: int
    headers: Mapping[str, str]
    body: bytes


async def try_lock(scope: TenantScope, number: int) -> bool:
    """Whether no other transaction works under this number; it is this one's until it ends."""
    return bool(await scope.session.scalar(_TRY_LOCK, {"number": number}))


async def stored(scope: TenantScope, key: KeyOf) -> Stored | None:
    """None when nothing was carried out under the key within `KEPT`."""
    table, named = _place(key)
    row = await scope.session.scalar(
        select(table).where(
            *(getattr(table, name) == value for name, value in named.items()),
            table.created_at > func.now() - KEPT,
        )
    )
    return None if row is None else Stored(row.fingerprint, row.status, row.headers, row.body)


async def store(scope: TenantScope, key: KeyOf, answer: Stored) -> None:
    """Keeps the answer; one that is older than `KEPT` makes room."""
    table, named = _place(key)
    values = {
        "fingerprint": answer.fingerprint,
        "status": answer.status,
        "headers": dict(answer.headers),
        "body": answer.body,
        "created_at": func.now(),
    }
    await scope.session.execute(
        insert(table)
        .values(**named, **values)
        .on_conflict_do_update(index_elements=[getattr(table, name) for name in named], set_=values)
    )


async def forget(session: AsyncSession, before: datetime, limit: int) -> int:
    """Deletes answers stored before an instant, whoever's; the session is `Database.worker`'s. How many."""
    count = 0
    for table, names in (
        (IdempotencyKey, ("business_id", "actor", "digest")),
        (UserIdempotencyKey, _OF_USER),
    ):
        key = [getattr(table, name) for name in names]
        old = (
            select(*key)
            .where(table.created_at < before)
            .order_by(table.created_at)
            .limit(limit - count)
            .with_for_update(skip_locked=True)
        )
        gone = await session.scalars(delete(table).where(tuple_(*key).in_(old)).returning(table.actor))
        count += len(gone.all())
    return count


_OF_USER = ("actor", "digest")


def _place(key: KeyOf) -> tuple[type[IdempotencyKey] | type[UserIdempotencyKey], dict[str, Any]]:
    """The table, and what names the key's row in it."""
    named: dict[str, Any] = {"actor": key.actor, "digest": key.digest}
    if key.business_id is None:
        return UserIdempotencyKey, named
    return IdempotencyKey, {"business_id": key.business_id, **named}
