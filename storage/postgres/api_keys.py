"""Keys of programs."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, tuple_, update

from domain.accounts.roles import Permission
from storage.postgres.account_tables import ApiKey
from storage.postgres.tenant import TenantScope

USE_NOTED_EVERY = timedelta(minutes=1)
"""A key that is used all the time costs one write in that time."""


@dataclass(frozen=True, slots=True)
class KeyRow:
    id: UUID
    business_id: UUID
    name: str
    prefix: str
    digest: bytes
    scopes: frozenset[Permission]
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None
    created_at: datetime

    def is_usable(self, now: datetime) -> bool:
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)

    def use_is_due(self, now: datetime) -> bool:
        """Whether that it is used is to be noted."""
        return self.last_used_at is None or now - self.last_used_at >= USE_NOTED_EVERY


async def insert_key(
    scope: TenantScope,
    key_id: UUID,
    *,
    name: str,
    prefix: str,
    digest: bytes,
    scopes: Iterable[Permission],
    created_by: UUID | None,
    expires_at: datetime | None,
) -> None:
    await scope.session.execute(
        insert(ApiKey).values(
            id=key_id,
            business_id=scope.business_id,
            name=name,
            prefix=prefix,
            digest=digest,
            scopes=sorted(scope.value for scope in scopes),
            created_by=created_by,
            expires_at=expires_at,
        )
    )


async def note_use(scope: TenantScope, key: KeyRow, now: datetime) -> None:
    await scope.session.execute(
        update(ApiKey)
        .where(ApiKey.business_id == scope.business_id, ApiKey.id == key.id)
        .values(last_used_at=now)
    )


async def revoke(scope: TenantScope, key_id: UUID, now: datetime) -> bool:
    """False when there is no such key, or it was revoked before."""
    ended = await scope.session.scalar(
        update(ApiKey)
        .where(ApiKey.business_id == scope.business_id, ApiKey.id == key_id, ApiKey.revoked_at.is_(None))
        .values(revoked_at=now)
        .returning(ApiKey.id)
    )
    return ended is not None


async def beyond(scope: TenantScope, maker: UUID, allowed: AbstractSet[Permission]) -> list[UUID]:
    """Keys a user made that are not revoked and may more than `allowed`, or anything when that is nothing."""
    found = await scope.session.execute(
        select(ApiKey.id, ApiKey.scopes).where(
            ApiKey.business_id == scope.business_id,
            ApiKey.created_by == maker,
            ApiKey.revoked_at.is_(None),
        )
    )
    return [row.id for row in found if not {Permission(one) for one in row.scopes} <= allowed]


async def page(scope: TenantScope, *, limit: int, after: tuple[datetime, UUID] | None) -> list[KeyRow]:
    """Keys, also revoked ones, the newest first; those behind `after`, which is (created_at, id)."""
    wanted = select(ApiKey).where(ApiKey.business_id == scope.business_id)
    if after is not None:
        wanted = wanted.where(tuple_(ApiKey.created_at, ApiKey.id) < after)
    found = await scope.session.scalars(
        wanted.order_by(ApiKey.created_at.desc(), ApiKey.id.desc()).limit(limit)
    )
    return [_row(row) for row in found]


def key_of(row: Mapping[str, Any]) -> KeyRow:
    """A row of the table by its columns' names."""
    return KeyRow(
        id=row["id"],
        business_id=row["business_id"],
        name=row["name"],
        prefix=row["prefix"],
        digest=row["digest"],
        scopes=frozenset(Permission(scope) for scope in row["scopes"]),
        expires_at=row["expires_at"],
        last_used_at=row["last_used_at"],
        revoked_at=row["revoked_at"],
        created_at=row["created_at"],
    )


def _row(row: ApiKey) -> KeyRow:
    return KeyRow(
        id=row.id,
        business_id=row.business_id,
        name=row.name,
        prefix=row.prefix,
        digest=row.digest,
        scopes=frozenset(Permission(scope) for scope in row.scopes),
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
        revoked_at=row.revoked_at,
        created_at=row.created_at,
    )
