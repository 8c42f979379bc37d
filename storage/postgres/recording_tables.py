"""The table of calls that are shown to somebody without a login."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.postgres.table_base import Base, business_column, created_at_column, within_business


class CallShare(Base):
    """One call, shown to whoever has the link until it ends or is taken back. The link itself is not stored."""

    __tablename__ = "call_shares"
    __table_args__ = (
        UniqueConstraint("business_id", "id"),
        within_business("call_id", "calls", ondelete="CASCADE"),
        CheckConstraint("shows_recording OR shows_transcript", name="shows_something"),
        Index("ix_call_shares_call_id", "business_id", "call_id", "created_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    business_id: Mapped[UUID] = business_column()
    call_id: Mapped[UUID]
    shows_recording: Mapped[bool]
    shows_transcript: Mapped[bool]
    made_by: Mapped[str]
    """As the audit log names them."""
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    opened: Mapped[int] = mapped_column(server_default=text("0"))
    """How often the call was looked at by it."""
    created_at: Mapped[datetime] = created_at_column()
