"""TOTP secrets and recovery codes. The sessions are `Database.identity`'s."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, insert, or_, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.postgres.account_tables import RecoveryCode, User


async def enrol(session: AsyncSession, user_id: UUID, sealed: bytes) -> None:
    """Replaces a secret that was never confirmed."""
    await session.execute(
        update(User)
        .where(User.id == user_id, User.totp_confirmed_at.is_(None))
        .values(totp_secret=sealed, totp_last_step=None)
    )


async def confirm(session: AsyncSession, user_id: UUID, now: datetime) -> None:
    await session.execute(update(User).where(User.id == user_id).values(totp_confirmed_at=now))


async def remove(session: AsyncSession, user_id: UUID) -> None:
    await session.execute(
        update(User)
        .where(User.id == user_id)
        .values(totp_secret=None, totp_confirmed_at=None, totp_last_step=None)
    )
    await session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))


async def use_step(session: AsyncSession, user_id: UUID, step: int) -> bool:
    """False when a code of this step or a later one was accepted before."""
    used = await session.scalar(
        update(User)
        .where(User.id == user_id, or_(User.totp_last_step.is_(None), User.totp_last_step < step))
        .values(totp_last_step=step)
        .returning(User.id)
    )
    return used is not None


async def replace_recovery_codes(session: AsyncSession, user_id: UUID, digests: Sequence[bytes]) -> None:
    await session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    await session.execute(
        insert(RecoveryCode), [{"user_id": user_id, "digest": digest} for digest in digests]
    )


async def use_recovery_code(session: AsyncSession, user_id: UUID, digest: bytes, now: datetime) -> bool:
    used = await session.scalar(
        update(RecoveryCode)
        .where(RecoveryCode.user_id == user_id, RecoveryCode.digest == digest, RecoveryCode.used_at.is_(None))
        .values(used_at=now)
        .returning(RecoveryCode.user_id)
    )
    return used is not None
