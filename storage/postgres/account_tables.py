"""The tables of people: users, their sign-ins, the businesses they work in, keys of programs, and the audit log.

`users` and what belongs to a user alone is no business's: a transaction sees it by `Database.identity`.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, func, text
from sqlalchemy.dialects.postgresql import ARRAY, TEXT
from sqlalchemy.orm import Mapped, mapped_column

from storage.postgres.table_base import Base, business_column, created_at_column

IDENTITY_TABLES = frozenset(
    {
        "users",
        "sign_ins",
        "refresh_tokens",
        "email_tokens",
        "recovery_codes",
        "gone_sign_ins",
        "user_idempotency_keys",
    }
)

_ROLES = "role IN ('owner', 'manager', 'staff', 'viewer')"


def user_column() -> Mapped[UUID]:
    """The user the row belongs to; it goes with them."""
    return mapped_column(ForeignKey("users.id", ondelete="CASCADE"))


class User(Base):
    """Somebody with a login. `email` is in the form of `domain.accounts.credentials.email_address`."""

    __tablename__ = "users"
    __table_args__ = (
        UniqueConstraint("email"),
        UniqueConstraint("external_subject"),
        Index("ix_users_unconfirmed", "created_at", postgresql_where=text("email_verified_at IS NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    email: Mapped[str]
    name: Mapped[str]
    password_hash: Mapped[str | None]
    email_verified_at: Mapped[datetime | None]
    totp_secret: Mapped[bytes | None] = mapped_column(LargeBinary)
    """Sealed; in force once `totp_confirmed_at` is set."""
    totp_confirmed_at: Mapped[datetime | None]
    totp_last_step: Mapped[int | None]
    """The newest time step a code was accepted for: no code is accepted twice."""
    wished_business: Mapped[dict[str, str] | None]
    """What they signed up with as their business (`services.accounts.founding`), until the address is verified."""
    external_subject: Mapped[str | None]
    """`sub` of an outside issuer whose tokens are accepted."""
    operator: Mapped[bool] = mapped_column(server_default=text("false"))
    created_at: Mapped[datetime] = created_at_column()


class SignIn(Base):
    """One sign-in of a user on one device, from its first token to its end."""

    __tablename__ = "sign_ins"
    __table_args__ = (Index("ix_sign_ins_user_id", "user_id"), UniqueConstraint("cookie_digest"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = user_column()
    user_agent: Mapped[str]
    address: Mapped[str]
    created_at: Mapped[datetime] = created_at_column()
    last_used_at: Mapped[datetime] = mapped_column(server_default=func.now())
    revoked_at: Mapped[datetime | None]
    revoked_because: Mapped[str | None]
    cookie_digest: Mapped[bytes | None] = mapped_column(LargeBinary)
    """SHA-256 of the secret in a browser's cookie; null for sign-ins of programs."""
    idle_until: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    """Both of the cookie."""


class GoneSignIn(Base):
    """A session with an outside issuer whose user has deleted their account: it opens no new one."""

    __tablename__ = "gone_sign_ins"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(server_default=func.now())


class RefreshTokenRow(Base):
    """A refresh token by the SHA-256 of its text; each is exchanged once."""

    __tablename__ = "refresh_tokens"
    __table_args__ = (Index("ix_refresh_tokens_sign_in_id", "sign_in_id"),)

    digest: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    sign_in_id: Mapped[UUID] = mapped_column(ForeignKey("sign_ins.id", ondelete="CASCADE"))
    expires_at: Mapped[datetime]
    exchanged_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = created_at_column()


class EmailToken(Base):
    """What a link in a mail holds, by its SHA-256: used once, for one purpose."""

    __tablename__ = "email_tokens"
    __table_args__ = (
        CheckConstraint("purpose IN ('verify', 'reset', 'change_email')", name="purpose_known"),
        Index("ix_email_tokens_user_id", "user_id"),
    )

    digest: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    user_id: Mapped[UUID] = user_column()
    purpose: Mapped[str]
    email: Mapped[str]
    """Where the mail went: what using the token verifies."""
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = created_at_column()


class RecoveryCode(Base):
    """One of the codes that stand in for a lost second factor, by its SHA-256."""

    __tablename__ = "recovery_codes"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    used_at: Mapped[datetime | None]


class Membership(Base):
    """A user's role in a business."""

    __tablename__ = "memberships"
    __table_args__ = (
        CheckConstraint(_ROLES, name="role_known"),
        Index("ix_memberships_user_id", "user_id"),
    )

    business_id: Mapped[UUID] = mapped_column(
        ForeignKey("businesses.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    role: Mapped[str]
    hears_recordings: Mapped[bool] = mapped_column(server_default=text("false"))
    """Whether they may listen although their role does not include it."""
    created_at: Mapped[datetime] = created_at_column()


class Invitation(Base):
    """Somebody is asked to join a business; the link's token is known by its SHA-256."""

    __tablename__ = "invitations"
    __table_args__ = (
        CheckConstraint(_ROLES, name="role_known"),
        UniqueConstraint("digest"),
        UniqueConstraint("business_id", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    business_id: Mapped[UUID] = business_column()
    email: Mapped[str]
    role: Mapped[str]
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    invited_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = created_at_column()


class ApiKey(Base):
    """A program's key: `prefix` is shown and finds it, the rest is known by its SHA-256."""

    __tablename__ = "api_keys"
    __table_args__ = (UniqueConstraint("prefix"), UniqueConstraint("business_id", "id"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    business_id: Mapped[UUID] = business_column()
    name: Mapped[str]
    prefix: Mapped[str]
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    scopes: Mapped[list[str]] = mapped_column(ARRAY(TEXT()))
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    expires_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = created_at_column()


class AuditEntry(Base):
    """What somebody changed in a business, with the values before and after. Never updated: it names people by id."""

    __tablename__ = "audit_log"
    __table_args__ = (Index("ix_audit_log_business_id_at", "business_id", "at", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    business_id: Mapped[UUID] = business_column()
    at: Mapped[datetime] = mapped_column(server_default=func.now())
    actor: Mapped[str]
    """`user:ID`, `key:ID`, `call:ID`, `operator:ID` (of the platform) or `system`."""
    action: Mapped[str]
    subject: Mapped[str]
    """What was changed: `staff:ID`."""
    before: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'::jsonb"))
    after: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'::jsonb"))
    request_id: Mapped[str | None]


class UserIdempotencyKey(Base):
    """As `IdempotencyKey`, of writes about users, and of businesses that are founded by them."""

    __tablename__ = "user_idempotency_keys"
    __table_args__ = (Index("ix_user_idempotency_keys_created_at", "created_at"),)

    actor: Mapped[str] = mapped_column(primary_key=True)
    """`user:ID`, or `anybody`."""
    digest: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    fingerprint: Mapped[bytes] = mapped_column(LargeBinary)
    status: Mapped[int]
    headers: Mapped[dict[str, str]]
    body: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = created_at_column()


class IdempotencyKey(Base):
    """A write of the API that was carried out under a key of whoever asked, and its answer, for a day."""

    __tablename__ = "idempotency_keys"
    __table_args__ = (Index("ix_idempotency_keys_created_at", "created_at"),)

    business_id: Mapped[UUID] = mapped_column(
        ForeignKey("businesses.id", ondelete="CASCADE"), primary_key=True
    )
    actor: Mapped[str] = mapped_column(primary_key=True)
    """`user:ID` or `key:ID`: nobody is told another's answer."""
    digest: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    """SHA-256 of the key's text."""
    fingerprint: Mapped[bytes] = mapped_column(LargeBinary)
    """Sealed SHA-256 of method, path and body, which may hold a password: another request under the key is refused."""
    status: Mapped[int]
    headers: Mapped[dict[str, str]]
    body: Mapped[bytes] = mapped_column(LargeBinary)
    """Sealed: an answer may hold an API key, of which only a digest is kept elsewhere."""
    created_at: Mapped[datetime] = created_at_column()
