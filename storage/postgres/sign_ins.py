"""Sign-ins and their refresh tokens. The sessions are `Database.identity`'s."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import insert, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.ext.asyncio import AsyncSession

from domain.accounts.sessions import PageSession, RefreshToken
from storage.postgres.account_tables import RefreshTokenRow, SignIn


@dataclass(frozen=True, slots=True)
class ShownToken:
    """A refresh token that exists, and the sign-in it belongs to."""

    sign_in_id: UUID
    user_id: UUID
    token: RefreshToken


@dataclass(frozen=True, slots=True)
class OpenSignIn:
    id: UUID
    user_agent: str
    address: str
    created_at: datetime
    last_used_at: datetime


async def open_sign_in(
    session: AsyncSession, sign_in_id: UUID, user_id: UUID, *, user_agent: str, address: str, now: datetime
) -> None:
    await session.execute(
        insert(SignIn).values(
            id=sign_in_id,
            user_id=user_id,
            user_agent=user_agent,
            address=address,
            created_at=now,
            last_used_at=now,
        )
    )


async def open_once(
    session: AsyncSession, sign_in_id: UUID, user_id: UUID, *, user_agent: str, now: datetime
) -> None:
    """Opens it unless it is there; one that has ended stays so."""
    if await session.scalar(select(SignIn.id).where(SignIn.id == sign_in_id)) is None:
        await session.execute(
            postgres_insert(SignIn)
            .values(
                id=sign_in_id,
                user_id=user_id,
                user_agent=user_agent,
                address="",
                created_at=now,
                last_used_at=now,
            )
            .on_conflict_do_nothing()
        )


async def add_token(session: AsyncSession, digest: bytes, sign_in_id: UUID, expires_at: datetime) -> None:
    await session.execute(
        insert(RefreshTokenRow).values(digest=digest, sign_in_id=sign_in_id, expires_at=expires_at)
    )


async def shown(session: AsyncSession, digest: bytes) -> ShownToken | None:
    """The token with this digest; who else shows it waits until this transaction ends."""
    row = (
        await session.execute(
            select(RefreshTokenRow, SignIn)
            .join(SignIn, SignIn.id == RefreshTokenRow.sign_in_id)
            .where(RefreshTokenRow.digest == digest)
            # Both: a row that is only read is as it was before the wait for the other.
            .with_for_update()
        )
    ).one_or_none()
    if row is None:
        return None
    token, sign_in = row
    return ShownToken(
        sign_in.id,
        sign_in.user_id,
        RefreshToken(token.expires_at, token.exchanged_at, sign_in.revoked_at),
    )


async def exchange(session: AsyncSession, digest: bytes, sign_in_id: UUID, now: datetime) -> None:
    await session.execute(
        update(RefreshTokenRow).where(RefreshTokenRow.digest == digest).values(exchanged_at=now)
    )
    await session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(last_used_at=now))


async def revoke(session: AsyncSession, user_id: UUID, now: datetime, because: str, *only: UUID) -> int:
    """Ends sign-ins of a user, all of them unless some are named; gives how many were open."""
    ended = update(SignIn).where(SignIn.user_id == user_id, SignIn.revoked_at.is_(None))
    if only:
        ended = ended.where(SignIn.id.in_(only))
    found = await session.scalars(ended.values(revoked_at=now, revoked_because=because).returning(SignIn.id))
    return len(found.all())


async def opened_at(session: AsyncSession, sign_in_id: UUID) -> datetime | None:
    return await session.scalar(select(SignIn.created_at).where(SignIn.id == sign_in_id))


async def is_open(session: AsyncSession, sign_in_id: UUID) -> bool:
    return (
        await session.scalar(select(SignIn.id).where(SignIn.id == sign_in_id, SignIn.revoked_at.is_(None)))
    ) is not None


@dataclass(frozen=True, slots=True)
class OpenPages:
    """An open sign-in whose cookie was shown."""

    sign_in_id: UUID
    user_id: UUID
    session: PageSession


async def set_cookie(
    session: AsyncSession, sign_in_id: UUID, digest: bytes, pages: PageSession, now: datetime
) -> bool:
    """From now on the sign-in is known by this cookie, and by no other. False when it has ended."""
    changed = await session.scalar(
        update(SignIn)
        .where(SignIn.id == sign_in_id, SignIn.revoked_at.is_(None))
        .values(cookie_digest=digest, idle_until=pages.idle_until, ends_at=pages.ends_at, last_used_at=now)
        .returning(SignIn.id)
    )
    return changed is not None


async def by_cookie(session: AsyncSession, digest: bytes) -> OpenPages | None:
    """The open sign-in with this cookie, also when the cookie is over."""
    row = await session.scalar(
        select(SignIn).where(SignIn.cookie_digest == digest, SignIn.revoked_at.is_(None))
    )
    if row is None or row.idle_until is None or row.ends_at is None:
        return None
    return OpenPages(row.id, row.user_id, PageSession(row.idle_until, row.ends_at))


async def note_cookie_use(session: AsyncSession, digest: bytes, pages: PageSession, now: datetime) -> None:
    await session.execute(
        update(SignIn)
        .where(SignIn.cookie_digest == digest, SignIn.revoked_at.is_(None))
        .values(idle_until=pages.idle_until, last_used_at=now)
    )


async def of_user(
    session: AsyncSession,
    user_id: UUID,
    *,
    limit: int | None = None,
    after: tuple[datetime, UUID] | None = None,
) -> list[OpenSignIn]:
    """Those that have not ended, the last used first; those behind `after`, which is (last_used_at, id)."""
    wanted = select(SignIn).where(SignIn.user_id == user_id, SignIn.revoked_at.is_(None))
    if after is not None:
        wanted = wanted.where(tuple_(SignIn.last_used_at, SignIn.id) < after)
    found = await session.scalars(wanted.order_by(SignIn.last_used_at.desc(), SignIn.id.desc()).limit(limit))
    return [
        OpenSignIn(row.id, row.user_agent, row.address, row.created_at, row.last_used_at) for row in found
    ]
