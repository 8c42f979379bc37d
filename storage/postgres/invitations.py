"""Invitations to join a business."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, insert, select, tuple_, update

from domain.accounts.roles import Role
from storage.postgres.account_tables import Invitation
from storage.postgres.database import Database
from storage.postgres.tenant import TenantScope


@dataclass(frozen=True, slots=True)
class InvitationRow:
    id: UUID
    business_id: UUID
    email: str
    role: Role
    expires_at: datetime
    accepted_at: datetime | None
    revoked_at: datetime | None
    created_at: datetime
    invited_by: UUID | None
    """None once that user is gone."""

    def is_open(self, now: datetime) -> bool:
        return self.accepted_at is None and self.revoked_at is None and now < self.expires_at


async def add(
    scope: TenantScope,
    invitation_id: UUID,
    *,
    email: str,
    role: Role,
    digest: bytes,
    invited_by: UUID | None,
    expires_at: datetime,
    now: datetime,
) -> None:
    """Earlier invitations of the same address are revoked: the newest mail is the one that counts."""
    await scope.session.execute(
        update(Invitation)
        .where(
            Invitation.business_id == scope.business_id,
            Invitation.email == email,
            Invitation.accepted_at.is_(None),
            Invitation.revoked_at.is_(None),
        )
        .values(revoked_at=now)
    )
    await scope.session.execute(
        insert(Invitation).values(
            id=invitation_id,
            business_id=scope.business_id,
            email=email,
            role=role.value,
            digest=digest,
            invited_by=invited_by,
            expires_at=expires_at,
        )
    )


async def shown(db: Database, digest: bytes) -> InvitationRow | None:
    """The one invitation with this token, of whichever business."""
    async with db.invited(digest) as session:
        found = await session.scalar(select(Invitation).where(Invitation.digest == digest))
    return None if found is None else _row(found)


async def accept(scope: TenantScope, invitation_id: UUID, now: datetime) -> bool:
    """False when it was accepted or revoked before, or is over."""
    accepted = await scope.session.scalar(
        update(Invitation)
        .where(
            Invitation.business_id == scope.business_id,
            Invitation.id == invitation_id,
            Invitation.accepted_at.is_(None),
            Invitation.revoked_at.is_(None),
            Invitation.expires_at > now,
        )
        .values(accepted_at=now)
        .returning(Invitation.id)
    )
    return accepted is not None


async def revoke(scope: TenantScope, invitation_id: UUID, now: datetime) -> Role | None:
    """The role it was for; None when there is no such open invitation."""
    revoked = await scope.session.scalar(
        update(Invitation)
        .where(
            Invitation.business_id == scope.business_id,
            Invitation.id == invitation_id,
            Invitation.accepted_at.is_(None),
            Invitation.revoked_at.is_(None),
        )
        .values(revoked_at=now)
        .returning(Invitation.role)
    )
    return None if revoked is None else Role(revoked)


async def revoke_of(
    scope: TenantScope, invited_by: UUID, roles: Collection[Role], now: datetime
) -> list[UUID]:
    """Revokes those a user sent for one of these roles; gives them."""
    revoked = await scope.session.scalars(
        update(Invitation)
        .where(
            Invitation.business_id == scope.business_id,
            Invitation.invited_by == invited_by,
            Invitation.role.in_([role.value for role in roles]),
            Invitation.accepted_at.is_(None),
            Invitation.revoked_at.is_(None),
        )
        .values(revoked_at=now)
        .returning(Invitation.id)
    )
    return list(revoked)


async def forget(scope: TenantScope, email: str) -> None:
    """Takes away what this business keeps of somebody's address."""
    await scope.session.execute(
        delete(Invitation).where(Invitation.business_id == scope.business_id, Invitation.email == email)
    )


async def addresses(scope: TenantScope, ids: Collection[UUID]) -> dict[UUID, str]:
    """Where these were sent, by id; of those whose reader has deleted their account nothing is known."""
    found = await scope.session.execute(
        select(Invitation.id, Invitation.email).where(
            Invitation.business_id == scope.business_id, Invitation.id.in_(ids)
        )
    )
    return {row.id: row.email for row in found}


async def still_open(
    scope: TenantScope, now: datetime, *, limit: int, after: tuple[datetime, UUID] | None
) -> list[InvitationRow]:
    """Those that can be accepted, the newest first; those behind `after`, which is (created_at, id)."""
    wanted = select(Invitation).where(
        Invitation.business_id == scope.business_id,
        Invitation.accepted_at.is_(None),
        Invitation.revoked_at.is_(None),
        Invitation.expires_at > now,
    )
    if after is not None:
        wanted = wanted.where(tuple_(Invitation.created_at, Invitation.id) < after)
    found = await scope.session.scalars(
        wanted.order_by(Invitation.created_at.desc(), Invitation.id.desc()).limit(limit)
    )
    return [_row(row) for row in found]


def _row(row: Invitation) -> InvitationRow:
    return InvitationRow(
        id=row.id,
        business_id=row.business_id,
        email=row.email,
        role=Role(row.role),
        expires_at=row.expires_at,
        accepted_at=row.accepted_at,
        revoked_at=row.revoked_at,
        created_at=row.created_at,
        invited_by=row.invited_by,
    )
