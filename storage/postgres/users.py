"""Users and what belongs to them alone. The sessions are `Database.identity`'s."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, exists, literal, null, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from storage.postgres.account_tables import EmailToken, GoneSignIn, SignIn, User


@dataclass(frozen=True, slots=True)
class UserRow:
    """A user as they were when the transaction read them."""

    id: UUID
    email: str
    name: str
    password_hash: str | None
    email_verified_at: datetime | None
    totp_secret: bytes | None
    totp_confirmed_at: datetime | None
    operator: bool

    @property
    def has_second_factor(self) -> bool:
        return self.totp_confirmed_at is not None


@dataclass(frozen=True, slots=True)
class EmailTokenRow:
    user_id: UUID
    purpose: str
    email: str


async def insert_user(
    session: AsyncSession,
    user_id: UUID,
    *,
    email: str,
    name: str,
    password_hash: str | None,
    wished_business: Mapping[str, str] | None = None,
) -> bool:
    """False when somebody has that address already; nothing is changed then.

    Args:
        wished_business: founded once the address is verified; see `take_wished_business`.
    """
    wished = {"wished_business": dict(wished_business)} if wished_business is not None else {}
    added = await session.scalar(
        insert(User)
        .values(id=user_id, email=email, name=name, password_hash=password_hash, **wished)
        .on_conflict_do_nothing(index_elements=[User.email])
        .returning(User.id)
    )
    return added is not None


async def delete_unverified(session: AsyncSession, email: str) -> None:
    """Takes away who signed up with this address and never showed that it is theirs, and all links with them."""
    await session.execute(delete(User).where(User.email == email, User.email_verified_at.is_(None)))


async def by_email(session: AsyncSession, email: str) -> UserRow | None:
    return _row(await session.scalar(select(User).where(User.email == email)))


async def by_id(session: AsyncSession, user_id: UUID) -> UserRow | None:
    return _row(await session.scalar(select(User).where(User.id == user_id)))


async def by_subject(session: AsyncSession, subject: str) -> UUID | None:
    """The user an outside issuer calls so."""
    return await session.scalar(select(User.id).where(User.external_subject == subject))


async def insert_outside(
    session: AsyncSession, user_id: UUID, *, subject: str, email: str, name: str
) -> UUID | None:
    """Who has the subject now, also when another request was first; None when somebody else has the address."""
    await session.execute(
        insert(User)
        .values(id=user_id, email=email, name=name, password_hash=None, external_subject=subject)
        .on_conflict_do_nothing()
    )
    return await by_subject(session, subject)


async def set_password(session: AsyncSession, user_id: UUID, password_hash: str) -> None:
    await session.execute(update(User).where(User.id == user_id).values(password_hash=password_hash))


async def hold(session: AsyncSession, user_id: UUID, password_hash: str | None) -> bool:
    """Whether this is their password still; it stays so until this transaction ends."""
    held = await session.scalar(
        select(User.id)
        .where(User.id == user_id, User.password_hash == password_hash)
        .with_for_update(key_share=True)
    )
    return held is not None


async def hold_to_delete(session: AsyncSession, user_id: UUID, password_hash: str | None) -> bool:
    """As `hold`; nothing can refer to them meanwhile either, so that they join no business."""
    held = await session.scalar(
        select(User.id).where(User.id == user_id, User.password_hash == password_hash).with_for_update()
    )
    return held is not None


async def delete_user(session: AsyncSession, user_id: UUID) -> None:
    """And what is theirs alone. What an outside issuer calls sessions of theirs opens nothing here again."""
    theirs = (
        select(SignIn.id)
        .join(User, User.id == SignIn.user_id)
        .where(SignIn.user_id == user_id, User.external_subject.is_not(None))
    )
    await session.execute(insert(GoneSignIn).from_select(["id"], theirs).on_conflict_do_nothing())
    await session.execute(delete(User).where(User.id == user_id))


async def is_gone(session: AsyncSession, sign_in_id: UUID) -> bool:
    """Whether it was a sign-in of a user who has deleted their account."""
    return await session.scalar(select(GoneSignIn.id).where(GoneSignIn.id == sign_in_id)) is not None


async def verify_email(session: AsyncSession, user_id: UUID, email: str, now: datetime) -> bool:
    """The address is theirs from now on. False when somebody else has verified or taken it meanwhile."""
    taken = await session.scalar(select(User.id).where(User.email == email, User.id != user_id))
    if taken is not None:
        return False
    await session.execute(update(User).where(User.id == user_id).values(email=email, email_verified_at=now))
    return True


async def add_email_token(
    session: AsyncSession, digest: bytes, user_id: UUID, purpose: str, email: str, expires_at: datetime
) -> None:
    """Earlier tokens of the same purpose hold no longer: the newest mail is the one that counts."""
    await session.execute(
        update(EmailToken)
        .where(EmailToken.user_id == user_id, EmailToken.purpose == purpose, EmailToken.used_at.is_(None))
        .values(expires_at=EmailToken.created_at)
    )
    await session.execute(
        insert(EmailToken).values(
            digest=digest, user_id=user_id, purpose=purpose, email=email, expires_at=expires_at
        )
    )


async def add_first_email_token(
    session: AsyncSession, digest: bytes, user_id: UUID, purpose: str, email: str, expires_at: datetime
) -> None:
    """A user's first, if there is this user: the statement is the same for who was added and who was not."""
    columns = (
        EmailToken.digest,
        EmailToken.user_id,
        EmailToken.purpose,
        EmailToken.email,
        EmailToken.expires_at,
    )
    values = digest, user_id, purpose, email, expires_at
    row = select(*(literal(value, column.type) for column, value in zip(columns, values, strict=True)))
    await session.execute(
        insert(EmailToken).from_select(
            [column.key for column in columns], row.where(exists().where(User.id == user_id))
        )
    )


async def take_wished_business(session: AsyncSession, user_id: UUID) -> dict[str, str] | None:
    """What a user signed up with as their business, once; None when there is none to be founded."""
    wished = await session.scalar(select(User.wished_business).where(User.id == user_id).with_for_update())
    if wished is not None:
        await session.execute(update(User).where(User.id == user_id).values(wished_business=null()))
    return wished


async def unconfirmed(session: AsyncSession, before: datetime, limit: int) -> list[UUID]:
    """Who signed up before an instant and never showed that the address is theirs; nobody else holds them meanwhile."""
    found = await session.scalars(
        select(User.id)
        .where(User.email_verified_at.is_(None), User.created_at < before)
        .order_by(User.created_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return list(found)


async def void_email_tokens(session: AsyncSession, user_id: UUID) -> None:
    """No link that was mailed to or for this user is good from now on, whatever it is for."""
    await session.execute(
        update(EmailToken)
        .where(EmailToken.user_id == user_id, EmailToken.used_at.is_(None))
        .values(expires_at=EmailToken.created_at)
    )


async def email_of_token(session: AsyncSession, digest: bytes, purpose: str, now: datetime) -> str | None:
    """The address of a token that is still good; it stays so."""
    return await session.scalar(
        select(EmailToken.email).where(
            EmailToken.digest == digest,
            EmailToken.purpose == purpose,
            EmailToken.used_at.is_(None),
            EmailToken.expires_at > now,
        )
    )


async def use_email_token(
    session: AsyncSession, digest: bytes, purpose: str, now: datetime
) -> EmailTokenRow | None:
    """The token, used up by this; None when it is unknown, for something else, used before, or too old."""
    used = (
        await session.execute(
            update(EmailToken)
            .where(
                EmailToken.digest == digest,
                EmailToken.purpose == purpose,
                EmailToken.used_at.is_(None),
                EmailToken.expires_at > now,
            )
            .values(used_at=now)
            .returning(EmailToken.user_id, EmailToken.purpose, EmailToken.email)
        )
    ).one_or_none()
    return None if used is None else EmailTokenRow(used.user_id, used.purpose, used.email)


def _row(user: User | None) -> UserRow | None:
    if user is None:
        return None
    return UserRow(
        id=user.id,
        email=user.email,
        name=user.name,
        password_hash=user.password_hash,
        email_verified_at=user.email_verified_at,
        totp_secret=user.totp_secret,
        totp_confirmed_at=user.totp_confirmed_at,
        operator=user.operator,
    )
